"""Shift overrun, worked out again minute by minute."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from bluelight.area import load_area
from bluelight.response import simulate
from bluelight.response.demand import draw_calls
from bluelight.response.overrun import overrun_minutes
from bluelight.response.ready import prepare
from bluelight.response.whole import answer_calls


@pytest.fixture(scope="module")
def area(littleham):
    area = load_area(littleham)
    types = area.incident_types.assign(annual_count=area.incident_types["annual_count"] * 4)
    hours = [[h, hour, 2.0, "assumed", "", ""] for h in area.hospitals["hospital"] for hour in range(24)]
    return area.with_tables(
        incident_types=types, handover_hours=pd.DataFrame(hours, columns=area.handover_hours.columns)
    )


def with_diversion(area):
    row = {**area.parameters.iloc[-1].to_dict(), "parameter": "divert_to_more_urgent", "service": "all", "value": 1.0}
    ranked = area.incident_types.assign(priority=1 + np.arange(len(area.incident_types)) % 4)
    parameters = pd.concat([area.parameters, pd.DataFrame([row])], ignore_index=True)
    return area.with_tables(parameters=parameters, incident_types=ranked, handover_hours=area.handover_hours[:0])


@pytest.mark.parametrize("change", [lambda area: area, with_diversion])
def test_minutes_beyond_the_shift_are_those_of_a_clock_that_ticks(area, change):
    """At the middle of each minute: is it off shift, and was its last job begun and not yet ended at home?"""
    changed = change(area)
    ready, calls = prepare(changed), draw_calls(changed, 10, 3, 0, warm_up_days=2)
    told = answer_calls(ready, calls)
    scenario, units = ready.scenario, ready.scenario.fleet.units
    overrun = overrun_minutes(scenario, calls, told.asked, told.outcome)
    answers, abandoned = told.outcome.answers, told.outcome.abandoned
    middle = np.arange(2 * 1440, 12 * 1440) + 0.5
    hospital = scenario.area.hospitals["site"].map({s: i for i, s in enumerate(scenario.area.sites["site"])}).to_numpy()
    for u, row in enumerate(changed.units.to_dict("records")):
        length = (row["on_to"] - row["on_from"]) % 24 or 24
        working = np.zeros(len(middle), dtype=bool)
        sent = np.sort([*answers["mobilised"][answers["unit"] == u], *abandoned["mobilised"][abandoned["unit"] == u]])
        for j in np.nonzero(answers["unit"] == u)[0]:
            request, answer = told.asked.requests[j], answers[j]
            end = request["end"]
            if told.asked.care is not None and told.asked.care.patient[j] >= 0:
                (end,) = hospital
            kind = scenario.fleet.kinds[units["kind"][u]]
            back = answer["freed"] + kind["scale"] * scenario.map.to[units["home"][u], end] / kind["speed_home"]
            later = sent[sent > answer["mobilised"]]
            back = min([back, *later[:1]])
            working |= (middle >= answer["mobilised"]) & (middle < back)
        for one in abandoned[abandoned["unit"] == u]:
            working |= (middle >= one["mobilised"]) & (middle < one["left"])
        off = (middle / 60.0 - row["on_from"]) % 24 >= length
        jobs = (answers["unit"] == u).sum()
        assert abs((working & off).sum() - overrun[u]) <= jobs
    part_time = (changed.units["on_from"] != 0) | (changed.units["on_to"] != 24)
    assert (overrun[~part_time] == 0).all()
    assert overrun[part_time].sum() > 60


def test_busier_crews_overrun_more_and_it_is_in_the_table_of_units(area):
    usual = area.with_tables(
        incident_types=area.incident_types.assign(annual_count=area.incident_types["annual_count"] / 4)
    )
    settings = {"days": 20, "replications": 3, "seed": 2}
    few, many = (simulate(a, **settings).units["overrun_min"].sum() for a in (usual, area))
    assert 0 < few < many
