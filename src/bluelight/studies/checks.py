"""What keeps a study from being run, told before any work is done on it."""

from __future__ import annotations

from dataclasses import replace

from bluelight.errors import InputError, Problem
from bluelight.options import apply_moves
from bluelight.options.moves.join_control_rooms import JoinControlRooms
from bluelight.studies.model import Option, Study
from bluelight.studies.money import check_money


def check_study(study: Study) -> None:
    """InputError with every problem of its lines of money, and of control rooms that could never keep up."""
    problems: list[Problem] = []
    for check in (check_money, _check_call_takers):
        try:
            check(study)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)


def _check_call_takers(study: Study) -> None:
    """InputError where an option leaves a room too few of them; where today's are too few already, for that alone."""
    if not len(study.area.call_takers):
        return
    from bluelight.response import check_call_takers  # takes a while to import, and few areas have call-takers

    check_call_takers(study.area)
    problems: list[Problem] = []
    for option in study.options[1:]:
        try:
            check_call_takers(apply_moves(study.area, option.moves))
        except InputError as error:
            problems += [_of(option, problem) for problem in error.problems]
    if problems:
        raise InputError(replace(problem, file=f"study {study.id}") for problem in problems)


def _of(option: Option, problem: Problem) -> Problem:
    """The problem with its option, beside the share of call-takers that a joint room has, where there is one."""
    joint = any(isinstance(move, JoinControlRooms) for move in option.moves)
    said = f"option '{option.id}': {problem.what}"
    return replace(problem, what=said, column="call_takers_share" if joint else problem.column)
