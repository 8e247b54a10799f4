"""Playback: the day that is shown is the day that was simulated, sent once, and said to be simulated."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from django.test import Client
from tests.response_trace.ruled import every_rule

from bluelight.documents.maps.drawing import frame_of
from bluelight.response.trace import replicate, trace
from bluelight.response.trace.states import STATES
from bluelight.service.areas import places
from bluelight.service.playback import years
from bluelight.service.playback.day import day_of, moment
from bluelight.service.playback.tracks import day_json
from bluelight.service.studies import services, tasks
from bluelight.service.studies.models import Study

PAGE = "/areas/littleham/playback/"


@pytest.fixture
def listed(settings, littleham):
    settings.AREA_FOLDERS = [str(littleham)]
    places.read_again()
    years.of_area.cache_clear()
    yield places.area("littleham")
    places.read_again()
    years.of_area.cache_clear()


@pytest.fixture
def year(listed) -> years.Year:
    return years.year(years.of_area("littleham"))


def shown(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


@pytest.mark.django_db
def test_the_page_says_that_the_day_is_simulated_and_how_bad_it_is(client: Client, listed, year) -> None:
    said = shown(client, PAGE)
    assert "It is not a day that happened" in said
    worst = year.figures.set_index("day").loc[year.picks.most_waiting]
    assert f"At most {int(worst['most_waiting'])} call" in said
    assert f"day {year.picks.most_waiting} of 365" in said
    assert len(re.findall(r'<tr class="govuk-table__row" role="row"><th scope="row"[^>]*>\d\d:00', said)) >= 24


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "pick"),
    [("most-waiting", "most_waiting"), ("longest-wait", "longest_wait"), ("usual", "usual"), ("17", None)],
)
def test_a_reader_chooses_the_day(client: Client, listed, year, query: str, pick: str | None) -> None:
    number = getattr(year.picks, pick) if pick else 17
    assert f'data-playback="{PAGE}day-{number}.json"' in shown(client, f"{PAGE}?day={query}")
    assert f'data-playback="{PAGE}day-{number}.json"' in shown(client, f"{PAGE}?day=number&number={number}")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [f"{PAGE}?day=366", f"{PAGE}?day=0", f"{PAGE}?day=tuesday", f"{PAGE}?day=number", f"{PAGE}?day=number&number=³",
     f"{PAGE}day-366.json", f"{PAGE}day-0.json", f"{PAGE}day-3/4.svg", "/areas/atlantis/playback/",
     "/areas/atlantis/playback/day-1.json", f"{PAGE}?replication=0", f"{PAGE}?replication=11",
     f"{PAGE}?replication=two", f"{PAGE}day-3.json?replication=11"],
)  # fmt: skip
def test_what_is_not_there_is_a_404(client: Client, listed, path: str) -> None:
    assert "Page not found" in shown(client, path, 404)


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["day-3.json", "ground.svg", "day-3/15.svg"])
def test_parts_are_sent_once(client: Client, listed, part: str) -> None:
    first = client.get(PAGE + part)
    assert first.status_code == 200
    assert "max-age=300" in first.headers["Cache-Control"]
    again = client.get(PAGE + part, headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(PAGE + part.replace("day-3", "day-4"), headers={"if-none-match": first.headers["ETag"]})
    assert other.status_code == (200 if "day" in part else 304)


def at(track: list[int], now: float) -> tuple[float, float, str]:
    """The slow way to read a track, as docs/service.md describes it."""
    keys = [track[i : i + 4] for i in range(0, len(track), 4)]
    here = max(i for i, key in enumerate(keys) if key[0] <= now)
    begin, x, y, state = keys[here]
    if here + 1 == len(keys):
        return x, y, STATES[state]
    end, to_x, to_y, _ = keys[here + 1]
    share = min((now - begin) / (end - begin), 1.0) if end > begin else 1.0
    return x + share * (to_x - x), y + share * (to_y - y), STATES[state]


def test_every_unit_is_where_the_trace_says(year) -> None:
    where_the_trace_says(year, year.picks.most_waiting)


def where_the_trace_says(year, number: int) -> None:
    told = json.loads(day_json(day_of(year, number)))
    area = year.replication.area
    frame = frame_of(area)
    states = trace(year.replication, number).tables["states"]
    midnight = (number - 1) * 1440
    rows = dict(list(states.groupby("unit")))
    for minute in (0.5, 333.25, 725.5, 1080.75, 1439.5):
        for (unit, *_), track in zip(told["units"], told["tracks"], strict=True):
            mine = rows[unit]
            row = mine[(mine["begin_min"] <= midnight + minute) & (mine["end_min"] > midnight + minute)].iloc[0]
            if min(minute + midnight - row["begin_min"], row["end_min"] - minute - midnight) < 0.02:
                continue  # within the rounding to seconds
            x, y, state = at(track, minute * 60)
            assert state == row["state"]
            share = (midnight + minute - row["begin_min"]) / (row["end_min"] - row["begin_min"])
            lon = row["from_lon"] + share * (row["to_lon"] - row["from_lon"])
            lat = row["from_lat"] + share * (row["to_lat"] - row["from_lat"])
            # A second of rounding at either end moves a unit by at most a pixel or two of the drawing.
            np.testing.assert_allclose((x / 10, y / 10), frame.at(lon, lat), atol=3.0)


def test_calls_and_waits_are_those_of_the_trace(year) -> None:
    number = year.picks.most_waiting
    day = day_of(year, number)
    told = json.loads(day_json(day))
    calls = trace(year.replication, number).tables["calls"]
    made = (calls["made_min"] - (number - 1) * 1440) * 60
    today = made[(made >= 0) & (made < 86_400)]
    assert sorted(c[0] for c in told["calls"] if 0 <= c[0] < 86_400) == sorted(today.round().astype(int))
    for minute in range(0, 1440, 7):
        now = moment(day, minute)
        assert now.waiting == day.waiting[minute]
        waiting = {row for row, begin, end in told["waits"] if begin <= 60 * minute < end}
        assert abs(len(waiting) - now.waiting) <= sum(abs(b - 60 * minute) <= 1 for _, b, _ in told["waits"]) + sum(
            abs(e - 60 * minute) <= 1 for _, _, e in told["waits"]
        )
    assert max(day.waiting) == year.figures.set_index("day").loc[number, "most_waiting"] > 0


@pytest.mark.django_db
def test_standing_by_and_meal_breaks_have_marks_and_counts(client: Client, listed, monkeypatch) -> None:
    ruled = every_rule(listed)  # whose kernel the tests of traces compile
    monkeypatch.setattr(places, "area", lambda identifier: ruled)
    said = shown(client, f"{PAGE}?day=5")
    assert "Dot: stands by elsewhere" in said
    assert "Struck through: on a break" in said
    assert "Vehicles on a meal break" in said
    year = years.year(years.of_area("littleham"))
    told = json.loads(client.get(f"{PAGE}day-5.json").content)
    seen = {STATES[state] for track in told["tracks"] for state in track[3::4]}
    assert {"on_break", "standing_by", "to_standby"} <= seen
    where_the_trace_says(year, 5)
    day = day_of(year, 5)
    noon = moment(day, 720)
    states = trace(year.replication, 5).tables["states"]
    now = states[(states["begin_min"] <= 4 * 1440 + 720) & (states["end_min"] > 4 * 1440 + 720)]["state"]
    assert noon.on_break == (now == "on_break").sum()
    assert noon.standing_by == now.isin(["to_standby", "standing_by"]).sum()
    assert f"Standing by away from home: {noon.standing_by}." in said


@pytest.mark.django_db
def test_the_hospital_is_on_the_map(client: Client, listed) -> None:
    picture = "h5"  # the bar of its letter
    assert picture in client.get(f"{PAGE}ground.svg").content.decode()
    assert picture in client.get(f"{PAGE}day-5/3.svg").content.decode()
    assert "> Hospital</li>" in shown(client, PAGE)


@pytest.mark.django_db
def test_a_reader_chooses_another_simulated_year(client: Client, listed, year) -> None:
    said = shown(client, f"{PAGE}?day=17&replication=3")
    assert f'data-playback="{PAGE}day-17.json?replication=3"' in said
    assert "day 17 of 365 in simulated year 3" in said
    assert "--replication 2 --day 17" in said  # the command counts from 0, as the tables do
    first, third = (client.get(f"{PAGE}day-17.json{query}") for query in ("", "?replication=3"))
    assert first.content != third.content
    assert first.headers["ETag"] != third.headers["ETag"]
    answered = replicate(listed, replication=2)
    made = answered.calls.time_min - answered.start - 16 * 1440
    today = ((made >= 0) & (made < 1440)).sum()
    assert sum(0 <= call[0] < 86_400 for call in json.loads(third.content)["calls"]) == today


@pytest.mark.django_db
def test_readers_without_scripts_get_pictures_in_words(client: Client, listed, year) -> None:
    said = shown(client, f"{PAGE}?day=5")
    pictures = re.findall(r'<img src="(/areas/littleham/playback/day-5/\d+\.svg)" alt="([^"]+)"', said)
    assert len(pictures) == 8
    for address, alt in pictures:
        drawn = client.get(address)
        assert drawn.headers["Content-Type"] == "image/svg+xml"
        assert ElementTree.fromstring(drawn.content).get("aria-label") == alt


@pytest.mark.django_db
def test_a_place_where_nothing_happens_has_a_quiet_day(client: Client, listed, monkeypatch) -> None:
    quiet = listed.with_tables(incident_types=listed.incident_types.assign(annual_count=0.0))
    monkeypatch.setattr(places, "area", lambda identifier: quiet)
    said = shown(client, PAGE)
    assert "No call has to wait for a vehicle to be free" in said
    assert "0 calls" in said
    assert "nan" not in re.sub(r"<svg.*?</svg>", "", said, flags=re.DOTALL).lower().split()
    told = json.loads(client.get(f"{PAGE}day-3.json").content)
    assert told["calls"] == told["waits"] == []
    assert all(STATES[track[3]] in ("waiting", "off_duty") for track in told["tracks"])


def test_an_option_is_played_as_it_was_run(client: Client, study: Study, page_alone: None) -> None:
    assert "has not been run" in shown(client, "/studies/littleham/playback/", 404)
    run = services.request_run(study)
    tasks.run_study.func(run.pk)
    there = client.get("/studies/littleham/playback/?option=co-respond&day=4")
    assert there.headers["Location"] == "/studies/littleham/options/co-respond/playback/?day=4"
    assert client.get("/studies/littleham/playback/").headers["Location"].endswith("/options/as-is/playback/")
    assert "no option called nothing" in shown(client, "/studies/littleham/playback/?option=nothing", 404)
    assert "Page not found" in shown(client, "/studies/littleham/options/nothing/playback/", 404)
    page = shown(client, there.headers["Location"])
    assert "Engines to cardiac arrests" in page
    assert "day 4 of 20" in page
    address = "/studies/littleham/options/{}/playback/day-4.json"
    usual, sent = (json.loads(client.get(address.format(option)).content) for option in ("as-is", "co-respond"))
    same = [{(c[0], c[3], c[4]) for c in told["calls"] if c[0] >= 0} for told in (usual, sent)]
    assert same[0] == same[1]
    tags = [client.get(address.format(option)).headers["ETag"] for option in ("as-is", "co-respond")]
    assert tags[0] != tags[1]
