"""What `check` finds in files and between rows, one case per kind of mistake; and what it lets pass."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bluelight.area import check_area, load_area

LITTLEHAM = Path(__file__).parents[1] / "data" / "littleham"


def read_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def swap(pack: Path, file: str, old: str, new: str) -> None:
    text = (pack / file).read_text(encoding="utf-8")
    assert text.count(old) >= 1, (file, old)
    (pack / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def drop_column(pack: Path, file: str, name: str) -> None:
    rows = read_rows(pack / file)
    at = rows[0].index(name)
    with (pack / file).open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([*row[:at], *row[at + 1 :]] for row in rows)


def without_zone(pack: Path) -> None:
    text = (pack / "hospital_minutes.csv").read_text()
    (pack / "hospital_minutes.csv").write_text(re.sub(r"Z05,.*\n", "", text))


def write(name: str, data: bytes) -> Callable[[Path], None]:
    def change(pack: Path) -> None:
        (pack / name).write_bytes(data)

    return change


def edit(file: str, old: str, new: str) -> Callable[[Path], None]:
    return lambda pack: swap(pack, file, old, new)


# One thing wrong with a file or between rows: how it comes about, the file named, what is said.
FILES: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "missing file": (lambda p: (p / "crewing.csv").unlink(), "crewing.csv", "is missing"),
    "a folder": (lambda p: ((p / "costs.csv").unlink(), (p / "costs.csv").mkdir()), "costs.csv", "is a folder"),
    "empty file": (write("units.csv", b""), "units.csv", "is empty"),
    "commas alone": (write("units.csv", b",,,\n,,\n"), "units.csv", "is empty"),
    "blank first row": (write("costs.csv", b"\ncost,name\n"), "costs.csv", "starts with blank rows"),
    "not UTF-8": (write("sites.csv", "site\nCafé\n".encode("latin-1")), "sites.csv", "not UTF-8"),
    "UTF-16": (write("sites.csv", "site\n".encode("utf-16")), "sites.csv", "not UTF-8"),
    "workbook": (write("sites.csv", b"PK\x03\x04 and so on"), "sites.csv", "Excel workbook"),
    "web page": (write("sites.csv", b"<!doctype html><p>Not found"), "sites.csv", "looks like a web page"),
    "JSON": (write("sites.csv", b'{"type": "FeatureCollection"}'), "sites.csv", "looks like a JSON"),
    "zero bytes": (write("sites.csv", b"site,\0name\n"), "sites.csv", "zero bytes"),
    "semicolons": (write("sites.csv", b"site;name;kind\nF1;Fire;x\n"), "sites.csv", "other than commas"),
    "open quotation mark": (edit("costs.csv", "Net revenue", '"Net revenue'), "costs.csv", "cannot be read as CSV"),
    "missing column": (lambda p: drop_column(p, "units.csv", "crew"), "units.csv", 'has no column "crew"'),
    "extra column": (edit("units.csv", "unit,service", "unit,colour,service"), "units.csv", 'has a column "colour"'),
    "column nearly right": (edit("units.csv", "cross_crewed", "cross-crewed"), "units.csv", 'mean "cross_crewed"?'),
    "column twice": (edit("units.csv", "unit,service,kind", "unit,service,service"), "units.csv", "twice"),
    "too few cells": (edit("units.csv", "F1-P1,fire,", "F1-P1,"), "units.csv", "has 12 cells where the header has 13"),
    "no rows": (write("hours.csv", b"family,hour,share\n"), "hours.csv", "has no rows"),
    "shares do not sum": (edit("demand.csv", "fires,Z01,0.0", "fires,Z01,0.9"), "demand.csv", "sum to"),
    "hours do not sum": (
        edit("hours.csv", "police,9,0.0", "police,9,0.3"),
        "hours.csv",
        "of police over each hour sum",
    ),
    "hour missing": (edit("hours.csv", "police,9,", "fires,9,"), "hours.csv", "no row for hour 9"),
    "no hospital from a zone": (without_zone, "zones.csv", "zone Z05 has no time to any hospital"),
    "travel parameter": (
        edit("parameters.csv", "travel_p,", "travel_q,"),
        "parameters.csv",
        "travel_p is missing for all",
    ),
    "parameter of a service": (
        edit("parameters.csv", "travel_scale,fire", "speed,fire"),
        "parameters.csv",
        "travel_scale is missing for fire",
    ),
    "sent nothing": (edit("attendance.csv", "false_alarm,1", "house_fire,6"), "incident_types.csv", "is sent nothing"),
    "no control room": (
        edit("control_rooms.csv", "police,C2", "fire,C2"),
        "incident_types.csv",
        "no row in control_rooms",
    ),
    "nobody answers for it": (edit("services.csv", "police,Little", "fire,Little"), "units.csv", "no row in services"),
    "family without demand": (
        edit("families.csv", "fires,by", "floods,by"),
        "families.csv",
        "floods has no rows in demand",
    ),
    "no hospital": (
        write("hospitals.csv", (LITTLEHAM / "hospitals.csv").read_bytes().splitlines(keepends=True)[0]),
        "hospitals.csv",
        "but incident types convey patients",
    ),
    "table nobody named": (write("units_2.csv", b"unit\n"), "units_2.csv", "no table names it"),
    "bad TOML": (edit("area.toml", "[area]", "[area"), "area.toml", "is not TOML"),
    "TOML not UTF-8": (write("area.toml", b'name = "\xff"'), "area.toml", "not UTF-8"),
    "unknown table": (edit("area.toml", "units = ", "vehicles = "), "area.toml", 'unknown table "vehicles"'),
    "unnamed table": (edit("area.toml", 'costs = ["costs.csv"]\n', ""), "area.toml", "does not name the table costs"),
    "no list of files": (edit("area.toml", '["costs.csv"]', "7"), "area.toml", "not a list of file names"),
    "file named twice": (edit("area.toml", '["costs.csv"]', '["units.csv"]'), "area.toml", "already used for units"),
    "no section": (edit("area.toml", "[tables]", "[files]"), "area.toml", "has no section [tables]"),
    "a key for a section": (
        write("area.toml", b"area = 1\ntables = 2\nshapes = 3\n"),
        "area.toml",
        "area is not a section",
    ),
    "id unfit": (edit("area.toml", '"littleham"', '"Little Ham"'), "area.toml", "cannot be used as a name"),
    "no name": (edit("area.toml", 'name = "Littleham (made up for tests)"', "name = 3"), "area.toml", "[area] name"),
    "notices": (edit("area.toml", "notices = [", "notices = [1, "), "area.toml", "not a list of texts"),
    "unknown key": (edit("area.toml", "[tables]", "colour = 1\n[tables]"), "area.toml", 'unknown key "colour"'),
    "outside the folder": (edit("area.toml", '["costs.csv"]', '["../costs.csv"]'), "../costs.csv", "outside the pack"),
    "no file of that name": (edit("area.toml", '["costs.csv"]', '["a\\u0000b"]'), "a\0b", "cannot be read"),
    "unknown shape": (edit("area.toml", "boundary = ", "outline = "), "area.toml", 'unknown key "outline"'),
    "shape without a file": (edit("area.toml", '"boundary.geojson"', "1"), "area.toml", "boundary is not a file name"),
    "not GeoJSON": (write("zones.geojson", b"zones"), "zones.geojson", "is not GeoJSON"),
    "NaN in GeoJSON": (write("zones.geojson", b'{"type": NaN}'), "zones.geojson", "NaN is not a number"),
    "nested too deep": (write("zones.geojson", b"[" * 100_000), "zones.geojson", "is not GeoJSON"),
    "no collection": (write("zones.geojson", b'{"type": "Feature"}'), "zones.geojson", "FeatureCollection"),
    "no features": (write("zones.geojson", b'{"type": "FeatureCollection"}'), "zones.geojson", "no list of features"),
    "a point": (
        write(
            "zones.geojson",
            b'{"type":"FeatureCollection","features":[{"properties":{"zone":"Z01"},"geometry":{"type":"Point"}}]}',
        ),
        "zones.geojson",
        "is not a polygon",
    ),
    "shape without corners": (
        write(
            "zones.geojson",
            b'{"type":"FeatureCollection","features":[{"properties":{},"geometry":{"type":"Polygon","coordinates":[1]}}]}',
        ),
        "zones.geojson",
        "not lists of pairs",
    ),
    "shape of no zone": (edit("zones.geojson", '"Z03"', '"Z99"'), "zones.geojson", '"Z99", which is not in zones'),
    "shape without a zone": (
        edit("zones.geojson", '"zone": "Z03"', '"name": "Z03"'),
        "zones.geojson",
        "no property zone",
    ),
}


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_wrong_file_is_named(pack: Path, name: str) -> None:
    change, file, said = FILES[name]
    change(pack)
    problems = check_area(pack)
    assert [p for p in problems if p.file == file and said in str(p)], [str(p) for p in problems]
    assert all(p.what and p.remedy for p in problems)


def test_a_missing_table_is_one_problem_and_not_one_for_every_row_that_refers_to_it(pack: Path) -> None:
    for name in ("zones", "sites", "incident_types", "hospitals"):
        for file in ["sites.csv", "sites_other.csv"] if name == "sites" else [f"{name}.csv"]:
            (pack / file).unlink()
    assert sorted(p.file for p in check_area(pack)) == [
        "hospitals.csv",
        "incident_types.csv",
        "sites.csv",
        "sites_other.csv",
        "zones.csv",
    ]


def test_every_problem_comes_at_once(pack: Path) -> None:
    swap(pack, "zones.csv", ",1500,", ",-5,")
    swap(pack, "units.csv", "F1-P1,fire,pump,F1", "F1-P1,fire,pump,F9")
    swap(pack, "hours.csv", "police,9,0.0", "police,9,0.3")
    (pack / "costs.csv").unlink()
    assert {p.file for p in check_area(pack)} == {"zones.csv", "units.csv", "hours.csv", "costs.csv"}


def test_what_is_allowed_is_no_problem(pack: Path) -> None:
    """A zone without demand, a kind nobody asks for, shares a little off; and what spreadsheets make of a file:
    a byte order mark, spaces, 1500.0 for 1500, other line ends, seconds on a time, empty columns and rows."""
    text = (pack / "zones.csv").read_text(encoding="utf-8")
    (pack / "zones.csv").write_bytes(
        b"\xef\xbb\xbf" + text.replace(",1500,", " , 1500.0 ,").replace(" ,", ",").encode()
    )
    swap(pack, "units.csv", "F1-A1,fire,aerial", "F1-A1,fire,boat")
    swap(pack, "units.csv", "12:00,03:00", "12:00:00,3:00:00")
    rows = (pack / "costs.csv").read_text(encoding="utf-8").splitlines()
    (pack / "costs.csv").write_bytes("".join(f"{row},,\r\n" for row in [*rows, "," * 10]).encode())
    swap(pack, "attendance.csv", "house_fire,3,fire,aerial", "house_fire,3,fire,pump")
    swap(pack, "demand.csv", "fires,Z01,0.093", "fires,Z01,0.0935")
    assert check_area(pack) == []
    area = load_area(pack)
    assert area.zones.loc[0, "population"] == 1500
    assert area.units.loc[5, "on_to"] == 3.0
    assert area.demand.groupby("family")["share"].sum().tolist() == pytest.approx([1, 1, 1], abs=1e-15)


def test_an_area_of_fewer_services_without_hospitals_may_be_described(pack: Path) -> None:
    for file in [path.name for path in pack.glob("*.csv")]:
        header, *rows = (pack / file).read_text(encoding="utf-8").splitlines(keepends=True)
        drop = "police|ambulance|medical|cardiac|road_collision|c1_|c2_|hospital|nhs|^H1|,H1,|^[PM][1-3]|^S1|^C[23]"
        (pack / file).write_text(header + "".join(row for row in rows if not re.search(drop, row)), encoding="utf-8")
    swap(pack, "incident_types.csv", "120,assumed,0.5", "120,assumed,0")
    assert [str(problem) for problem in check_area(pack)] == []
    assert load_area(pack).services["service"].tolist() == ["fire"]
