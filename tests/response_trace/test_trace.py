"""A trace tells what the simulation did: nothing lost, nobody in two places, times in order, sums as reported."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from bluelight.area import load_area
from bluelight.errors import BluelightError
from bluelight.response import simulate
from bluelight.response.trace import replicate, trace
from bluelight.response.trace.days import figures_by_day, pick_days
from bluelight.response.trace.journeys import UNKNOWN, find_journeys
from bluelight.response.trace.states import find_spells
from bluelight.response.trace.waits import calls_waiting, find_waits

DAYS = 12
SETTINGS = {"days": DAYS, "seed": 3, "warm_up_days": 2}


def busy(area):
    """As littleham, with four times the calls and four priorities, so that calls wait and units are diverted."""
    types = area.incident_types.copy()
    types["priority"] = 1 + np.arange(len(types)) % 4
    types["annual_count"] *= 4
    return area.with_tables(incident_types=types)


def switched(area, parameter, service="all", value=1.0):
    row = {**area.parameters.iloc[-1].to_dict(), "parameter": parameter, "service": service, "value": value}
    return area.with_tables(parameters=pd.concat([area.parameters, pd.DataFrame([row])], ignore_index=True))


def areas(littleham):
    usual = load_area(littleham)
    pressed = busy(usual)
    diverting = switched(pressed, "divert_to_more_urgent")
    hospital = usual.hospitals["hospital"].iloc[0]
    hours = [[hospital, hour, 1.5, "assumed", "", ""] for hour in range(8, 20)]
    slower = pd.DataFrame(hours, columns=usual.handover_hours.columns)
    careful = switched(pressed, "hospital_by_expected_time", "ambulance").with_tables(handover_hours=slower)
    return {
        "usual": usual,
        "busy": pressed,
        "diverting": diverting,
        "by the hour at hospital": careful,
        "bad days": bad_days(pressed),
        "rush hours": rush_hours(careful),
    }


def rush_hours(area):
    """With drives that take longer on weekday mornings, ambulances' above all, and shorter at night."""
    known = ["assumed", "", ""]
    rows = [
        ["all", ("mon", "tue", "wed", "thu", "fri"), 7.0, 10.0, 1.5, *known],
        ["all", (), 22.0, 5.0, 0.8, *known],
        ["ambulance", (), 8.0, 9.0, 2.0, *known],
    ]
    return area.with_tables(travel_periods=pd.DataFrame(rows, columns=area.travel_periods.columns))


def bad_days(area):
    """With vehicles off the road, and ambulances that are called on and stay for longer."""
    known = ["assumed", "", ""]
    off = [["fire", "pump", "", 0.3, 1.0, 1, *known]]
    more = [["cardiac_arrest", "ambulance", "dsa", 1, 5.0, 3.0, *known]]
    spread = [["fire", "on_call", 0.5, "mean", *known], ["ambulance", "shift", 0.4, "median", *known]]
    return area.with_tables(
        turnout_spread=pd.DataFrame(spread, columns=area.turnout_spread.columns),
        off_road=pd.DataFrame(off, columns=area.off_road.columns),
        reinforcements=pd.DataFrame(more, columns=area.reinforcements.columns),
    )


@pytest.fixture(scope="module", params=["usual", "busy", "diverting", "by the hour at hospital", "bad days"])
def told(request, littleham):
    replication = replicate(areas(littleham)[request.param], **SETTINGS)
    return replication, trace(replication)


def test_where_every_unit_came_from_accounts_for_when_it_arrived(told):
    replication, _ = told
    journeys = find_journeys(replication)
    assert len(journeys) >= len(replication.asked.requests) > 100
    assert (journeys.origin != UNKNOWN).all()
    assert np.isfinite(journeys.start).all()


def test_every_call_and_every_request_is_there(told):
    replication, whole = told
    calls, journeys = whole.tables["calls"], whole.tables["journeys"]
    made = replication.calls.time_min - replication.start
    counted = np.nonzero((made >= 0) & (made < DAYS * 1440))[0]
    assert set(counted) <= set(calls["call"])
    assert calls["call"].is_unique
    reached = journeys[journeys["diverted"] == "no"]
    assert reached["request"].is_unique
    asked = np.nonzero(np.isin(replication.asked.call, counted))[0]
    assert set(asked) <= set(reached["request"])
    by_call = reached.groupby("call")["request"].count()
    known = calls.set_index("call").loc[counted, "units_asked"]
    pd.testing.assert_series_equal(known[known > 0], by_call.reindex(known[known > 0].index), check_names=False)


