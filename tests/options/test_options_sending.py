"""Moves that change who is sent: forced entry, joint response units and dual-role crews."""

import numpy as np
import pandas as pd
import pytest

from bluelight.appraisal import Settings, appraise
from bluelight.area import Area, load_area
from bluelight.options import Move, apply_moves, check_moves
from bluelight.options.moves.co_respond import CoRespond
from bluelight.options.moves.dual_role_crew import DualRoleCrew
from bluelight.options.moves.forced_entry import ForcedEntry
from bluelight.options.moves.joint_response_unit import UNIT, JointResponseUnit
from bluelight.options.sending import NewUnit
from bluelight.options.stated import Stated
from bluelight.response import simulate
from bluelight.response.demand import draw_calls
from bluelight.response.requests import ask
from bluelight.response.run import prepare

MONEY = Settings(price_year="2024/25", first_year=2026, appraisal_years=10, draws=200)


@pytest.fixture(scope="module")
def area() -> Area:
    return load_area("tests/data/littleham")


def a_share(mode: float) -> Stated:
    return Stated(low=mode, mode=mode, high=mode, basis="assumed", source="the services' plan")


def sent(area: Area, incident_type: str, days: int = 300) -> pd.DataFrame:
    """How many units of each kind were asked for by each call of a type."""
    ready = prepare(area)
    calls = draw_calls(area, days, 2, 0)
    asked = ask(calls, ready.scenario, ready.attendance, ready.to_hospital, ready.hospital_place)
    wanted = list(area.incident_types["incident_type"]).index(incident_type)
    names = [name for _, name in ready.scenario.kinds]
    of = np.nonzero(calls.incident_type == wanted)[0]
    told = pd.DataFrame({"call": asked.call, "kind": [names[k] for k in asked.requests["kind"]]})
    table = told[told["call"].isin(of)].value_counts(["call", "kind"]).unstack(fill_value=0)
    return table.reindex(index=of, columns=[*names], fill_value=0)


def test_one_service_goes_instead_of_another_to_a_share_of_calls(area: Area) -> None:
    after = ForcedEntry(incident_types=("police_emergency",), share=0.4).apply(area)
    before, now = sent(area, "police_emergency"), sent(after, "police_emergency")
    # a first car always went and a second to half: now the first is an engine in four calls of ten, by one draw
    second = before["response_car"] - 1
    assert ((now["pump"] + now["response_car"] - second) == 1).all()
    assert now["pump"].mean() == pytest.approx(0.4, abs=0.04)
    assert dict(after.attendance.dtypes) == dict(area.attendance.dtypes)


def test_taking_it_over_altogether_leaves_nobody_of_the_first(area: Area) -> None:
    after = ForcedEntry(incident_types=("road_collision",)).apply(area)
    assert (sent(after, "road_collision")["response_car"] == 0).all()


def test_on_call_crews_are_paid_for_what_they_take_over(area: Area) -> None:
    move = ForcedEntry(incident_types=("police_emergency",), share=0.5)
    [line] = move.lines(area, "x", MONEY)
    assert line.id == "forced_entry:police_emergency:turnouts"
    assert line.mode == pytest.approx(-150 * (0.7 / 2.7) * 1800 * 0.5)
    assert move.turned_over(area) == 900
    assert any("900 attendances" in said for said in move.people(area))


def unit(name: str = "JRU1", site: str = "P1") -> NewUnit:
    return NewUnit(unit=name, site=site, on_from="18:00", on_to="02:00")


def test_a_joint_unit_goes_instead_of_one_of_each_with_back_up_as_stated(area: Area) -> None:
    move = JointResponseUnit(
        units=(unit(),),
        incident_types=("road_collision",),
        share=0.5,
        back_up={"ambulance": a_share(0.3), "police": a_share(0.0)},
    )
    assert check_moves(area, [move]) == []
    after = sent(move.apply(area), "road_collision", 3000)
    joint = after[UNIT] == 1
    assert joint.mean() == pytest.approx(0.5, abs=0.05)
    assert (after.loc[~joint, "response_car"] == 1).all()
    assert (after.loc[~joint, "dsa"] == 1).all()
    assert (after.loc[joint, "response_car"] == 0).all()
    assert after.loc[joint, "dsa"].mean() == pytest.approx(0.3, abs=0.06)


