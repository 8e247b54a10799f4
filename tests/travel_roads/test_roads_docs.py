"""docs/methods/roads.md says what the code and the parameter file say, and its example runs."""

from __future__ import annotations

import doctest
import re
from dataclasses import fields
from pathlib import Path

import pytest

from bluelight.travel.roads import ArcColumns, NodeColumns, load_speeds
from bluelight.travel.roads.isochrone import CELL_M
from bluelight.travel.roads.osm import ACCESS_TAGS, NO_ENTRY, SPACING_M
from bluelight.travel.roads.sweep import BATCH

PAGE = (Path(__file__).parents[2] / "docs" / "methods" / "roads.md").read_text(encoding="utf-8")
FLAT = " ".join(PAGE.split())


def test_the_example_runs(tmp_path, monkeypatch):
    for name, content in re.findall(r"`(\w+\.csv)`:\n\n```csv\n(.*?)```", PAGE, re.DOTALL):
        (tmp_path / name).write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    test = doctest.DocTestParser().get_doctest(PAGE, {}, "roads.md", "roads.md", 0)
    assert len(test.examples) > 10
    result = doctest.DocTestRunner().run(test)
    assert result.failed == 0


def test_every_class_is_listed_with_its_values():
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$", PAGE, re.MULTILINE)
    listed = [(name, float(mph), float(value), float(low), float(high)) for name, mph, value, low, high in rows]
    assert listed == [
        (c.name, c.free_mph, c.emergency_factor.value, c.emergency_factor.low, c.emergency_factor.high)
        for c in load_speeds().classes
    ]


@pytest.mark.parametrize("columns", [NodeColumns, ArcColumns])
def test_every_column_is_described(columns):
    for field in fields(columns):
        assert f"`{field.name}`" in PAGE


def test_constants_are_those_of_the_code():
    speeds = load_speeds()
    share = speeds.limit_share
    assert f"$s$ = {share.value:.2f} ({share.low:.2f} to {share.high:.2f})" in FLAT
    assert f"at {speeds.access_kmh.value:.0f} km/h (assumed)" in FLAT
    assert f"more than {speeds.largest_access_m.value / 1000:.0f} km (assumed)" in FLAT
    assert f"pieces over {SPACING_M:.0f} m" in FLAT
    assert f"{CELL_M:.0f} m squares" in FLAT
    assert f"for {BATCH} sources at once" in FLAT
    assert ", ".join(f"`{tag}`" for tag in ACCESS_TAGS) in FLAT
    assert all(f"`{value}`" in FLAT for value in NO_ENTRY)
    apart = {c.name for c in speeds.classes if not c.road_access}
    assert apart == {"motorway", "motorway_link", "trunk_link"}
