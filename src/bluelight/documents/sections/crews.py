"""What each option asks of crews: jobs, time on them, work past the end of shifts, and meal breaks."""

from __future__ import annotations

from bluelight.documents import words
from bluelight.documents.model import Block, Column, Paragraph, Section, Table, Text, Value
from bluelight.documents.sections.marks import base_of, relied_on, services
from bluelight.options.words import UNITS
from bluelight.studies.results import CrewWork, Estimate, Results, Service

_SHIFTS_DO_NOT_END = "on duty round the clock"
_NO_BREAKS = "no rule for breaks"
_OF_BREAKS = ("Meal breaks had a year", "Cut short", "Missed")


def crews(results: Results) -> Section | None:
    """The crews of every service under every option; None from results that do not say."""
    blocks: list[Block] = []
    for service in services(results):
        if base_of(results).response[service].crews:
            blocks += [
                Paragraph(relied_on(results, service, crew_finding(results, service))),
                crew_table(results, service),
            ]
    return Section("response-crews", "What it asks of crews", tuple(blocks)) if blocks else None


def crew_finding(results: Results, service: Service) -> str:
    """Today's load of a service's crews in a sentence or two."""
    found = base_of(results).response[service].crews
    most = max(found, key=lambda kind: kind.busiest.value)
    said = (
        f"{words.service_name(service)}: the busiest {_name(most, 1)} ({most.busiest_unit}) is on a job for "
        f"{words.share(most.busiest.value)} of its time on duty; all {_name(most, 2)} are for "
        f"{words.share(most.busy.value)} on average."
    )
    late = [kind for kind in found if kind.overrun_hours is not None and kind.overrun_hours.value >= 0.5]
    if late:
        hours = sum(kind.overrun_hours.value for kind in late if kind.overrun_hours is not None)
        said += f" Crews work {words.count(hours, 'hour')} a year past the end of their shifts."
    for kind in found:
        if kind.breaks is not None:
            share = words.share(kind.breaks.missed_share.value, 1)
            said += f" {share} of the meal breaks of {_name(kind, 2)} are missed."
    return said


def _name(kind: CrewWork, number: int) -> str:
    one, many = UNITS.get(kind.unit_kind, (kind.unit_kind, kind.unit_kind))
    return one if number == 1 else many


def crew_table(results: Results, service: Service) -> Table:
    """A service's crews, kind by kind, under each option."""
    rows: list[tuple[Text, ...]] = []
    data: list[tuple[Value, ...]] = [_DATA]
    every = [kind for option in results.options for kind in option.response[service].crews]
    have_breaks = any(kind.breaks is not None for kind in every)
    for kind in dict.fromkeys(found.unit_kind for found in every):
        for option in results.options:
            for found in option.response[service].crews:
                if found.unit_kind == kind:
                    rows.append(_row(option.name, found, have_breaks))
                    data.append((option.id, *_figures(found)))
    return Table(
        f"crews-{service}",
        f"{words.service_name(service)}: what crews do under each option",
        (
            Column("Vehicles and option"),
            Column("Vehicles", numeric=True),
            Column("Jobs a vehicle a year"),
            Column("Time on a job, of time on duty"),
            Column("Busiest vehicle"),
            Column("Work past the end of shifts, all together"),
            *(Column(title) for title in _OF_BREAKS if have_breaks),
        ),
        tuple(rows),
        notes=(
            "In brackets the 95% interval over the replications. Work past the end of shifts includes the drive home "
            "after it."
            + (" A break that is cut short is had later, and then counts as had, or is missed." if have_breaks else ""),
        ),
        data=tuple(data),
        layout="cards",
    )


def _row(option: str, kind: CrewWork, have_breaks: bool) -> tuple[Text, ...]:
    late, breaks = kind.overrun_hours, kind.breaks
    of_breaks = (
        (_NO_BREAKS, _NO_BREAKS, _NO_BREAKS)
        if breaks is None
        else (
            _number(breaks.given),
            _number(breaks.interrupted),
            f"{_number(breaks.missed)}: {words.share_estimate(breaks.missed_share)} of all",
        )
    )
    return (
        f"{words.sentence(_name(kind, 2)).rstrip('.')}: {option}",
        words.count(kind.units),
        _number(kind.jobs_per_unit),
        words.share_estimate(kind.busy),
        f"{words.share_estimate(kind.busiest)}, {kind.busiest_unit}",
        _SHIFTS_DO_NOT_END if late is None else f"{_number(late)} hours a year",
        *(of_breaks if have_breaks else ()),
    )


def _number(estimate: Estimate) -> str:
    """A count or a number of hours with its interval."""
    value, low, high = (words.count(v) for v in (estimate.value, estimate.low, estimate.high))
    return value if low == high else f"{value} ({low} to {high})"


_NAMES = ("jobs_per_unit", "busy", "busiest", "overrun_hours", "given", "interrupted", "missed", "missed_share")
_DATA: tuple[Value, ...] = (
    "option",
    "unit_kind",
    "units",
    "busiest_unit",
    *(f"{name}{end}" for name in _NAMES for end in ("", "_low", "_high")),
)


def _figures(kind: CrewWork) -> tuple[Value, ...]:
    breaks = kind.breaks
    of_breaks = (breaks.given, breaks.interrupted, breaks.missed, breaks.missed_share) if breaks else (None,) * 4
    found: list[Value] = [kind.unit_kind, kind.units, kind.busiest_unit]
    for estimate in (kind.jobs_per_unit, kind.busy, kind.busiest, kind.overrun_hours, *of_breaks):
        found += [None] * 3 if estimate is None else [estimate.value, estimate.low, estimate.high]
    return tuple(found)
