"""What keeps a study from being run is said before any work is done on it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.studies.call_takers import with_call_takers

from bluelight.errors import InputError
from bluelight.studies import load_study, run
from bluelight.studies.checks import check_study
from bluelight.studies.model import Study
from bluelight.studies.overlaps import StudyCap

STUDY = """
[study]
id = "rooms"
name = "Rooms"
question = "How few could one room do with?"
area = "{area}"
replications = 2
days = 2

[money]
draws = 200

[[option]]
id = "today"
name = "Business as usual"

[[option]]
id = "joint"
name = "One control room"
[[option.move]]
kind = "join_control_rooms"
services = ["fire", "police"]
site = "C2"
transfer_s = 0
call_takers_share = {share}
"""


def study(littleham: Path, tmp_path: Path, share: float) -> Study:
    folder = with_call_takers(littleham, tmp_path / "littleham")
    path = tmp_path / "study.toml"
    path.write_text(STUDY.format(area=folder.as_posix(), share=share), encoding="utf-8")
    return load_study(path)


def test_fewer_call_takers_than_the_work_needs_are_refused_by_option_and_field(littleham: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        run(study(littleham, tmp_path, 0.25))
    (problem,) = raised.value.problems
    assert (problem.file, problem.column) == ("study rooms", "call_takers_share")
    assert problem.what.startswith("option 'joint': calls bring the police+fire room ")
    assert "hours of work a week for 336 of its call-takers" in problem.what


def test_as_many_as_the_work_needs_are_not(littleham: Path, tmp_path: Path) -> None:
    check_study(study(littleham, tmp_path, 0.5))


def test_a_room_that_cannot_keep_up_today_is_said_once_and_of_the_pack(littleham: Path, tmp_path: Path) -> None:
    enough = study(littleham, tmp_path, 0.25)
    few = enough.area.call_takers.assign(call_takers=1)
    with pytest.raises(InputError) as raised:
        check_study(replace(enough, area=enough.area.with_tables(call_takers=few)))
    (problem,) = raised.value.problems
    assert (problem.file, problem.column) == ("call_takers.csv", "call_takers")
    assert problem.what.startswith("calls bring the police room ")


def test_what_is_wrong_with_the_money_is_said_with_it(littleham: Path, tmp_path: Path) -> None:
    wrong = study(littleham, tmp_path, 0.25)
    pot = StudyCap(group="posts", cap=1, price_year="2024/25", source="x", moves=("shared_posts",))
    with pytest.raises(InputError) as raised:
        check_study(replace(wrong, money=wrong.money.model_copy(update={"overlap_groups": (pot,)})))
    money, room = raised.value.problems
    assert "the overlap group 'posts' is in no line" in money.what
    assert room.column == "call_takers_share"
