"""Whose turn the chair is: the rule, held to a slow obvious version and to what it promises."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from bluelight.service.group.rotation import Place, Sitting, quarter, quarters_without, turns

START = date(2020, 1, 1)
DAYS = st.dates(date(2020, 1, 1), date(2026, 12, 31))
PLACES = st.integers(1, 6).map(lambda count: [Place(body, body, START) for body in range(1, count + 1)])
LENGTHS = st.integers(1, 5)


def quarterly(count: int) -> list[Sitting]:
    return [Sitting(START + timedelta(days=91 * number)) for number in range(count)]


@st.composite
def comings_and_goings(draw: st.DrawFn) -> list[Place]:
    places = []
    for body in range(1, draw(st.integers(0, 6)) + 1):
        joined = draw(DAYS)
        places.append(
            Place(body, draw(st.integers(1, 4)), joined, draw(st.none() | st.dates(joined, date(2027, 1, 1))))
        )
    return places


@given(PLACES, LENGTHS, st.integers(0, 40))
def test_with_the_same_members_it_is_the_order_of_the_list(places: list[Place], length: int, count: int) -> None:
    said = list(turns(places, quarterly(count), length))
    assert said == [places[number // length % len(places)].body for number in range(count)]


@given(PLACES, LENGTHS, st.integers(1, 40))
def test_nobody_gets_more_than_a_turn_ahead(places: list[Place], length: int, count: int) -> None:
    had = Counter(turns(places, quarterly(count), length))
    assert max(had.values()) - min(had[place.body] for place in places) <= length


@given(comings_and_goings(), st.lists(DAYS, max_size=20, unique=True), LENGTHS)
def test_the_chair_is_a_member_whenever_there_is_one(places: list[Place], days: list[date], length: int) -> None:
    sittings = [Sitting(day) for day in sorted(days)]
    by_body = {place.body: place for place in places}
    said = list(turns(places, sittings, length))
    for sitting, body in zip(sittings, said, strict=True):
        members = {place.body for place in places if place.member_on(sitting.day)}
        assert (body in members) if members else (body is None)
        assert body is None or by_body[body].member_on(sitting.day)
    for body, run in groupby(said):
        others = any(place.body != body for place in places)
        assert len(list(run)) <= length or not others or body is None or _alone(places, sittings, body)


def _alone(places: list[Place], sittings: list[Sitting], body: int) -> bool:
    """Whether the body was the only member at one of the meetings, so that it had to go on."""
    return any({p.body for p in places if p.member_on(sitting.day)} == {body} for sitting in sittings)


@given(comings_and_goings(), st.lists(DAYS, max_size=16, unique=True), LENGTHS, st.data())
def test_keeping_what_was_worked_out_changes_nothing(
    places: list[Place], days: list[date], length: int, data: st.DataObject
) -> None:
    sittings = [Sitting(day) for day in sorted(days)]
    said = list(turns(places, sittings, length))
    first = data.draw(st.integers(0, len(sittings)))
    kept = [Sitting(s.day, body if n < first else None) for n, (s, body) in enumerate(zip(sittings, said, strict=True))]
    assert list(turns(places, kept, length)) == said


@given(PLACES.filter(lambda places: len(places) > 1), LENGTHS)
def test_a_new_order_of_the_list_leaves_the_past_as_it_was(places: list[Place], length: int) -> None:
    past = [Sitting(s.day, body) for s, body in zip(quarterly(4), turns(places, quarterly(4), length), strict=True)]
    turned = [Place(place.body, -place.position, place.joined) for place in places]
    assert list(turns(turned, [*past, *quarterly(6)[4:]], length))[:4] == [s.settled for s in past]


def test_a_body_that_leaves_within_its_turn_gives_the_chair_to_the_next_for_a_whole_turn() -> None:
    places = [Place(1, 1, START, left=quarterly(2)[1].day), Place(2, 2, START), Place(3, 3, START)]
    assert list(turns(places, quarterly(6), 2)) == [1, 2, 2, 3, 3, 2]


@given(st.lists(DAYS, max_size=12), DAYS)
def test_quarters_without_a_meeting_by_looking_at_every_day(days: list[date], until: date) -> None:
    first = min(days, default=until)
    every = {quarter(first + timedelta(days=n)) for n in range(max((until - first).days, 0))}
    met = {quarter(day) for day in days}
    expected = sorted(every - met - {quarter(until)}) if days else []
    assert quarters_without(days, until) == expected
