"""Loading a pack: the little made-up one, whole."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from bluelight.area import Area, check_area, list_areas, load_area
from bluelight.area.schema import TABLES
from bluelight.area.summary import describe
from bluelight.errors import InputError

LITTLEHAM = Path(__file__).parents[1] / "data" / "littleham"


@pytest.fixture(scope="module")
def littleham() -> Area:
    return load_area(LITTLEHAM)


def test_the_little_pack_has_no_problem() -> None:
    assert check_area(LITTLEHAM) == []


def test_every_table_has_the_columns_and_types_of_the_schema(littleham: Area) -> None:
    kinds = {"number": "float64", "time": "float64", "flag": "bool", "list": "object", "text": "str"}
    for table in TABLES:
        frame = getattr(littleham, table.name)
        assert list(frame.columns) == [column.name for column in table.columns], table.name
        assert len(frame), table.name
        assert list(frame.index) == list(range(len(frame)))
        for column in table.columns:
            whole = "float64" if column.optional and not column.whole else "int64"
            assert str(frame[column.name].dtype) == kinds.get(column.type, whole), (table.name, column.name)


def test_what_is_not_known_of_zones_may_be_empty_and_changes_nothing_else(littleham: Area, tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(LITTLEHAM, folder)
    zones = pd.read_csv(folder / "zones.csv", dtype=str)
    zones.loc[0, "population"] = ""
    zones[["over65", "imd_decile", "area_km2"]] = ""
    zones.to_csv(folder / "zones.csv", index=False)
    area = load_area(folder)
    assert np.isnan(area.zones.loc[0, "population"])
    assert area.zones["population"].iloc[1:].tolist() == littleham.zones["population"].iloc[1:].tolist()
    assert area.zones["imd_decile"].isna().all()
    assert area.digest != littleham.digest
    known = int(littleham.zones["population"].iloc[1:].sum())
    assert f"{known:,} residents (not known for 1 zones)" in describe(area)
    unknown = area.with_tables(zones=area.zones.assign(population=np.nan))
    assert "residents not known" in describe(unknown)


def test_empty_cells_times_flags_and_lists_become_values(littleham: Area) -> None:
    standards = littleham.standards.set_index("standard")
    assert np.isnan(standards.loc["first_engine", "rural_minutes"])
    assert standards.loc["police_emergency", "incident_types"] == ("police_emergency", "road_collision")
    units = littleham.units.set_index("unit")
    assert units.loc["P1-C2", ["on_from", "on_to"]].tolist() == [12.0, 3.0]
    assert units.loc["F1-P1", "on_to"] == 24.0
    assert units.loc["F1-A1", "cross_crewed"]
    assert littleham.services["register_slug"].tolist() == ["", "", ""]


def test_a_table_may_be_split_over_files(littleham: Area) -> None:
    sites = littleham.sites["site"].tolist()
    assert sites[-1] == "P2"
    assert len(sites) == len(set(sites)) == 13


def test_shares_sum_to_one_exactly(littleham: Area) -> None:
    for frame in (littleham.demand, littleham.hours):
        assert frame.groupby("family")["share"].sum().tolist() == pytest.approx([1, 1, 1], abs=1e-15)


def test_the_same_pack_has_the_same_digest_and_another_has_not(littleham: Area) -> None:
    assert load_area(LITTLEHAM / "area.toml").digest == littleham.digest
    fewer = littleham.with_tables(units=littleham.units.iloc[:-1])
    assert fewer.digest != littleham.digest
    assert isinstance(fewer.units, pd.DataFrame)
    with pytest.raises(dataclasses.FrozenInstanceError):
        littleham.id = "other"  # type: ignore[misc]


def test_what_is_neither_an_area_nor_a_folder_is_refused(tmp_path: Path) -> None:
    for wrong in ("atlantis", tmp_path / "nowhere", LITTLEHAM / "zones.csv", "a\0b", "", "x" * 5000):
        with pytest.raises(InputError, match=r"neither an area that ships nor a folder|area\.toml"):
            load_area(wrong)
        assert check_area(wrong)


def test_shipped_areas_are_listed_by_id() -> None:
    areas = list_areas()
    assert [area.id for area in areas] == sorted(area.folder.name for area in areas)
