"""Maps: every zone in its place and its class, every site in its service's colour and shape."""

from __future__ import annotations

import dataclasses
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.documents.make_results import SIDE, make_area, make_results

from bluelight.documents.maps import change_map, site_map
from bluelight.documents.maps.change import CLASS_COLOURS, move_places
from bluelight.documents.maps.drawing import WIDTH, Frame
from bluelight.documents.palette import SERVICE_MARKS
from bluelight.documents.zones import residents, residents_told, waiting, zone_class
from bluelight.studies.results import ZoneResponse

RESULTS = make_results()
AREA = make_area()
NEXT_DOOR = RESULTS.options[1]


def zone(change: float | None, half: float | None) -> ZoneResponse:
    ends = (
        {} if half is None or change is None else {"fire": change - half},
        {} if half is None or change is None else {"fire": change + half},
    )
    return ZoneResponse(
        zone="Z", mean_min={"fire": 8.0}, change_min={"fire": change}, change_low_min=ends[0], change_high_min=ends[1]
    )


@pytest.mark.parametrize(
    ("change", "half", "expected"),
    [
        (None, None, None),
        (0.2, 0.01, 0),
        (0.3, 0.01, 1),
        (0.3, 0.31, 0),
        (1.0, 0.5, 2),
        (2.5, 0.5, 3),
        (-0.3, 0.01, -1),
        (-1.5, 0.5, -2),
        (-9.0, 0.5, -3),
        (1.5, None, 2),
    ],
)
def test_a_zone_is_classed_by_size_only_where_its_change_can_be_told(
    change: float | None, half: float | None, expected: int | None
) -> None:
    assert zone_class(zone(change, half), "fire") == expected


def test_who_waits_over_a_minute_longer_is_counted_with_residents() -> None:
    found = waiting(NEXT_DOOR, "fire", residents(AREA))
    assert (found.slower, found.slower_residents) == (3, 1530 + 1540 + 1550)
    assert found.faster == 0
    assert found.worst is not None
    assert found.worst.zone == "Z03"


def test_residents_that_are_not_known_are_said_to_be_so() -> None:
    partly = AREA.with_tables(zones=AREA.zones.assign(population=AREA.zones["population"].where(AREA.zones.index != 3)))
    assert waiting(NEXT_DOOR, "fire", residents(partly)).slower_residents is None
    assert waiting(NEXT_DOOR, "fire", residents(partly)).faster_residents == 0
    assert residents_told(None) == "residents not known"
    assert residents_told(1530) == "1,530 residents"
    unknown = AREA.with_tables(zones=AREA.zones.assign(population=np.nan))
    assert residents(unknown) == {}
    assert "nan" not in change_map(NEXT_DOOR, "fire", unknown).svg


def test_the_change_map_states_its_finding_and_colours_by_class() -> None:
    chart = change_map(NEXT_DOOR, "fire", AREA)
    assert chart.title == "Fire: 3 zones wait over a minute longer under “Share what is next door”"
    root = ET.fromstring(chart.svg)
    fills = {e.get("fill"): e.get("d", "").count("M") for e in root.iter() if e.tag.endswith("path") and e.get("fill")}
    assert fills[CLASS_COLOURS[2]] == 3
    assert fills[CLASS_COLOURS[1]] == 1
    assert fills[CLASS_COLOURS[-1]] == 1
    assert fills[CLASS_COLOURS[None]] == 1
    assert fills[CLASS_COLOURS[0]] == SIDE * SIDE - 6


def test_a_map_without_change_claims_none() -> None:
    chart = change_map(RESULTS.options[2], "fire", AREA)
    assert chart.title.endswith(
        "no zone has a detectable change of 15 seconds or more under “Fire crews sent to cardiac arrests”"
    )


def test_every_zone_is_in_the_download() -> None:
    data = change_map(NEXT_DOOR, "fire", AREA).table.values()
    assert len(data) == 1 + SIDE * SIDE
    assert data[1 + 3][:3] == ("Z03", "Littleham 03", "Eastham")


def test_districts_add_up_to_all_zones() -> None:
    table = change_map(NEXT_DOOR, "fire", AREA).table
    assert sum(int(str(cell)) for row in table.rows for cell in row[1:]) == SIDE * SIDE


def test_zones_without_shapes_are_discs_at_their_centres() -> None:
    chart = change_map(NEXT_DOOR, "fire", dataclasses.replace(AREA, zone_shapes=None))
    root = ET.fromstring(chart.svg)
    discs = [e for e in root.iter() if e.tag.endswith("circle") and e.get("r") == "4"]
    assert len(discs) == SIDE * SIDE


def test_moves_are_numbered_where_they_happen() -> None:
    assert list(move_places(NEXT_DOOR)) == [1]
    assert ">1</text>" in change_map(NEXT_DOOR, "fire", AREA).svg


def test_sites_wear_their_service_and_shared_ones_a_ring() -> None:
    chart = site_map(RESULTS.sites, AREA)
    root = ET.fromstring(chart.svg)
    legend = 1
    squares = [e for e in root.iter() if e.tag.endswith("rect") and e.get("fill") == SERVICE_MARKS["police"].colour]
    assert len(squares) == 2 + legend
    rings = [e for e in root.iter() if e.tag.endswith("circle") and e.get("fill") == "none"]
    assert len(rings) == 1 + legend
    assert chart.title == "5 sites, 1 of them shared today"


def test_an_assumed_place_is_hollow_and_said_to_be() -> None:
    chart = site_map(RESULTS.sites, AREA)
    hollow = re.findall(rf'<circle [^>]*fill="#ffffff" stroke="{SERVICE_MARKS["ambulance"].colour}"', chart.svg)
    assert len(hollow) == 2
    assert "The place of 1 site is assumed" in chart.summary


def test_a_site_outside_the_frame_is_in_the_table_only() -> None:
    far = RESULTS.sites[0].model_copy(update={"lon": 3.0, "name": "Far away"})
    chart = site_map([*RESULTS.sites, far], AREA)
    assert "1 site outside the frame is in the table only" in chart.summary
    assert "Far away" in [row[0] for row in chart.table.rows]


def test_hostile_names_stay_words_on_a_map() -> None:
    area = make_area("<script>&\"'")
    zones = area.zones.assign(district_name="<script>x</script>")
    root = ET.fromstring(change_map(NEXT_DOOR, "fire", area.with_tables(zones=zones)).svg)
    assert not [e for e in root.iter() if "script" in e.tag]
    assert any(e.text == "<script>x</script>" for e in root.iter())


@given(
    st.lists(st.tuples(st.floats(-5, 5), st.floats(50, 56)), min_size=2, max_size=20, unique=True),
)
def test_every_point_lands_inside_its_frame(points: list[tuple[float, float]]) -> None:
    frame = Frame.around(points)
    for point in points:
        x, y = frame.at(*point)
        assert -1e-6 <= x <= WIDTH + 1e-6
        assert -1e-6 <= y <= frame.height + 1e-6


@given(st.floats(50, 56), st.floats(-4, 1))
def test_north_is_up_and_east_is_right(lat: float, lon: float) -> None:
    frame = Frame.around([(lon - 0.5, lat - 0.5), (lon + 0.5, lat + 0.5)])
    x, y = frame.at(lon, lat)
    assert frame.at(lon + 0.1, lat)[0] > x
    assert frame.at(lon, lat + 0.1)[1] < y
