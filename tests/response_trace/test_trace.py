"""A trace tells what the simulation did: nothing lost, nobody in two places, times in order, sums as reported."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from tests.response_trace.ruled import bad_days, busy, every_rule, standing_by, switched

from bluelight.area import load_area
from bluelight.errors import BluelightError
from bluelight.response import simulate
from bluelight.response.trace import replicate, trace, write_trace
from bluelight.response.trace.days import figures_by_day, pick_days
from bluelight.response.trace.journeys import UNKNOWN, find_journeys
from bluelight.response.trace.states import find_spells
from bluelight.response.trace.waits import calls_waiting, find_waits

DAYS = 12
SETTINGS = {"days": DAYS, "seed": 3, "warm_up_days": 2}


def areas(littleham):
    usual = load_area(littleham)
    pressed = busy(usual)
    return {
        "usual": usual,
        "busy": pressed,
        "diverting on bad days": switched(bad_days(pressed), "divert_to_more_urgent"),
        "every rule": every_rule(usual),
    }


@pytest.fixture(scope="module", params=["usual", "diverting on bad days", "every rule"])
def told(request, littleham, tmp_path_factory):
    """A replication, and what its trace says once it has been written and read again."""
    replication = replicate(areas(littleham)[request.param], **SETTINGS)
    whole = trace(replication)
    folder = tmp_path_factory.mktemp("trace")
    write_trace(whole, folder)
    return replication, dataclasses.replace(
        whole, tables={name: pd.read_csv(folder / f"{name}.csv") for name in whole.tables}
    )


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
    free = {"waiting", "off_duty", "returning"}  # and none on a break: patrols have none here
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
    replication = replicate(areas(littleham)["diverting on bad days"], **SETTINGS)
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


def test_units_stand_by_where_the_table_wants_them(littleham):
    """One engine left free belongs at Eastfield's ambulance base: once nobody drives any more, there it is."""
    area = standing_by(load_area(littleham))
    replication = replicate(area, **SETTINGS)
    states = trace(replication).tables["states"]
    assert set(states.loc[states["state"] == "standing_by", "service"]) == {"fire", "ambulance"}
    assert "police" not in set(states.loc[states["state"] == "to_standby", "service"])
    pumps = states[states["kind"] == "pump"]
    post = area.sites.set_index("site").loc["M2", ["lon", "lat"]].to_numpy(float)
    alone = 0
    for moment in np.arange(31.0, DAYS * 1440, 60.0):
        now = pumps[(pumps["begin_min"] <= moment) & (pumps["end_min"] > moment)]
        free = now[now["state"].isin(["waiting", "standing_by", "returning", "to_standby"])]
        on_duty = ~((free["state"] == "returning") & (free["unit"] == "F3-P1"))  # on call: it may drive home off duty
        if len(free) == 1 and on_duty.all() and free["state"].iloc[0] != "to_standby":
            np.testing.assert_allclose(free[["from_lon", "from_lat"]].to_numpy()[0], post)
            alone += 1
    assert alone > 0


def test_breaks_are_told_as_they_were_counted(littleham):
    replication = replicate(areas(littleham)["every rule"], **SETTINGS)
    tables = trace(replication).tables
    breaks, states, minutes = tables["breaks"], tables["states"], tables["minutes"]
    counted = simulate(replication.area, days=DAYS, seed=3, warm_up_days=2, replications=1).breaks
    ended = breaks[breaks["ended_min"] < DAYS * 1440]
    told = ended.groupby(["kind", "outcome"]).size().unstack(fill_value=0)
    for row in counted.to_dict("records"):
        assert told.loc[row["unit_kind"]].to_dict() == {w: row[w] for w in ("given", "interrupted", "missed")}
    assert (told.loc["dsa"] > 0).all()
    had = breaks[breaks["outcome"] != "missed"]
    resting = states[states["state"] == "on_break"]
    spent = (resting["end_min"] - resting["begin_min"]).sum()
    assert spent == pytest.approx((had["ended_min"] - had["began_min"]).sum(), abs=1e-3)
    given = breaks[breaks["outcome"] == "given"]
    assert (given["ended_min"] - given["began_min"] >= 30 - 1e-5).all()
    of_kind = minutes.groupby("kind")["on_break"]
    assert of_kind.max()[["dsa", "pump", "response_car"]].tolist() == [1, 1, 0]  # one at a time
    assert of_kind.sum()["dsa"] == pytest.approx(spent - (resting["kind"] != "dsa").mul(
        resting["end_min"] - resting["begin_min"]).sum(), rel=0.05)  # fmt: skip


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
    replication = replicate(areas(littleham)["diverting on bad days"], **SETTINGS)
    waits = find_waits(replication, find_journeys(replication))
    waiting = calls_waiting(replication, waits)
    assert (waiting.end > waiting.begin).all()
    at = np.sort(np.random.default_rng(1).choice(waits.begin, 200)) + 0.01
    for moment in at:
        slow = {int(replication.asked.call[r]) for r, b, e in zip(waits.of, waits.begin, waits.end) if b <= moment < e}  # noqa: B905
        fast = waiting.of[(waiting.begin <= moment) & (waiting.end > moment)]
        assert sorted(fast.tolist()) == sorted(slow)


def test_a_day_is_part_of_the_whole(told):
    replication, _ = told
    day = trace(replication, 4).tables["journeys"]
    journeys = trace(replication).tables["journeys"]
    same = journeys[(journeys["ended_min"] >= 3 * 1440) & (journeys["asked_min"] < 4 * 1440)]
    pd.testing.assert_frame_equal(day.reset_index(drop=True), same.reset_index(drop=True))


@pytest.mark.parametrize("day", [0, DAYS + 1])
def test_a_day_that_is_not_there_is_refused(told, day):
    with pytest.raises(BluelightError, match=f"there are days 1 to {DAYS}"):
        trace(told[0], day)


def test_units_that_never_came_are_counted_and_nothing_is_infinite(littleham):
    area = load_area(littleham)
    crewing = area.crewing.copy()
    crewing.loc[crewing["service"] == "fire", "availability"] = 0.0
    tables = trace(replicate(area.with_tables(crewing=crewing), **SETTINGS)).tables
    calls = tables["calls"]
    fires = calls["lead_service"] == "fire"
    assert (calls.loc[fires, "never_found"] > 0).all()
    assert calls.loc[fires, "closed_min"].isna().all()
    # A fire service that is never there is missed at other calls too, but their ambulance and police come.
    assert (calls.loc[~fires, "never_found"] < calls.loc[~fires, "units_asked"]).all()
    for name, table in tables.items():
        assert not np.isinf(table.select_dtypes("number").to_numpy(float, na_value=np.nan)).any(), name
