"""What a change in response is worth to people: by published relations, beside the money and never added to it."""

from __future__ import annotations

from bluelight.appraisal import OutcomeChange, outcomes
from bluelight.studies.results import Estimate, FirstResponder, MoneyRange, ServiceResponse, SocietalValue

FIRST_RESPONDER = {"cardiac_arrest": ("cardiac_arrest_survival", "survivors a year")}
FIRE = {"dwelling_fire": ("dwelling_fire_deaths", "deaths prevented a year")}


def societal_of(first: list[FirstResponder], fire: ServiceResponse, price_year: str) -> list[SocietalValue]:
    """Lives by the change in who reaches cardiac arrests first, and by the change in fire response to homes.

    A relation is used only where the option changes the response: its interval leaves out no change at all.
    """
    found = []
    for row in first:
        mean = row.change.mean_min if row.change is not None else None
        if row.id in FIRST_RESPONDER and mean is not None and _changes(mean):
            relation, unit = FIRST_RESPONDER[row.id]
            found.append(_value(relation, unit, row.calls_per_year, mean, price_year, row.caveat))
    for kind in fire.incident_types:
        mean = kind.change.mean_min if kind.change is not None else None
        if kind.id in FIRE and mean is not None and _changes(mean):
            relation, unit = FIRE[kind.id]
            found.append(_value(relation, unit, kind.measures.calls_per_year, mean, price_year, fire.caveat))
    return found


def _changes(change: Estimate) -> bool:
    return change.low > 0 or change.high < 0


def _value(
    relation: str, unit: str, calls: float, change: Estimate, price_year: str, caveat: str | None
) -> SocietalValue:
    def at(minutes: float, low: float, high: float) -> OutcomeChange:
        return outcomes(
            relation,
            incidents_per_year=calls,
            change_min=minutes,
            change_low=low,
            change_high=high,
            price_year=price_year,
        )

    whole = at(change.value, change.low, change.high)
    low, high = whole.low, whole.high
    notes = [whole.note, whole.warning]
    if low is None or high is None:
        ends = sorted(at(minutes, minutes, minutes).change for minutes in (change.low, change.high))
        low, high = ends[0], ends[1]
        notes.append("The interval is that of the change in response alone: the relation was published without one.")
    if caveat:
        notes.append(caveat)
    value = None
    if whole.value is not None and whole.change:
        each = whole.value / whole.change
        value = MoneyRange(p10=low * each, p50=whole.value, p90=high * each)
        notes.append("Pounds a year; the ends of the range are those of the interval, not percentiles of draws.")
    sources = [whole.source, *([whole.value_source] if whole.value_source is not None else [])]
    return SocietalValue(
        label=whole.name,
        quantity=Estimate(value=whole.change, low=low, high=high),
        unit=unit,
        value=value,
        basis="derived",
        source="; ".join(f"{source.title}, {source.publisher}: {source.href}" for source in sources),
        note=" ".join(note for note in notes if note),
    )
