"""Rules of duty: shifts by weekday, availability by hour, vehicles off the road, units from over the border."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from bluelight.area import load_area
from bluelight.errors import InputError
from bluelight.response import compare, duty, simulate, simulate_options
from bluelight.response.ready import prepare
from bluelight.response.rules import off_road
from bluelight.response.rules.borders import over_border_minutes
from bluelight.response.scenario import draw_shifts

SHORT = {"days": 14, "warm_up_days": 7, "replications": 3, "seed": 9}
WEEK = 168
WORK = ("mon", "tue", "wed", "thu", "fri")


@pytest.fixture(scope="module")
def area(littleham):
    return load_area(littleham)


def with_rows(area, table, *rows):
    frame = pd.DataFrame([[*row, "assumed", "", ""] for row in rows], columns=getattr(area, table).columns)
    return area.with_tables(**{table: frame})


def draw(area, hours=4 * WEEK, seed=1):
    return duty.draw_duty(area, duty.crewing_rows(area), hours, seed, 0)


def unit(area, name):
    return area.units["unit"].tolist().index(name)


# Shifts


def test_shifts_take_the_place_of_the_daily_duty(area):
    on = draw(with_rows(area, "shifts", ("F1-P1", WORK, 7.0, 19.0, ""), ("F1-P1", ("fri",), 22.0, 4.0, "")))
    hour = np.arange(4 * WEEK) % WEEK
    by_day = (hour < 120) & (hour % 24 >= 7) & (hour % 24 < 19)
    friday_night = (hour >= 4 * 24 + 22) & (hour < 5 * 24 + 4)
    np.testing.assert_array_equal(on[:, unit(area, "F1-P1")], by_day | friday_night)
    np.testing.assert_array_equal(np.delete(on, unit(area, "F1-P1"), 1), np.delete(draw(area), unit(area, "F1-P1"), 1))


def test_shifts_that_say_what_the_units_table_says_change_nothing(area):
    row = area.units.iloc[unit(area, "P1-C2")]
    same = with_rows(area, "shifts", ("P1-C2", (), row["on_from"], row["on_to"], "shift"))
    one, other = simulate(area, **SHORT), simulate(same, **SHORT)
    assert one.measures.to_csv() == other.measures.to_csv()


def test_shifts_of_a_unit_that_an_option_has_withdrawn_are_nobodys(area):
    fewer = area.with_tables(units=area.units[area.units["unit"] != "F1-P1"].reset_index(drop=True))
    np.testing.assert_array_equal(draw(with_rows(fewer, "shifts", ("F1-P1", (), 7.0, 19.0, ""))), draw(fewer))


def test_a_shift_may_be_crewed_otherwise(area):
    """Wholetime on weekdays, on call at night and at weekends: a crew that lives at the station only by day."""
    mixed = with_rows(
        area,
        "shifts",
        ("F1-P1", WORK, 7.0, 19.0, "wholetime"),
        ("F1-P1", WORK, 19.0, 7.0, "on_call"),
        ("F1-P1", ("sat", "sun"), 7.0, 7.0 + 17, "on_call"),
    )
    on = draw(mixed, 300 * WEEK)[:, unit(area, "F1-P1")].reshape(-1, WEEK).mean(axis=0)
    hour = np.arange(WEEK)
    wholetime = (hour < 120) & (hour % 24 >= 7) & (hour % 24 < 19)
    assert (on[wholetime] == 1.0).all()
    night = (hour >= 19) & (hour < 31)
    assert np.abs(on[night] - 0.7).max() < 5 * np.sqrt(0.7 * 0.3 / 300)
    assert (on[(hour >= 6 * 24) & (hour < 6 * 24 + 7)] == 0.0).all()  # Saturday's shift ends at midnight


def test_a_crew_on_call_by_night_turns_out_as_one(area):
    night = with_rows(area, "shifts", ("F1-P1", (), 19.0, 7.0, "on_call"), ("F1-P1", (), 7.0, 19.0, ""))
    usual, mixed = (prepare(a).scenario.fleet.turnout[:, unit(area, "F1-P1")] for a in (area, night))
    np.testing.assert_array_equal(mixed[7:19], usual[7:19])
    assert (mixed[[*range(7), *range(19, 24)]] == 5.0).all()


def test_a_turnout_may_differ_by_day_of_the_week(area):
    weekend = with_rows(area, "shifts", ("F1-P1", ("sat", "sun"), 0.0, 24.0, "on_call"), ("F1-P1", WORK, 0.0, 24.0, ""))
    usual, mixed = (prepare(a).scenario.fleet.turnout for a in (area, weekend))
    assert mixed.shape == (WEEK, len(area.units))
    np.testing.assert_array_equal(mixed[:120], np.tile(usual, (5, 1)))
    assert (mixed[120:, unit(area, "F1-P1")] == 5.0).all()
    both = simulate_options({"usual": area, "weekend": weekend}, **SHORT)
    change = compare(both["usual"], both["weekend"])
    fire = change[(change["service"] == "fire") & (change["grouping"] == "all") & (change["arrival"] == "first")]
    assert (fire["mean_min"] > 0).all()


def test_a_shift_crewed_as_nobody_is_described_is_an_error(area):
    with pytest.raises(InputError, match="F1-P1 is fire shift"):
        prepare(with_rows(area, "shifts", ("F1-P1", (), 7.0, 19.0, "shift")))


def test_who_waits_at_the_end_is_served_on_the_one_day_of_the_week_with_somebody_on_duty(area):
    rare = with_rows(area, "shifts", ("F1-A1", ("mon",), 7.0, 8.0, ""))
    performance = simulate(rare, days=4, warm_up_days=0, replications=20, seed=1)
    assert (performance.measures["mean_min"] > 0).all()


# Availability


def test_an_availability_that_is_the_same_in_every_hour_gives_the_same_absences(area):
    """The rows of the table take the place of the constant, and nobody's luck changes."""
    crewing = area.crewing.copy()
    crewing.loc[crewing["crewing"] == "on_call", "availability"] = 0.1
    by_hour = with_rows(
        area.with_tables(crewing=crewing), "availability_hours", ("fire", "on_call", "", (), 0.0, 24.0, 0.7)
    )
    np.testing.assert_array_equal(draw(by_hour), draw(area))


