"""The section of a pack that names its roads."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bluelight.area import check_area, load_area


@pytest.fixture
def pack(littleham: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(littleham, tmp_path / "pack"))


def with_roads(pack: Path, lines: str) -> Path:
    with (pack / "area.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[roads]\n{lines}\n")
    return pack


def test_a_pack_says_where_its_roads_are_and_answers_do_not_depend_on_them(pack: Path, littleham: Path) -> None:
    for name in ("nodes.csv", "arcs.csv"):
        (pack / name).write_text("node,lon,lat\n")
    area = load_area(with_roads(pack, 'nodes = "nodes.csv"\narcs = "arcs.csv"'))
    assert area.roads is not None
    assert area.roads.arcs == pack / "arcs.csv"
    assert area.digest == load_area(littleham).digest
    assert load_area(littleham).roads is None


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('nodes = "n.csv.gz"\narcs = "a.csv.gz"', "n.csv.gz: is missing."),
        ('nodes = "area.toml"', "[roads] arcs is missing"),
        ('nodes = "area.toml"\narcs = 3', "[roads] arcs is missing or not a file name"),
        ('nodes = "../x"\narcs = "area.toml"', "lies outside the pack's folder"),
        ('nodes = "area.toml"\narcs = "area.toml"\nlanes = "x"', '[roads] has an unknown key "lanes"'),
    ],
)
def test_what_is_wrong_with_the_section_is_said(pack: Path, lines: str, said: str) -> None:
    assert said in "\n".join(map(str, check_area(with_roads(pack, lines))))
