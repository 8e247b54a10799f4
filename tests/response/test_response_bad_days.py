"""Days that are not alike, and incidents that need more than their attendance."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from bluelight.area import load_area
from bluelight.errors import BluelightError
from bluelight.response import simulate
from bluelight.response.demand import day_factors, draw_calls
from bluelight.response.ready import prepare
from bluelight.response.requests import ask
from bluelight.response.rules import left_out
from bluelight.response.rules.spates import spate_days
from bluelight.studies.assumptions import exclusions_of

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FIELDS = ("time_min", "zone", "incident_type", "on_scene_z", "conveyance_u", "handover_z", "journey_z")


@pytest.fixture(scope="module")
def area(littleham):
    return load_area(littleham)


def with_rows(area, table, *rows):
    frame = pd.DataFrame([[*row, "assumed", "", ""] for row in rows], columns=getattr(area, table).columns)
    return area.with_tables(**{table: frame})


def family_of(area, calls):
    return area.incident_types["family"].to_numpy()[calls.incident_type]


# Days of the week


def test_a_weekday_has_its_share_of_calls_and_other_families_keep_theirs(area):
    share = np.array([0.05, 0.05, 0.1, 0.1, 0.2, 0.3, 0.2])
    busier = with_rows(area, "weekdays", *(("medical", day, s) for day, s in zip(DAYS, share, strict=True)))
    weeks = 104
    usual, calls = (draw_calls(a, weeks * 7, 1, 0, warm_up_days=0) for a in (area, busier))
    medical = family_of(area, calls) == "medical"
    yearly = area.incident_types.loc[area.incident_types["family"] == "medical", "annual_count"].sum()
    expected = yearly / 365 * weeks * 7 * share
    count = np.bincount((calls.time_min[medical] // 1440 % 7).astype(int), minlength=7)
    assert (np.abs(count - expected) < 5 * np.sqrt(expected)).all()
    others = family_of(area, usual) != "medical"
    for field in FIELDS:
        np.testing.assert_array_equal(getattr(calls, field)[~medical], getattr(usual, field)[others])


def test_equal_shares_leave_as_many_calls_as_before(area):
    alike = with_rows(area, "weekdays", *(("medical", day, 1 / 7) for day in DAYS))
    one, other = (draw_calls(a, 28, 1, 0) for a in (area, alike))
    assert len(one) == len(other)
    np.testing.assert_allclose(one.time_min, other.time_min, atol=1e-6)


# Spates


def test_the_share_of_days_in_a_spate_is_that_of_the_pack():
    share, length, days, runs = 0.1, 4, 400, 400
    bad = np.array([spate_days(share, length, days, 1, r, 7) for r in range(runs)])
    by_day = bad.mean(axis=0)
    assert (np.abs(by_day - share) < 5 * np.sqrt(share * (1 - share) / runs)).all()  # from the first day on
    starts = np.diff(bad.astype(int), axis=1)
    for run, change in zip(bad, starts, strict=True):
        lasts = np.diff(np.nonzero(np.concatenate([[True], change != 0]))[0])
        whole = [n for n, at in zip(lasts[1:], np.nonzero(change != 0)[0], strict=False) if run[at + 1]]
        assert all(n >= length for n in whole)


def test_counts_vary_more_than_by_chance_by_as_much_as_spates_say_and_the_yearly_mean_stays(area):
    share, length, multiplier, days, runs = 36.5 / 365, 3, 4.0, 365, 800
    stormy = with_rows(area, "spates", ("storm", "fires", 36.5, length, multiplier))
    factor = np.array([day_factors(stormy, days, 5, r)["fires"] for r in range(runs)])
    usual = 1 / (1 + share * (multiplier - 1))
    assert np.unique(factor) == pytest.approx([usual, usual * multiplier])
    # Days k apart are both out of spates where none began in `length + min(k, length)` days.
    lag = np.arange(1, days)
    both = (1 - share) ** ((length + np.minimum(lag, length)) / length) - (1 - share) ** 2
    variance = (usual * (multiplier - 1)) ** 2 * (days * share * (1 - share) + 2 * ((days - lag) * both).sum())
    yearly = factor.sum(axis=1)
    assert abs(yearly.mean() - days) < 5 * np.sqrt(variance / runs)
    assert yearly.var(ddof=1) == pytest.approx(variance, rel=5 * np.sqrt(2 / runs))
    few = 60
    counts = [
        (family_of(area, c) == "fires").sum() for c in (draw_calls(stormy, days, 5, r, 0, orders=0) for r in range(few))
    ]
    mean = area.incident_types.loc[area.incident_types["family"] == "fires", "annual_count"].sum()
    expected = mean + (mean / days) ** 2 * variance
    assert abs(np.mean(counts) - mean) < 5 * np.sqrt(expected / few)
    assert np.var(counts, ddof=1) / mean > 1.5 < expected / mean


def test_families_of_one_spate_have_it_on_the_same_days_and_others_by_themselves(area):
    stormy = with_rows(
        area,
        "spates",
        ("storm", "fires", 30, 2, 5.0),
        ("storm", "police", 30, 2, 2.0),
        ("heat", "medical", 30, 2, 2.0),
    )
    bad = {family: f > f.min() for family, f in day_factors(stormy, 2000, 1, 0).items()}
    np.testing.assert_array_equal(bad["fires"], bad["police"])
    assert (bad["fires"] != bad["medical"]).any()


def test_a_spate_of_fires_changes_no_other_call(area):
    stormy = with_rows(area, "spates", ("storm", "fires", 30, 2, 5.0))
    usual, calls = (draw_calls(a, 60, 1, 0) for a in (area, stormy))
    fires, before = family_of(area, calls) == "fires", family_of(area, usual) == "fires"
    assert not np.array_equal(calls.time_min[fires], usual.time_min[before])
    for field in FIELDS:
        np.testing.assert_array_equal(getattr(calls, field)[~fires], getattr(usual, field)[~before])
    np.testing.assert_array_equal(calls.item_u[:, ~fires], usual.item_u[:, ~before])


def test_a_multiplier_of_one_is_no_spate(area):
    calm = with_rows(area, "spates", ("storm", "fires", 30, 2, 1.0))
    assert set(day_factors(calm, 400, 1, 0)["fires"]) == {1.0}


def test_a_spate_on_every_day_of_a_short_horizon_may_bring_no_call(area):
    silent = with_rows(area, "spates", ("strike", "fires", 364, 60, 0.0))
    calls = [draw_calls(silent, 3, 1, r, 0) for r in range(20)]
    assert any((family_of(area, c) != "fires").all() for c in calls)


# Reinforcements


def asked_of(area, days=120):
    ready = prepare(area)
    calls = draw_calls(area, days, 1, 0)
    return calls, ask(calls, ready.scenario, ready.attendance, ready.to_hospital, ready.hospital_place)


def test_every_call_of_the_type_is_sent_the_further_units_later_and_for_longer(area):
    larger = with_rows(area, "reinforcements", ("house_fire", "fire", "pump", 1, 20.0, 2.0))
    calls, usual = asked_of(area)
    again, more = asked_of(larger)
    np.testing.assert_array_equal(calls.time_min, again.time_min)
    last = area.attendance["order"].max()
    further = more.order > last
    house_fire = area.incident_types["incident_type"].tolist().index("house_fire")
    houses = np.nonzero(calls.incident_type == house_fire)[0]
    assert sorted(more.call[further].tolist()) == houses.tolist()
    for field in usual.requests.dtype.names:
        np.testing.assert_array_equal(more.requests[field][~further], usual.requests[field])
    first = {c: i for i, c in enumerate(more.call) if more.order[i] == 1}
    for i in np.nonzero(further)[0]:
        one = first[more.call[i]]
        assert more.requests["time"][i] == pytest.approx(more.requests["time"][one] + 20.0)
        assert more.requests["stay"][i] == pytest.approx(2.0 * more.requests["stay"][one])


def test_a_major_incident_may_need_more_units_than_an_attendance_has_places(area):
    fleet = pd.concat(
        [area.units, *[area.units.iloc[[0]].assign(unit=f"F1-X{i}") for i in range(30)]], ignore_index=True
    )
    larger = with_rows(area.with_tables(units=fleet), "reinforcements", ("house_fire", "fire", "pump", 25, 5.0, 3.0))
    performance = simulate(larger, days=60, replications=1, seed=1)
    rows = performance.measures.query("service == 'fire' and group == 'house_fire' and clock == 'call'")
    full, first = (rows.loc[rows["arrival"] == a, "mean_min"].item() for a in ("full", "first"))
    assert full > first + 5.0


def test_further_units_that_an_option_has_left_nobody_of_are_named(area):
    none = with_rows(area, "reinforcements", ("house_fire", "fire", "water_carrier", 1, 0.0, 1.0))
    with pytest.raises(BluelightError, match=r"reinforcements.csv, row 2.*fire water_carrier"):
        prepare(none)


# What an area does without


@pytest.mark.parametrize(
    ("table", "row", "sentence"),
    [
        ("shifts", ("F1-P1", (), 7.0, 19.0, ""), "Duty is the same on every day of the week."),
        ("availability_hours", ("fire", "on_call", "", (), 8.0, 18.0, 0.5), "A crew is as likely to be raised"),
        ("turnout_spread", ("fire", "on_call", 0.4, "mean"), "Every crew of a kind takes the same time to turn out"),
        ("off_road", ("fire", "pump", "", 0.1, 2.0, 1), "No vehicle is off the road."),
        ("weekdays", ("fires", "mon", 1.0), "Calls are as many on one day of the week"),
        ("spates", ("storm", "fires", 30, 2, 5.0), "No day has more calls than another but by chance"),
        ("reinforcements", ("house_fire", "fire", "pump", 1, 0.0, 1.0), "No incident is sent more than its attendance"),
    ],
)
def test_a_report_says_what_an_area_does_without(area, table, row, sentence):
    (gone,) = set(exclusions_of(area)) - set(exclusions_of(with_rows(area, table, row)))
    assert gone.startswith(sentence)


def test_a_report_says_whether_neighbours_come_in_and_how_soon_they_are_asked(area):
    sites = area.sites.assign(outside=area.sites["site"].isin(["F2"]))
    gone, new = (set(a) - set(b) for a, b in _pairs(left_out(area), left_out(area.with_tables(sites=sites))))
    assert gone == {"Engines, cars and ambulances of neighbouring areas do not come in."}
    assert new == {"Units of neighbouring areas are asked for as fast as the area's own."}


def _pairs(one, other):
    return (one, other), (other, one)
