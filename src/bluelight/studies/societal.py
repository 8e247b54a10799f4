"""What a change in response is worth to people: by published relations, beside the money and never added to it.

The simulated change of each service at an incident type is handed to the engine (`response_changes`), which turns it
into outcomes a year and their present value. A relation that was not read where it was published acts only where the
study accepts it by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bluelight.appraisal import Settings, ValuedOutcome, load_parameters, value_outcomes
from bluelight.appraisal.relations import Relation
from bluelight.appraisal.settings import ResponseChange
from bluelight.area import Area
from bluelight.errors import InputError
from bluelight.studies.model import Option, Study
from bluelight.studies.results import (
    Estimate,
    FirstResponder,
    MoneyRange,
    RelationOffered,
    Service,
    ServiceResponse,
    SocietalValue,
)

RELATIONS: dict[tuple[Service, str], tuple[str, ...]] = {
    ("ambulance", "cardiac_arrest"): ("cardiac_arrest_survival", "cardiac_arrest_survival_logistic"),
    ("fire", "dwelling_fire"): ("dwelling_fire_deaths",),
}
"""Published relations for the response of a service to an incident type."""


class _Seen(NamedTuple):
    """A simulated change at one incident type: calls a year, minutes, the mean today, and why not to rely on it."""

    calls: float
    change: Estimate
    today_min: float
    caveat: str | None


def societal_of(
    study: Study, option: Option, first: Sequence[FirstResponder], response: dict[Service, ServiceResponse]
) -> list[SocietalValue]:
    """Outcomes of an option by every relation that may act, for each incident type whose response it changes.

    Where several services are sent to an incident type, the change is that of whoever arrives first. A change whose
    interval holds none at all is no change, and gives nothing.
    """
    found = []
    for (service, incident_type), names in RELATIONS.items():
        seen = _seen(service, incident_type, first, response)
        if seen is None or seen.change.low <= 0 <= seen.change.high:
            continue
        found += [_value(study, option, relation, seen) for relation in _acting(names, study.settings)]
    return found


def relations_offered(area: Area, settings: Settings) -> list[RelationOffered]:
    """Every relation for an incident type of the area, and whether it acts."""
    happens = set(area.incident_types["incident_type"])
    every = [name for (_, incident_type), names in RELATIONS.items() if incident_type in happens for name in names]
    acting = {relation.id for relation in _acting(every, settings)}
    return [
        RelationOffered(
            id=relation.id,
            name=relation.name,
            incident=relation.incident,
            outcome=relation.outcome,
            population=relation.population,
            verified=relation.confidence == "primary",
            acts=relation.id in acting,
            source=f"{relation.source.title}, {relation.source.publisher}: {relation.source.href}",
            note=relation.note,
        )
        for relation in _known(every)
    ]


def _known(names: Sequence[str]) -> Iterator[Relation]:
    relations = {relation.id: relation for relation in load_parameters().response_outcomes.relations}
    return (relations[name] for name in names)


def _acting(names: Sequence[str], settings: Settings) -> list[Relation]:
    return [r for r in _known(names) if r.confidence == "primary" or r.id in settings.accept_unverified]


def _seen(
    service: Service, incident_type: str, first: Sequence[FirstResponder], response: dict[Service, ServiceResponse]
) -> _Seen | None:
    for row in first:
        if row.id == incident_type and row.change is not None and row.change.mean_min and row.mean_min:
            change = row.change.mean_min
            return _Seen(row.calls_per_year, change, row.mean_min.value - change.value, row.caveat)
    for kind in response[service].incident_types:
        mean = kind.measures.mean_min
        if kind.id == incident_type and kind.change is not None and kind.change.mean_min and mean:
            change = kind.change.mean_min
            caveat = response[service].caveat
            return _Seen(kind.measures.calls_per_year, change, mean.value - change.value, caveat)
    return None


def _valued(study: Study, option: Option, relation: Relation, seen: _Seen, minutes: Estimate) -> ValuedOutcome:
    """By the engine: outcomes a year and their present value from the year in which all moves are in place."""
    settings = study.settings
    asked = ResponseChange(
        option=option.id,
        relation=relation.id,
        incidents_per_year=seen.calls,
        change_min=minutes.value,
        change_low=minutes.low,
        change_high=minutes.high,
        response_min=seen.today_min,
        start_year=max(move.starts(settings) for move in option.moves),
        source="the simulation of this study",
    )
    found, problems = value_outcomes(settings.model_copy(update={"response_changes": (asked,)}), load_parameters())
    if problems:
        raise InputError(problems)
    return found[0]


def _value(study: Study, option: Option, relation: Relation, seen: _Seen) -> SocietalValue:
    whole = _valued(study, option, relation, seen, seen.change)
    found = whole.change
    low, high = found.low, found.high
    notes = ["Unverified: accepted by this study, not read where it was published."] if found.unverified else []
    notes += [found.note, found.warning]
    if low is None or high is None:
        ends = [Estimate(value=end, low=end, high=end) for end in (seen.change.low, seen.change.high)]
        low, high = sorted(_valued(study, option, relation, seen, end).change.change for end in ends)
        notes.append("The interval is that of the change in response alone: the relation was published without one.")
    if seen.caveat:
        notes.append(seen.caveat)
    value, present = (_range(found.change, low, high, worth) for worth in (found.value, whole.present_value))
    if value is not None:
        notes.append("Pounds; the ends of the ranges are those of the interval, not percentiles of draws.")
    sources = [found.source, *([found.value_source] if found.value_source is not None else [])]
    return SocietalValue(
        label=found.name,
        quantity=Estimate(value=found.change, low=low, high=high),
        unit=f"{found.outcome} a year",
        value=value,
        basis="derived",
        source="; ".join(f"{source.title}, {source.publisher}: {source.href}" for source in sources),
        note=" ".join(note for note in notes if note),
        relation=relation.id,
        unverified=found.unverified,
        present_value=present,
        from_year=whole.asked.start_year,
    )


def _range(change: float, low: float, high: float, worth: float | None) -> MoneyRange | None:
    """What the outcomes are worth, at the ends of their interval as at its middle."""
    if worth is None or not change:
        return None
    each = worth / change
    return MoneyRange(p10=low * each, p50=worth, p90=high * each)
