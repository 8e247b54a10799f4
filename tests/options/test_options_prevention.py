"""Overlapping risk by zone, and prevention aimed at it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bluelight.area import Area, load_area
from bluelight.options import apply_moves, check_moves, overlapping_risk
from bluelight.options.moves.prevention import Prevention
from bluelight.options.stated import Stated
from bluelight.options.tables import records
from bluelight.response import simulate
from bluelight.response.demand import draw_calls

_kept: list[Area] = []


def littleham() -> Area:
    if not _kept:
        _kept.append(load_area("tests/data/littleham"))
    return _kept[0]


def a_share(mode: float) -> Stated:
    return Stated(low=mode, mode=mode, high=mode, basis="assumed", source="the programme's aim")


def expected(area: Area, incident_type: str) -> pd.Series:
    """Incidents of a type a year by zone: the plain way."""
    [row] = [r for r in records(area.incident_types) if r["incident_type"] == incident_type]
    shares = area.demand[area.demand["family"] == row["family"]].set_index("zone")["share"]
    return shares * row["annual_count"] / shares.sum()


def test_overlap_counts_every_incident_and_every_resident_once() -> None:
    area = littleham()
    found = overlapping_risk(area)
    total = area.incident_types["annual_count"].sum()
    assert sum(sum(zone.incidents.values()) for zone in found.zones) == pytest.approx(total, rel=1e-4)
    assert sum(group.zones for group in found.groups) == len(found.zones) == len(area.zones)
    assert sum(group.people for group in found.groups) == area.zones["population"].sum()
    assert sum(group.zones_by_chance for group in found.groups) == pytest.approx(len(found.zones))
    assert found.basis == "assumed"
    assert len(found.groups) == 8


def test_rates_and_fifths_are_by_resident() -> None:
    area = littleham()
    zones = {zone.zone: zone for zone in overlapping_risk(area).zones}
    fires = expected(area, "house_fire") + expected(area, "false_alarm")
    people = area.zones.set_index("zone")["population"]
    for name, zone in zones.items():
        assert zone.rate["fire"] == pytest.approx(1000 * fires[name] / people[name])
    highest = sorted(zones.values(), key=lambda z: z.rate["fire"])[-1]
    assert highest.fifth["fire"] == 5
    assert "fire" in highest.high
    counts = np.bincount([zone.fifth["fire"] for zone in zones.values()])[1:]
    assert counts.max() - counts.min() <= 1


def test_a_zone_whose_residents_are_not_known_is_left_out_and_named() -> None:
    area = littleham()
    people = area.zones["population"].astype(float)
    people.iloc[0] = float("nan")
    found = overlapping_risk(area.with_tables(zones=area.zones.assign(population=people)))
    assert found.without_people == ("Z01",)
    assert len(found.zones) == len(area.zones) - 1


def test_one_kind_of_incident_can_be_looked_at_alone() -> None:
    found = overlapping_risk(littleham(), ["house_fire"])
    assert {s for zone in found.zones for s in zone.rate} == {"fire"}
    assert [group.services for group in found.groups] == [("fire",), ()]


@given(share=st.floats(0.01, 1.0), aimed=st.sets(st.sampled_from([f"Z{i:02d}" for i in range(1, 13)]), min_size=1))
@settings(max_examples=60, deadline=None)
def test_only_the_zones_aimed_at_have_fewer(share: float, aimed: set[str]) -> None:
    area = littleham()
    move = Prevention(
        services=("fire",), incident_types=("house_fire",), reduction=a_share(share), zones=tuple(sorted(aimed))
    )
    after = move.apply(area)
    before, now = expected(area, "house_fire"), expected(after, "house_fire")
    if len(aimed) == 12 and share == 1.0:
        assert now.sum() == 0
        return
    for zone in before.index:
        left = 1 - share if zone in aimed else 1.0
        assert now[zone] == pytest.approx(before[zone] * left, abs=1e-9)
    assert move.prevented(area) == pytest.approx(before.sum() - now.sum(), abs=1e-6)
    assert expected(after, "false_alarm").equals(expected(area, "false_alarm")), "others of the family are as before"


def test_calls_of_other_types_stay_the_same_draw_by_draw() -> None:
    area = littleham()
    move = Prevention(services=("fire",), incident_types=("false_alarm",), reduction=a_share(0.5), high_for=1)
    after = apply_moves(area, [move])
    assert check_moves(area, [move]) == []
    one, two = (draw_calls(a, 100, 1, 0) for a in (area, after))
    type_row = list(area.incident_types["incident_type"]).index("false_alarm")
    assert (one.time_min[one.incident_type != type_row] == two.time_min[two.incident_type != type_row]).all()
    assert (two.incident_type == type_row).sum() < (one.incident_type == type_row).sum()
    simulate(after, days=10, replications=1)


def test_zones_by_their_risk_are_those_the_evidence_names() -> None:
    area = littleham()
    move = Prevention(services=("fire",), incident_types=("house_fire",), reduction=a_share(0.2), high_for=1)
    wanted = {zone.zone for zone in overlapping_risk(area).zones if zone.high}
    assert set(move.aimed_at(area)) == wanted
    people = area.zones[area.zones["zone"].isin(wanted)]["population"].sum()
    assert move.people(area) == [f"{people:,.0f} people live in the {len(wanted)} zones it is aimed at."]
    assert move.sentence(area).startswith("20% of fire in a home no longer happen in ")
    assert any("not counted" in said for said in move.not_counted(area))
    assert any("which is assumed" in risk.statement for risk in move.risks(area))


@pytest.mark.parametrize(
    ("fields", "columns"),
    [
        ({"zones": ("nowhere",)}, ["zones"]),
        ({"zones": ("Z01",), "high_for": 1}, ["high_for"]),
        ({"incident_types": ("no_such_type",)}, ["incident_types"]),
        ({"reduction": a_share(1.5)}, ["reduction"]),
    ],
)
def test_what_cannot_be_prevented_names_its_field(fields: dict[str, object], columns: list[str]) -> None:
    plain = {"services": ("fire",), "incident_types": ("house_fire",), "reduction": a_share(0.1)}
    move = Prevention.model_validate({**plain, **fields})
    assert [p.column for p in move.check(littleham())] == columns
