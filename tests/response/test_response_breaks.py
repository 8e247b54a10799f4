"""Meal breaks and full attendance as a pack gives them: from its tables to what the simulation says."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from bluelight.area import load_area
from bluelight.response import compare, simulate, simulate_options
from bluelight.response.arrays import GIVEN, INTERRUPTED, MISSED
from bluelight.response.breaks_given import breaks_given
from bluelight.response.demand import draw_calls
from bluelight.response.listing import describe
from bluelight.response.ready import prepare
from bluelight.response.rules import left_out
from bluelight.response.rules.breaks import compile_breaks, open_windows
from bluelight.response.whole import answer_calls

SHORT = {"days": 40, "warm_up_days": 2, "replications": 3, "seed": 9}


@pytest.fixture(scope="module")
def area(littleham):
    return load_area(littleham)


def with_breaks(area, *rows):
    """Rows: service, unit_kind, on_from, window_from, window_to, minutes, at_once, interrupt_priority."""
    table = [[*row, "assumed", "", ""] for row in rows]
    return area.with_tables(breaks=pd.DataFrame(table, columns=area.breaks.columns))


NOON = ("ambulance", "dsa", math.nan, 11.5, 14.0, 30.0, 1, math.nan)


def with_later(area, *rows):
    table = [[*row, "assumed", "", ""] for row in rows]
    return area.with_tables(full_attendance=pd.DataFrame(table, columns=area.full_attendance.columns))


def test_windows_open_every_day_for_every_unit_of_the_kind(area):
    windows = compile_breaks(with_breaks(area, NOON, ("fire", "pump", math.nan, 23.0, 1.0, 45.0, 2, 1.0)))
    dsa, pumps = (np.nonzero((area.units["kind"] == kind).to_numpy())[0] for kind in ("dsa", "pump"))
    breaks = open_windows(windows, 48)
    opened = [(float(t), int(u), float(c)) for t, u, o, c in
              zip(breaks.time, breaks.unit, breaks.opens, breaks.until, strict=True) if o]  # fmt: skip
    expected = [(690.0 + day, u, 840.0 + day) for day in (0.0, 1440.0) for u in dsa]
    expected += [(1380.0 + day, u, 1500.0 + day) for day in (0.0, 1440.0) for u in pumps]
    assert sorted(opened) == sorted(expected)
    assert (np.diff(breaks.time) >= 0).all()
    assert breaks.minutes.tolist() == [30.0, 45.0]
    ranks = sorted(set(area.incident_types["priority"]))
    assert breaks.interrupts.tolist() == [-1, ranks.index(1)]


def test_windows_of_a_shift_are_for_its_units_alone(area):
    windows = compile_breaks(with_breaks(area, ("ambulance", "dsa", 10.0, 15.0, 17.0, 30.0, 1, math.nan)))
    assert area.units["unit"].iloc[windows.unit].tolist() == ["M3-A1"]


def test_breaks_cost_ambulances_time_and_touch_no_other_service(area):
    usual = area.with_tables(
        incident_types=area.incident_types.assign(annual_count=area.incident_types["annual_count"] * 2)
    )
    both = simulate_options({"usual": usual, "breaks": with_breaks(usual, NOON)}, **SHORT)
    change = compare(both["usual"], both["breaks"]).query("grouping == 'all' and arrival == 'first'")
    assert (change.loc[change["service"] == "fire", "mean_min"] == 0).all()
    assert (change.loc[change["service"] == "ambulance", "mean_min"] > 0).all()
    table = both["breaks"].breaks
    assert set(table["unit_kind"]) == {"dsa"}
    units = int((area.units["kind"] == "dsa").sum())
    assert (table["given"] + table["missed"] == units * SHORT["days"]).all()
    assert 0 < table["missed"].sum() < table["given"].sum()
    assert (table["interrupted"] == 0).all()
    assert "Breaks due a day" in describe(usual, both["breaks"])
    assert "Breaks due a day" not in describe(usual, both["usual"])
    assert len(both["usual"].breaks) == 0


def test_breaks_that_may_be_interrupted_are(area):
    urgent = with_breaks(area, (*NOON[:-1], 9.0))
    assert simulate(urgent, **SHORT).breaks["interrupted"].sum() > 0


def test_breaks_are_counted_after_the_warm_up(area):
    place = with_breaks(area, NOON)
    calls = draw_calls(place, 20, 4, 0, 3)
    outcome = answer_calls(prepare(place), calls).outcome
    row = breaks_given(place, calls, outcome.breaks).iloc[0]
    kept = [b for b in outcome.breaks if 3 * 1440.0 <= b["ended"] < 23 * 1440.0]
    for name, what in (("given", GIVEN), ("interrupted", INTERRUPTED), ("missed", MISSED)):
        assert row[name] == sum(b["what"] == what for b in kept)
    assert row["given"] > 0


def test_what_is_asked_for_later_is_asked_for_after_the_first_arrival(area):
    place = with_later(area, ("house_fire", 2, 4.0), ("house_fire", 4, 6.0), ("police_emergency", 2, 5.0))
    calls = draw_calls(place, 400, 3, 0)
    asked, outcome, *_ = answer_calls(prepare(place), calls)
    types = area.incident_types["incident_type"].to_numpy()[calls.incident_type[asked.call]]
    after = {("house_fire", 2): 4.0, ("house_fire", 4): 6.0, ("police_emergency", 2): 5.0}
    named = [after.get((t, o)) for t, o in zip(types, asked.order.tolist(), strict=True)]
    first: dict[int, float] = {}
    for call, wait, arrival in zip(asked.call.tolist(), named, outcome.answers["arrival"].tolist(), strict=True):
        if wait is None:
            first[call] = min(first.get(call, math.inf), arrival)
    waited = [i for i, wait in enumerate(named) if wait is not None]
    assert len(waited) > 50
    for i in waited:
        assert asked.requests["time"][i] == outcome.asked[i] == first[int(asked.call[i])] + named[i]


def test_asking_later_changes_no_draw_and_no_first_arrival_standard(area):
    """Second engines are slower, first ones no slower: they are asked for as ever, with more engines free."""
    later = with_later(area, ("house_fire", 2, 4.0))
    both = simulate_options({"usual": area, "later": later}, **{**SHORT, "days": 200})
    rows = {
        name: run.measures.query(
            "service == 'fire' and grouping == 'incident_type' and group == 'house_fire' and clock == 'mobilisation'"
        ).set_index(["replication", "arrival"])
        for name, run in both.items()
    }
    assert rows["usual"]["n"].to_dict() == rows["later"]["n"].to_dict()
    mean = {name: table["mean_min"].groupby("arrival").mean() for name, table in rows.items()}
    assert mean["later"]["second"] > mean["usual"]["second"] + 4.0
    assert mean["later"]["first"] == pytest.approx(mean["usual"]["first"], rel=0.05)


def test_a_call_sent_nobody_else_is_sent_all_at_once(area):
    attendance = area.attendance.copy()
    mine = attendance["incident_type"] == "house_fire"
    attendance.loc[mine & (attendance["order"] == 1), "probability"] = 1e-9
    place = with_later(area.with_tables(attendance=attendance), *(("house_fire", order, 4.0) for order in (2, 3, 4, 5)))
    asked, outcome, *_ = answer_calls(prepare(place), draw_calls(place, 400, 3, 0))
    assert asked.later.first.tolist() == [len(asked.requests)]
    assert np.isfinite(outcome.asked).all()


def test_a_report_lists_them_where_they_are_left_out(area):
    gone = set(left_out(area)) - set(left_out(with_breaks(with_later(area, ("house_fire", 2, 4.0)), NOON)))
    assert gone == {
        "Crews have no meal breaks.",
        "All units of an attendance are asked for together, before anybody has seen what is needed.",
    }
