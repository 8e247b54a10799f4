"""Inputs that are wrong, one by one: a clear error or a stated exclusion, never a traceback, a hang or a NaN."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import osmium
import pytest
from click.testing import CliRunner

from bluelight.cli import main

REPLAY = Path(__file__).parents[2] / "src" / "bluelight" / "data" / "validation" / "replay"
Edit = Callable[[str], str]


def run(*words: object) -> tuple[int, str]:
    """Exit code and output of a command; a traceback fails the test."""
    done = CliRunner().invoke(main, [str(word) for word in words])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


def column(name: str, value: str, rows: int | None = None) -> Edit:
    """Puts a text into a column of a CSV, in the first so many rows or in all."""

    def edit(text: str) -> str:
        table = list(csv.DictReader(io.StringIO(text)))
        for row in table[:rows]:
            assert name in row
            row[name] = value
        out = io.StringIO()
        writer = csv.DictWriter(out, list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
        return out.getvalue()

    return edit


@pytest.fixture
def pack(littleham: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(littleham, tmp_path / "pack"))


def change(path: Path, edit: Edit) -> None:
    path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")


# Packs


@pytest.mark.parametrize(
    ("file", "name", "value", "said"),
    [
        ("units", "on_from", "", "column on_from: is empty"),
        ("units", "on_to", "07:00", "duty starts and ends at the same time"),
        ("zones", "lon", "nan", '"nan" is not a number'),
        ("zones", "population", "inf", '"inf" is not a number'),
        ("zones", "area_km2", "1e999", '"1e999" is too large'),
        ("crewing", "turnout_day_s", "-1", '"-1" is below 0'),
    ],
)
def test_a_wrong_cell_is_named(pack: Path, file: str, name: str, value: str, said: str) -> None:
    if file == "units" and value:
        change(pack / "units.csv", column("on_from", value))
    change(pack / f"{file}.csv", column(name, value))
    code, shown = run("area", "check", pack)
    assert code == 2
    assert f"{file}.csv" in shown
    assert said in shown


def test_more_units_than_a_simulation_can_hold_are_refused_at_once(pack: Path) -> None:
    row = (pack / "units.csv").read_text().splitlines()[1].split(",", 1)[1]
    with (pack / "units.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"U{i},{row}\n" for i in range(100_000))
    code, shown = run("area", "check", pack)
    assert code == 2
    assert "units.csv: has 100,011 rows: units may have 100,000 at most." in shown
    assert len(shown.splitlines()) == 2  # not one more for every row that refers to it


@pytest.mark.parametrize(
    ("count", "words", "said"),
    [
        ("1e15", (), "one replication can hold 20,000,000"),
        ("1e300", (), "one replication can hold 20,000,000"),
        ("1", ("--days", 100_000_000), "days: 100,000,000 is too many"),
        ("1", ("--replications", 100_000_000), "replications: 100,000,000 is too many"),
    ],
)
def test_a_simulation_that_would_never_end_is_refused(
    pack: Path, count: str, words: tuple[object, ...], said: str
) -> None:
    change(pack / "incident_types.csv", column("annual_count", count))
    code, shown = run("simulate", pack, "--days", 5, "--replications", 1, *words)
    assert code == 2
    assert said in shown


def test_a_simulation_in_which_nothing_happens_says_so(pack: Path) -> None:
    change(pack / "incident_types.csv", column("annual_count", "0"))
    code, shown = run("simulate", pack, "--days", 5, "--replications", 2)
    assert code == 0
    for service in ("police", "fire", "ambulance"):
        assert f"{service}: no call asked for it" in shown
    assert not re.search(r"\b(nan|inf)\b", shown)


def test_units_that_are_never_there_leave_no_request_unanswered_in_silence(pack: Path) -> None:
    change(pack / "crewing.csv", column("availability", "0"))
    code, shown = run("simulate", pack, "--days", 5, "--replications", 1)
    assert code == 2
    assert "requests were never answered" in shown


def test_a_zone_that_nobody_can_reach_in_four_hours_is_named(pack: Path) -> None:
    change(pack / "parameters.csv", lambda text: re.sub(r"(travel_c0_min,all),[^,]*", r"\1,59", text))
    change(pack / "parameters.csv", lambda text: re.sub(r"(travel_b,all),[^,]*", r"\1,59", text))
    code, shown = run("simulate", pack, "--days", 2, "--replications", 1)
    assert code == 2
    assert "would take" in shown
    assert "0 to 240 minutes is believable" in shown


def test_too_little_memory_is_said_in_one_line(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise MemoryError((10**15,))

    monkeypatch.setattr("bluelight.response.ready.travel_times", full)
    code, shown = run("simulate", pack, "--days", 2, "--replications", 1, "--quiet")
    assert code == 2
    assert shown.count("\n") == 1
    assert "more memory than the machine has left" in shown


def test_an_outline_with_an_endless_coordinate_is_refused(pack: Path) -> None:
    place = "[[[0,52],[1,52],[1,1e999],[0,52]]]"
    feature = f'{{"type":"Feature","properties":{{}},"geometry":{{"type":"Polygon","coordinates":{place}}}}}'
    (pack / "boundary.geojson").write_text(f'{{"type":"FeatureCollection","features":[{feature}]}}')
    code, shown = run("area", "check", pack)
    assert code == 2
    assert "boundary.geojson: feature 1 has coordinates that are not lists of pairs" in shown


# Lists and logs for area build


def build(folder: Path, out: Path, *words: object) -> tuple[int, str]:
    lists = [word for name in ("zones", "stations", "units") for word in (f"--{name}", folder / f"{name}.csv")]
    return run("area", "build", "--name", "Bad", "--out", out, *lists, *words)


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "zones.csv").write_text("zone,lon,lat,population\nA,-0.7,52.6,100\nB,-0.69,52.61,100\n")
    (folder / "stations.csv").write_text("site,services,lon,lat\nS,fire,-0.7,52.6\n")
    (folder / "units.csv").write_text("unit,service,kind,site\nU,fire,pump,S\n")
    return folder


@pytest.mark.parametrize(
    ("file", "name", "value", "said"),
    [
        ("zones", "population", "0", "no residents, and without a log they say how much happens"),
        ("zones", "population", "", "no residents, and without a log they say how much happens"),
        ("zones", "population", "inf", '"inf" is not a number'),
        ("zones", "lat", "nan", '"nan" is not a number'),
        ("stations", "lon", "1e999", '"1e999" is too large'),
    ],
)
def test_a_wrong_cell_of_a_list_is_named_and_nothing_is_left(
    lists: Path, tmp_path: Path, file: str, name: str, value: str, said: str
) -> None:
    change(lists / f"{file}.csv", column(name, value))
    code, shown = build(lists, tmp_path / "out")
    assert (code, said in shown) == (2, True), shown
    assert not (tmp_path / "out").exists()


def test_a_distance_to_neighbours_that_is_no_number_is_refused(lists: Path, tmp_path: Path) -> None:
    code, shown = build(lists, tmp_path / "out", "--within-km", "nan")
    assert (code, "nan km is no distance" in shown) == (2, True)


def test_more_units_in_a_list_than_can_be_held_are_refused(lists: Path, tmp_path: Path) -> None:
    with (lists / "units.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"U{i},fire,pump,S\n" for i in range(100_000))
    code, shown = build(lists, tmp_path / "out")
    assert (code, "has 100,001 rows: units may have 100,000 at most" in shown) == (2, True)


def torn(text: str) -> bytes:
    """A gzip archive with a byte wrong in the middle."""
    noise = random.Random(1)
    data = bytearray(gzip.compress((text + "".join(f"{noise.random()},x\n" for _ in range(3000))).encode()))
    data[len(data) // 2] ^= 0xFF
    return bytes(data)


@pytest.mark.parametrize(
    "content", [torn("a,b\n"), torn("a,b\n")[:3000], b"PK\x03\x04" + b"0" * 60, b"\x1f\x8b\x08", b""]
)
def test_a_torn_file_is_named_by_every_command_that_reads_it(lists: Path, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "torn.csv.gz"
    path.write_bytes(content)
    (tmp_path / "columns.toml").write_text(
        '[log]\nincident = "a"\ntime = "a"\ntype = "a"\nservice = "a"\nzone = "a"\ntime_format = "%Y"\n'
    )
    (tmp_path / "fit.toml").write_text('name = "x"\n[columns]\ncall = "a"\ndispatched = "a"\nresponding = "b"\n')
    for command in (
        (
            "area",
            "build",
            "--name",
            "Bad",
            "--out",
            tmp_path / "out",
            "--zones",
            path,
            "--stations",
            path,
            "--units",
            path,
        ),
        ("fitlog", path, "--columns", tmp_path / "fit.toml"),
    ):
        code, shown = run(*command)
        assert (code, "torn.csv.gz" in shown) == (2, True), shown
    words = ("--log", path, "--columns", tmp_path / "columns.toml")
    code, shown = build(lists, tmp_path / "out", *words)
    assert (code, "torn.csv.gz" in shown) == (2, True), shown
    code, shown = build(lists, tmp_path / "out", "--roads-nodes", path, "--roads-arcs", path)
    assert (code, "torn.csv.gz" in shown) == (2, True), shown


def test_a_place_without_a_number_is_no_journey(tmp_path: Path) -> None:
    """A unit's base at infinity must not become a distance."""
    rows = [f"{i},F{i % 4},{100 + 7 * i % 60},{-0.7 + 0.001 * (i % 50)},52.6" for i in range(400)]
    (tmp_path / "log.csv").write_text("call,from,seconds,lon,lat\n" + "\n".join(rows) + "\n")
    (tmp_path / "places.csv").write_text("name,lon,lat\nF0,-0.7,52.6\nF1,-0.72,52.61\nF2,-0.75,52.65\nF3,inf,52.6\n")
    (tmp_path / "fit.toml").write_text(
        'name = "x"\n[columns]\ncall = "call"\nattendance_s = "seconds"\norigin = "from"\nlon = "lon"\nlat = "lat"\n'
        '[places]\nfile = "places.csv"\nname = "name"\nlon = "lon"\nlat = "lat"\n[travel]\ntime = "attendance"\n'
    )
    code, shown = run("fitlog", tmp_path / "log.csv", "--columns", tmp_path / "fit.toml")
    assert code == 0, shown
    assert "100 unknown place" in shown
    assert not re.search(r"\bnan\b", shown)


