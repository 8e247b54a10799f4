"""The pictures of the overview: what they say in words, tiles and bars is what their tables say."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from bluelight.documents.overview.bars import by_theme
from bluelight.documents.overview.tiles import organisations_map
from bluelight.documents.palette import mark
from bluelight.register import Organisation, Register, load_register
from bluelight.register.overview import BLUE_LIGHT, Overview, overview


@pytest.fixture(scope="module")
def counts() -> Overview:
    return overview(load_register())


def of(counts: Overview, service: str) -> list[tuple[Organisation, int]]:
    return [(each, len(found)) for each, found in counts.by_organisation if each.service == service]


@pytest.mark.parametrize("service", BLUE_LIGHT)
def test_each_organisation_has_a_tile_and_a_row_with_its_number(counts: Overview, service: str) -> None:
    found = of(counts, service)
    drawn = organisations_map(service, found)
    assert drawn is not None
    tiles = ET.fromstring(drawn.svg).findall(".//{*}g")
    numbers = sorted(int((tile.findall("{*}text")[1].text or "").replace(",", "")) for tile in tiles)
    assert numbers == sorted(count for _, count in found)
    assert sorted(drawn.table.rows) == sorted((each.name, f"{count:,}") for each, count in found)
    assert f"{sum(count > 0 for _, count in found)} of {len(found)} organisations" in drawn.title


def test_the_more_the_darker_and_none_is_paper(counts: Overview) -> None:
    found = of(counts, "fire")
    drawn = organisations_map("fire", found)
    assert drawn is not None
    fills = {
        int(tile.findall("{*}text")[1].text or ""): tile.find("{*}rect").get("fill")  # type: ignore[union-attr]
        for tile in ET.fromstring(drawn.svg).findall(".//{*}g")
    }
    light = {count: sum(int(str(fill)[at : at + 2], 16) for at in (1, 3, 5)) for count, fill in fills.items()}
    assert fills[0] == "#ffffff"
    assert fills[max(fills)] == mark("fire").colour
    assert all(light[few] >= light[many] for few in light for many in light if few < many)


def test_no_map_where_no_place_is_known() -> None:
    assert organisations_map("police", []) is None


def test_a_bar_for_each_theme_and_the_sums_in_the_title(counts: Overview) -> None:
    drawn = by_theme(counts.tallies)
    assert len(drawn.table.rows) == len(counts.tallies.by_theme)
    whole, claimed = (sum(int(str(row[place])) for row in drawn.table.rows) for place in (1, 2))
    assert drawn.title == f"Of {whole:,} collaborations {claimed:,} are said to have brought a result"
    assert whole == 173
    labels = re.findall(r">([^<>]+)</text>", drawn.svg)
    assert {str(row[0]) for row in drawn.table.rows} <= set(labels), "a name is cut short"


def test_an_empty_register_has_no_pictures() -> None:
    nothing = overview(Register((), (), ()))
    assert not nothing.tallies.by_theme
    assert organisations_map("fire", of(nothing, "fire")) is None
