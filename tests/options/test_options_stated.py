"""Moves whose money the planner states: buying, support, posts, training and who governs."""

import pytest
from pydantic import ValidationError

from bluelight.appraisal import Settings, appraise
from bluelight.area import Area, load_area
from bluelight.options import Move, check_moves, counterpart
from bluelight.options.governing import governance_models
from bluelight.options.moves.buy_together import BuyTogether
from bluelight.options.moves.governance import Governance
from bluelight.options.moves.merge_support import MergeSupport
from bluelight.options.moves.shared_posts import SharedPosts
from bluelight.options.moves.train_together import TrainTogether
from bluelight.options.stated import Stated
from bluelight.options.tables import records

MONEY = Settings(price_year="2024/25", first_year=2026, appraisal_years=10, draws=200)


@pytest.fixture(scope="module")
def area() -> Area:
    return load_area("tests/data/littleham")


def stated(mode: float, low: float | None = None, high: float | None = None, needs_governance: bool = False) -> Stated:
    return Stated(
        low=mode if low is None else low,
        mode=mode,
        high=mode if high is None else high,
        basis="assumed",
        source="the planners' estimate",
        needs_governance=needs_governance,
    )


def amounts(move: Move, area: Area) -> dict[str, tuple[float, float, float]]:
    return {line.id: (line.low, line.mode, line.high) for line in move.lines(area, "x", MONEY)}


def test_an_amount_says_how_it_is_known() -> None:
    with pytest.raises(ValidationError, match="rising order"):
        stated(5, low=9)
    with pytest.raises(ValidationError, match="source"):
        Stated(low=1, mode=2, high=3, basis="assumed", source="")


def test_an_amount_without_ends_takes_its_range_from_what_became_of_such_promises(area: Area) -> None:
    forecast = Stated(mode=40_000, basis="assumed", source="the finance officers' forecast")
    move = BuyTogether(services=("police", "fire"), category="vehicles", saving={"fire": forecast})
    [asked] = [line for line in move.lines(area, "x", MONEY) if line.category == "saving"]
    assert (asked.theme, asked.range_basis, asked.low, asked.high) == ("procurement", "asked", 40_000, 40_000)
    [found] = appraise([asked], MONEY).lines_of("x")
    assert found.low < found.mode < 40_000 < found.high
    assert "reference class" in found.note


def test_a_share_without_ends_asks_for_the_range_of_what_it_saves(area: Area) -> None:
    one = Stated(mode=0.05, basis="assumed", source="the buyers")
    spend = stated(1_000_000)
    [line] = BuyTogether(
        services=("police", "fire"), category="vehicles", spend={"police": spend}, saving_share=one
    ).lines(area, "x", MONEY)
    assert (line.mode, line.range_basis) == (pytest.approx(50_000), "asked")
    [line] = BuyTogether(
        services=("police", "fire"), category="vehicles", spend={"police": one}, saving_share=stated(0.5, 0.2, 0.6)
    ).lines(area, "x", MONEY)
    assert line.range_basis == "given"  # the share has a range of its own


def test_half_a_range_is_refused() -> None:
    with pytest.raises(ValidationError, match="give both, or neither"):
        Stated(low=1, mode=2, basis="assumed", source="x")


def test_buying_together_saves_a_share_of_what_each_spends(area: Area) -> None:
    move = BuyTogether(
        services=("police", "fire"),
        category="vehicles",
        spend={"police": stated(1_000_000), "fire": stated(500_000)},
        saving_share=stated(0.05, 0.0, 0.1),
    )
    assert amounts(move, area) == {
        "buy_together:vehicles:police+fire:police:saving_stated": pytest.approx((0, 50_000, 100_000)),
        "buy_together:vehicles:police+fire:fire:saving_stated": pytest.approx((0, 25_000, 50_000)),
    }
    assert move.apply(area) is area


def test_a_share_that_nobody_states_is_not_made_up(area: Area) -> None:
    move = BuyTogether(services=("police", "fire"), category="fuel", spend={"police": stated(1), "fire": stated(1)})
    assert amounts(move, area) == {}
    assert any("saving a year of police and fire is not stated" in said for said in move.not_counted(area))
    kit = BuyTogether(services=("fire",), category="protective_equipment", spend={"fire": stated(100_000)})
    [line] = kit.lines(area, "x", MONEY)
    assert (line.low, line.mode, line.high) == pytest.approx((0, 4_000, 14_200))
    assert line.budget == "fire: protective equipment"


def test_a_stated_nothing_is_not_the_same_as_not_stated(area: Area) -> None:
    said = TrainTogether(services=("police", "fire"), subjects=("driving",), set_up={"fire": stated(0)}).not_counted(
        area
    )
    assert any("setting up of police is not stated" in line for line in said)
    assert not any("setting up of fire" in line or "police and fire" in line for line in said if "setting" in line)


def test_merged_support_saves_what_such_mergers_reported_unless_stated(area: Area) -> None:
    move = MergeSupport(services=("police", "fire"), function="hr", spend={"fire": stated(1_000_000)})
    assert amounts(move, area)["merge_support:hr:police+fire:fire:saving_stated"] == pytest.approx((0, 44_000, 200_000))
    said = MergeSupport(services=("police", "fire"), function="hr", posts={"fire": 9}, posts_given_up={"fire": 2})
    assert any("redundancy" in line for line in said.not_counted(area))
    assert said.people(area) == [
        "9 posts join one team and 2 of them are given up; terms and pay differ between employers."
    ]