# Roads


def street(path: Path, places: dict[int, tuple[float, float]], ways: list[list[int]]) -> Path:
    with osmium.SimpleWriter(str(path)) as writer:
        for number, place in sorted(places.items()):
            writer.add_node(osmium.osm.mutable.Node(id=number, version=1, location=place))
        for number, nodes in enumerate(ways, start=1):
            tags = {"highway": "residential"}
            writer.add_way(osmium.osm.mutable.Way(id=number, version=1, tags=tags, nodes=nodes))
    return path


MAINLAND = {n: (-0.7, 52.6 + 0.0008 * n) for n in range(1, 20)}
ISLAND = {n: (-0.68 + 0.0001 * n, 52.6 + 0.0008 * (n - 100)) for n in range(101, 106)}


def test_a_zone_on_an_island_is_named_with_the_road_it_joins_instead(lists: Path, tmp_path: Path) -> None:
    roads = street(tmp_path / "a.osm.pbf", MAINLAND | ISLAND, [list(MAINLAND), list(ISLAND)])
    (lists / "zones.csv").write_text("zone,lon,lat,population\nA,-0.7,52.605,100\nI,-0.6697,52.6025,100\n")
    code, shown = build(lists, tmp_path / "out", "--roads", roads)
    assert code == 0, shown
    assert "5 nodes and 0.7 km of road lanes are left out" in shown
    assert re.search(
        r"zone I joins a road 2,0\d\d m away, though one \d+ m away lies in a piece that is left out", shown
    )
    assert "zone A joins" not in shown
    assert "zone I joins a road" in (tmp_path / "out" / "BUILD.md").read_text()


