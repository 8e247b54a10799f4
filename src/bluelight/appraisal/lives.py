"""What changes in response are worth to people over the appraisal: shown beside money, and in none of its sums."""

from __future__ import annotations

from dataclasses import dataclass

from bluelight.appraisal.outcomes import OutcomeChange, outcomes
from bluelight.appraisal.parameters import Parameters
from bluelight.appraisal.settings import ResponseChange, Settings
from bluelight.errors import BluelightError, Problem


@dataclass(frozen=True)
class ValuedOutcome:
    """An outcome a year, and its present value over the appraisal at the health rate where a value is known."""

    asked: ResponseChange
    change: OutcomeChange
    present_value: float | None
    present_low: float | None
    present_high: float | None


def value_outcomes(settings: Settings, parameters: Parameters) -> tuple[list[ValuedOutcome], list[Problem]]:
    """Every change in response that the settings name, and what stops any of them from being valued."""
    found: list[ValuedOutcome] = []
    problems: list[Problem] = []
    if not settings.response_changes:
        return found, problems
    factors = parameters.schedules["health"].factors(settings.appraisal_years)
    for asked in settings.response_changes:
        start = settings.first_year if asked.start_year is None else asked.start_year
        if not settings.first_year <= start <= settings.last_year:
            what = f"option '{asked.option}': response changes in {start}, outside the appraisal."
            problems.append(Problem("settings", what, "Give a year within it.", column="response_changes"))
            continue
        try:
            change = outcomes(
                asked.relation,
                incidents_per_year=asked.incidents_per_year,
                change_min=asked.change_min,
                change_low=asked.change_low,
                change_high=asked.change_high,
                price_year=settings.price_year,
                base_share=asked.base_share,
                response_min=asked.response_min,
                accept_unverified=settings.accept_unverified,
                parameters=parameters,
            )
        except BluelightError as error:
            what, _, remedy = str(error).partition(". ")
            problems.append(Problem("settings", f"option '{asked.option}': {what}.", remedy, column="response_changes"))
            continue
        years = float(factors[start - settings.first_year :].sum())
        worth = [None if x is None else x * years for x in (change.value, change.value_low, change.value_high)]
        found.append(ValuedOutcome(asked, change, *worth))
    return found, problems
