"""The area that one option of a study makes, and the settings of its replications: what a trace of it needs."""

from __future__ import annotations

from bluelight.area import Area
from bluelight.errors import InputError, Problem
from bluelight.options import apply_moves
from bluelight.studies.model import Study


def area_of(study: Study, option: str) -> Area:
    """The area under an option, by the option's id. InputError where the study has none of that id."""
    for found in study.options:
        if found.id == option:
            return apply_moves(study.area, found.moves)
    known = ", ".join(o.id for o in study.options)
    raise InputError([Problem(f"study {study.id}", f'has no option "{option}".', f"Name one of: {known}.")])


def trace_settings(study: Study) -> dict[str, int]:
    """What `replicate` must be given to answer the calls that a run of the study answers."""
    about = study.about
    return {"days": about.days, "seed": about.seed, "warm_up_days": about.warm_up_days}
