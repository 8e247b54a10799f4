"""What the options do to response: charts first, incident types beneath."""

from __future__ import annotations

from bluelight.area import Area
from bluelight.documents import charts, words
from bluelight.documents.model import (
    Block,
    Chart,
    Column,
    Figure,
    Folded,
    Note,
    Paragraph,
    Section,
    SideBySide,
    Table,
    Text,
    Value,
)
from bluelight.documents.sections.crews import crews
from bluelight.documents.sections.marks import base_of, others, services
from bluelight.studies.results import Results, Service


def response(results: Results, area: Area) -> Section:
    """Change by option, how soon calls are reached, hours of the day, incident types."""
    here = services(results)
    blocks: list[Block] = [
        Paragraph(
            f"{words.count(results.study.replications, 'replication')} of "
            f"{words.count(results.study.days, 'day')} each. "
            "Every option answers the same calls, so that a difference is the option's and not the dice's."
        )
    ]
    off = [words.service_name(s).lower() for s in here if not base_of(results).response[s].in_headline]
    if off:
        blocks.append(
            Note(
                f"Not relied on: {words.listed(off)}",
                "The model does not match what was published for them, or nothing was published to match. Their charts "
                "are drawn and marked, so that nothing is hidden.",
                tone="warning",
            )
        )
    blocks.append(
        _multiples(
            "change",
            "How much each option changes response",
            [charts.response_change(s, results.options) for s in here],
        )
    )
    firsts = first_on_the_scene(results)
    if firsts is not None:
        blocks.append(firsts)
    blocks.append(
        _multiples(
            "curve",
            "How soon calls are reached",
            [charts.response_curve(s, results.options, limits(area, s)) for s in here],
        )
    )
    blocks.append(_multiples("hours", "Hour by hour", [charts.response_by_hour(s, results.options) for s in here]))
    busy = [charts.utilisation_by_hour(s, results.options) for s in here if base_of(results).response[s].load]
    if busy:
        blocks.append(_multiples("load", "How busy crews are, hour by hour", busy))
    if base_of(results).calls_answered:
        blocks.append(Section("response-calls", "How soon calls are answered", (_calls_answered(results),)))
    found = crews(results)
    if found is not None:
        blocks.append(found)
    blocks.append(
        Section(
            "response-types",
            "By type of incident",
            tuple(
                Folded(f"{words.service_name(s)}: response by type of incident", (_types(results, s),))
                for s in here
                if base_of(results).response[s].incident_types
            ),
        )
    )
    return Section("response", "What it does to response", tuple(blocks))


def first_on_the_scene(results: Results) -> Section | None:
    """Whoever arrives first, where several services are sent; None where no incident sends several."""
    incidents = [row.id for row in base_of(results).first_responder]
    if not incidents:
        return None
    drawn = [charts.first_responder(incident, results.options) for incident in incidents]
    lead = Paragraph(
        "Where several services are sent to one incident, a patient waits for whoever comes first. These times run "
        "from the call to the first crew of any service."
    )
    return Section(
        "response-first",
        "First on the scene, whoever sends",
        (lead, SideBySide(tuple(Figure(chart) for chart in drawn))),
    )


def _multiples(id: str, title: str, drawn: list[Chart]) -> Section:
    return Section(f"response-{id}", title, (SideBySide(tuple(Figure(chart) for chart in drawn)),))


def limits(area: Area, service: Service) -> list[tuple[float, str]]:
    """The minutes to which a service's first arrival is held, with words for a line on a chart; shortest first."""
    standards = area.standards
    rows = standards[(standards["service"] == service) & (standards["arrival"] == 1)]
    held = sorted({float(minutes) for minutes in rows["minutes"]})
    return [(minutes, words.duration(minutes, short=True)) for minutes in held]


def _calls_answered(results: Results) -> Table:
    """Control rooms under each option: all their calls, and those that ask for units."""
    rows: list[tuple[Text, ...]] = []
    data: list[tuple[Value, ...]] = [
        ("option", "room", "calls", "calls_per_year", "within_10s", "mean_wait_s", "p95_wait_s", "busy")
    ]
    named = {"all": "all calls", "incident": "calls that ask for units", "transferred": "asked by another room"}
    for option in results.options:
        for row in option.calls_answered:
            room = words.listed([words.service_name(s).lower() for s in row.services]) + " control room"
            rows.append(
                (
                    f"{option.name}: {room}, {named.get(row.calls, row.calls)}",
                    words.count(row.calls_per_year),
                    words.share_estimate(row.within_10s),
                    f"{row.mean_wait_s.value:.1f} s",
                    f"{row.p95_wait_s.value:.0f} s",
                    words.share_estimate(row.busy),
                )
            )
            figures = (row.within_10s, row.mean_wait_s, row.p95_wait_s, row.busy)
            data.append((option.id, row.room, row.calls, row.calls_per_year, *(figure.value for figure in figures)))
    return Table(
        "calls-answered",
        "How soon control rooms answer under each option",
        (
            Column("Control room and calls"),
            Column("Calls a year", numeric=True),
            Column("Answered within 10 seconds"),
            Column("Mean wait", numeric=True),
            Column("19 in 20 wait less than", numeric=True),
            Column("Call-takers busy"),
        ),
        tuple(rows),
        data=tuple(data),
        layout="cards",
    )


def _types(results: Results, service: Service) -> Table:
    base = base_of(results).response[service]
    changes = {
        option.id: {row.id: row.change for row in option.response[service].incident_types} for option in others(results)
    }
    rows: list[tuple[Text, ...]] = []
    data: list[tuple[Value, ...]] = [
        ("incident_type", "option", "calls_per_year", "mean_min", "change_min", "low", "high")
    ]
    for row in base.incident_types:
        cells: list[Text] = [
            row.name,
            words.count(row.measures.calls_per_year),
            words.time_estimate(row.measures.mean_min),
            words.time_estimate(row.measures.full_attendance_mean_min),
        ]
        mean = row.measures.mean_min
        data.append(
            (
                row.id,
                base_of(results).id,
                round(row.measures.calls_per_year, 1),
                mean.value if mean else None,
                None,
                None,
                None,
            )
        )
        for option in others(results):
            found = changes[option.id].get(row.id)
            change = found.mean_min if found else None
            cells.append(words.time_change(change, short=True))
            data.append(
                (
                    row.id,
                    option.id,
                    None,
                    None,
                    *((change.value, change.low, change.high) if change else (None, None, None)),
                )
            )
        rows.append(tuple(cells))
    off = "" if base.in_headline else " (not relied on)"
    return Table(
        f"types-{service}",
        f"{words.service_name(service)}{off}: mean response by type of incident, and its change under each option",
        (
            Column("Type of incident"),
            Column("Calls a year", numeric=True),
            Column("First to arrive, today"),
            Column("All who are sent there, today"),
            *(Column(option.name) for option in others(results)),
        ),
        tuple(rows),
        data=tuple(data),
        layout="cards",
    )
