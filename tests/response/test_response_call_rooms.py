"""Calls wait for a call-taker: by the rules, by theory, and from a pack's tables to what the simulation says."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from tests.response import plain_rooms

from bluelight.area import load_area
from bluelight.errors import InputError
from bluelight.options.moves.join_control_rooms import JoinControlRooms
from bluelight.response import simulate, simulate_options
from bluelight.response.calls_answered import calls_answered
from bluelight.response.comparison import answer_estimates
from bluelight.response.demand import draw_calls
from bluelight.response.listing import describe
from bluelight.response.ready import prepare
from bluelight.response.requests import ask
from bluelight.response.rules import left_out
from bluelight.response.rules.call_queue import CONTACT, answer_calls
from bluelight.response.rules.call_rooms import Spread
from bluelight.response.theory import erlang_c, mean_wait, priority_waits
from bluelight.studies.responses import OptionRows

SHORT = {"days": 40, "warm_up_days": 2, "replications": 3, "seed": 9}


@given(
    seed=st.integers(0, 2**32 - 1),
    rooms=st.integers(1, 4),
    n=st.integers(0, 60),
    hours=st.integers(1, 9),
    most=st.integers(1, 4),
    whole=st.booleans(),
)
@settings(max_examples=200, deadline=None)
def test_compiled_and_plain_python_give_the_same_bytes(seed, rooms, n, hours, most, whole):
    rng = np.random.default_rng(seed)
    contacts = np.zeros(n, dtype=CONTACT)
    contacts["time"] = np.sort(rng.random(n) * hours * 60.0)
    contacts["keeps"], contacts["asks"] = rng.exponential(10.0, n), rng.exponential(3.0, n)
    if whole:  # whole minutes make ties
        for column in ("time", "keeps", "asks"):
            contacts[column] = np.floor(contacts[column])
    contacts["room"], contacts["rank"] = rng.integers(0, rooms, n), rng.integers(0, 3, n)
    own = rng.random(n) < 0.6
    contacts["call"] = np.where(own, np.cumsum(own) - 1, -1)
    onward = np.full((int(own.sum()), rooms), np.nan)
    passed = rng.random(onward.shape) < 0.4
    passed[np.arange(len(onward)), contacts["room"][own]] = False
    onward[passed] = np.floor(rng.exponential(4.0, int(passed.sum()))) if whole else rng.exponential(4.0, passed.sum())
    takers = rng.integers(0, most + 1, (rooms, 24)).astype(np.int32)
    takers[:, -1] = 1  # so that everybody is answered in the end
    takers[rng.random(rooms) < 0.3] = -1
    answered, came, there = answer_calls(contacts, onward, takers)
    rows = [dict(zip(CONTACT.names, row.tolist(), strict=True)) for row in contacts]
    plain = plain_rooms.answer_calls(rows, onward.tolist(), takers.tolist())
    for one, other in zip((answered, came, there), plain, strict=True):
        np.testing.assert_array_equal(one, np.array(other).reshape(one.shape))
    assert (answered >= contacts["time"]).all()  # nobody is lost or answered before ringing
    assert np.isfinite(there[passed]).all()
    assert np.isnan(there[~passed]).all()
    assert (there[passed] >= came[passed]).all()


def _queue(seed, loads, takers, n=12_000):
    """Calls of several ranks to one room with exponential lengths of one minute: their waits, after a warm-up."""
    rng = np.random.default_rng([seed, takers])
    contacts = np.zeros(n, dtype=CONTACT)
    contacts["time"] = np.cumsum(rng.exponential(1.0 / sum(loads), n))
    contacts["keeps"] = Spread(exponential=True).multipliers(rng, n)
    contacts["rank"] = rng.choice(len(loads), n, p=np.array(loads) / sum(loads))
    contacts["call"] = -1
    answered, _, _ = answer_calls(contacts, np.full((0, 1), np.nan), np.full((1, 168), takers, np.int32))
    return (answered - contacts["time"])[n // 6 :], contacts["rank"][n // 6 :]


@pytest.mark.parametrize(("load", "takers"), [(1.5, 3), (8.0, 10)])
def test_a_room_is_an_erlang_queue(load, takers):
    waits = [_queue(seed, [load], takers)[0] for seed in range(40)]
    for values, expected in (
        ([(w > 0).mean() for w in waits], erlang_c(load, takers)),
        ([w.mean() for w in waits], mean_wait(load, takers)),
        ([(w <= 1 / 6).mean() for w in waits], 1 - erlang_c(load, takers) * math.exp(-(takers - load) / 6)),
    ):
        low, high = stats.t.interval(0.99, len(values) - 1, loc=np.mean(values), scale=stats.sem(values))
        assert low < expected < high


def test_urgent_calls_wait_as_cobham_says():
    loads, takers = [1.0, 0.8, 0.6], 3
    runs = [_queue(seed, loads, takers) for seed in range(40)]
    expected = priority_waits(loads, takers)
    assert expected[0] < expected[1] < expected[2]
    assert np.dot(loads, expected) / sum(loads) == pytest.approx(mean_wait(sum(loads), takers))  # nobody's work is lost
    for rank in range(3):
        values = [wait[ranks == rank].mean() for wait, ranks in runs]
        low, high = stats.t.interval(0.99, len(values) - 1, loc=np.mean(values), scale=stats.sem(values))
        assert low < expected[rank] < high


def test_a_call_taker_who_goes_off_finishes_the_call():
    contacts = np.zeros(3, dtype=CONTACT)
    contacts["time"], contacts["keeps"], contacts["call"] = [50.0, 55.0, 61.0], [30.0, 30.0, 5.0], -1
    takers = np.full((1, 168), 2, np.int32)
    takers[0, 1] = 1  # one of the two goes off at 60, both of them speaking
    answered, _, _ = answer_calls(contacts, np.full((0, 1), np.nan), takers)
    assert answered.tolist() == [50.0, 55.0, 85.0]
    takers[0, 1] = 0
    assert answer_calls(contacts, np.full((0, 1), np.nan), takers)[0].tolist() == [50.0, 55.0, 120.0]


@pytest.mark.parametrize("spread", [Spread(exponential=True), Spread(sigma=0.8), Spread()])
def test_the_length_of_calls_keeps_its_mean(spread):
    drawn = spread.multipliers(np.random.default_rng(2), 400_000)
    assert drawn.mean() == pytest.approx(1.0, rel=0.01)
    if spread == Spread():
        assert (drawn == 1.0).all()


@pytest.fixture(scope="module")
def area(littleham):
    return load_area(littleham)


def with_rooms(area, takers, others=(), pooled=False, spread="exponential", sigma=math.nan, call_s=180.0):
    """Call-takers by service at every hour, and other calls as name, service, calls a year, priority."""
    known = ["assumed", "", ""]
    rooms = [[s, pooled, call_s, spread, sigma, *known] for s in takers]
    there = [[s, (), 0.0, 24.0, n, *known] for s, n in takers.items()]
    family = area.families["family"].iloc[0]
    calls = [[name, service, family, yearly, 120.0, priority, *known] for name, service, yearly, priority in others]
    return area.with_tables(
        call_rooms=pd.DataFrame(rooms, columns=area.call_rooms.columns),
        call_takers=pd.DataFrame(there, columns=area.call_takers.columns),
        other_calls=pd.DataFrame(calls, columns=area.other_calls.columns) if calls else area.other_calls,
    )


def _asked(area, seed=3):
    ready = prepare(area)
    calls = draw_calls(area, 60, seed, 1)
    return calls, ask(calls, ready.scenario, ready.attendance, ready.to_hospital, ready.hospital_place)


def test_with_call_takers_enough_and_no_spread_units_are_asked_for_as_ever(area):
    plenty = with_rooms(area, {"fire": 400, "police": 400}, spread="lognormal", sigma=0.0)
    _, usual = _asked(area)
    _, same = _asked(plenty)
    np.testing.assert_allclose(same.requests["time"], usual.requests["time"], rtol=1e-14)
    for field in ("journey", "stay", "place", "kind"):
        np.testing.assert_array_equal(same.requests[field], usual.requests[field])
    assert usual.taken is None
    assert (same.taken.answered == same.taken.came).all()


def test_a_request_waits_in_both_rooms_and_the_two_spells_add_up(area):
    few = with_rooms(area, {"fire": 1, "police": 1}, [("enquiry", "police", 100_000, 2)])
    calls, asked = _asked(few)
    taken, fire_led = asked.taken, few.incident_types["lead_service"].to_numpy()[calls.incident_type] == "fire"
    handling = few.control_rooms.set_index("service")["handling_s"]
    time = {(c, s): t for c, s, t in zip(asked.call, asked.service, asked.requests["time"], strict=True)}
    police, fire = 0, 1
    passed_on = [c for c in np.nonzero(fire_led)[0] if (c, police) in time and (c, fire) in time]
    assert len(passed_on) > 3
    there = taken.sort == 1
    police_room = taken.rooms.room[police]
    for c in passed_on:
        (at,) = np.nonzero(there & (taken.room == police_room) & (taken.came == time[c, fire]))
        i = at[0]  # it reaches the police when the fire room asks for its own engine
        assert time[c, police] == taken.answered[i] + taken.keeps[i]
    answered = dict(zip(taken.came[~there], taken.answered[~there], strict=True))
    spoken = [time[c, fire] - answered[calls.time_min[c]] for c in passed_on]
    assert 0.2 < np.mean(spoken) / (handling["fire"] / 60.0) < 4.0
    assert (taken.answered[there] > taken.came[there]).any()


def test_other_calls_wait_behind_and_slow_the_rest_only_as_far_as_they_are_being_answered(area):
    rooms = with_rooms(area, {"police": 2}, [("enquiry", "police", 150_000, 2)])
    table = simulate(rooms, **SHORT).calls_answered.groupby("calls")[["mean_wait_s", "within_10s_share"]].mean()
    assert table.loc["incident", "mean_wait_s"] < table.loc["enquiry", "mean_wait_s"]
    assert 0 < table.loc["incident", "within_10s_share"] < 1
    assert set(simulate(rooms, **SHORT).calls_answered["room"]) == {"police"}


def test_answer_times_are_what_the_calls_say(area):
    rooms = with_rooms(area, {"police": 2, "fire": 1}, [("enquiry", "police", 120_000, 2)])
    calls, asked = _asked(rooms)
    table = calls_answered(calls, asked.taken).set_index(["room", "calls"])
    taken = asked.taken
    begin, end = calls.warm_up_days * 1440.0, (calls.warm_up_days + calls.days) * 1440.0
    for r, name in enumerate(taken.rooms.names):
        if name == "ambulance":
            assert name not in table.index.get_level_values("room")
            continue
        here = [i for i in range(len(taken.came)) if taken.room[i] == r]
        waits = sorted(60 * (taken.answered[i] - taken.came[i]) for i in here if begin <= taken.came[i] < end)
        row = table.loc[(name, "all")]
        assert row["n"] == len(waits)
        assert row["mean_wait_s"] == pytest.approx(sum(waits) / len(waits))
        assert row["within_10s_share"] == pytest.approx(sum(w <= 10 for w in waits) / len(waits))
        assert row["p95_wait_s"] == pytest.approx(np.percentile(waits, 95))
        kept = sum(max(0.0, min(taken.answered[i] + taken.keeps[i], end) - max(taken.answered[i], begin)) for i in here)
        there = {"police": 2, "fire": 1}[name] * (end - begin)
        assert row["busy_share"] == pytest.approx(kept / there)


def test_answer_times_are_told_with_their_interval(area):
    performance = simulate(with_rooms(area, {"police": 1}, [("enquiry", "police", 60_000, 2)]), **SHORT)
    table = answer_estimates(performance)
    assert table["calls"].tolist() == ["all", "incident", "transferred", "enquiry"]
    means = performance.calls_answered.groupby("calls")["mean_wait_s"].agg(["mean", "std"]).loc["all"]
    row = table.iloc[0]
    assert row["mean_wait_s"] == pytest.approx(means["mean"])
    assert row["mean_wait_s_high"] - means["mean"] == pytest.approx(4.302653 * means["std"] / math.sqrt(3), rel=1e-5)
    caveats = dict.fromkeys(("police", "fire", "ambulance"))
    told = OptionRows.of(area, performance, performance, caveats).calls_answered()
    assert [row.calls for row in told] == table["calls"].tolist()
    assert told[0].services == ["police"]
    assert told[0].mean_wait_s.value == row["mean_wait_s"]
    assert "Within 10 s" in describe(area, performance)
    assert "Within 10 s" not in describe(area, simulate(area, **{**SHORT, "days": 5}))


def test_performance_without_call_takers_has_no_answer_times_and_answers_as_ever(area):
    performance = simulate(area, **SHORT)
    assert len(performance.calls_answered) == 0
    assert "Calls are answered at once: nobody waits for a call-taker." in left_out(area)
    assert not any("call-taker" in sentence for sentence in left_out(with_rooms(area, {"fire": 2})))


def test_every_option_meets_the_same_callers(area):
    rooms = with_rooms(area, {"fire": 1, "police": 2}, [("enquiry", "police", 100_000, 2)])
    more = with_rooms(area, {"fire": 1, "police": 3}, [("enquiry", "police", 100_000, 2)])
    both = simulate_options({"two": rooms, "three": more}, **SHORT)
    two, three = (both[name].calls_answered.query("room == 'police' and calls == 'all'") for name in ("two", "three"))
    assert two["n"].tolist() == pytest.approx(three["n"].tolist(), abs=2)  # some pass from one day to the next
    assert (three["mean_wait_s"].to_numpy() < two["mean_wait_s"].to_numpy()).all()


def test_pooling_two_rooms_answers_sooner_than_either(area):
    """Erlang's own point: one room of two call-takers beats two rooms of one each."""
    apart = with_rooms(area, {"fire": 1, "police": 1}, [("e", "police", 60_000, 1), ("f", "fire", 60_000, 1)])
    joint = JoinControlRooms(services=("fire", "police"), site="C2", transfer_s=0.0).apply(apart)
    assert joint.call_rooms["pooled"].tolist() == [True, True]
    both = simulate_options({"apart": apart, "joint": joint}, **SHORT)
    rows = {name: run.calls_answered.query("calls == 'all'").groupby("room") for name, run in both.items()}
    waits = {name: table["mean_wait_s"].mean() for name, table in rows.items()}
    assert set(waits["joint"].index) == {"police+fire"}
    assert waits["joint"].iloc[0] < 0.7 * waits["apart"].min()
    assert "transferred" in set(both["apart"].calls_answered["calls"])
    assert "transferred" not in set(both["joint"].calls_answered["calls"])