def test_a_crew_is_there_as_often_as_its_hour_says_and_a_unit_of_its_own_goes_first(area):
    weeks = 2000
    by_hour = with_rows(
        area,
        "availability_hours",
        ("fire", "on_call", "F3-P1", ("sat",), 0.0, 24.0, 0.2),
        ("fire", "on_call", "", WORK, 8.0, 18.0, 0.4),
        ("fire", "on_call", "", ("sat",), 0.0, 24.0, 0.95),
    )
    share = draw(by_hour, weeks * WEEK)[:, unit(area, "F3-P1")].reshape(-1, WEEK).mean(axis=0)
    hour = np.arange(WEEK)
    expected = np.where((hour < 120) & (hour % 24 >= 8) & (hour % 24 < 18), 0.4, 0.7)
    expected[(hour >= 120) & (hour < 144)] = 0.2
    assert (np.abs(share - expected) < 5 * np.sqrt(expected * (1 - expected) / weeks)).all()


def test_a_crew_that_is_there_at_a_bad_hour_is_there_at_the_better_hours_of_its_spell(area):
    by_hour = with_rows(area, "availability_hours", ("fire", "on_call", "", (), 8.0, 18.0, 0.4))
    on = draw(by_hour, 100 * WEEK)[:, unit(area, "F3-P1")].reshape(-1, 12)
    bad = np.tile((np.arange(24) >= 8) & (np.arange(24) < 18), 700).reshape(-1, 12)
    for spell, worse in zip(on, bad, strict=True):
        assert spell[~worse].min(initial=1) >= spell[worse].max(initial=0)


