"""The Treasury's rules as dated values: discount schedules, optimism bias and the price index."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from bluelight.appraisal.references import DATE, Confidence, DatedValue, Reference
from bluelight.errors import BluelightError

_FINANCIAL_YEAR = re.compile(r"(\d{4})/(\d{2})")
_CALENDAR_YEAR = re.compile(r"\d{4}")
_PART = re.compile(r"(0?\.\d+|1)\s+(\w+)")


class RateBand(DatedValue):
    """One rate, in percent a year, and the years from the start of the appraisal in which it holds."""

    from_year: int = Field(ge=0)
    to_year: int | None = None
    percent: float = Field(gt=0, lt=20)


class ScheduleVersion(DatedValue):
    """A schedule of rates as published on one date."""

    as_of: str = Field(pattern=DATE)
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


class Schedule(DatedValue):
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


class Proposal(DatedValue):
    """A change somebody has recommended and nobody has adopted; never used to discount."""

    as_of: str = Field(pattern=DATE)
    statement: str
    status: str
    confidence: Confidence
    source: Reference


class DiscountRates(DatedValue):
    """`discount_rates.toml`."""

    id: Literal["discount_rates"]
    title: str
    unit: str
    schedules: tuple[Schedule, ...]
    proposals: tuple[Proposal, ...] = ()


class ProjectType(DatedValue):
    """Optimism bias of one type of project, in percent; duration is None where none was measured."""

    id: str
    name: str
    applies_to: Literal["capital", "running_cost"]
    cost_upper: float = Field(ge=0)
    cost_lower: float = Field(ge=0)
    duration_upper: float | None = Field(default=None, ge=0)
    duration_lower: float | None = Field(default=None, ge=0)
    note: str = ""


def mixed(parts: Sequence[tuple[float, ProjectType]]) -> ProjectType:
    """The type of a project of several parts, each with its share of the capital cost: bounds weighted by share.

    Source: the Treasury's optimism bias guidance, combined projects.
    """

    def weighted(bound: Callable[[ProjectType], float | None]) -> float | None:
        values = [(share, bound(kind)) for share, kind in parts]
        return None if any(value is None for _, value in values) else sum(share * (v or 0.0) for share, v in values)

    return ProjectType(
        id=" + ".join(f"{share:g} {kind.id}" for share, kind in parts),
        name=" and ".join(f"{share:.0%} {kind.name.lower()}" for share, kind in parts),
        applies_to=parts[0][1].applies_to,
        cost_upper=weighted(lambda kind: kind.cost_upper) or 0.0,
        cost_lower=weighted(lambda kind: kind.cost_lower) or 0.0,
        duration_upper=weighted(lambda kind: kind.duration_upper),
        duration_lower=weighted(lambda kind: kind.duration_lower),
    )


class OptimismBias(DatedValue):
    """`optimism_bias.toml`."""

    id: Literal["optimism_bias"]
    title: str
    unit: str
    as_of: str = Field(pattern=DATE)
    confidence: Confidence
    note: str
    source: Reference
    project_types: tuple[ProjectType, ...]

    def project_type(self, text: str) -> ProjectType:
        """A project type by its id, or a mix such as "0.3 non_standard_buildings + 0.7 standard_buildings".

        Raises `BluelightError` for a type that is not known and for shares that do not add up to 1.
        """
        known = {kind.id: kind for kind in self.project_types}
        if text in known:
            return known[text]
        parts = [_PART.fullmatch(part.strip()) for part in text.split("+")]
        found = [(float(part[1]), known[part[2]]) for part in parts if part and part[2] in known]
        if len(found) < len(parts) or len(found) < 2:
            raise BluelightError(
                f"unknown asset type {text!r}. Use one of {', '.join(known)}, or a mix such as "
                "'0.3 non_standard_buildings + 0.7 standard_buildings'."
            )
        if abs(sum(share for share, _ in found) - 1) > 1e-9 or len({kind.applies_to for _, kind in found}) > 1:
            raise BluelightError(
                f"the parts of asset type {text!r} do not make one project. Let the shares of types measured on the "
                "same thing add up to 1."
            )
        return mixed(found)


class Deflator(DatedValue):
    """`gdp_deflator.toml`: price index by calendar year."""

    id: Literal["gdp_deflator"]
    title: str
    unit: str
    as_of: str = Field(pattern=DATE)
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


class Distribution(DatedValue):
    """`distribution.toml`: how fast a pound loses worth as income rises."""

    id: Literal["distribution"]
    title: str
    unit: str
    eta: float = Field(ge=0, le=5)
    as_of: str = Field(pattern=DATE)
    confidence: Confidence
    note: str
    source: Reference
