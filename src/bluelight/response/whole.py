"""One replication of an area, answered whole."""

from __future__ import annotations

from typing import NamedTuple

from bluelight.response.arrays import Breaks, Duty, Flags, Outcome
from bluelight.response.demand import Calls
from bluelight.response.kernel import run
from bluelight.response.ready import Ready
from bluelight.response.requests import Asked, ask
from bluelight.response.rules.breaks import open_windows
from bluelight.response.scenario import Scenario, draw_shifts


class Answered(NamedTuple):
    """One replication, whole."""

    asked: Asked
    outcome: Outcome
    duty: Duty
    on_duty: Flags  # (hours, units)


def answer_calls(option: Ready, calls: Calls, keep_log: bool = False) -> Answered:
    """One replication of an area. With `keep_log` the outcome has where units went to wait, and hospitals chosen."""
    hours = (calls.warm_up_days + calls.days) * 24
    duty, on_duty = draw_shifts(option.scenario, hours, calls.seed, calls.replication)
    asked = ask(calls, option.scenario, option.attendance, option.to_hospital, option.hospital_place)
    return Answered(*answer_asked(option.scenario, duty, asked, breaks_of(option, hours), keep_log), duty, on_duty)


def breaks_of(option: Ready, hours: int) -> Breaks | None:
    """The windows of the horizon in which meal breaks should begin, None where there are none."""
    return None if option.windows is None else open_windows(option.windows, hours)


def answer_asked(
    scenario: Scenario, duty: Duty, asked: Asked, breaks: Breaks | None, keep_log: bool = False
) -> tuple[Asked, Outcome]:
    """What is asked for, with the times at which what is asked for later was, and what came of it."""
    rules = scenario.rules._replace(care=asked.care, turnout=asked.turnout, later=asked.later, breaks=breaks)
    outcome = run(scenario.map, scenario.fleet, duty, asked.requests, rules, keep_log)
    return asked if asked.later is None else asked.asked_at(outcome.asked), outcome
