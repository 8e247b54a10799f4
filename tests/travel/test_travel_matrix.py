"""A pack's own travel matrix: used as it is, checked like every other file, the same bytes every time."""

from __future__ import annotations

import csv
import gzip
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluelight.area import Area, check_area, load_area
from bluelight.area.matrix import LONGEST_MIN, matrix_bytes, read_matrix
from bluelight.errors import InputError
from bluelight.response import simulate
from bluelight.studies.assumptions import exclusions_of
from bluelight.travel import travel_times

LITTLEHAM = Path(__file__).parents[1] / "data" / "littleham"
TRAVEL = '\n[travel]\nmatrix = "{file}"\nbasis = "derived"\nsource = "made up for tests"\n'
Rows = list[list[str]]


def minutes_for(area: Area) -> np.ndarray:
    """Unlike the distance model, and different in both directions."""
    places = len(area.sites) + len(area.zones)
    return np.random.default_rng(5).uniform(1, 30, (places, len(area.zones))).round(3)


def with_matrix(folder: Path, file: str = "travel.csv.gz") -> Path:
    shutil.copytree(LITTLEHAM, folder)
    area = load_area(LITTLEHAM)
    data = matrix_bytes(
        list(area.sites["site"]), list(area.zones["zone"]), minutes_for(area), packed=file.endswith(".gz")
    )
    (folder / file).write_bytes(data)
    (folder / "area.toml").write_text((folder / "area.toml").read_text() + TRAVEL.format(file=file))
    return folder


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return with_matrix(tmp_path / "pack")


def edit(pack: Path, change: Callable[[Rows], object]) -> None:
    path = pack / "travel.csv.gz"
    rows = list(csv.reader(io.StringIO(gzip.decompress(path.read_bytes()).decode())))
    change(rows)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    path.write_bytes(gzip.compress(text.getvalue().encode()))


def put(row: int, column: int, text: str) -> Callable[[Rows], object]:
    return lambda rows: rows[row].__setitem__(column, text)


@pytest.mark.parametrize("file", ["travel.csv.gz", "travel.csv"])
def test_the_matrix_of_a_pack_is_what_travel_uses(tmp_path: Path, file: str) -> None:
    area = load_area(with_matrix(tmp_path / "pack", file))
    times = travel_times(area, cache=tmp_path / "cache")
    assert np.array_equal(times.minutes, minutes_for(area))
    assert not (tmp_path / "cache").exists()
    assert times.scale == travel_times(load_area(LITTLEHAM), cache=None).scale


def test_rows_and_columns_may_stand_in_any_order(pack: Path) -> None:
    def shuffle(rows: Rows) -> None:
        order = [0, 1, *reversed(range(2, len(rows[0])))]
        rows[:] = [[row[i] for i in order] for row in [rows[0], *reversed(rows[1:])]]

    edit(pack, shuffle)
    assert check_area(pack) == []
    area = load_area(pack)
    assert np.array_equal(travel_times(area).minutes, minutes_for(area))


def test_no_distance_model_is_needed_beside_a_matrix(pack: Path) -> None:
    path = pack / "parameters.csv"
    kept = [
        line for line in path.read_text().splitlines() if not line.startswith(("travel_c0", "travel_b", "travel_p"))
    ]
    path.write_text("\n".join(kept) + "\n")
    assert travel_times(load_area(pack)).minutes.shape == (25, 12)
    area_toml = pack / "area.toml"
    area_toml.write_text(area_toml.read_text().split("\n[travel]")[0])
    (pack / "travel.csv.gz").unlink()
    assert "travel_b is missing for all" in " ".join(str(problem) for problem in check_area(pack))


def test_a_case_says_which_travel_it_rests_on(pack: Path) -> None:
    assert "straight-line distance" in exclusions_of(load_area(LITTLEHAM))[0]
    assert "table of driving times" in exclusions_of(load_area(pack))[0]


def test_the_matrix_is_part_of_what_the_area_is(pack: Path) -> None:
    before = load_area(pack)
    assert before.digest != load_area(LITTLEHAM).digest
    edit(pack, put(3, 3, "17.5"))
    assert load_area(pack).digest != before.digest
    with pytest.raises(ValueError, match="read-only"):
        before.travel.minutes[0, 0] = 1  # type: ignore[union-attr]


WRONG: dict[str, tuple[Callable[[Rows], object], str]] = {
    "not a number": (put(2, 3, "soon"), 'row 3, column Z02: "soon" is not a number'),
    "nan": (put(2, 3, "nan"), '"nan" is not a number'),
    "infinite": (put(2, 3, "inf"), '"inf" is not a number'),
    "grouped": (put(2, 3, "1_0"), '"1_0" is not a number'),
    "empty": (put(2, 3, ""), "row 3, column Z02: is empty"),
    "negative": (put(2, 3, "-2"), "-2 is below 0"),
    "absurd": (put(2, 3, "241"), "241 is longer than 240 minutes"),
    "unknown site": (put(1, 1, "F9"), 'row "F9" is no site of this pack'),
    "missing site": (lambda rows: rows.pop(1), "has no row for site F1"),
    "unknown zone": (put(0, 2, "Z99"), 'column "Z99" is no zone of this pack'),
    "missing zone": (lambda rows: [row.pop(2) for row in rows], "has no column for zone Z01"),
    "zone as start": (lambda rows: rows.pop(), "has no row for zone Z12"),
    "twice": (lambda rows: rows.append(rows[1]), "site F1 is there already, in row 2"),
    "column twice": (lambda rows: [row.append(row[2]) for row in rows], 'has column "Z01" twice'),
    "kind": (put(1, 0, "station"), '"station" is no kind of place'),
    "short row": (lambda rows: rows[4].pop(), "row 5: has 13 cells where the header has 14"),
    "header": (put(0, 0, "from"), "does not start with the columns kind and place"),
    "nothing": (lambda rows: rows.clear(), "does not start with the columns"),
}


