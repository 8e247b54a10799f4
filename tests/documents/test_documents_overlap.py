"""Who carries risk to more than one service: on a map, in a table, and marked for what it rests on."""

from __future__ import annotations

from pathlib import Path

import pytest

from bluelight import load_area
from bluelight.area import Area
from bluelight.documents.html import to_html
from bluelight.documents.maps.overlap import overlap_finding
from bluelight.documents.model import Document
from bluelight.documents.sections.overlap import overlap
from bluelight.studies.overlapping import OverlappingRisk, overlapping_of


@pytest.fixture(scope="module")
def area(littleham: Path) -> Area:
    return load_area(littleham)


@pytest.fixture(scope="module")
def found(area: Area) -> OverlappingRisk:
    seen = overlapping_of(area)
    assert seen is not None
    return seen


def test_every_zone_of_the_map_is_in_its_table_and_what_is_assumed_is_marked(
    found: OverlappingRisk, area: Area
) -> None:
    section = overlap(found, area)
    assert section is not None
    said = to_html(Document("Littleham", "", "", (section,)))
    for zone in found.zones:
        assert zone.name in said
    for group in found.groups:
        assert f"{group.people:,}" in said
    assert ">assumed<" in said
    assert "if calls are spread over zones as assumed" in said


def test_what_was_measured_is_not_called_assumed(found: OverlappingRisk) -> None:
    assert "assumed" not in overlap_finding(found.model_copy(update={"basis": "published"}))


def test_one_service_alone_overlaps_with_nobody(area: Area) -> None:
    alone = area.with_tables(incident_types=area.incident_types[area.incident_types["lead_service"] == "fire"])
    assert overlapping_of(alone) is None
    assert overlap(None, area) is None
