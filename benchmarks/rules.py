"""The kernel with the rules it knows all on, against plain Python: same calls, same run."""

from __future__ import annotations

import numpy as np
import pandas as pd
from benchmarks.registry import Row
from benchmarks.timing import least
from tests.response import plain_peer

from bluelight.area import Area, load_area
from bluelight.response.demand import draw_calls
from bluelight.response.kernel import run as kernel
from bluelight.response.ready import prepare
from bluelight.response.requests import ask
from bluelight.response.scenario import draw_shifts
from bluelight.response.whole import breaks_of

DAYS, WARM_UP_DAYS = 3, 0
RATIO = 60.0
TURNS = 3


def run() -> list[Row]:
    """Hertfordshire with every rule that the kernel knows: all of `Rules` is on."""
    area = _with_every_rule(load_area("hertfordshire"))
    ready = prepare(area)
    calls = draw_calls(area, DAYS, 1, 0, WARM_UP_DAYS)
    duty, _ = draw_shifts(ready.scenario, DAYS * 24, 1, 0)
    asked = ask(calls, ready.scenario, ready.attendance, ready.to_hospital, ready.hospital_place)
    breaks = breaks_of(ready, DAYS * 24)
    rules = ready.scenario.rules._replace(care=asked.care, turnout=asked.turnout, later=asked.later, breaks=breaks)
    off = [name for name, rule in rules._asdict().items() if rule is None]
    if off:
        raise AssertionError(f"rules are off: {', '.join(off)}")
    arguments = ready.scenario.map, ready.scenario.fleet, duty, asked.requests, rules
    ours, theirs = kernel(*arguments), plain_peer.run(*arguments)
    np.testing.assert_array_equal(ours.asked, theirs.asked)
    for name in ("answers", "abandoned", "breaks"):
        one, other = getattr(ours, name), getattr(theirs, name)
        for field in one.dtype.names or ():
            np.testing.assert_array_equal(one[field], other[field])
    taken = least(TURNS, {"ours": (20, lambda: kernel(*arguments)), "plain": (1, lambda: plain_peer.run(*arguments))})
    waited = int((ours.asked != asked.requests["time"]).sum())
    n, ratio = len(asked.requests), taken["plain"] / taken["ours"]
    return [
        Row("kernel, rules on: answered alike by plain Python, of all", n, "requests", f"all {n:,}", True),
        Row("kernel, rules on: units diverted", len(ours.abandoned), "units", "", None),
        Row("kernel, rules on: meal breaks given, cut short or missed", len(ours.breaks), "breaks", "", None),
        Row("kernel, rules on: units asked for by the first to arrive", waited, "requests", "", None),
        Row("kernel, rules on: nanoseconds a request", 1e9 * taken["ours"] / n, "ns", "", None),
        Row("kernel, rules on: nanoseconds a request in plain Python", 1e9 * taken["plain"] / n, "ns", "", None),
        Row("kernel, rules on: times faster", ratio, "times", f"at least {RATIO:g}", ratio >= RATIO),
    ]


def _with_every_rule(area: Area) -> Area:
    """Ambulances comply with a table and stand in for response vehicles; engines stand by where they cover most.

    All have meal breaks, that the most urgent calls may interrupt; turnouts of all differ; all units but the first are
    asked for once it has arrived; and drives take longer from seven to ten.
    """
    said = [
        ("divert_to_more_urgent", "police", 1.0),
        ("divert_to_more_urgent", "ambulance", 1.0),
        ("hospital_by_expected_time", "ambulance", 1.0),
        ("standby_cover_minutes", "fire", 10.0),
    ]
    row = area.parameters.iloc[-1].to_dict()
    parameters = [{**row, "parameter": name, "service": service, "value": value} for name, service, value in said]
    homes = area.units.loc[area.units["kind"] == "dsa", "site"].drop_duplicates().tolist()
    table = [("ambulance", "dsa", free, i + 1, homes[i]) for free in range(1, 11) for i in range(min(free, len(homes)))]
    stand_in = {"service": "ambulance", "unit_kind": "rrv", "stand_in": "dsa", "preference": 1}
    slow = [
        {"hospital": hospital, "hour": hour, "multiplier": 1.5 if 10 <= hour < 20 else 1.0}
        for hospital in area.hospitals["hospital"]
        for hour in range(24)
    ]
    kinds = area.units[["service", "kind"]].drop_duplicates()
    breaks = [(s, k, np.nan, 11.0, 15.0, 30.0, 3, 1.0) for s, k in kinds.itertuples(index=False)]
    spreads = [(row.service, row.crewing, 0.3, "mean") for row in area.crewing.itertuples()]
    items = area.attendance[area.attendance["order"] > 1]
    later = [(row.incident_type, row.order, 3.0) for row in items.itertuples()]
    periods = [("all", (), 7.0, 10.0, 1.3)]
    standby = pd.DataFrame(table, columns=["service", "unit_kind", "free_units", "order", "site"])
    return area.with_tables(
        parameters=pd.concat([area.parameters, pd.DataFrame(parameters)], ignore_index=True),
        standby=standby.reindex(columns=area.standby.columns),
        stand_ins=pd.DataFrame([stand_in]).reindex(columns=area.stand_ins.columns, fill_value=""),
        **{
            name: pd.DataFrame([[*row, "assumed", "", ""] for row in rows], columns=getattr(area, name).columns)
            for name, rows in (
                ("breaks", breaks),
                ("turnout_spread", spreads),
                ("full_attendance", later),
                ("travel_periods", periods),
            )
        },
        handover_hours=pd.DataFrame(slow).reindex(columns=area.handover_hours.columns),
    )