@pytest.mark.parametrize("name", sorted(WRONG))
def test_what_is_wrong_in_a_matrix_is_named(pack: Path, name: str) -> None:
    change, said = WRONG[name]
    edit(pack, change)
    assert any(said in str(problem) for problem in check_area(pack)), [str(p) for p in check_area(pack)]
    with pytest.raises(InputError):
        load_area(pack)


def test_files_that_are_no_matrix_are_named(pack: Path) -> None:
    path = pack / "travel.csv.gz"
    data = path.read_bytes()
    for content, said in ((data[: len(data) // 2], "cut short"), (b"\xff\xfe\x00", "not UTF-8"), (b"", "start with")):
        path.write_bytes(content)
        assert said in " ".join(str(problem) for problem in check_area(pack))
    path.unlink()
    assert "travel.csv.gz: is missing" in " ".join(str(problem) for problem in check_area(pack))


def test_the_section_is_checked_key_by_key(pack: Path) -> None:
    toml = pack / "area.toml"
    text = toml.read_text()
    for old, new, said in (
        ('matrix = "travel.csv.gz"\n', "", "[travel] matrix is missing"),
        ('basis = "derived"\nsource', 'basis = "guessed"\nsource', "[travel] basis is missing or not understood"),
        ('matrix = "travel.csv.gz"', 'matrix = "../travel.csv.gz"', "lies outside the pack's folder"),
        ('matrix = "travel.csv.gz"', 'matrix = "travel.csv.gz"\nperiod = "am"', 'unknown key "period"'),
    ):
        toml.write_text(text.replace(old, new))
        assert said in " ".join(str(problem) for problem in check_area(pack))


def test_many_like_mistakes_are_told_shortly(pack: Path) -> None:
    edit(pack, lambda rows: [row.__setitem__(slice(2, None), ["x"] * 12) for row in rows[1:]])
    problems = check_area(pack)
    assert len(problems) == 21
    assert "280 more problems like these" in str(problems[-1])


def test_units_may_go_to_any_site_and_no_time_is_guessed(pack: Path) -> None:
    area = load_area(pack)
    moved = area.units.assign(site=area.units["site"].replace("F2", "F3"))
    assert simulate(area.with_tables(units=moved), days=1, warm_up_days=0, replications=1).days == 1
    elsewhere = area.sites.copy()
    elsewhere.loc[1, "lon"] += 0.01
    elsewhere.loc[2, "site"] = "F9"
    with pytest.raises(InputError) as refused:
        travel_times(area.with_tables(sites=elsewhere))
    said = str(refused.value)
    assert "site F2 has moved since the pack's travel matrix" in said
    assert "site F9 is not in the pack's travel matrix" in said
    fewer = area.with_tables(sites=area.sites.iloc[::-1].reset_index(drop=True))
    assert np.array_equal(travel_times(fewer).minutes[0], minutes_for(area)[len(area.sites) - 1])


def test_coordinates_may_lie_in_the_bounds_that_a_pack_gives(pack: Path) -> None:
    toml = pack / "area.toml"
    text = toml.read_text()
    toml.write_text(text.replace("[tables]", "bounds = [-1.9, 0, 52, 53]\n\n[tables]"))
    assert check_area(pack) == []
    toml.write_text(text.replace("[tables]", "bounds = [-122.6, -122.3, 37.6, 37.9]\n\n[tables]"))
    assert "lies outside the bounds that area.toml gives" in str(check_area(pack)[0])
    toml.write_text(text.replace("[tables]", "bounds = [2, -9, 49, 61]\n\n[tables]"))
    assert "bounds is not a box of degrees" in str(check_area(pack)[0])


@given(st.data())
def test_what_is_written_is_read_to_the_thousandth_and_the_bytes_do_not_change(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    ids = st.lists(st.text("AZ09,;\" '-é", min_size=1).map(str.strip).filter(bool), unique=True, min_size=1, max_size=4)
    sites, zones = data.draw(ids), data.draw(ids)
    times = st.floats(0, LONGEST_MIN)
    rows = st.lists(times, min_size=len(zones), max_size=len(zones))
    minutes = np.array([data.draw(rows) for _ in range(len(sites) + len(zones))])
    path = tmp_path_factory.mktemp("matrix") / "travel.csv.gz"
    written = matrix_bytes(sites, zones, minutes, packed=True)
    assert written == matrix_bytes(sites, zones, minutes, packed=True)
    path.write_bytes(written)
    found, problems = read_matrix(path, sites, zones)
    assert problems == []
    read = np.array([found["site", name] for name in sites] + [found["zone", name] for name in zones])
    assert np.allclose(read, minutes, rtol=0, atol=0.0005001)
