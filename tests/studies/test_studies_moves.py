"""A study with every kind of move runs from its file to its results."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bluelight.options import KINDS, counterpart
from bluelight.studies import build_case, run
from bluelight.studies.load import parse_study
from bluelight.studies.results import Results
from bluelight.studies.write import to_toml

AMOUNT = '{ low = 1000, mode = 2000, high = 3000, basis = "assumed", source = "a plan" }'
SHARE = '{ low = 0.4, mode = 0.8, high = 0.9, basis = "assumed", source = "a plan" }'
MOVES = {
    "share_site": 'site = "P2"\nhost = "F2"',
    "share_neighbours": "within_km = 0.4",
    "close_site": 'site = "M3"\nunits_to = "M1"',
    "open_site": 'site = "N1"\nname = "Weir"\nservices = ["fire"]\nlon = -1.85\nlat = 52.93\nunits = ["F1-P1"]',
    "move_unit": 'unit = "F3-P1"\nsite = "P3"',
    "co_respond": "",
    "join_control_rooms": 'services = ["fire", "police"]\nsite = "C2"\ntransfer_s = 15',
    "dual_role_crew": f'units = ["F3-P1"]\nstaff = 2\navailability = {SHARE}',
    "joint_response_unit": 'units = [{ unit = "J1", site = "P1" }]\nincident_types = ["road_collision"]\nshare = 0.4',
    "forced_entry": 'incident_types = ["police_emergency"]\nshare = 0.1',
    "pool_fleet": 'services = ["police", "fire"]\nunit_kinds = ["pump", "response_car"]\nsite = "F1"',
    "buy_together": f'services = ["fire"]\ncategory = "fuel"\nspend = {{ fire = {AMOUNT} }}\nsaving_share = {SHARE}',
    "merge_support": f'services = ["police", "fire"]\nfunction = "hr"\nspend = {{ fire = {AMOUNT} }}',
    "shared_posts": f'services = ["police", "fire"]\nposts = ["chief"]\nrunning = {{ fire = {AMOUNT} }}',
    "train_together": f'services = ["police", "fire"]\nsubjects = ["driving"]\nset_up = {{ fire = {AMOUNT} }}',
    "prevention": f'services = ["fire"]\nincident_types = ["false_alarm"]\nreduction = {SHARE}\nhigh_for = 1',
    "governance": f'services = ["police", "fire"]\nmodel = "mayor"\nsaving = {{ fire = {AMOUNT} }}',
}


def study_text(kinds: list[str]) -> str:
    options = "\n".join(
        f'[[option]]\nid = "{kind.replace("_", "-")}"\nname = "{kind}"\n[[option.move]]\nkind = "{kind}"\n{MOVES[kind]}'
        for kind in kinds
    )
    return f"""
[study]
id = "all"
name = "All"
question = "What would each do?"
area = "littleham"
replications = 2
days = 3
warm_up_days = 1
[money]
draws = 100
[[option]]
id = "base"
name = "Business as usual"
{options}
"""


@pytest.fixture(scope="module")
def results() -> Results:
    study = parse_study(tomllib.loads(study_text(list(MOVES))), folder=Path("tests/data"))
    return build_case(run(study, workers=1))


def test_every_kind_of_move_is_tried() -> None:
    assert set(MOVES) == set(KINDS)


def test_every_kind_is_written_as_it_was_read() -> None:
    study = parse_study(tomllib.loads(study_text(list(MOVES))), folder=Path("tests/data"))
    again = parse_study(tomllib.loads(to_toml(study)), folder=Path("tests/data"))
    assert again.options == study.options


def test_every_kind_tells_its_risks_its_people_and_what_depends_on_governance(results: Results) -> None:
    for option in results.options[1:]:
        for move in option.moves:
            if move.neighbours:
                continue  # a rule is followed by the moves that it stands for
            assert move.sentence
            assert move.risks, move.kind
            assert move.governance, move.kind
            assert move.people, move.kind


def test_every_kind_brings_money_or_says_what_is_not_counted(results: Results) -> None:
    for option in results.options[1:]:
        assert option.money.lines or option.money.not_counted, option.id
    governed = {o.id for o in results.options if any(line.governance_dependent for line in o.money.lines)}
    assert governed == {"governance"}


def test_what_the_options_do_without_is_said_only_where_they_do(results: Results) -> None:
    assert not any("Changes of governance are not part" in said for said in results.exclusions)
    assert not any("Prevention is not part" in said for said in results.exclusions)


def test_an_option_that_changes_governance_has_a_counterpart_without_it() -> None:
    text = study_text(["governance"]) + '[[option.move]]\nkind = "co_respond"\nid = "crews"\n'
    study = parse_study(tomllib.loads(text), folder=Path("tests/data"))
    assert [move.kind for move in counterpart(study.options[1].moves)] == ["co_respond"]
