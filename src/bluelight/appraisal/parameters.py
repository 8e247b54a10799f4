"""Dated parameters: discount rates, optimism bias, price index, and what a minute is worth in lives.

Each value ships in a file under `data/parameters` with its unit, date, confidence and source. Nothing here is a
constant in code: to change a rule, add a dated version to its file.
"""

from __future__ import annotations

import re
import tomllib
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bluelight.appraisal.checked import problems_of
from bluelight.errors import BluelightError, InputError, Problem

PARAMETER_FOLDER = Path(__file__).parent.parent / "data" / "parameters"

Confidence = Literal["primary", "secondary"]
_FINANCIAL_YEAR = re.compile(r"(\d{4})/(\d{2})")
_CALENDAR_YEAR = re.compile(r"\d{4}")
_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Reference(_Value):
    """Where a value was read."""

    title: str
    publisher: str
    href: str = Field(pattern=r"^https?://[^\s/]+(/\S*)?$")


class RateBand(_Value):
    """One rate, in percent a year, and the years from the start of the appraisal in which it holds."""

    from_year: int = Field(ge=0)
    to_year: int | None = None
    percent: float = Field(gt=0, lt=20)


class ScheduleVersion(_Value):
    """A schedule of rates as published on one date."""

    as_of: str = Field(pattern=_DATE)
    status: Literal["in force", "superseded"]
    confidence: Confidence
    source: Reference
    bands: tuple[RateBand, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _bands_join(self) -> Self:
        start = 0
        for number, band in enumerate(self.bands):
            last = number == len(self.bands) - 1
            if band.from_year != start:
                raise ValueError(f"the band from year {band.from_year} should start at year {start}")
            if last != (band.to_year is None):
                raise ValueError("the last band, and only the last, has no to_year")
            start = (band.to_year or 0) + 1
        return self


class Schedule(_Value):
    """A discount schedule with its dated versions."""

    id: str
    name: str
    description: str
    versions: tuple[ScheduleVersion, ...] = Field(min_length=1)

    @property
    def current(self) -> ScheduleVersion:
        """The newest version in force."""
        return max((v for v in self.versions if v.status == "in force"), key=lambda v: v.as_of)

    @model_validator(mode="after")
    def _one_in_force(self) -> Self:
        if not any(v.status == "in force" for v in self.versions):
            raise ValueError(f"schedule {self.id} has no version in force")
        return self

    def factors(self, years: int) -> NDArray[np.float64]:
        """Discount factors, shape (years,): 1 in year 0, then the product of 1 / (1 + rate) up to each year."""
        rates = np.zeros(years)
        for band in self.current.bands:
            until = years if band.to_year is None else band.to_year + 1
            rates[band.from_year : until] = band.percent / 100
        rates[:1] = 0.0
        return np.asarray(np.cumprod(1.0 / (1.0 + rates)))


class Proposal(_Value):
    """A change somebody has recommended and nobody has adopted; never used to discount."""

    as_of: str = Field(pattern=_DATE)
    statement: str
    status: str
    confidence: Confidence
    source: Reference


class DiscountRates(_Value):
    """`discount_rates.toml`."""

    id: Literal["discount_rates"]
    title: str
    unit: str
    schedules: tuple[Schedule, ...]
    proposals: tuple[Proposal, ...] = ()


class ProjectType(_Value):
    """Optimism bias of one type of project, in percent; duration is None where none was measured."""

    id: str
    name: str
    applies_to: Literal["capital", "running_cost"]
    cost_upper: float = Field(ge=0)
    cost_lower: float = Field(ge=0)
    duration_upper: float | None = Field(default=None, ge=0)
    duration_lower: float | None = Field(default=None, ge=0)
    note: str = ""

    def cost_uplift(self, mitigation: float) -> float:
        """Factor on a cost: 1 + upper bound x (1 - mitigation). `mitigation` is 0 to 1."""
        return 1.0 + self.cost_upper / 100 * (1.0 - mitigation)

    def overrun_months(self, works_months: float, mitigation: float) -> float:
        """Months by which works planned to take `works_months` end late."""
        if self.duration_upper is None:
            return 0.0
        return works_months * self.duration_upper / 100 * (1.0 - mitigation)


class OptimismBias(_Value):
    """`optimism_bias.toml`."""

    id: Literal["optimism_bias"]
    title: str
    unit: str
    as_of: str = Field(pattern=_DATE)
    confidence: Confidence
    note: str
    source: Reference
    project_types: tuple[ProjectType, ...]


class Deflator(_Value):
    """`gdp_deflator.toml`: price index by calendar year."""

    id: Literal["gdp_deflator"]
    title: str
    unit: str
    as_of: str = Field(pattern=_DATE)
    confidence: Confidence
    note: str
    source: Reference
    index: dict[int, float]

    def at(self, price_year: str) -> float:
        """Index at "2019" or "2019/20": a financial year takes the calendar year in which it starts.

        Nine of its twelve months lie there, and one rule for every year keeps ratios between financial years free
        of the edge of the series. Raises `BluelightError` for a year that is not known.
        """
        financial = _FINANCIAL_YEAR.fullmatch(price_year)
        if financial and int(financial[2]) != (int(financial[1]) + 1) % 100:
            raise BluelightError(f"price year {price_year!r} is not a financial year. Write it as 2024/25.")
        if not financial and not _CALENDAR_YEAR.fullmatch(price_year):
            raise BluelightError(
                f"price year {price_year!r} is not a year. Write 2024 or, for April to March, 2024/25."
            )
        year = int(price_year[:4])
        if year not in self.index:
            raise BluelightError(
                f"price year {price_year!r} is outside the price index, which has {min(self.index)} to "
                f"{max(self.index)}. State the amount in the prices of one of those years."
            )
        return self.index[year]

    def factor(self, from_year: str, to_year: str) -> float:
        """What one pound of `from_year` is in pounds of `to_year`."""
        return self.at(to_year) / self.at(from_year)


class _Relation(_Value):
    id: str
    name: str
    incident: str
    outcome: str
    population: str
    as_of: str = Field(pattern=_DATE)
    confidence: Literal["primary"]
    source: Reference
    note: str
    value_id: str | None = None


class OddsRelation(_Relation):
    """Odds of the outcome multiply by a ratio for each minute sooner."""

    form: Literal["odds_per_minute"]
    odds_ratio_per_minute_sooner: float = Field(gt=0)
    odds_ratio_low: float = Field(gt=0)
    odds_ratio_high: float = Field(gt=0)
    base_cases: int = Field(gt=0)
    base_events: int = Field(gt=0)

    @property
    def base_share(self) -> float:
        """Share of cases with the outcome in the study itself."""
        return self.base_events / self.base_cases


class LivesRelation(_Relation):
    """So many lives for each incident and each minute sooner."""

    form: Literal["lives_per_minute"]
    lives_per_incident_per_minute_sooner: float = Field(gt=0)


class LifeValue(_Value):
    """A published value of an outcome, in pounds of its price year."""

    id: str
    name: str
    amount: float = Field(gt=0)
    price_year: str
    as_of: str = Field(pattern=_DATE)
    confidence: Literal["primary"]
    source: Reference
    note: str


class ResponseOutcomes(_Value):
    """`response_outcomes.toml`."""

    id: Literal["response_outcomes"]
    title: str
    unit: str
    warning: str
    relations: tuple[OddsRelation | LivesRelation, ...]
    values: tuple[LifeValue, ...]

    @model_validator(mode="after")
    def _values_exist(self) -> Self:
        known = {value.id for value in self.values}
        for relation in self.relations:
            if relation.value_id is not None and relation.value_id not in known:
                raise ValueError(f"relation {relation.id} names the unknown value {relation.value_id}")
        return self


class Parameters(_Value):
    """Every dated parameter the appraisal uses."""

    discount_rates: DiscountRates
    optimism_bias: OptimismBias
    gdp_deflator: Deflator
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
