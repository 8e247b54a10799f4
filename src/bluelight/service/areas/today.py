"""How an area responds today: the newest run of a study of it, business as usual."""

from __future__ import annotations

from dataclasses import dataclass

from bluelight.service.studies.models import Run, Study
from bluelight.service.studies.reading import read_results
from bluelight.studies.results import Assumption, CalibrationRow, OptionResult, Results, Service, ServiceResponse


@dataclass(frozen=True)
class Today:
    """What the newest run of a study says of the area as it is."""

    run: Run
    base: OptionResult
    response: dict[Service, ServiceResponse]
    calibration: list[CalibrationRow]
    assumptions: list[Assumption]
    results: Results


def today(identifier: str) -> Today | None:
    """What the newest run says of the area, or None where no study of it has been run yet."""
    for run in Run.objects.done().filter(study__area=identifier).select_related("study")[:5]:
        results: Results | None = read_results(run)
        if results is not None:
            base = next(option for option in results.options if option.is_base)
            return Today(run, base, dict(base.response), results.calibration, results.assumptions, results)
    return None


def studies_of(identifier: str) -> list[Study]:
    """The studies that ask about the area."""
    return list(Study.objects.public().filter(area=identifier))
