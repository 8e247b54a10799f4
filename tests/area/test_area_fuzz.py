"""Whatever is done to a pack, it loads or is refused with problems: never another exception."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bluelight.area import check_area, load_area
from bluelight.area.schema import TABLES
from bluelight.errors import Problem

LITTLEHAM = Path(__file__).parents[1] / "data" / "littleham"
SPLIT = {"sites": ["sites.csv", "sites_other.csv"]}


def read_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


CELL_TEXT = st.one_of(
    st.sampled_from(
        ["", "0", "-1", "1", "24:00", "yes", "no", "nan", "inf", "1e400", "F1", "fire", ";", "a;b", '"', "é"]
    ),
    st.integers(-(10**20), 10**20).map(str),
    st.floats().map(str),
    st.text(max_size=12),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_any_change_of_cells_loads_or_is_refused_with_problems(tmp_path: Path, data: st.DataObject) -> None:
    pack = tmp_path / "changed"
    shutil.rmtree(pack, ignore_errors=True)
    shutil.copytree(LITTLEHAM, pack)
    for _ in range(data.draw(st.integers(1, 4))):
        table = data.draw(st.sampled_from(TABLES))
        file = pack / data.draw(st.sampled_from(SPLIT.get(table.name, [f"{table.name}.csv"])))
        rows = read_rows(file)
        row = data.draw(st.integers(0, len(rows) - 1))
        rows[row][data.draw(st.integers(0, len(rows[row]) - 1))] = data.draw(CELL_TEXT)
        with file.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, lineterminator="\n").writerows(rows)
    problems = check_area(pack)
    assert all(p.file and p.what and p.remedy for p in problems)
    if not problems:
        assert load_area(pack).id == "littleham"


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(name=st.sampled_from(["area.toml", "zones.geojson", "units.csv", "demand.csv"]), data=st.data())
def test_any_bytes_in_a_file_load_or_are_refused(tmp_path: Path, name: str, data: st.DataObject) -> None:
    pack = tmp_path / "bytes"
    shutil.rmtree(pack, ignore_errors=True)
    shutil.copytree(LITTLEHAM, pack)
    content = (pack / name).read_bytes()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 40)))
    (pack / name).write_bytes(content[:start] + data.draw(st.binary(max_size=12)) + content[end:])
    problems = check_area(pack)
    assert all(isinstance(p, Problem) for p in problems)
    if not problems:
        load_area(pack)
