"""Dated parameters: discount rates, optimism bias, price index, and what a minute is worth in lives.

Each value ships in a file under `data/parameters` with its unit, date, confidence and source. Nothing here is a
constant in code: to change a rule, add a dated version to its file.
"""

from __future__ import annotations

import tomllib
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ValidationError, model_validator

from bluelight.appraisal.checked import problems_of
from bluelight.appraisal.references import DatedValue
from bluelight.appraisal.relations import ResponseOutcomes
from bluelight.appraisal.rules import Deflator, DiscountRates, Distribution, OptimismBias, ProjectType, Schedule
from bluelight.appraisal.unit_values import UnitValue, UnitValues
from bluelight.errors import InputError, Problem

PARAMETER_FOLDER = Path(__file__).parent.parent / "data" / "parameters"


class Parameters(DatedValue):
    """Every dated parameter the appraisal uses."""

    discount_rates: DiscountRates
    optimism_bias: OptimismBias
    gdp_deflator: Deflator
    distribution: Distribution
    response_outcomes: ResponseOutcomes
    unit_values: UnitValues

    @cached_property
    def schedules(self) -> dict[str, Schedule]:
        """Discount schedules by id."""
        return {schedule.id: schedule for schedule in self.discount_rates.schedules}

    @cached_property
    def project_types(self) -> dict[str, ProjectType]:
        """Optimism bias by project type."""
        return {kind.id: kind for kind in self.optimism_bias.project_types}

    @cached_property
    def values(self) -> dict[str, UnitValue]:
        """Unit values by id, verified or not."""
        return {value.id: value for value in self.unit_values.values}

    @model_validator(mode="after")
    def _values_exist(self) -> Self:
        known = {value.id for value in self.unit_values.values}
        for relation in self.response_outcomes.relations:
            if relation.value_id is not None and relation.value_id not in known:
                raise ValueError(f"relation {relation.id} names the unknown value {relation.value_id}")
        return self


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
    try:
        return Parameters.model_validate(values)
    except ValidationError as error:
        raise InputError(problems_of(error, str(folder))) from None
