"""Load and waits drawn: what the titles claim is in the numbers, and every number can be had."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from tests.documents.make_results import estimate, make_area, make_results

from bluelight.documents import charts, maps, render_report
from bluelight.documents.model import plain
from bluelight.studies.results import HourLoad


def hours(busy: float, half: float = 0.0, on_duty: float = 20.0) -> list[HourLoad]:
    return [HourLoad(hour=h, on_duty=on_duty, busy=estimate(busy + (h == 17), half)) for h in range(24)]


def test_a_chart_of_load_names_the_busiest_hour_and_shades_the_days() -> None:
    drawn = charts.load_by_hour("fire", hours(4.2, 1.5))
    assert drawn.title == "Fire: busiest around 5pm, 5.2 of 20 vehicles on duty busy"
    assert "band holds 95% of days" in drawn.summary
    assert "3.7 to 6.7" in plain(drawn.table.rows[17][3])
    assert drawn.table.values()[18] == (17, 20.0, 5.2, 3.7, 6.7)
    assert ElementTree.fromstring(drawn.svg).get("role") == "img"


def test_a_single_day_has_no_band_and_overtime_is_explained() -> None:
    drawn = charts.load_by_hour("police", hours(4.0, 0.0, on_duty=3.0), relied_on=False)
    assert drawn.title.startswith("Police (not relied on)")
    assert "95%" not in drawn.summary
    assert "after their duty ends" in drawn.summary
    assert [column.title for column in drawn.table.columns] == ["Hour", "On duty", "Busy", "Share busy"]


def test_a_service_that_nobody_calls_is_never_busy() -> None:
    idle = [HourLoad(hour=h, on_duty=4.0, busy=estimate(0.0, 0.0)) for h in range(24)]
    assert charts.load_by_hour("police", idle).title == "Police: no vehicle is ever busy"


@pytest.mark.parametrize(
    ("minute", "most", "said"),
    [(745, 3, "At most 3 calls wait at once, at 12:25"), (0, 1, "At most 1 call waits at once, at 00:00"),
     (5, 0, "No call has to wait")],
)  # fmt: skip
def test_a_queue_says_when_it_is_longest(minute: int, most: int, said: str) -> None:
    waiting = [0] * 1440
    waiting[minute] = most
    drawn = charts.queue_by_minute(waiting, "day 3")
    assert drawn.title.startswith(said)
    assert len(drawn.table.values()) == 1441
    assert drawn.table.values()[minute + 1] == (minute, most)
    assert int(plain(drawn.table.rows[minute // 60][1])) == most


def test_a_map_of_waits_counts_every_zone_once_and_names_the_worst() -> None:
    results, area = make_results(), make_area()
    drawn = maps.waiting_map(results.options[0], "police", area)
    assert drawn.title == (
        "Police (not relied on): 2.0% of calls wait for a vehicle to be free, most in Littleham 35 (7.0%)"
    )
    counted = sum(int(plain(cell)) for row in drawn.table.rows for cell in row[1:])
    assert counted == len(area.zones)
    assert len(drawn.table.values()) == len(area.zones) + 1
    classes = [maps.waiting_class(zone, "police") for zone in results.options[0].zones]
    assert (classes[0], classes[5], classes[10], classes[25]) == (0, 1, 2, 3)
    assert maps.waiting_class(results.options[0].zones[30], "fire") is None


def test_the_report_shows_load_and_who_waits_today() -> None:
    said = render_report(make_results(), make_area())
    assert "How busy the services are, hour by hour" in said
    assert "Who waits for a vehicle to be free" in said
    assert "Fire: in no zone do as many as 1 call in 100 wait" in said


def test_results_of_an_older_version_have_neither() -> None:
    results = make_results()
    base = results.options[0]
    bare = {s: r.model_copy(update={"load": []}) for s, r in base.response.items()}
    zones = [zone.model_copy(update={"waited_share": {}}) for zone in base.zones]
    older = base.model_copy(update={"response": bare, "zones": zones})
    said = render_report(results.model_copy(update={"options": [older, *results.options[1:]]}), make_area())
    assert "hour by hour" not in said
    assert "Who waits for a vehicle" not in said