def test_a_zone_on_an_island_far_out_is_refused_with_the_reason(lists: Path, tmp_path: Path) -> None:
    far = {n: (lon + 0.4, lat) for n, (lon, lat) in ISLAND.items()}
    roads = street(tmp_path / "a.osm.pbf", MAINLAND | far, [list(MAINLAND), list(far)])
    (lists / "zones.csv").write_text("zone,lon,lat,population\nA,-0.7,52.605,100\nI,-0.2697,52.6025,100\n")
    code, shown = build(lists, tmp_path / "out", "--roads", roads)
    assert code == 2
    assert re.search(r"zone I: is 29\.\d km from the nearest road, though one \d+ m away lies in a piece", shown)


NODES = "node,lon,lat\n1,-0.7,52.6\n2,-0.7,52.61\n3,-0.69,52.61\n"
ARCS = "from_node,to_node,kmh\n1,2,60\n2,1,60\n2,3,60\n3,2,60\n"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("arcs", "1,2,60", "1,2,-60", "row 2, column kmh: -60 is not above zero"),
        ("arcs", "1,2,60", "1,2,0", "row 2, column kmh: 0 is not above zero"),
        ("arcs", "1,2,60", "1,2,nan", "row 2, column kmh: nan is not a number"),
        ("arcs", "1,2,60", "1,2,inf", "row 2, column kmh: inf is not a number"),
        ("arcs", "1,2,60", "1,2,1e308", "row 2, column kmh: 1e308 km/h is no speed on a road"),
        ("arcs", "1,2,60", "1e3,2,60", "row 2, column from_node: 1e3 is not a whole number"),
        ("nodes", "1,-0.7", "1e3,-0.7", "row 2, column node: 1e3 is not a whole number"),
        ("nodes", "1,-0.7", "99999999999999999999,-0.7", "is not a whole number"),
        ("nodes", "1,-0.7", "1,inf", "row 2, column lon: inf is not a number"),
        ("nodes", "1,-0.7", "1,1e999", "row 2, column lon: 1e999 is not a number"),
    ],
)
def test_a_wrong_cell_of_a_road_table_is_named_once(
    lists: Path, tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    tables = {"nodes": NODES, "arcs": ARCS}
    tables[file] = tables[file].replace(old, new, 1)
    for name, text in tables.items():
        (tmp_path / f"{name}.csv").write_text(text)
    (tmp_path / "columns.toml").write_text('[roads.arcs]\nspeed_kmh = "kmh"\n')
    words = ("--roads-nodes", tmp_path / "nodes.csv", "--roads-arcs", tmp_path / "arcs.csv")
    code, shown = build(lists, tmp_path / "out", *words, "--columns", tmp_path / "columns.toml")
    assert code == 2
    assert shown.count(said) == 1, shown
    assert not (tmp_path / "out").exists()


def test_an_extract_with_any_bytes_wrong_or_cut_off_is_read_or_refused(tmp_path: Path) -> None:
    whole = street(tmp_path / "a.osm.pbf", MAINLAND | ISLAND, [list(MAINLAND), list(ISLAND)]).read_bytes()
    drawn = random.Random(3)
    refused = 0
    sites = tmp_path / "sites.geojson"
    where = {"type": "Point", "coordinates": [-0.7, 52.605]}
    feature = {"type": "Feature", "properties": {"amenity": "police"}, "geometry": where}
    sites.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    for number in range(60):
        data = bytearray(whole)
        if number % 2:
            data = data[: drawn.randrange(len(data))]
        else:
            data[drawn.randrange(len(data))] = drawn.randrange(256)
        (tmp_path / "b.osm.pbf").write_bytes(bytes(data))
        out = tmp_path / f"out{number}"
        code, shown = run("area", "roads", tmp_path / "b.osm.pbf", "--sites", sites, "--out", out)
        assert code == 0 or ("b.osm.pbf" in shown and not out.exists()), shown
        refused += code == 2
    assert refused > 40


def blocks(data: bytes) -> list[int]:
    """Where each block of an extract ends."""
    ends, at = [], 0
    while at < len(data):
        header = data[at + 4 : at + 4 + int.from_bytes(data[at : at + 4], "big")]
        size = shift = 0
        for byte in header[header.index(b"\x18", 2 + header[1]) + 1 :]:  # after its kind: field 3, as 7 bits a byte
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        at += 4 + len(header) + size
        ends.append(at)
    return ends


def test_an_extract_that_ends_between_two_blocks_is_refused_at_each(lists: Path, tmp_path: Path) -> None:
    """8,000 things fill a block: four of points, then three of ways. Cut there, every block is whole."""
    (lists / "zones.csv").write_text("zone,lon,lat,population\nA,-0.7,52.601,100\nB,-0.7,52.605,100\n")
    there_and_back = [*range(200), *reversed(range(200))]
    places = {n: (-0.7 + 0.0005 * (n // 200), 52.6 + 0.0005 * there_and_back[n % 400]) for n in range(24_001)}
    places = {n + 1: place for n, place in places.items()}
    whole = street(tmp_path / "whole.osm.pbf", places, [[n, n + 1] for n in range(1, 24_001)])
    data = whole.read_bytes()
    ends = blocks(data)
    assert ends[-1] == len(data)
    assert len(ends) == 8
    code, shown = build(lists, tmp_path / "built", "--roads", whole)
    assert code == 0, shown
    for end in ends[:-1]:
        (tmp_path / "cut.osm.pbf").write_bytes(data[:end])
        code, shown = build(lists, tmp_path / "out", "--roads", tmp_path / "cut.osm.pbf")
        assert code == 2, (end, shown)
        assert "cut.osm.pbf: has no way for" in shown or "holds no road" in shown
        assert not (tmp_path / "out").exists()


def test_a_site_forty_kilometres_from_any_road_is_named(lists: Path, tmp_path: Path) -> None:
    (lists / "stations.csv").write_text("site,services,lon,lat\nS,fire,-0.7,52.6\nFar,fire,-0.7,52.98\n")
    roads = street(tmp_path / "a.osm.pbf", MAINLAND, [list(MAINLAND)])
    code, shown = build(lists, tmp_path / "out", "--roads", roads)
    assert (code, bool(re.search(r"site Far: is 40\.\d km from the nearest road", shown))) == (2, True), shown
    for words in (("isochrone", roads, "--from=-0.7,52.98"), ("route", roads, "--from=-0.7,52.6", "--to=-0.7,52.98")):
        code, shown = run("roads", *words, "--out", tmp_path / "drawn.svg")
        assert (code, "40." in shown, "km from the nearest road" in shown) == (2, True, True), shown


def test_a_zone_that_no_road_leads_to_is_named(lists: Path, tmp_path: Path) -> None:
    """In a table of one direction alone nothing can be driven to and back; in a pack's matrix a gap is no time."""
    (tmp_path / "nodes.csv").write_text(NODES)
    (tmp_path / "arcs.csv").write_text("from_node,to_node,kmh\n1,2,60\n2,3,60\n")
    (tmp_path / "columns.toml").write_text('[roads.arcs]\nspeed_kmh = "kmh"\n')
    tables = ("--roads-nodes", tmp_path / "nodes.csv", "--roads-arcs", tmp_path / "arcs.csv")
    code, shown = build(lists, tmp_path / "out", *tables, "--columns", tmp_path / "columns.toml")
    assert (code, "has no two places that can be driven to and back from" in shown) == (2, True), shown
    (tmp_path / "arcs.csv").write_text(ARCS)
    assert build(lists, tmp_path / "out", *tables, "--columns", tmp_path / "columns.toml")[0] == 0
    matrix = tmp_path / "out" / "travel.csv.gz"
    good = gzip.decompress(matrix.read_bytes()).decode()
    for cell, said in (("inf", '"inf" is not a number'), ("", "is empty"), ("nan", "not a number"), ("999", "longer")):
        rows = list(csv.reader(io.StringIO(good)))
        rows[1][3] = cell
        matrix.write_bytes(gzip.compress("".join(",".join(row) + "\n" for row in rows).encode()))
        code, shown = run("area", "check", tmp_path / "out")
        assert (code, f"travel.csv.gz, row 2, column {rows[0][3]}: " in shown, said in shown) == (2, True, True), shown


LOG = "call,kind,who,vehicle,at,sent,there,free,where\n"
LOG_COLUMNS = """[log]
incident = "call"
type = "kind"
service = "who"
unit = "vehicle"
time = "at"
mobilised = "sent"
arrived = "there"
cleared = "free"
zone = "where"
time_format = "%Y-%m-%d %H:%M"
fewest = 5
"""


def test_a_log_whose_clock_runs_backwards_is_counted_and_its_times_are_not_used(lists: Path, tmp_path: Path) -> None:
    (tmp_path / "columns.toml").write_text(LOG_COLUMNS)
    forth = "2025-03-{0:02} 08:00,2025-03-{0:02} 08:01,2025-03-{0:02} 08:09,2025-03-{0:02} 08:40"
    back = "2025-03-{0:02} 08:00,2025-03-{0:02} 08:11,2025-03-{0:02} 08:09,2025-03-{0:02} 08:40"
    words = ("--log", tmp_path / "log.csv", "--columns", tmp_path / "columns.toml")

    def log(backwards: int) -> tuple[int, str]:
        rows = [
            f"C{day},Fire,fire,U,{(back if day <= backwards else forth).format(day)},{'AB'[day % 2]}\n"
            for day in range(1, 29)
        ]
        (tmp_path / "log.csv").write_text(LOG + "".join(rows))
        return build(lists, tmp_path / f"out{backwards}", *words)

    code, shown = log(2)
    assert code == 0, shown
    assert re.search(r"log\.csv: 2 .*(backwards|before)", shown), shown
    assert not re.search(r"\b(nan|inf)\b", shown)
    code, shown = log(28)
    assert (code, "28 rows have a clock that runs backwards" in shown) == (0, True), shown
    assert "Median time on scene (fire)" in (tmp_path / "out28" / "assumptions.csv").read_text(encoding="utf-8")


def test_a_log_to_fit_from_whose_clock_runs_backwards_is_counted(tmp_path: Path) -> None:
    (tmp_path / "fit.toml").write_text(
        'name = "x"\ntime_format = "%Y-%m-%dT%H:%M:%S"\n[columns]\n'
        'call = "call"\ndispatched = "sent"\nresponding = "left"\n'
    )

    def fit(backwards: int) -> tuple[int, str]:
        rows = [
            f"{i},2025-03-01T{i // 60:02}:{i % 60:02}:{'45' if i < backwards else '05'},"
            f"2025-03-01T{i // 60:02}:{i % 60:02}:{'10' if i < backwards else 20 + i % 30}\n"
            for i in range(400)
        ]
        (tmp_path / "log.csv").write_text("call,sent,left\n" + "".join(rows))
        return run("fitlog", tmp_path / "log.csv", "--columns", tmp_path / "fit.toml")

    code, shown = fit(40)
    assert code == 0, shown
    assert re.search(r"\b40\b", shown), shown
    assert not re.search(r"\b(nan|inf)\b", shown)
    code, shown = fit(400)
    assert (code, "fewer than 30" in shown, "400" in shown) == (0, True, True), shown


# Recorded traces


@pytest.mark.parametrize(
    ("file", "edit", "said"),
    [
        ("zones.csv", column("x", "1e308", 2), '"1e308" is above 1e+09'),
        ("zones.csv", column("y", "nan", 2), '"nan" is not a number'),
        ("calls.csv", column("on_scene_min", "1e308", 2), '"1e308" is above 100000'),
        ("calls.csv", column("handover_min", "-1", 2), '"-1" is below 0'),
        ("calls.csv", column("arrival_min", "9", 1), "the clock runs backwards"),
        ("units.csv", lambda text: text.splitlines()[0] + "\n", "has no units"),
        (
            "units.csv",
            lambda text: text + "".join(f"{i},Z00\n" for i in range(100, 100_100)),
            "units may have 100,000 at most",
        ),
    ],
)
def test_a_wrong_trace_is_refused(tmp_path: Path, file: str, edit: Edit, said: str) -> None:
    folder = Path(shutil.copytree(REPLAY, tmp_path / "trace"))
    change(folder / file, edit)
    names = {"zones": "zones.csv", "matrix": "siren_minutes.csv.gz", "units": "units.csv", "hospitals": "hospitals.csv"}
    files = [word for name, file in {**names, "calls": "calls.csv"}.items() for word in (f"--{name}", folder / file)]
    code, shown = run("replay", *files, "--out", tmp_path / "answers.csv")
    assert (code, said in shown) == (2, True), shown
    assert not (tmp_path / "answers.csv").exists()
