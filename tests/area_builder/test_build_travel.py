"""Packs with roads and neighbours, the command, its page, and a real log."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from bluelight.area import check_area, load_area
from bluelight.area.builder import Inputs, Mapping, build_pack
from bluelight.area.builder.defaults import FILE, load_defaults
from bluelight.area.builder.mapping import LogPart
from bluelight.area.builder.places import Zones, km_outside
from bluelight.cli import main
from bluelight.response import simulate
from bluelight.service.areas.reach import within_reach
from bluelight.travel import travel_times
from bluelight.travel.distance import straight_line_km
from bluelight.travel.roads.pack import drive_on, drive_on_tables, within_zones

ROOT = Path(__file__).resolve().parents[2]
ROAD_MAPPING = (
    '\n[roads]\nnotices = ["Made up."]\n[roads.arcs]\nseconds = "seconds"\nnormal_seconds = "normal_seconds"\n'
)
NEIGHBOURS = (
    "site,services,lon,lat\nHill,fire,-1.95,52.9\nFar,fire,-2.5,52.9\n"
    "Own,fire,-1.9002,52.9001\nEast,ambulance,-1.80,52.91\n"
)


def command(inputs: Inputs, out: Path, *more: str) -> list[str]:
    words = ["area", "build", "--name", inputs.name, "--out", str(out)]
    for name in ("zones", "stations", "units", "log", "columns", "neighbours", "boundary"):
        if getattr(inputs, name) is not None:
            words += [f"--{name}", str(getattr(inputs, name))]
    return [*words, *more]


def test_a_pack_drives_on_the_roads_it_was_given(town: Inputs, roads: tuple[Path, Path], tmp_path: Path) -> None:
    assert town.columns is not None
    town.columns.write_text(town.columns.read_text() + ROAD_MAPPING)
    build_pack(town, tmp_path / "pack", drive=lambda mapping: drive_on_tables(*roads, mapping))
    area = load_area(tmp_path / "pack")
    assert area.travel is not None
    assert area.notices == ("Made up.",)
    assert not set(area.parameters["parameter"]) & {"travel_c0_min", "travel_b", "travel_p"}
    times = travel_times(area)
    # Both stations and every zone join the street beside them: legs of some 556 m at 20 km/h, a minute for each piece.
    legs = 2 * 0.556 / 20 * 60
    hill, z20 = times.site_ids.index("Hill"), times.zone_ids.index("Z20")
    assert times.minutes[hill, z20] == pytest.approx(4 + legs, abs=0.05)
    assert times.minutes[hill, times.zone_ids.index("Z00")] < 0.1
    zone = len(times.site_ids) + z20
    others = np.delete(times.minutes[zone], z20)
    assert times.minutes[zone, z20] == pytest.approx(others.min() / 2, abs=0.001)
    assert simulate(area, days=10, warm_up_days=0, replications=1).measures["n"].sum() > 0


def test_a_drive_within_the_only_zone_takes_no_time() -> None:
    assert within_zones(np.array([[3.0], [0.0]]), 1).tolist() == [[3.0], [0.0]]


def test_neighbours_come_in_by_distance_and_none_twice(town: Inputs, tmp_path: Path) -> None:
    path = tmp_path / "given" / "neighbours.csv"
    path.write_text(NEIGHBOURS)
    built = build_pack(dataclasses.replace(town, neighbours=path, within_km=5.0), tmp_path / "pack")
    area = load_area(tmp_path / "pack")
    outside = area.sites[area.sites["outside"]]
    assert outside["site"].tolist() == ["Hill (1)", "East"]
    assert "3.4 km from the nearest zone" in outside["note"].iloc[0]
    units = area.units.set_index("unit")
    assert units.loc["Hill (1)-1", ["kind", "unit_basis"]].tolist() == ["pump", "assumed"]
    assert units.loc["East-1", "kind"] == "dsa"
    assert "Of 4 stations of neighbours 2 lie within 5 km and are in the pack." in built.lines
    assert "1 are further away and were left out." in built.lines
    assert any("1 of them stand where a station" in line for line in built.lines)
    assumed = area.assumptions.set_index("statement")["value"]
    assert assumed["Units of neighbouring areas come whenever they are nearest, and are never busy at home"]
    assert assumed["Units of neighbouring areas are asked for as fast as the area's own"] == "0"
    jobs = simulate(area, days=60, replications=2).units.groupby("unit")["jobs"].sum()
    assert jobs["Hill (1)-1"] > 0


def test_distance_is_from_the_boundary_where_there_is_one(town: Inputs, tmp_path: Path) -> None:
    ring = "[[-1.94,52.88],[-1.84,52.88],[-1.84,52.93],[-1.94,52.93],[-1.94,52.88]]"
    boundary = tmp_path / "given" / "boundary.geojson"
    boundary.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},'
        f'"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}]}}'
    )
    path = tmp_path / "given" / "neighbours.csv"
    path.write_text(NEIGHBOURS)
    build_pack(dataclasses.replace(town, neighbours=path, within_km=1.0, boundary=boundary), tmp_path / "pack")
    area = load_area(tmp_path / "pack")
    assert area.sites.loc[area.sites["outside"], "site"].tolist() == ["Hill (1)"]
    assert "0.7 km outside the boundary" in area.sites["note"].iloc[2]
    assert area.boundary is not None


def test_distance_outside_a_shape_is_nothing_inside_and_counts_holes() -> None:
    zones = Zones(("Z",), np.array([[0.0, 52.0]]))
    outer = [[-1, 51], [1, 51], [1, 53], [-1, 53], [-1, 51]]
    hole = [[-0.1, 51.9], [0.1, 51.9], [0.1, 52.1], [-0.1, 52.1], [-0.1, 51.9]]
    shape = {"features": [{"geometry": {"type": "Polygon", "coordinates": [outer, hole]}}]}
    points = np.array([[0.5, 52.5], [2.0, 52.0], [0.0, 52.05], [0.0, 54.0]])
    km = km_outside(zones, shape, points)
    expected = [0, straight_line_km(points[1:2], np.array([[1.0, 52.0]]))[0, 0], 5.56, 111.2]
    assert km == pytest.approx(expected, rel=0.003)


def test_the_command_builds_what_check_accepts(town: Inputs, roads: tuple[Path, Path], tmp_path: Path) -> None:
    assert town.columns is not None
    town.columns.write_text(town.columns.read_text() + ROAD_MAPPING)
    tables = ["--roads-nodes", str(roads[0]), "--roads-arcs", str(roads[1])]
    shown = CliRunner().invoke(main, command(town, tmp_path / "pack", *tables))
    assert shown.exit_code == 0, shown.output
    assert "log.csv: 100 rows, 100 used, 80 incidents" in shown.stdout
    assert CliRunner().invoke(main, ["area", "check", str(tmp_path / "pack")]).exit_code == 0
    assert (tmp_path / "pack" / "travel.csv.gz").exists()
    assert (tmp_path / "pack" / "road_nodes.csv.gz").exists()
    area = load_area(tmp_path / "pack")
    assert area.reach is not None
    assert [f["properties"]["site"] for f in area.reach["features"]] == area.sites["site"].tolist()
    grid = within_reach(area)
    zones = dict(zip(area.sites["name"], (area.travel.minutes[: len(area.sites)] <= 8).sum(axis=1), strict=True))
    assert {str(name): int(str(count)) for name, count, _ in grid.rows} == zones
    again = CliRunner().invoke(main, command(town, tmp_path / "pack2", "--quiet"))
    assert (again.exit_code, again.stdout) == (0, "")
    assert not (tmp_path / "pack2" / "travel.csv.gz").exists()


def test_the_command_leaves_nothing_behind_when_the_input_is_wrong(
    town: Inputs, roads: tuple[Path, Path], tmp_path: Path
) -> None:
    half = CliRunner().invoke(main, command(town, tmp_path / "pack", "--roads-nodes", str(roads[0])))
    assert half.exit_code == 2
    assert "--roads-nodes with --roads-arcs" in half.stderr
    torn = tmp_path / "torn.osm.pbf"
    torn.write_bytes(b"not a map")
    town.zones.write_text("zone,lon\nZ1,0\n")
    wrong = CliRunner().invoke(main, command(town, tmp_path / "pack", "--roads", str(torn)))
    assert wrong.exit_code == 2
    assert "torn.osm.pbf" in wrong.stderr
    assert 'zones.csv, row 1, column lat: has no column "lat"' in wrong.stderr
    assert not (tmp_path / "pack").exists()


def test_a_station_far_from_every_road_is_named(town: Inputs, roads: tuple[Path, Path], tmp_path: Path) -> None:
    assert town.columns is not None
    town.columns.write_text(town.columns.read_text() + ROAD_MAPPING)
    town.stations.write_text(town.stations.read_text() + "Island,fire,-1.5,53.2\n")
    tables = ["--roads-nodes", str(roads[0]), "--roads-arcs", str(roads[1])]
    shown = CliRunner().invoke(main, command(town, tmp_path / "pack", *tables))
    assert shown.exit_code == 2
    assert "site Island: is" in shown.stderr
    assert "km from the nearest road" in shown.stderr
    assert not (tmp_path / "pack").exists()


def test_the_page_tells_the_truth() -> None:
    page = (ROOT / "docs" / "area-build.md").read_text(encoding="utf-8")
    example, _ = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    Mapping.model_validate(tomllib.loads(example))
    told = set(re.findall(r"`(\w+)`", re.findall(r"^\| key \| holds \|\n(.*?)\n\n", page, re.MULTILINE | re.DOTALL)[0]))
    assert set(LogPart.model_fields) - {"source"} <= told
    for name, default in (("fewest", "30"), ("least_share", "0.05"), ("most_unusable", "0.1")):
        assert f"{default}:" in page
        assert str(LogPart.model_fields[name].default) == default


def test_every_default_says_why_and_what_would_replace_it() -> None:
    assert FILE.is_file()
    for name, entry in load_defaults().items():
        assert {"statement", "unit", "why", "replace_with"} < set(entry), name


SAN_FRANCISCO = """[log]
incident = "Incident Number"
time = "Received DtTm"
type = "Call Type"
service = "Unit Type"
unit = "Unit ID"
unit_kind = "Unit Type"
point = "Location"
mobilised = "Dispatch DtTm"
left = "Response DtTm"
arrived = "On Scene DtTm"
left_scene = "Transport DtTm"
at_hospital = "Hospital DtTm"
cleared = "Available DtTm"
time_format = "%m/%d/%Y %I:%M:%S %p"
[log.only]
"Unit Type" = ["ENGINE", "TRUCK", "MEDIC"]
[log.values.service]
ENGINE = "fire"
TRUCK = "fire"
MEDIC = "ambulance"
[log.values.unit_kind]
ENGINE = "pump"
TRUCK = "aerial"
MEDIC = "dsa"
"""


def test_a_real_log_becomes_a_pack(reference: Path, tmp_path: Path) -> None:
    (log,) = (reference / "data" / "sf_week_2017").glob("*.csv.gz")
    raw = pd.read_csv(log, dtype=str)
    lonlat = raw["Location"].str.extract(r"\((.*), (.*)\)").astype(float)[[1, 0]].set_axis(["lon", "lat"], axis=1)
    raw = pd.concat([raw, lonlat], axis=1)
    # Zones are a grid of about a kilometre; a station stands in the middle of its station area's incidents.
    grid = (raw[["lon", "lat"]] / [0.012, 0.01]).round() * [0.012, 0.01]
    zones = grid.drop_duplicates().sort_values(["lon", "lat"]).round(4)
    zones.assign(zone=[f"Z{i}" for i in range(len(zones))]).to_csv(tmp_path / "zones.csv", index=False)
    stations = raw.groupby("Station Area")[["lon", "lat"]].median().round(5)
    stations.assign(site="S" + stations.index, services="fire;ambulance").to_csv(tmp_path / "stations.csv", index=False)
    units = raw[raw["Unit Type"].isin(["ENGINE", "TRUCK", "MEDIC"])]
    first = units.groupby("Unit ID").agg(kind=("Unit Type", "first"), site=("Station Area", "first")).reset_index()
    first = first.rename(columns={"Unit ID": "unit"})
    first["site"] = "S" + first["site"]
    first["service"] = first["kind"].map({"ENGINE": "fire", "TRUCK": "fire", "MEDIC": "ambulance"})
    first["kind"] = first["kind"].map({"ENGINE": "pump", "TRUCK": "aerial", "MEDIC": "dsa"})
    first.to_csv(tmp_path / "units.csv", index=False)
    (tmp_path / "mapping.toml").write_text(SAN_FRANCISCO)
    lists = [tmp_path / f"{name}.csv" for name in ("zones", "stations", "units")]
    build_pack(Inputs("San Francisco", *lists, log=log, columns=tmp_path / "mapping.toml"), tmp_path / "pack")
    assert check_area(tmp_path / "pack") == []
    area = load_area(tmp_path / "pack")
    report = (tmp_path / "pack" / "BUILD.md").read_text()
    assert "7,704 rows" in report
    assert "clock that runs backwards" in report
    incidents = units.groupby("Incident Number")["Received DtTm"].min()
    days = pd.to_datetime(incidents, format="%m/%d/%Y %I:%M:%S %p")
    span = (days.max() - days.min()).total_seconds() / 86400
    assert area.incident_types["annual_count"].sum() == pytest.approx(len(incidents) / span * 365.25, rel=0.01)
    medical = area.incident_types.set_index("incident_type").loc["medical_incident"]
    assert medical["on_scene_basis"] == "derived"
    sent, left = (
        pd.to_datetime(units[f"{word} DtTm"], format="%m/%d/%Y %I:%M:%S %p") for word in ("Dispatch", "Response")
    )
    by_day = sent.dt.hour.between(7, 18)
    for row, kinds in zip(area.crewing.itertuples(), (["MEDIC"], ["ENGINE", "TRUCK"]), strict=True):
        raw_median = (left - sent)[by_day & units["Unit Type"].isin(kinds)].dt.total_seconds().median()
        assert row.turnout_day_s == pytest.approx(raw_median, abs=1)
    assert set(area.crewing["turnout_basis"]) == {"derived"}
    shares = area.demand.set_index(["family", "zone"])["share"]["medical_incident"]
    asked = units[units["Call Type"] == "Medical Incident"].drop_duplicates("Incident Number")
    spots = Zones(tuple(area.zones["zone"]), area.zones[["lon", "lat"]].to_numpy())
    counts = np.bincount(spots.nearest(asked[["lon", "lat"]].to_numpy())[0], minlength=len(area.zones))
    assert np.corrcoef(shares.to_numpy(), counts)[0, 1] > 0.999


def test_a_real_county_becomes_a_pack_with_roads(reference: Path, tmp_path: Path) -> None:
    folder = reference / "data" / "rutland_osm"
    (tmp_path / "zones.csv").write_text(
        "zone,lon,lat,population\nOakham,-0.7285,52.6705,11000\nUppingham,-0.7224,52.5885,4900\n"
        "Cottesmore,-0.6600,52.7125,2200\n"
    )
    (tmp_path / "stations.csv").write_text(
        "site,services,lon,lat\nOakham Fire,fire,-0.727289,52.6678352\nUppingham Fire,fire,-0.7223479,52.5902569\n"
    )
    (tmp_path / "units.csv").write_text(
        "unit,service,kind,site\nO1,fire,pump,Oakham Fire\nU1,fire,pump,Uppingham Fire\n"
    )
    lists = [tmp_path / f"{name}.csv" for name in ("zones", "stations", "units")]
    drive = drive_on(folder / "roads.osm.pbf")
    build_pack(Inputs("Rutland", *lists), tmp_path / "pack", drive=lambda mapping: drive)
    area = load_area(tmp_path / "pack")
    assert any("OpenStreetMap" in notice for notice in area.notices)
    times = travel_times(area)
    # Oakham to Uppingham is some 10 km by the A6003.
    assert 7 < times.minutes[0, 1] < 14
    assert times.minutes[0, 0] < 2
    assert times.minutes[0, 1] == pytest.approx(times.minutes[1, 0], rel=0.15)


def test_neighbours_of_a_real_county_come_from_a_list_of_the_country(reference: Path, tmp_path: Path) -> None:
    herts = load_area("hertfordshire")
    assert herts.boundary is not None
    herts.zones.to_csv(tmp_path / "zones.csv", index=False, columns=["zone", "lon", "lat", "population"])
    own = herts.sites[herts.sites["kind"] == "fire_station"].assign(services="fire")
    own.to_csv(tmp_path / "stations.csv", index=False, columns=["site", "services", "lon", "lat"])
    fleet = herts.units[herts.units["kind"] == "pump"]
    fleet.to_csv(tmp_path / "units.csv", index=False, columns=["unit", "service", "kind", "site", "crewing"])
    (tmp_path / "mapping.toml").write_text(
        '[neighbours.columns]\nsite = "STATION_NAME"\nservices = "=fire"\n'
        '[neighbours.leave_out]\nFRS_FULLNAME = ["Hertfordshire"]\n'
    )
    boundary = ROOT / "src" / "bluelight" / "data" / "areas" / "hertfordshire" / "boundary.geojson"
    country = reference / "data" / "fire_stations_england" / "fire_stations_england.csv"
    lists = [tmp_path / f"{name}.csv" for name in ("zones", "stations", "units")]
    built = build_pack(
        Inputs("Herts", *lists, None, tmp_path / "mapping.toml", country, 8.0, boundary), tmp_path / "pack"
    )
    area = load_area(tmp_path / "pack")
    outside = area.sites[area.sites["outside"]]
    every = pd.read_csv(country)
    every = every[every["FRS_FULLNAME"] != "Hertfordshire"].dropna(subset=["lon"])
    corners = []

    def walk(part: object) -> None:
        if isinstance(part, list) and part and isinstance(part[0], float):
            corners.append(part[:2])
        elif isinstance(part, list):
            for item in part:
                walk(item)

    for feature in herts.boundary["features"]:
        walk(feature["geometry"]["coordinates"])
    km = straight_line_km(every[["lon", "lat"]].to_numpy(), np.array(corners)).min(axis=1)
    # A corner is never nearer than the line it is on, and the outline's corners lie close together.
    assert set(every.loc[km < 7.95, "STATION_NAME"]) <= {name.split(" (")[0] for name in outside["site"]}
    assert len(outside) == pytest.approx((km < 8).sum(), abs=2)
    assert len(outside) > 10
    assert any("rows have no coordinates and were left out" in line for line in built.lines)
    assert (area.units["unit_basis"] == "assumed").sum() == len(outside)


def test_an_outline_of_no_site_is_refused(town: Inputs, roads: tuple[Path, Path], tmp_path: Path) -> None:
    assert town.columns is not None
    town.columns.write_text(town.columns.read_text() + ROAD_MAPPING)
    build_pack(town, tmp_path / "pack", drive=lambda mapping: drive_on_tables(*roads, mapping))
    reach = tmp_path / "pack" / "reach.geojson"
    reach.write_text(reach.read_text().replace('"site": "', '"site": "nowhere', 1))
    (problem,) = check_area(tmp_path / "pack")
    assert problem.file == "reach.geojson"
    assert "feature 1 does not say which site" in problem.what