def test_shared_posts_save_what_the_posts_given_up_cost(area: Area) -> None:
    move = SharedPosts(
        services=("police", "fire"),
        posts=("chief financial officer",),
        posts_given_up={"fire": 0.5},
        cost_per_post={"fire": stated(120_000, 110_000, 130_000)},
    )
    [line] = move.lines(area, "x", MONEY)
    assert (line.low, line.mode, line.high) == (55_000, 60_000, 65_000)
    assert (line.start_year, line.governance_dependent) == (2028, False)


def test_training_together_makes_a_site_a_place_of_training(area: Area) -> None:
    after = TrainTogether(services=("police", "fire"), subjects=("driving",), site="F1").apply(area)
    rows = [(r["service"], r["function"]) for r in records(after.site_functions) if r["site"] == "F1"]
    assert ("police", "training") in rows
    assert ("fire", "training") in rows
    assert after.sites.set_index("site").at["F1", "services"] == ("fire", "police")


def test_what_needs_a_change_of_governance_needs_that_move_and_goes_without_it(area: Area) -> None:
    posts = SharedPosts(
        services=("police", "fire"),
        posts=("chief officer",),
        saving={"police": stated(10_000), "fire": stated(50_000, needs_governance=True)},
    )
    assert "Only with a change of governance, as stated: saving a year of fire." in posts.governance(area)
    [alone] = check_moves(area, [posts])
    assert "needs a move of the kind governance" in alone.what
    change = Governance(services=("police", "fire"), model="mayor", id="change")
    moves: list[Move] = [change, posts.model_copy(update={"needs": ("change",)})]
    assert check_moves(area, moves) == []
    assert [line.governance_dependent for line in posts.lines(area, "x", MONEY)] == [False, True]
    [left] = counterpart(moves)
    assert check_moves(area, [left]) == []
    assert [line.organisation for line in left.lines(area, "x", MONEY)] == ["police"]


def test_changing_who_governs_costs_what_others_paid_in_equal_parts(area: Area) -> None:
    lines = Governance(services=("police", "fire"), model="commissioner").lines(area, "x", MONEY)
    assert {line.organisation: line.mode for line in lines} == pytest.approx({"police": -234_302, "fire": -234_302})
    assert all(line.governance_dependent for line in lines)


def test_a_model_holds_only_while_the_law_lets_it_and_only_whom_it_can(area: Area) -> None:
    [ended] = Governance(services=("police", "fire"), model="commissioner", year=2029).check(area)
    assert (ended.column, "2028-05" in ended.what) == ("model", True)
    [early] = Governance(services=("police",), model="policing-board", year=2026).check(area)
    assert early.column == "year"
    [outside] = Governance(services=("fire", "ambulance"), model="mayor").check(area)
    assert (outside.column, "ambulance" in outside.what) == ("services", True)
    [unknown] = Governance(services=("fire",), model="king").check(area)
    assert unknown.column == "model"
    assert all(m.as_of and m.legal and m.source for m in governance_models().values())


@pytest.mark.parametrize(
    ("move", "columns"),
    [
        (BuyTogether(services=("police", "police"), category="fuel"), ["services"]),
        (BuyTogether(services=("fire",), category="fuel", spend={"police": stated(1)}), ["spend"]),
        (BuyTogether(services=("fire",), category="fuel", saving_share=stated(2)), ["saving_share"]),
        (
            BuyTogether(services=("fire",), category="fuel", saving={"fire": stated(1)}, spend={"fire": stated(9)}),
            ["saving"],
        ),
        (MergeSupport(services=("fire",), function="hr", posts_given_up={"fire": 3}), ["posts_given_up"]),
        (SharedPosts(services=("fire",), posts=("chief",)), ["services"]),
        (TrainTogether(services=("fire", "police"), subjects=("driving",), site="nowhere"), ["site"]),
    ],
)
def test_what_cannot_be_done_names_its_field(area: Area, move: Move, columns: list[str]) -> None:
    assert [p.column for p in move.check(area)] == columns


def test_two_moves_cannot_take_the_same_spend(area: Area) -> None:
    moves = [
        BuyTogether(services=("fire",), category="fuel"),
        BuyTogether(services=("police", "fire"), category="fuel"),
    ]
    [found] = check_moves(area, moves)
    assert "what fire spends on fuel is taken up by move 1 (buy_together) already." in found.what


def test_every_line_appraises(area: Area) -> None:
    both = {"police": stated(20_000, 10_000, 30_000), "fire": stated(9_000)}
    moves: list[Move] = [
        BuyTogether(services=("police", "fire"), category="fuel", saving=both, set_up=both),
        MergeSupport(services=("police", "fire"), function="hr", spend=both, capital=both),
        SharedPosts(services=("police", "fire"), posts=("chief",), saving=both, running=both),
        TrainTogether(services=("police", "fire"), subjects=("driving",), saving=both),
        Governance(services=("police", "fire"), model="mayor", saving=both),
    ]
    assert check_moves(area, moves) == []
    lines = [line for move in moves for line in move.lines(area, "x", MONEY)]
    assert set(appraise(lines, MONEY).options["x"].by_organisation) == {"police", "fire"}
    for move in moves:
        assert move.sentence(area).endswith(".")
        assert move.risks(area)
        assert move.people(area)
