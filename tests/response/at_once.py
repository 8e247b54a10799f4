"""The slow way to a performance: every request of every service in one run, nothing kept for another option."""

from __future__ import annotations

import numpy as np
import pandas as pd

from bluelight.area.schema import SERVICES
from bluelight.response.demand import draw_calls
from bluelight.response.kernel import run
from bluelight.response.load import load_of
from bluelight.response.overrun import overrun_minutes
from bluelight.response.performance import combine
from bluelight.response.ready import prepare
from bluelight.response.requests import ask
from bluelight.response.scenario import draw_shifts
from bluelight.response.summary import Work, count, put_together, refuse_unanswered, tell, usual_types, work_of


def summarise(area, calls, asked, outcome, on_duty, usual=None, overrun_min=None):
    answers, units = outcome.answers, len(area.units)
    refuse_unanswered(area, calls, asked, np.nonzero(answers["unit"] < 0)[0])
    usual = usual_types(area) if usual is None else usual
    counted = count(area, calls)
    told = []
    for s in range(len(SERVICES)):
        mine = asked.service == s
        told.append(tell(area, counted, s, asked.call[mine], asked.requests[mine], answers[mine], usual[s], False))
    overrun = np.zeros(units) if overrun_min is None else overrun_min
    return put_together(area, counted, told, Work(*work_of(calls, outcome, units), overrun), on_duty)


def simulate(area, usual, orders, days, warm_up_days, replications, seed):
    summaries, loads = [], []
    for replication in range(replications):
        ready = prepare(area)
        calls = draw_calls(area, days, seed, replication, warm_up_days, orders)
        duty, on = draw_shifts(ready.scenario, (days + warm_up_days) * 24, seed, replication)
        asked = ask(calls, ready.scenario, ready.attendance, ready.to_hospital, ready.hospital_place)
        rules = ready.scenario.rules._replace(care=asked.care, turnout=asked.turnout)
        outcome = run(ready.scenario.map, ready.scenario.fleet, duty, asked.requests, rules)
        overrun = overrun_minutes(ready.scenario, calls, asked, outcome)
        summaries.append(summarise(area, calls, asked, outcome, on, usual, overrun))
        loads.append(load_of(area, calls, outcome, on))
    return combine(area, summaries, load_by_hour(loads), days, seed, warm_up_days)


def load_by_hour(loads):
    """From the load of each replication (2, services, hours), with every day at hand."""
    by_day = np.concatenate([load.reshape(2, len(SERVICES), -1, 24) for load in loads], axis=2)
    on, busy = by_day.mean(axis=2)
    low, high = np.quantile(by_day[1], [0.025, 0.975], axis=1)
    rows = [
        {
            "service": service,
            "hour": hour,
            "on_duty": on[s, hour],
            "busy": busy[s, hour],
            "busy_low": low[s, hour],
            "busy_high": high[s, hour],
        }
        for s, service in enumerate(SERVICES)
        if (on[s] + busy[s]).any()
        for hour in range(24)
    ]
    return pd.DataFrame(rows)
