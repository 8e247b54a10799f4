"""What a reader of an appraisal should be told although nothing is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from bluelight.appraisal.items import CONTRACTED, LineItem
from bluelight.appraisal.parameters import Parameters
from bluelight.appraisal.settings import Settings


def notices_of(lines: Sequence[LineItem], settings: Settings, parameters: Parameters) -> tuple[str, ...]:
    """Notices about what may be counted twice or come late, what wears out, and what is unverified or left out."""
    found = []
    biased = {x.option for x in lines if x.asset_type not in (None, CONTRACTED) or x.optimism_bias_percent}
    if settings.mitigation("cost") == 0:
        for option in sorted({line.option for line in lines if line.category == "risk"} & biased):
            found.append(
                f"{option}: risks are counted beside unmitigated optimism bias, which covers risks too. As risks are "
                "named and managed, the bias should fall."
            )
    found += _not_waiting(lines)
    for line in lines:
        if line.life_years is not None and line.start_year + line.life_years <= settings.last_year:
            found.append(
                f"{line.option}, {line.id}: the asset's life of {line.life_years:g} years ends within the appraisal. "
                "Give a line for its renewal."
            )
        value = parameters.values.get(str(line.unit_value))
        if value is not None and not value.verified:
            found.append(f"{line.option}, {line.id}: UNVERIFIED unit value {value.id}. {value.note}")
    for change in settings.response_changes:
        if change.relation in settings.accept_unverified:
            found.append(f"{change.option}: UNVERIFIED relation {change.relation}.")
    if settings.inflation_percent is None:
        found.append("No inflation is assumed, so there is no nominal cash: set inflation_percent and its source.")
    if settings.appraisal_years > 50 and settings.schedule != "lower_rate":
        found.append("The appraisal is longer than 50 years: show it with the lower_rate schedule as well.")
    if settings.tax_burden_percent:
        found.append("The cost of raising public money is included; the Green Book asks for that only exceptionally.")
    return tuple(found)


def _not_waiting(lines: Sequence[LineItem]) -> list[str]:
    """Options whose works may overrun while none of their gains waits for them."""
    works = {x.option for x in lines if x.works_months and x.asset_type not in (None, CONTRACTED)}
    waiting = {x.option for x in lines if x.depends_on is not None}
    gaining = {x.option for x in lines if x.category in ("saving", "receipt")}
    return [
        f"{option}: works may overrun, but nothing waits for them. Name the works in depends_on of what they delay."
        for option in sorted(works & gaining - waiting)
    ]