def test_rooms_of_one_site_are_apart_unless_they_are_pooled(area):
    together = area.control_rooms.assign(site="C2")
    rooms = with_rooms(area, {"fire": 1, "police": 2}).with_tables(control_rooms=together)
    assert prepare(rooms).attendance.rooms.names == ("police", "fire", "ambulance")
    pooled = with_rooms(area, {"fire": 1, "police": 2}, pooled=True)
    assert prepare(pooled).attendance.rooms.names == ("police", "fire", "ambulance")  # at two sites
    pooled = pooled.with_tables(control_rooms=together)
    ready = prepare(pooled).attendance.rooms
    assert ready.names == ("police+fire", "ambulance")
    assert ready.takers[:, 0].tolist() == [3, -1]


def test_a_joint_room_may_have_a_share_of_todays_call_takers_and_never_none(area):
    rooms = with_rooms(area, {"fire": 1, "police": 6, "ambulance": 4})
    joint = JoinControlRooms(services=("fire", "police"), site="C2", transfer_s=0.0, call_takers_share=0.5)
    after = dict(zip(rooms.call_takers["service"], joint.apply(rooms).call_takers["call_takers"], strict=True))
    assert after == {"fire": 1, "police": 3, "ambulance": 4}
    assert prepare(joint.apply(rooms)).attendance.rooms.takers[:, 0].tolist() == [4, 4]
    assert "50% fewer people would take calls." in joint.people(rooms)
    assert any("fewer call-takers save is not stated" in said for said in joint.not_counted(rooms))
    assert any("change no answer" in said for said in joint.unseen(area))