# Vehicles off the road


def test_who_has_a_spare_keeps_it_and_the_next_goes_to_who_has_waited_longest():
    off = np.array([[0, 1, 0], [1, 1, 0], [1, 1, 1], [1, 0, 1], [0, 0, 1]], dtype=bool)
    lacking = off_road.without(off, np.array([1, 1, 1, 1, 1]))
    np.testing.assert_array_equal(lacking, [[0, 0, 0], [1, 0, 0], [1, 0, 1], [0, 0, 1], [0, 0, 0]])
    lacking = off_road.without(off, np.array([1, 2, 1, 0, 0]))
    np.testing.assert_array_equal(lacking, [[0, 0, 0], [0, 0, 0], [1, 0, 1], [1, 0, 1], [0, 0, 1]])


@given(arrays(bool, st.tuples(st.integers(1, 30), st.integers(1, 5))), st.data())
def test_spares_are_given_out_as_one_would_hour_by_hour(off, data):
    spares = data.draw(arrays(np.int64, len(off), elements=st.integers(0, 4)))
    since: dict[int, int] = {}
    expected = np.zeros_like(off)
    for hour in range(len(off)):
        since = {u: at for u, at in since.items() if off[hour, u]}
        for u in np.nonzero(off[hour])[0]:
            since.setdefault(u, hour)
        first_served = sorted(since, key=lambda u: (since[u], u))[: spares[hour]]
        expected[hour] = [bool(off[hour, u]) and u not in first_served for u in range(off.shape[1])]
    np.testing.assert_array_equal(off_road.without(off, spares), expected)


def test_a_vehicle_is_off_the_road_for_its_share_of_time_in_spells_of_the_mean_length(area):
    one = with_rows(area, "off_road", ("fire", "aerial", "", 0.2, 3.0, 0))
    off = np.array([~off_road.with_a_vehicle(one, 10_000, 1, r)[:, unit(area, "F1-A1")] for r in range(60)])
    share = off.mean(axis=1)
    low, high = stats.t.interval(0.999, 59, share.mean(), share.std(ddof=1) / np.sqrt(60))
    assert low < 0.2 < high
    begins = (off[:, 1:] & ~off[:, :-1]).sum()
    assert off.sum() / begins == pytest.approx(72.0, rel=0.08)


def test_units_without_a_vehicle_are_as_many_as_in_a_machine_repair_model(area):
    """N units and S spares, each off the road alone: the number without one is that by which a binomial passes S."""
    units, spares, share = 4, 2, 0.3
    fleet = pd.concat([area.units.iloc[[0]]] * units, ignore_index=True)
    fleet["unit"] = [f"U{i}" for i in range(units)]
    pooled = with_rows(area.with_tables(units=fleet), "off_road", ("fire", "pump", "", share, 2.0, spares))
    runs, apart = 200, 400  # hours, many times the memory of a vehicle
    lacking = np.concatenate(
        [(~off_road.with_a_vehicle(pooled, 20 * apart, 1, r)[::apart]).sum(axis=1) for r in range(runs)]
    )
    broken = np.arange(units + spares + 1)
    probability = stats.binom.pmf(broken, units + spares, share)
    for number in range(units + 1):
        expected = probability[np.maximum(broken - spares, 0) == number].sum()
        seen = (lacking == number).mean()
        assert abs(seen - expected) < 5 * np.sqrt(expected * (1 - expected) / len(lacking)) + 1e-12


