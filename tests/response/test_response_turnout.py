"""Turnouts that differ from one to the next."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from bluelight.area import load_area
from bluelight.response import compare, simulate_options
from bluelight.response.demand import draw_calls
from bluelight.response.kernel import run
from bluelight.response.ready import prepare
from bluelight.response.requests import ask
from bluelight.response.scenario import draw_shifts


@pytest.fixture(scope="module")
def area(littleham):
    return load_area(littleham)


def with_spread(area, *rows):
    frame = pd.DataFrame([[*row, "assumed", "", ""] for row in rows], columns=area.turnout_spread.columns)
    return area.with_tables(turnout_spread=frame)


def asked_of(area, days=365, replication=0):
    ready = prepare(area)
    calls = draw_calls(area, days, 1, replication)
    return ready, calls, ask(calls, ready.scenario, ready.attendance, ready.to_hospital, ready.hospital_place)


def test_without_a_spread_every_turnout_is_as_stated(area):
    assert asked_of(area, 10)[2].turnout is None
    none = asked_of(with_spread(area, ("fire", "on_call", 0.0, "mean")), 10)[2].turnout
    assert none.luck.shape[1] == 1
    assert (none.luck == 1.0).all()


def test_the_luck_of_a_crew_has_a_mean_of_one_and_its_spread(area):
    spread = with_spread(area, ("fire", "on_call", 0.5, "mean"), ("ambulance", "shift", 0.3, "mean"))
    turnout = asked_of(spread)[2].turnout
    assert turnout.luck.shape[1] == 3
    n = len(turnout.luck)
    for column, sigma in enumerate((0.0, 0.3, 0.5)):
        log = np.log(turnout.luck[:, column])
        assert log.std() == pytest.approx(sigma, rel=5 / np.sqrt(2 * n))
        assert abs(log.mean() + sigma**2 / 2) <= 5 * sigma / np.sqrt(n)
    by_unit = dict(zip(area.units["unit"], turnout.column, strict=True))
    assert [by_unit[u] for u in ("F1-P1", "F3-P1", "P1-C1", "M1-A1")] == [0, 2, 0, 1]


def test_a_median_is_turned_into_the_mean_by_which_units_are_chosen(area):
    usual, mean, median = (
        prepare(a).scenario.fleet.turnout
        for a in (
            area,
            with_spread(area, ("fire", "on_call", 0.5, "mean")),
            with_spread(area, ("fire", "on_call", 0.5, "median")),
        )
    )
    np.testing.assert_array_equal(mean, usual)
    on_call = (area.units["crewing"] == "on_call").to_numpy()
    np.testing.assert_allclose(median[:, on_call], usual[:, on_call] * np.exp(0.125))
    np.testing.assert_array_equal(median[:, ~on_call], usual[:, ~on_call])


def test_a_unit_that_waited_at_home_takes_its_turnout_times_its_luck(area):
    """Worked out again from the answers of units that wait at their station: their first job of the replication."""
    spread = with_spread(area, ("fire", "wholetime", 0.5, "mean"), ("fire", "on_call", 0.8, "mean"))
    checked = 0
    for replication in range(12):
        ready, _, asked = asked_of(spread, 5, replication)
        scenario, fleet = ready.scenario, ready.scenario.fleet
        duty, _ = draw_shifts(scenario, 12 * 24, 1, replication)
        rules = scenario.rules._replace(turnout=asked.turnout)
        answers = run(scenario.map, fleet, duty, asked.requests, rules).answers
        for u in np.nonzero(area.units["service"] == "fire")[0]:
            jobs = np.nonzero(answers["unit"] == u)[0]
            if not len(jobs) or answers["mobilised"][jobs].min() > asked.requests["time"][jobs].min():
                continue
            first = jobs[answers["mobilised"][jobs].argmin()]
            request, answer = asked.requests[first], answers[first]
            leaves = fleet.turnout[int(answer["mobilised"] / 60) % len(fleet.turnout), u]
            travel = fleet.kinds["scale"][request["kind"]] * scenario.map.to[request["place"], fleet.units["home"][u]]
            luck = asked.turnout.luck[first, asked.turnout.column[u]]
            expected = answer["mobilised"] + leaves * luck + travel * request["journey"]
            assert answer["arrival"] == pytest.approx(expected, rel=1e-9)
            checked += 1
    assert checked > 10


def test_a_spread_leaves_the_mean_and_widens_the_rest(area):
    """The unit sent is that of the turnout to be expected, so that a lucky crew is sent no more often than another."""
    crews = ("wholetime", "day_crewed", "on_call")
    even, uneven = (with_spread(area, *(("fire", crewing, sigma, "mean") for crewing in crews)) for sigma in (0.0, 1.0))
    both = simulate_options(
        {"even": even, "uneven": uneven}, days=100, warm_up_days=2, replications=8, seed=9, workers=2
    )
    change = compare(both["even"], both["uneven"])
    fire = change[(change["service"] == "fire") & (change["grouping"] == "all") & (change["arrival"] == "first")]
    mobilised = fire[fire["clock"] == "mobilisation"].iloc[0]
    assert mobilised["mean_low"] < 0.05
    assert mobilised["mean_high"] > -0.05
    assert mobilised["p90_low"] > 0


def test_options_meet_the_same_luck_whoever_they_send(area):
    spread = with_spread(area, ("fire", "wholetime", 0.5, "mean"))
    fewer = spread.with_tables(units=spread.units[spread.units["unit"] != "F2-P1"].reset_index(drop=True))
    more = spread.attendance.copy()
    more.loc[(more["incident_type"] == "house_fire") & (more["order"] == 2), "probability"] = 1.0
    one = asked_of(spread)[2]
    luck = dict(zip(zip(one.call, one.order, strict=True), one.turnout.luck[:, 1], strict=True))
    for other in (asked_of(fewer)[2], asked_of(spread.with_tables(attendance=more))[2]):
        same = dict(zip(zip(other.call, other.order, strict=True), other.turnout.luck[:, 1], strict=True))
        assert all(same[key] == value for key, value in luck.items() if key in same)
        assert luck.keys() <= same.keys()
