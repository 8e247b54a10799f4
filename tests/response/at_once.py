"""The slow way to a performance: every request of every service in one run, nothing kept for another option."""

from __future__ import annotations

import dataclasses

import numpy as np

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
    summaries = []
    for replication in range(replications):
        ready = prepare(area)
        calls = draw_calls(area, days, seed, replication, warm_up_days, orders)
        duty, on = draw_shifts(ready.scenario, (days + warm_up_days) * 24, seed, replication)
        asked = ask(calls, ready.scenario, ready.attendance, ready.to_hospital, ready.hospital_place)
        rules = ready.scenario.rules._replace(care=asked.care, turnout=asked.turnout)
        outcome = run(ready.scenario.map, ready.scenario.fleet, duty, asked.requests, rules)
        overrun = overrun_minutes(ready.scenario, calls, asked, outcome)
        summary = summarise(area, calls, asked, outcome, on, usual, overrun)
        summaries.append(dataclasses.replace(summary, load=load_of(area, calls, outcome, on)))
    return combine(area, summaries, days, seed, warm_up_days)