def test_one_pool_is_never_worse_than_two_of_the_same_vehicles(area):
    """The luck of each vehicle is the same in both, so that the gain is that of pooling alone."""
    fleet = pd.concat([area.units.iloc[[0]]] * 4, ignore_index=True).assign(
        unit=["A1", "A2", "B1", "B2"], site=["F1", "F1", "F2", "F2"]
    )
    base = area.with_tables(units=fleet)
    apart = with_rows(base, "off_road", ("fire", "pump", "F1", 0.3, 2.0, 1), ("fire", "pump", "F2", 0.3, 2.0, 1))
    together = with_rows(base, "off_road", ("fire", "pump", "", 0.3, 2.0, 2))
    two, one = (off_road.with_a_vehicle(a, 20_000, 4, 0).sum(axis=1) for a in (apart, together))
    assert (one >= two).all()
    assert one.sum() > two.sum()


def test_a_row_for_a_site_goes_before_one_for_all_and_neighbours_have_their_own_workshop(area):
    sites = area.sites.copy()
    sites.loc[sites["site"] == "F3", "outside"] = True
    mixed = with_rows(
        area.with_tables(sites=sites),
        "off_road",
        ("fire", "pump", "", 0.1, 2.0, 1),
        ("fire", "pump", "F1", 0.2, 2.0, 0),
    )
    names = [[area.units["unit"].iloc[i] for i in members] for _, members in off_road.pools(mixed)]
    assert names == [["F2-P1"], ["F1-P1"]]


def test_no_vehicle_off_the_road_is_as_without_the_rule(area):
    never = with_rows(area, "off_road", ("fire", "pump", "", 0.0, 2.0, 1))
    assert simulate(never, **SHORT).measures.to_csv() == simulate(area, **SHORT).measures.to_csv()


def test_engines_off_the_road_slow_the_fire_service_alone(area):
    short = with_rows(area, "off_road", ("fire", "pump", "", 0.4, 2.0, 0))
    both = simulate_options({"usual": area, "short": short}, **SHORT)
    change = compare(both["usual"], both["short"])
    fire = change[(change["service"] == "fire") & (change["grouping"] == "all") & (change["arrival"] == "first")]
    assert (fire["mean_min"] > 0).all()
    assert (change.loc[change["service"] == "police", "mean_min"] == 0).all()


def test_after_the_last_call_every_vehicle_is_back(area):
    worst = with_rows(area, "off_road", ("fire", "aerial", "", 0.95, 365.0, 0))
    scenario = prepare(worst).scenario
    drawn, on = draw_shifts(scenario, 24, 1, 0)
    aerial = unit(area, "F1-A1")
    assert not on[:, aerial].any()
    assert drawn.on[drawn.unit == aerial].tolist() == [True]


# Over the border


def with_outside(area, site, seconds=None):
    sites = area.sites.copy()
    sites.loc[sites["site"] == site, "outside"] = True
    if seconds is None:
        return area.with_tables(sites=sites)
    row = {**area.parameters.iloc[-1].to_dict(), "parameter": "over_border_s", "service": "fire", "value": seconds}
    return area.with_tables(
        sites=sites, parameters=pd.concat([area.parameters, pd.DataFrame([row])], ignore_index=True)
    )


def test_a_neighbours_unit_sets_off_later_by_the_time_to_ask_for_it(area):
    assert (over_border_minutes(with_outside(area, "F2")) == 0).all()
    asked = with_outside(area, "F2", 90.0)
    minutes = over_border_minutes(asked)
    assert minutes[unit(area, "F2-P1")] == 1.5
    assert minutes.sum() == 1.5
    usual, later = (prepare(a).scenario.fleet.turnout for a in (area, asked))
    np.testing.assert_array_equal(later, usual + minutes)


def test_neighbours_come_though_later_and_are_sent_less_often(area):
    both = simulate_options({"at once": with_outside(area, "F2"), "asked": with_outside(area, "F2", 300.0)}, **SHORT)
    jobs = {name: p.units.groupby("unit")["jobs"].sum() for name, p in both.items()}
    assert 0 < jobs["asked"]["F2-P1"] < jobs["at once"]["F2-P1"]
