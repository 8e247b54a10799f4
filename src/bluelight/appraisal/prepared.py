"""The lines of one option as arrays: every factor that turns an amount into cash by year and a present value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bluelight.appraisal.items import LineItem
from bluelight.appraisal.parameters import Parameters
from bluelight.appraisal.profile import residual_share, year_shares
from bluelight.appraisal.rules import ProjectType
from bluelight.appraisal.settings import MEASURES, Measure, Settings
from bluelight.appraisal.uplift import Bias, bias_of, project_type, uplift

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Assumptions:
    """What a sensitivity test may change: how strong the bias is, how late benefits come, and the rate.

    `late_years` is added to every saving and receipt; `rate` in percent stands in for every schedule of rates.
    """

    bias: Bias = "mitigated"
    late_years: float = 0.0
    schedule: str | None = None
    rate: float | None = None


AS_SET = Assumptions()


@dataclass(frozen=True, eq=False)
class Prepared:
    """Lines in order of id, with an entry of every array for each of them.

    Real money of a line in a year is amount x `unit` x `deflator` x `uplift` x `chance` x `shares`; its present value
    is amount x `unit` x `deflator` x `uplift` x `chance` x `burden` x `discounted`. What an asset is still worth at the
    end is -amount x `unit` x `deflator` x `residual` x the last factor.
    """

    lines: tuple[LineItem, ...]
    settings: Settings
    unit: Floats
    deflator: Floats
    uplift: Floats
    chance: Floats
    burden: Floats
    delay: Floats
    shares: Floats  # (lines, years)
    factors: Floats  # (lines, years)
    discounted: Floats
    residual: Floats
    caps: Mapping[str, tuple[Rows, float]]  # rows of an overlap group, and its cap in real pounds a year

    @cached_property
    def real(self) -> Floats:
        """Real pounds of one pound of each line's own price year, at full effect."""
        return np.asarray(self.unit * self.deflator * self.uplift * self.chance)

    @cached_property
    def worth(self) -> Floats:
        """Present value of one pound of each line, before caps."""
        return np.asarray(self.real * self.burden * self.discounted)

    @cached_property
    def residual_worth(self) -> Floats:
        """Present value of what is left of an asset, for one pound of each line."""
        return np.asarray(-self.unit * self.deflator * self.residual * self.factors[:, -1])

    @cached_property
    def rows_by_measure(self) -> dict[Measure, Rows]:
        """Rows of the lines that each measure counts; a transfer is in none."""
        classes = ("cash_releasing", "non_cash_releasing", "societal")
        return {
            measure: self.rows([x.benefit_class in classes[:count] and not x.transfer for x in self.lines])
            for count, measure in enumerate(MEASURES, start=1)
        }

    def rows(self, wanted: Sequence[bool]) -> Rows:
        """Rows of the lines for which something holds."""
        return np.flatnonzero(np.array(wanted, dtype=np.bool_))


def prepare(
    lines: Sequence[LineItem], settings: Settings, parameters: Parameters, assumed: Assumptions = AS_SET
) -> Prepared:
    """Every factor of every line of one option; the lines have been checked."""
    ordered = tuple(sorted(lines, key=lambda line: line.id))  # one order of adding up, whatever order they came in
    by_id = {line.id: line for line in ordered}
    years, count = settings.appraisal_years, len(ordered)
    needed = {line.discounting for line in ordered}
    schedules = {name: _factors(name, settings, parameters, assumed) for name in needed}
    delay = np.array([_delay(line, by_id, settings, parameters, assumed) for line in ordered])
    shares = np.zeros((count, years))
    for row, line in enumerate(ordered):
        shares[row] = year_shares(line, settings, delay[row])
    factors = np.array([schedules[line.discounting] for line in ordered]).reshape(count, years)
    cost = [line.benefit_class == "cash_releasing" and line.is_cost for line in ordered]
    deflator = np.array(
        [parameters.gdp_deflator.factor(line.price_year, settings.price_year) for line in ordered], dtype=np.float64
    )
    values = [None if line.unit_value is None else parameters.values[line.unit_value] for line in ordered]
    return Prepared(
        lines=ordered,
        settings=settings,
        unit=np.array([1.0 if value is None else value.amount for value in values], dtype=np.float64),
        deflator=deflator,
        uplift=np.array([uplift(line, settings, parameters, assumed.bias) for line in ordered], dtype=np.float64),
        chance=np.array([line.likelihood for line in ordered], dtype=np.float64),
        burden=np.where(cost, 1.0 + settings.tax_burden_percent / 100, 1.0).reshape(count),
        delay=delay,
        shares=shares,
        factors=factors,
        discounted=np.array([float(s @ f) for s, f in zip(shares, factors, strict=True)], dtype=np.float64),
        residual=np.array(
            [0.0 if x.transfer else residual_share(x, settings, s) for x, s in zip(ordered, shares, strict=True)]
        ),
        caps={
            group.group: (
                np.flatnonzero(np.array([line.overlap_group == group.group for line in ordered], dtype=np.bool_)),
                group.cap * parameters.gdp_deflator.factor(group.price_year, settings.price_year),
            )
            for group in settings.overlap_groups
        },
    )


def with_certain_risks(prepared: Prepared) -> Prepared:
    """The same lines with every risk at its full impact, for draws that say themselves whether it happens."""
    return replace(prepared, chance=np.ones_like(prepared.chance))


def _factors(name: str, settings: Settings, parameters: Parameters, assumed: Assumptions) -> Floats:
    if assumed.rate is not None:
        return np.asarray((1.0 + assumed.rate / 100) ** -np.arange(settings.appraisal_years, dtype=np.float64))
    schedule = name if name == "health" else (assumed.schedule or settings.schedule)
    return parameters.schedules[schedule].factors(settings.appraisal_years)


def _delay(
    line: LineItem, option: Mapping[str, LineItem], settings: Settings, parameters: Parameters, assumed: Assumptions
) -> float:
    late = works_delay(line, option, settings, parameters, assumed.bias)
    return late + (assumed.late_years if line.category in ("saving", "receipt") else 0.0)


def works_delay(
    line: LineItem, option: Mapping[str, LineItem], settings: Settings, parameters: Parameters, bias: Bias = "mitigated"
) -> float:
    """Years by which a line begins late because the works it waits for, and the works those wait for, overrun."""
    if line.depends_on is None:
        return 0.0
    works = option[line.depends_on]
    late = works_delay(works, option, settings, parameters, bias)
    kind: ProjectType | None = project_type(works, parameters)
    if kind is not None and works.works_months is not None:
        late += works.works_months * bias_of(kind, "duration", settings, bias) / 100 / 12
    return late
