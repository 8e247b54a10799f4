"""The kernel with the rules that choose units and hospitals all on, against plain Python: same calls, same run."""

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

DAYS, WARM_UP_DAYS = 3, 0
RATIO = 60.0
TURNS = 3


def run() -> list[Row]:
    """Hertfordshire with stand-ins, diversion, handover by hour, hospital by expected time, both kinds of standby."""
    area = _with_every_rule(load_area("hertfordshire"))
    ready = prepare(area)
    calls = draw_calls(area, DAYS, 1, 0, WARM_UP_DAYS)
    duty, _ = draw_shifts(ready.scenario, DAYS * 24, 1, 0)
    asked = ask(calls, ready.scenario, ready.attendance, ready.to_hospital, ready.hospital_place)
    rules = ready.scenario.rules._replace(care=asked.care)
    if any(rule is None for rule in (rules.diverts, rules.preference, rules.care, rules.standby)):
        raise AssertionError("a rule is off")
    arguments = ready.scenario.map, ready.scenario.fleet, duty, asked.requests, rules
    ours, theirs = kernel(*arguments), plain_peer.run(*arguments)
    for one, other in ((ours.answers, theirs.answers), (ours.abandoned, theirs.abandoned)):
        for field in one.dtype.names or ():
            np.testing.assert_array_equal(one[field], other[field])
    taken = least(TURNS, {"ours": (20, lambda: kernel(*arguments)), "plain": (1, lambda: plain_peer.run(*arguments))})
    n, ratio = len(asked.requests), taken["plain"] / taken["ours"]
    return [
        Row("kernel, rules on: answered alike by plain Python, of all", n, "requests", f"all {n:,}", True),
        Row("kernel, rules on: units diverted", len(ours.abandoned), "units", "", None),
        Row("kernel, rules on: nanoseconds a request", 1e9 * taken["ours"] / n, "ns", "", None),
        Row("kernel, rules on: nanoseconds a request in plain Python", 1e9 * taken["plain"] / n, "ns", "", None),
        Row("kernel, rules on: times faster", ratio, "times", f"at least {RATIO:g}", ratio >= RATIO),
    ]


def _with_every_rule(area: Area) -> Area:
    """Ambulances comply with a table and stand in for response vehicles; engines stand by where they cover most."""
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
    standby = pd.DataFrame(table, columns=["service", "unit_kind", "free_units", "order", "site"])
    return area.with_tables(
        parameters=pd.concat([area.parameters, pd.DataFrame(parameters)], ignore_index=True),
        standby=standby.reindex(columns=area.standby.columns),
        stand_ins=pd.DataFrame([stand_in]).reindex(columns=area.stand_ins.columns, fill_value=""),
        handover_hours=pd.DataFrame(slow).reindex(columns=area.handover_hours.columns),
    )
