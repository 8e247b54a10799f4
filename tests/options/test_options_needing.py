"""Moves that need or exclude one another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluelight.area import Area, load_area
from bluelight.options import Move, check_moves
from bluelight.options.moves.co_respond import CoRespond
from bluelight.options.moves.move_unit import MoveUnit
from bluelight.options.moves.share_site import ShareSite
from bluelight.options.needing import check_needs


@pytest.fixture(scope="module")
def area() -> Area:
    return load_area("tests/data/littleham")


def test_a_move_may_need_another_of_the_option(area: Area) -> None:
    share = ShareSite(site="P2", host="F2", id="share")
    assert check_moves(area, [MoveUnit(unit="F1-P1", site="P1", needs=("share",)), share]) == []


def test_a_need_that_nothing_meets_names_the_move(area: Area) -> None:
    [found] = check_moves(area, [CoRespond(needs=("training",))])
    assert found.file == "move 1 (co_respond)"
    assert (found.column, "'training'" in found.what) == ("needs", True)


def test_moves_that_exclude_one_another_are_told_apart(area: Area) -> None:
    one, other = CoRespond(id="crews"), ShareSite(site="P2", host="F2", excludes=("crews",))
    [found] = check_moves(area, [one, other])
    assert found.file == "move 2 (share_site)"
    assert "move 1 (co_respond)" in found.what


def test_needs_that_go_round_in_a_circle_are_refused_by_name(area: Area) -> None:
    moves: list[Move] = [
        CoRespond(id="a", needs=("c",)),
        ShareSite(site="P2", host="F2", id="b", needs=("a",)),
        MoveUnit(unit="F1-P1", site="P1", id="c", needs=("b",)),
    ]
    [found] = check_moves(area, moves)
    assert found.file == "move 1 (co_respond)"
    assert "move 3 (move_unit) and move 2 (share_site)" in found.what
    [itself] = check_moves(area, [CoRespond(id="a", needs=("a",))])
    assert "it needs itself" in itself.what


def test_what_is_needed_cannot_come_later(area: Area) -> None:
    moves = [CoRespond(needs=("b",), year=2027), ShareSite(site="P2", host="F2", id="b", year=2029)]
    [found] = check_moves(area, moves)
    assert (found.file, found.column) == ("move 1 (co_respond)", "year")
    assert "2029" in found.what


def test_two_moves_cannot_have_one_id(area: Area) -> None:
    [found] = check_moves(area, [CoRespond(id="a"), ShareSite(site="P2", host="F2", id="a")])
    assert (found.file, found.column) == ("move 2 (share_site)", "id")


@given(needs=st.lists(st.sets(st.integers(0, 5)), min_size=1, max_size=6))
def test_a_circle_is_found_exactly_where_no_order_exists(needs: list[set[int]]) -> None:
    """Beside the plain way: take away whatever needs nothing that is left, until nothing changes."""
    needs = [{n for n in wanted if n < len(needs)} for wanted in needs]
    moves = [CoRespond(id=f"m{i}", needs=tuple(f"m{n}" for n in sorted(wanted))) for i, wanted in enumerate(needs)]
    left = set(range(len(needs)))
    while free := {i for i in left if not needs[i] & left}:
        left -= free
    found = check_needs(moves, [f"move {i}" for i in range(len(moves))])
    assert bool(found) == bool(left)
    assert all(p.column == "needs" for p in found)