def test_times_of_a_journey_are_in_order(told):
    _, whole = told
    journeys = whole.tables["journeys"]
    names = ("asked", "mobilised", "left", "arrival", "left_scene", "at_hospital", "ended")
    times = journeys[[f"{name}_min" for name in names]].to_numpy()
    filled = pd.DataFrame(times).ffill(axis=1).to_numpy()
    assert (np.diff(filled, axis=1) >= -1e-6).all()
    assert journeys.loc[journeys["diverted"] == "no", "arrival_min"].notna().all()
    assert journeys.loc[journeys["diverted"] == "yes", "arrival_min"].isna().all()
    assert (journeys["hospital"].notna() == journeys["at_hospital_min"].notna()).all()


def test_every_unit_is_doing_one_thing_at_each_moment_of_the_day(told):
    replication, _ = told
    day = trace(replication, 7)
    states, units = day.tables["states"], replication.area.units
    assert set(states["unit"]) == set(units["unit"])
    for _, mine in states.groupby("unit"):
        assert mine["begin_min"].iloc[0] <= 6 * 1440
        assert mine["end_min"].iloc[-1] >= 7 * 1440
        np.testing.assert_allclose(mine["begin_min"].to_numpy()[1:], mine["end_min"].to_numpy()[:-1], atol=1e-5)


def test_no_unit_jumps(told):
    """Where a spell ends the next begins; only a patrol goes to its next beat on the hour without driving there."""
    replication, whole = told
    states = whole.tables["states"]
    follows = states["unit"].to_numpy()[1:] == states["unit"].to_numpy()[:-1]
    ends, starts = (states[[f"{w}_lon", f"{w}_lat"]].to_numpy() for w in ("to", "from"))
    jumps = follows & ~np.isclose(starts[1:], ends[:-1], atol=2e-6).all(axis=1)
    patrols = set(replication.area.services.loc[replication.area.services["waits"] == "patrol", "service"])
    jumped = states[1:][jumps]
    assert set(jumped["service"]) <= patrols
    before = states[:-1][jumps]
    free = {"waiting", "off_duty", "returning"}
    assert set(before["state"]) <= free
    waits = jumped["state"].isin(["waiting", "off_duty"])
    on_the_hour = np.isclose(jumped["begin_min"] % 60, 0, atol=1e-5)
    home_late = before["state"].to_numpy() == "returning"
    assert (on_the_hour | home_late)[waits].all()


def test_states_and_journeys_say_the_same(told):
    _, whole = told
    states, journeys = whole.tables["states"], whole.tables["journeys"]
    across = journeys[(journeys["mobilised_min"] < 0) | (journeys["ended_min"] > DAYS * 1440)]
    journeys = journeys[~journeys["call"].isin(across["call"])]
    states = states[states["call"].notna() & ~states["call"].isin(across["call"])]
    spent = states.assign(length=states["end_min"] - states["begin_min"]).groupby("state")["length"].sum()
    arrived = journeys[journeys["diverted"] == "no"]
    scene = (arrived["left_scene_min"] - arrived["arrival_min"]).sum()
    assert spent["on_scene"] == pytest.approx(scene, rel=1e-6)
    busy = (journeys["ended_min"] - journeys["mobilised_min"]).sum()
    assert spent.sum() == pytest.approx(busy, rel=1e-6)


def test_counts_by_minute_are_those_of_the_states(told):
    """The slow way: at a minute, who is in a state of being busy, and which requests have nobody yet."""
    _, whole = told
    minutes, states, journeys = (whole.tables[name] for name in ("minutes", "states", "journeys"))
    at_work = ["turnout", "to_call", "on_scene", "to_hospital", "at_hospital"]
    for minute in (60.0, 4000.0, 9161.0, DAYS * 1440.0 - 1):
        here = states[(states["begin_min"] <= minute) & (states["end_min"] > minute) & states["state"].isin(at_work)]
        waits = journeys[(journeys["mobilised_min"] > minute)]
        waits = waits[waits["mobilised_min"] - waits["waited_min"] <= minute]
        for row in minutes[minutes["minute_min"] == minute].to_dict("records"):
            mine = (here["service"] == row["service"]) & (here["kind"] == row["kind"])
            assert row["busy"] == mine.sum()
            for_it = (waits["service"] == row["service"]) & (waits["kind_asked"] == row["kind"])
            assert row["waiting"] == for_it.sum()


