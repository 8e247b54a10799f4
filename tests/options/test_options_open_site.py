"""Opening a site where there was none."""

import dataclasses
from typing import Any

import numpy as np
import pytest

from bluelight.appraisal import Settings, appraise
from bluelight.area import Area, load_area
from bluelight.area.matrix import TravelMatrix
from bluelight.options import check_moves
from bluelight.options.moves.move_unit import MoveUnit
from bluelight.options.moves.open_site import OpenedUnit, OpenSite
from bluelight.options.stated import Stated
from bluelight.response import simulate
from bluelight.studies.told import moves_told

MONEY = Settings(price_year="2024/25", first_year=2026, appraisal_years=10, draws=200)


@pytest.fixture(scope="module")
def area() -> Area:
    return load_area("tests/data/littleham")


def opened(**fields: Any) -> OpenSite:
    plain = {"site": "N1", "name": "Weir Fire Station", "services": ("fire",), "lon": -1.85, "lat": 52.93}
    return OpenSite.model_validate({**plain, **fields})


def engine(unit: str = "N1-P1", crewing: str = "wholetime") -> OpenedUnit:
    return OpenedUnit(unit=unit, service="fire", kind="pump", crewing=crewing, crew=4)


def test_units_move_in_and_new_ones_start_there(area: Area) -> None:
    after = opened(units=("F2-P1",), new_units=(engine(),)).apply(area)
    homes = dict(zip(after.units["unit"], after.units["site"], strict=True))
    assert (homes["F2-P1"], homes["N1-P1"], homes["F1-P1"]) == ("N1", "N1", "F1")
    assert list(after.sites["site"]) == [*area.sites["site"], "N1"]
    assert dict(after.units.dtypes) == dict(area.units.dtypes)
    assert dict(after.sites.dtypes) == dict(area.sites.dtypes)
    simulate(after, days=10, replications=1)


def test_a_new_engine_nearer_to_fires_brings_the_first_engine_sooner(area: Area) -> None:
    def first(a: Area) -> float:
        rows = simulate(a, days=100, replications=1).measures.query(
            "service == 'fire' and arrival == 'first' and grouping == 'incident_type' and group == 'house_fire'"
        )
        return float(rows["mean_min"].mean())

    east = area.zones.sort_values("population").iloc[-1]
    better = opened(lon=float(east["lon"]), lat=float(east["lat"]), new_units=(engine(),))
    assert first(better.apply(area)) < first(area)


def test_building_is_priced_by_its_floor_area_or_as_stated(area: Area) -> None:
    size = Stated(low=400, mode=500, high=600, basis="derived", source="the brief")
    by_area = {line.id: line for line in opened(floor_area_m2=size).lines(area, "x", MONEY)}
    assert by_area["open_site:N1:building"].mode == pytest.approx(-500 * 4500)
    assert by_area["open_site:N1:building"].low == pytest.approx(-600 * 6000 * 1.3)
    works = Stated(low=2e6, mode=3e6, high=4e6, basis="published", source="a tender")
    lines = opened(works=works, running=size).lines(area, "x", MONEY)
    assert [line.mode for line in lines] == [-3e6, -500]
    assert appraise(lines, MONEY).options["x"].npsv.p50 < -3e6
    said = " ".join(opened(new_units=(engine(),)).not_counted(area))
    for words in (
        "Land",
        "floor area or the price",
        "what it costs is not stated",
        "crewing N1-P1",
        "vehicle of N1-P1",
    ):
        assert words in said


def test_results_tell_of_a_site_that_the_area_does_not_have_yet(area: Area) -> None:
    [told] = moves_told(area, (opened(units=("F2-P1",)),))
    assert [(change.site, change.fate) for change in told.sites] == [("N1", "gains"), ("F2", "loses")]
    assert told.sites[0].lat == 52.93
    assert told.sentence == "Weir Fire Station opens, with 1 fire engine that moves in."


@pytest.mark.parametrize(
    ("fields", "columns"),
    [
        ({"site": "F1"}, ["site"]),
        ({"site_kind": "hospital_ed"}, ["site_kind"]),
        ({"functions": ("tea_room",)}, ["functions"]),
        ({"lon": 52.93, "lat": -1.85}, ["lon"]),
        ({"units": ("nobody",)}, ["units"]),
        ({"new_units": (engine("F1-P1"),)}, ["new_units"]),
        ({"new_units": (engine(crewing="shift"),)}, ["new_units"]),
    ],
)
def test_what_cannot_be_opened_names_its_field(area: Area, fields: dict[str, Any], columns: list[str]) -> None:
    assert [p.column for p in opened(**fields).check(area)] == columns


def test_a_place_without_road_times_is_refused_where_the_pack_has_a_table_of_them(area: Area) -> None:
    sites, zones = tuple(area.sites["site"]), tuple(area.zones["zone"])
    places = [table[["lon", "lat"]].to_numpy(dtype=float) for table in (area.sites, area.zones)]
    minutes = np.ones((len(sites) + len(zones), len(zones)))
    matrix = TravelMatrix(sites, zones, minutes, *places, basis="assumed", source="made up")
    [found] = check_moves(dataclasses.replace(area, travel=matrix), [opened()])
    assert (found.file, found.column) == ("move 1 (open_site)", "site")
    assert "none of them is from N1" in found.what


def test_a_unit_cannot_move_in_and_elsewhere_too(area: Area) -> None:
    [found] = check_moves(area, [opened(units=("F2-P1",)), MoveUnit(unit="F2-P1", site="F1")])
    assert "unit F2-P1 is moved by move 1 (open_site)" in found.what


def test_a_new_site_takes_the_place_of_another_with_its_units_and_functions(area: Area) -> None:
    move = opened(replaces=("F2",), works=Stated(low=1, mode=2, high=3, basis="assumed", source="the brief"))
    assert not check_moves(area, [move])
    after = move.apply(area)
    assert set(after.units.loc[after.units["unit"].isin(area.units.query("site == 'F2'")["unit"]), "site"]) == {"N1"}
    assert not after.site_functions["site"].isin(["F2"]).any()
    assert after.sites.set_index("site").loc["F2", "services"] == ()
    lines = {line.id: line for line in move.lines(area, "x", MONEY)}
    assert lines["open_site:F2:running"].depends_on == "open_site:N1:building"
    assert set(appraise(lines.values(), MONEY).options) == {"x"}
    assert {change.site: change.fate for change in move.site_changes(area)} == {"N1": "gains", "F2": "disposed"}
    assert "in place of" in move.sentence(area)
    simulate(after, days=5, replications=1)


def test_what_is_replaced_is_there_once_and_can_be_left(area: Area) -> None:
    unit = area.units.loc[area.units["site"] == "F2", "unit"].iloc[0]
    said = [p.what for p in check_moves(area, [opened(replaces=("F2", "F2", "F9"), units=(unit,))])]
    assert any("named twice" in what for what in said)
    assert any("'F9'" in what for what in said)
    assert any("comes with a site that is replaced" in what for what in said)
    both = check_moves(area, [opened(replaces=("F2",)), opened(site="N2", replaces=("F2",))])
    assert any("emptied" in p.what for p in both)