def test_back_up_that_nobody_states_is_as_published_or_as_today(area: Area) -> None:
    move = JointResponseUnit(units=(unit(),), incident_types=("road_collision",), share=1.0)
    after = sent(move.apply(area), "road_collision", 2000)
    assert (after["response_car"] == 1).all()
    assert after["dsa"].mean() == pytest.approx(15 / 72, abs=0.06)
    assert any("police would still send" in said for said in move.unseen(area))


def test_a_joint_unit_off_duty_is_stood_in_for_so_that_no_call_waits_for_the_evening(area: Area) -> None:
    move = JointResponseUnit(units=(unit(),), incident_types=("road_collision",), share=1.0)
    measures = simulate(move.apply(area), days=30, replications=1).measures
    waits = measures.query("service == 'ambulance' and grouping == 'incident_type' and group == 'road_collision'")
    assert waits["mean_min"].max() < 120


def test_dual_role_crews_raise_the_availability_of_their_engine_alone(area: Area) -> None:
    move = DualRoleCrew(units=("F3-P1",), staff=2, weekdays=("mon", "tue"), availability=a_share(0.95))
    after = apply_moves(area, [move])
    [row] = after.availability_hours.to_dict("records")
    assert (row["unit"], row["hour_from"], row["hour_to"], row["availability"]) == ("F3-P1", 8.0, 18.0, 0.95)
    assert row["weekdays"] == ("mon", "tue")
    simulate(after, days=10, replications=1)
    assert any("of police and fire is not stated" in said for said in move.not_counted(area))


@pytest.mark.parametrize(
    ("move", "columns"),
    [
        (ForcedEntry(incident_types=("no_such_type",)), ["incident_types"]),
        (ForcedEntry(incident_types=("medical_urgent",)), ["incident_types"]),
        (ForcedEntry(incident_types=("road_collision",), by_kind="helicopter"), ["by_kind"]),
        (JointResponseUnit(units=(unit("F1-P1"),), incident_types=("road_collision",), share=0.5), ["units"]),
        (JointResponseUnit(units=(unit(site="H1"),), incident_types=("road_collision",), share=0.5), ["units"]),
        (JointResponseUnit(units=(unit(),), incident_types=("medical_urgent",), share=0.5), ["incident_types"]),
        (
            JointResponseUnit(services=("fire",), units=(unit(),), incident_types=("house_fire",), share=0.5),
            ["services"],
        ),
        (DualRoleCrew(units=("F1-P1",), staff=1, availability=a_share(0.9)), ["units"]),
        (DualRoleCrew(units=("nobody",), staff=1, availability=a_share(0.9)), ["units"]),
        (DualRoleCrew(units=("F3-P1",), staff=1, availability=a_share(0.1)), ["availability"]),
        (DualRoleCrew(units=("F3-P1",), staff=1, availability=a_share(1.2)), ["availability"]),
    ],
)
def test_what_cannot_be_done_names_its_field(area: Area, move: Move, columns: list[str]) -> None:
    assert [p.column for p in move.check(area)] == columns


def test_one_type_cannot_be_handed_over_twice(area: Area) -> None:
    moves: list[Move] = [
        ForcedEntry(incident_types=("road_collision",)),
        JointResponseUnit(units=(unit(),), incident_types=("road_collision",), share=0.5),
    ]
    [found] = check_moves(area, moves)
    assert "what police sends to road_collision is taken up by move 1 (forced_entry)" in found.what
    [twice] = check_moves(area, [moves[0], CoRespond(incident_types=("cardiac_arrest",)), CoRespond()])
    assert twice.file == "move 3 (co_respond)"


def test_every_line_appraises(area: Area) -> None:
    both = {"police": a_share(5000), "fire": a_share(9000)}
    moves: list[Move] = [
        ForcedEntry(incident_types=("police_emergency",), set_up=both),
        JointResponseUnit(
            units=(unit(),), incident_types=("road_collision",), share=0.5, running={"ambulance": a_share(1e5)}
        ),
        DualRoleCrew(units=("F3-P1",), staff=2, availability=a_share(0.95), running=both),
    ]
    assert check_moves(area, moves) == []
    lines = [line for move in moves for line in move.lines(area, "x", MONEY)]
    assert appraise(lines, MONEY).options["x"].npsv.p50 < 0
    for move in moves:
        assert move.sentence(area).endswith(".")
        assert move.risks(area)
        assert move.people(area)
    simulate(apply_moves(area, moves), days=10, replications=1)