def test_means_are_those_that_simulate_reports(told):
    replication, whole = told
    reported = simulate(replication.area, days=DAYS, seed=3, warm_up_days=2, replications=1).measures
    journeys, calls = whole.tables["journeys"], whole.tables["calls"].set_index("call")
    arrived = journeys[(journeys["diverted"] == "no") & journeys["call"].isin(calls[calls["made_min"] >= 0].index)]
    made = calls.loc[arrived["call"], "made_min"].to_numpy()
    minutes = (arrived["arrival_min"] - made).groupby([arrived["service"], arrived["call"]]).min()
    of_type = calls.loc[minutes.index.get_level_values("call"), "incident_type"].to_numpy()
    mean = minutes.groupby([minutes.index.get_level_values("service"), of_type]).mean()
    rows = reported[
        (reported["grouping"] == "incident_type") & (reported["arrival"] == "first") & (reported["clock"] == "call")
    ]
    rows = rows[rows["service"] != "any"]
    assert len(rows) > 3
    for row in rows.to_dict("records"):
        assert mean[row["service"], row["group"]] == pytest.approx(row["mean_min"], abs=1e-5)


def test_a_diverted_unit_is_sent_on_from_where_it_had_got_to(littleham):
    replication = replicate(areas(littleham)["diverting"], **SETTINGS)
    journeys = find_journeys(replication)
    turned = np.nonzero(journeys.diverted)[0]
    assert len(turned) == len(replication.outcome.abandoned) > 0
    following = turned + 1
    assert (journeys.unit[following] == journeys.unit[turned]).all()
    np.testing.assert_array_equal(journeys.mobilised[following], journeys.ended[turned])
    again = find_waits(replication, journeys)
    assert len(again.of) > 0
    spells = find_spells(replication, journeys, replication.window(None))
    on_way = np.isin(spells.journey, turned)
    assert set(spells.state[on_way].tolist()) <= {2, 3}


def test_where_units_stand_by_is_left_open_and_not_guessed(littleham):
    area = switched(busy(load_area(littleham)), "standby_cover_minutes", "ambulance", 8.0)
    replication = replicate(area, **SETTINGS)
    told = trace(replication, 3)
    states = told.tables["states"]
    ambulances = states[(states["service"] == "ambulance") & (states["state"] == "waiting")]
    assert ambulances["from_lon"].isna().all()
    assert states.loc[states["service"] == "fire", "from_lon"].notna().all()
    assert told.about["journeys_of_unknown_origin"] > 0


def test_the_day_of_the_longest_queue_and_a_usual_day(littleham):
    replication = replicate(areas(littleham)["busy"], **SETTINGS)
    journeys = find_journeys(replication)
    waits = find_waits(replication, journeys)
    waiting = calls_waiting(replication, waits)
    figures = figures_by_day(replication, waits, waiting)
    assert figures["calls"].sum() == (replication.calls.time_min >= replication.start).sum()
    picks = pick_days(figures)
    by_day = figures.set_index("day")
    assert by_day.loc[picks.most_waiting, "most_waiting"] == by_day["most_waiting"].max() > 0
    assert by_day.loc[picks.longest_wait, "longest_wait_min"] == by_day["longest_wait_min"].max()
    fewer = (by_day["waited_min"] < by_day.loc[picks.usual, "waited_min"]).sum()
    assert fewer <= DAYS // 2
    whole = trace(replication).tables
    calls = whole["calls"]
    counted = calls[calls["made_min"] >= 0]
    day = (counted["made_min"] // 1440 + 1).astype(int)
    assert by_day["longest_wait_min"].max() >= counted.groupby(day)["waited_min"].max().max() - 1e-6


def test_a_call_waits_while_any_of_its_requests_does(littleham):
    replication = replicate(areas(littleham)["diverting"], **SETTINGS)
    waits = find_waits(replication, find_journeys(replication))
    waiting = calls_waiting(replication, waits)
    assert (waiting.end > waiting.begin).all()
    at = np.sort(np.random.default_rng(1).choice(waits.begin, 200)) + 0.01
    for moment in at:
        slow = {int(replication.asked.call[r]) for r, b, e in zip(waits.of, waits.begin, waits.end) if b <= moment < e}  # noqa: B905
        fast = waiting.of[(waiting.begin <= moment) & (waiting.end > moment)]
        assert sorted(fast.tolist()) == sorted(slow)


def test_a_day_is_part_of_the_whole(told):
    replication, whole = told
    day = trace(replication, 4).tables["journeys"]
    journeys = whole.tables["journeys"]
    same = journeys[(journeys["ended_min"] >= 3 * 1440) & (journeys["asked_min"] < 4 * 1440)]
    pd.testing.assert_frame_equal(day.reset_index(drop=True), same.reset_index(drop=True))


@pytest.mark.parametrize("day", [0, DAYS + 1])
def test_a_day_that_is_not_there_is_refused(told, day):
    with pytest.raises(BluelightError, match=f"there are days 1 to {DAYS}"):
        trace(told[0], day)
