"""Runs a study: every option answers the same calls."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

from bluelight.area import Area
from bluelight.errors import BluelightError
from bluelight.options import apply_moves, expand
from bluelight.response import Performance, simulate_options
from bluelight.studies.checks import check_study
from bluelight.studies.model import Study

Progress = Callable[[str, float], None]


@dataclass(frozen=True, eq=False)
class StudyResult:
    """A study with the area each option makes and how it responds, by option id in the study's order."""

    study: Study
    areas: dict[str, Area]
    performances: dict[str, Performance]

    @property
    def base(self) -> Performance:
        """How business as usual responds."""
        return self.performances[self.study.options[0].id]


def run(
    study: Study, progress: Progress | None = None, workers: int | None = None, cluster: str | None = None
) -> StudyResult:
    """Simulate every option of a study on the same calls.

    `workers` threads share the work, by default one for each processor, or the workers of a Dask `cluster` (the address
    of its scheduler); who did it changes no figure. `progress` is told what is being done and the share done, 0 to 1.
    Raises BluelightError where an option cannot be simulated, or where the cluster cannot do it; InputError, before any
    work, where a line of money is wrong or a control room could never keep up.
    """
    about = study.about
    check_study(study)
    if progress is not None:
        progress("Working out travel times", 0.0)
    areas = {option.id: apply_moves(study.area, option.moves) for option in study.options}
    first = _first_alike(study)
    performances = simulate_options(
        {option: areas[option] for option in dict.fromkeys(first.values())},
        days=about.days,
        warm_up_days=about.warm_up_days,
        replications=about.replications,
        seed=about.seed,
        progress=progress,
        workers=workers or max(1, min(about.replications, os.cpu_count() or 1)),
        cluster=cluster,
    )
    result = StudyResult(study, areas, {option: performances[alike] for option, alike in first.items()})
    if not len(result.base.measures):
        yearly = study.area.incident_types["annual_count"].sum()
        raise BluelightError(
            f"study {about.id}: no call came in {about.days} days of {study.area.name}, whose yearly counts sum to "
            f"{yearly:g}, so no option can be compared. Give incident types an annual_count, or the study more days."
        )
    return result


def _first_alike(study: Study) -> dict[str, str]:
    """For each option, the first whose moves change the area in the same way: who governs, say, answers no call."""
    acting = {
        option.id: [move for move in expand(study.area, option.moves) if move.apply(study.area) is not study.area]
        for option in study.options
    }
    return {option: next(other for other in acting if acting[other] == moves) for option, moves in acting.items()}
