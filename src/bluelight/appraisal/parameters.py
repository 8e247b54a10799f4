"""Dated parameters: discount rates, optimism bias, price index, and what a minute is worth in lives.

Each value ships in a file under `data/parameters` with its unit, date, confidence and source. Nothing here is a
constant in code: to change a rule, add a dated version to its file.
"""

from __future__ import annotations

import tomllib
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from bluelight.appraisal.checked import problems_of
from bluelight.appraisal.references import DatedValue
from bluelight.appraisal.relations import ResponseOutcomes
from bluelight.appraisal.rules import Deflator, DiscountRates, Distribution, OptimismBias, ProjectType, Schedule
from bluelight.errors import InputError, Problem

PARAMETER_FOLDER = Path(__file__).parent.parent / "data" / "parameters"


class Parameters(DatedValue):
    """Every dated parameter the appraisal uses."""

    discount_rates: DiscountRates
    optimism_bias: OptimismBias
    gdp_deflator: Deflator
    distribution: Distribution
    response_outcomes: ResponseOutcomes

    @cached_property
    def schedules(self) -> dict[str, Schedule]:
        """Discount schedules by id."""
        return {schedule.id: schedule for schedule in self.discount_rates.schedules}

    @cached_property
    def project_types(self) -> dict[str, ProjectType]:
        """Optimism bias by project type."""
        return {kind.id: kind for kind in self.optimism_bias.project_types}


def _read(folder: Path, name: str, problems: list[Problem]) -> dict[str, Any]:
    path = folder / name
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        problems.append(Problem(str(path), "is missing.", "Put the parameter file back."))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(Problem(str(path), f"is not valid TOML: {error}.", "Correct the file."))
    return {}


def load_parameters(folder: Path | None = None) -> Parameters:
    """The shipped parameters, or those of a folder with files of the same names.

    Raises `InputError` with every problem of every file.
    """
    return _shipped() if folder is None else _load(folder)


@lru_cache(maxsize=1)
def _shipped() -> Parameters:
    return _load(PARAMETER_FOLDER)


def _load(folder: Path) -> Parameters:
    problems: list[Problem] = []
    values: dict[str, BaseModel] = {}
    for name, field in Parameters.model_fields.items():
        file = f"{name}.toml"
        before = len(problems)
        data = _read(folder, file, problems)
        if len(problems) > before or field.annotation is None:
            continue
        try:
            values[name] = field.annotation.model_validate(data)
        except ValidationError as error:
            problems += problems_of(error, str(folder / file))
    if problems:
        raise InputError(problems)
    return Parameters.model_validate(values)