def test_joining_in_an_area_without_call_takers_says_nothing_of_them(area):
    joint = JoinControlRooms(services=("fire", "police"), site="C2", transfer_s=0.0).apply(area)
    assert len(joint.call_rooms) == 0


def test_a_room_that_can_never_keep_up_is_refused(area):
    busy = with_rooms(area, {"police": 1}, [("enquiry", "police", 300_000, 2)])
    with pytest.raises(InputError, match=r"the police room \d+ hours of work a week for 168 of its call-takers"):
        prepare(busy)


def test_call_takers_follow_the_hours_of_the_week(area):
    rooms = with_rooms(area, {"police": 3})
    row = rooms.call_takers.iloc[0].to_dict()
    week = [
        {**row, "weekdays": ("sat", "sun"), "hour_from": 8.0, "hour_to": 20.0, "call_takers": 5},
        {**row, "weekdays": ("mon", "tue", "wed", "thu", "fri"), "hour_from": 8.0, "hour_to": 20.0, "call_takers": 4},
        {**row, "weekdays": (), "hour_from": 20.0, "hour_to": 8.0, "call_takers": 2},
    ]
    takers = prepare(rooms.with_tables(call_takers=pd.DataFrame(week))).attendance.rooms.takers[0]
    assert takers[[7, 8, 19, 20]].tolist() == [2, 4, 4, 2]  # Monday
    assert takers[5 * 24 + 12] == 5  # Saturday


