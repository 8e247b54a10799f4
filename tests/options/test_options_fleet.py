"""Pooling spare vehicles, and mending those of several services in one workshop."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bluelight.appraisal import Settings, appraise
from bluelight.area import Area, load_area
from bluelight.area.tables import empty_frame
from bluelight.options import check_moves
from bluelight.options.moves.pool_fleet import PoolFleet
from bluelight.options.stated import Stated
from bluelight.response import simulate

MONEY = Settings(price_year="2024/25", first_year=2026, appraisal_years=10, draws=200)
_kept: list[Area] = []


def littleham() -> Area:
    if not _kept:
        _kept.append(load_area("tests/data/littleham"))
    return _kept[0]


def with_vehicles(*rows: tuple[str, str, str, float, float, int]) -> Area:
    columns = ["service", "unit_kind", "site", "off_share", "mean_days", "spares"]
    table = pd.DataFrame(rows, columns=columns).assign(basis="assumed", source="", note="")
    return littleham().with_tables(off_road=table.astype(empty_frame("off_road").dtypes.to_dict()))


def halved() -> Stated:
    return Stated(low=0.4, mode=0.5, high=0.8, basis="assumed", source="the workshop's plan")


def test_spares_of_all_stations_are_one_pool_and_as_many_vehicles_are_off_the_road() -> None:
    area = with_vehicles(("fire", "pump", "F1", 0.2, 4.0, 1), ("fire", "pump", "", 0.1, 2.0, 2))
    [row] = PoolFleet(services=("fire",), unit_kinds=("pump",)).apply(area).off_road.to_dict("records")
    # one engine at F1, two elsewhere: 0.2 + 2 x 0.1 vehicles off the road, going off it 0.05 + 2 x 0.05 times a day
    assert (row["site"], row["spares"]) == ("", 3)
    assert row["off_share"] == pytest.approx(0.4 / 3)
    assert row["mean_days"] == pytest.approx(0.4 / 0.15)


def test_a_quicker_workshop_shortens_each_time_off_the_road_not_how_often() -> None:
    area = with_vehicles(("fire", "pump", "", 0.2, 4.0, 1))
    move = PoolFleet(services=("fire",), unit_kinds=("pump",), time_off_road=halved(), spares_given_up={"pump": 1})
    [row] = move.apply(area).off_road.to_dict("records")
    assert (row["mean_days"], row["spares"]) == (2.0, 0)
    on_road = 4.0 * 0.8 / 0.2
    assert row["off_share"] == pytest.approx(2.0 / (2.0 + on_road))


@given(st.floats(0.0, 0.9), st.floats(0.1, 50), st.floats(0.1, 5))
@settings(max_examples=60, deadline=None)
def test_the_time_on_the_road_stays_what_it_was(share: float, days: float, multiple: float) -> None:
    stated = Stated(low=multiple, mode=multiple, high=multiple, basis="assumed", source="x")
    move = PoolFleet(services=("fire",), unit_kinds=("pump",), time_off_road=stated)
    [row] = move.apply(with_vehicles(("fire", "pump", "", share, days, 1))).off_road.to_dict("records")
    assert 0 <= row["off_share"] < 1
    if share > 0.001:
        before = days * (1 - share) / share
        assert row["mean_days"] * (1 - row["off_share"]) / row["off_share"] == pytest.approx(before, rel=1e-6)


def first_engine(area: Area) -> float:
    measures = simulate(area, days=120, replications=2).measures
    rows = measures.query("service == 'fire' and arrival == 'first' and grouping == 'all'")
    assert len(rows)
    return float((rows["mean_min"] * rows["n"]).sum() / rows["n"].sum())


def test_a_quicker_workshop_brings_the_first_engine_sooner() -> None:
    area = with_vehicles(("fire", "pump", "", 0.5, 5.0, 0))
    move = PoolFleet(services=("fire",), unit_kinds=("pump",), time_off_road=halved())
    assert first_engine(move.apply(area)) < first_engine(area)


def test_a_pack_that_does_not_say_how_often_vehicles_are_off_the_road_sees_no_effect() -> None:
    area = littleham()
    move = PoolFleet(services=("police", "fire"), unit_kinds=("pump", "response_car"), time_off_road=halved())
    assert check_moves(area, [move]) == []
    assert move.apply(area).off_road.empty
    assert any("sees no effect" in said for said in move.unseen(area))


def test_a_joint_workshop_costs_what_others_reported_by_number_of_vehicles_unless_stated() -> None:
    area = littleham()
    move = PoolFleet(services=("police", "fire"), unit_kinds=("pump", "response_car"), site="F1")
    found = {line.id.rsplit(":", 2)[1] + ":" + line.category: line for line in move.lines(area, "x", MONEY)}
    cars = (area.units["kind"] == "response_car").sum()
    engines = (area.units["kind"] == "pump").sum()
    assert found["police:capital"].mode == pytest.approx(-2_420_000 * cars / (cars + engines))
    assert found["police:saving"].low == 0
    assert found["police:capital"].asset_type == "contracted"
    assert appraise(found.values(), MONEY).options["x"].npsv.p10 < 0
    assert "workshop" in set(move.apply(area).site_functions["function"])
    stated = move.model_copy(update={"capital": {"police": halved()}})
    assert [line.asset_type for line in stated.lines(area, "x", MONEY) if line.category == "capital"] == [
        "equipment_development"
    ]


@pytest.mark.parametrize(
    ("move", "column"),
    [
        (PoolFleet(services=("fire",), unit_kinds=("helicopter",)), "unit_kinds"),
        (PoolFleet(services=("fire",), unit_kinds=("pump",), site="nowhere"), "site"),
        (PoolFleet(services=("fire",), unit_kinds=("pump",), site="H1"), "site"),
        (PoolFleet(services=("fire",), unit_kinds=("pump",), spares_given_up={"pump": 4}), "spares_given_up"),
        (PoolFleet(services=("fire",), unit_kinds=("pump",), spares_given_up={"pump": 0}), "spares_given_up"),
        (PoolFleet(services=("fire",), unit_kinds=("pump",), spares_given_up={"aerial": 1}), "spares_given_up"),
    ],
)
def test_what_cannot_be_pooled_names_its_field(move: PoolFleet, column: str) -> None:
    area = with_vehicles(("fire", "pump", "", 0.1, 2.0, 3))
    [found] = check_moves(area, [move])
    assert (found.file, found.column) == ("move 1 (pool_fleet)", column)
