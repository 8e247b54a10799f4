"""From a change in minutes to a change in outcomes, through published relations only.

Effects found here are shown beside cash. They are never added to it.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

from bluelight.appraisal.parameters import Parameters, load_parameters
from bluelight.appraisal.references import Reference
from bluelight.appraisal.relations import LivesRelation, LogisticRelation, OddsRelation, Relation
from bluelight.appraisal.unit_values import UnitValue
from bluelight.errors import BluelightError


@dataclass(frozen=True)
class OutcomeChange:
    """A change in outcomes a year, with its interval; positive is better.

    `low` and `high` are None where the relation was published without an interval. `value` and its interval are pounds
    a year in the prices asked for, None where no value of this outcome is known that was read where it was published or
    is accepted by name. `unverified` marks what was accepted so.
    """

    relation: str
    name: str
    outcome: str
    change: float
    low: float | None
    high: float | None
    value: float | None
    value_low: float | None
    value_high: float | None
    source: Reference
    value_source: Reference | None
    note: str
    warning: str
    unverified: bool = False


def outcomes(
    relation: str,
    *,
    incidents_per_year: float,
    change_min: float,
    change_low: float,
    change_high: float,
    price_year: str,
    base_share: float | None = None,
    response_min: float | None = None,
    accept_unverified: Collection[str] = (),
    parameters: Parameters | None = None,
) -> OutcomeChange:
    """Outcomes a year that follow from a change in mean response of `change_min` minutes, negative when sooner.

    `change_low` to `change_high` is the interval of that change. The interval given back takes the ends of both
    intervals, the response's and the relation's, that are worst and best together: wider than 95%, never narrower.
    `base_share` is the share of incidents with the outcome today where a local figure is known; the study's own is
    used otherwise. `response_min` is the mean response today, for relations that need it. A relation that was not read
    where it was published is refused unless `accept_unverified` names it. Raises `BluelightError` for an unknown
    relation or numbers that make no sense.
    """
    parameters = parameters or load_parameters()
    pack = parameters.response_outcomes
    found = next((item for item in pack.relations if item.id == relation), None)
    if found is None:
        raise BluelightError(
            f"there is no published relation {relation!r}. Use one of {', '.join(item.id for item in pack.relations)}."
        )
    unverified = found.confidence != "primary"
    if unverified and relation not in accept_unverified:
        raise BluelightError(
            f"the relation {relation!r} is unverified: it was read in a copy. Use one that is verified, or name it "
            "under accept_unverified."
        )
    if not all(map(math.isfinite, (incidents_per_year, change_min, change_low, change_high))) or incidents_per_year < 0:
        raise BluelightError(
            "the number of incidents and the change in minutes must be finite, and incidents not negative."
        )
    if not change_low <= change_min <= change_high:
        raise BluelightError(
            f"a change of {change_min} minutes lies outside its interval, {change_low} to {change_high}. "
            "Check the order of the three."
        )
    changes = (change_min, change_low, change_high)
    low: float | None
    high: float | None
    if isinstance(found, OddsRelation):
        change, low, high = _by_odds(found, incidents_per_year, changes, base_share)
    elif isinstance(found, LogisticRelation):
        change, low, high = _by_logistic(found, incidents_per_year, changes, response_min)
    else:
        change, low, high = _by_lives(found, incidents_per_year, changes)
    value = parameters.values.get(str(found.value_id))
    if value is not None and not value.verified and value.id not in accept_unverified:
        value = None
    each = None if value is None else value.amount * parameters.gdp_deflator.factor(value.price_year, price_year)
    return OutcomeChange(
        relation=found.id,
        name=found.name,
        outcome=found.outcome,
        change=change,
        low=low,
        high=high,
        value=_times(change, each),
        value_low=_times(low, each),
        value_high=_times(high, each),
        source=found.source,
        value_source=None if value is None else value.source,
        note=_note(found, value),
        warning=pack.warning,
        unverified=unverified or (value is not None and not value.verified),
    )


def _times(quantity: float | None, each: float | None) -> float | None:
    return None if quantity is None or each is None else quantity * each


def _note(relation: Relation, value: UnitValue | None) -> str:
    return relation.note if value is None else f"{relation.note} {value.note}"


def _by_odds(
    relation: OddsRelation, incidents: float, changes: tuple[float, float, float], base_share: float | None
) -> tuple[float, float, float]:
    share = relation.base_share if base_share is None else base_share
    if not 0 < share < 1:
        raise BluelightError(f"a base share of {share} is not between 0 and 1. Give the share with the outcome today.")

    def gain(minutes: float, ratio: float) -> float:
        odds = share / (1 - share) * math.exp(-minutes * math.log(ratio))
        return incidents * (odds / (1 + odds) - share)

    ratios = (relation.odds_ratio_low, relation.odds_ratio_per_minute_sooner, relation.odds_ratio_high)
    ends = [gain(minutes, ratio) for minutes in changes for ratio in ratios]
    return gain(changes[0], relation.odds_ratio_per_minute_sooner), min(ends), max(ends)


def _by_lives(
    relation: LivesRelation, incidents: float, changes: tuple[float, float, float]
) -> tuple[float, None, None]:
    return -changes[0] * incidents * relation.lives_per_incident_per_minute_sooner, None, None


def _by_logistic(
    relation: LogisticRelation, incidents: float, changes: tuple[float, float, float], response_min: float | None
) -> tuple[float, None, None]:
    if response_min is None or response_min + changes[0] < 0:
        raise BluelightError(
            f"the relation {relation.id!r} needs the mean response today, and a change that leaves it above 0. "
            "Give response_min, in minutes."
        )
    return incidents * (relation.share(response_min + changes[0]) - relation.share(response_min)), None, None