def test_drawing_for_another_option_changes_no_other_call(area):
    rooms = with_rooms(area, {"police": 400}, [("enquiry", "police", 50_000, 2)])
    types = rooms.incident_types.copy()
    types.loc[types["incident_type"] == "false_alarm", "annual_count"] = 0.001
    (_, one), (_, other) = _asked(rooms), _asked(rooms.with_tables(incident_types=types))
    kept = [a.taken.keeps[(a.taken.sort != 1) & (a.taken.room == a.taken.rooms.room[0])] for a in (one, other)]
    np.testing.assert_array_equal(*kept)


def test_spread_belongs_to_the_service(area):
    rooms = prepare(with_rooms(area, {"police": 9}, spread="lognormal", sigma=0.5)).attendance.rooms
    assert rooms.spread == (Spread(sigma=0.5), Spread(), Spread())
    assert replace(rooms.spread[0], sigma=0.0) == Spread()


def test_other_calls_follow_the_days_of_their_family(area):
    rooms = with_rooms(area, {"fire": 4}, [("enquiry", "fire", 50_000, 2)])
    family = area.families["family"].iloc[0]
    days = [
        [family, day, 0.5 if day in ("sat", "sun") else 0.0, "assumed", "", ""]
        for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    ]
    weekends = rooms.with_tables(weekdays=pd.DataFrame(days, columns=area.weekdays.columns))
    _, asked = _asked(weekends)
    enquiry = asked.taken.sort == 2
    assert enquiry.sum() > 1000
    assert (asked.taken.came[enquiry] // 1440 % 7 >= 5).all()
