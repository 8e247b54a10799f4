"""What is there today, and what each option would do where."""

from __future__ import annotations

from bluelight.area import Area
from bluelight.documents import charts, maps, words
from bluelight.documents.model import (
    Block,
    Bullets,
    Column,
    Figure,
    Paragraph,
    Section,
    SideBySide,
    Table,
    Text,
)
from bluelight.documents.sections.decision import who_gets_slower
from bluelight.documents.sections.marks import at_once, base_of, others, pieces, service_title, services, unique
from bluelight.documents.zones import zone_class
from bluelight.studies.results import Neighbours, OptionResult, Results, Service

_FATES = {
    "host": "takes others in",
    "disposed": "given up",
    "closed": "closed",
    "gains": "gains",
    "loses": "loses",
    "unchanged": "unchanged",
}


def today(results: Results, area: Area) -> Section:
    """Sites on a map, and how each service responds now."""
    base = base_of(results)
    rows: list[tuple[Text, ...]] = []
    for service in services(results):
        response = base.response[service]
        measures = response.measures
        rows.append(
            (
                service_title(results, service),
                words.count(measures.calls_per_year),
                words.time_estimate(measures.mean_min),
                words.time_estimate(measures.p90_min),
                words.share_estimate(measures.within_standard),
                words.share(response.utilisation.value),
                words.share(response.waited_share, 1),
            )
        )
    table = Table(
        "today-response",
        "How each service responds today, as the model has it",
        (
            Column("Service"),
            Column("Calls a year", numeric=True),
            Column("Mean response"),
            Column("Nine in ten reached within"),
            Column("Within the standard"),
            Column("Crews busy", numeric=True),
            Column("Calls that wait for a free crew", numeric=True),
        ),
        tuple(rows),
        notes=(
            "Time to the first vehicle, on the clock of the service's own standard; in brackets the 95% interval over "
            "the replications.",
        ),
        layout="cards",
    )
    held = [(service, base.response[service].standard) for service in services(results)]
    standards = Table(
        "today-standards",
        "What each service is held to",
        (Column("Service"), Column("Its standards")),
        tuple(
            (words.service_name(service), words.sentence((standard or "none published").replace("; ", ". ")))
            for service, standard in held
        ),
    )
    blocks: tuple[Block, ...] = (Figure(maps.site_map(results.sites, area)), table, standards)
    return Section("today", "What is there today", (*blocks, *_load(results), *_waits(results, area)))


def _load(results: Results) -> list[Block]:
    """How busy each service is by hour of the day, where the results say."""
    base = base_of(results)
    drawn = [
        charts.load_by_hour(service, base.response[service].load, relied_on=base.response[service].in_headline)
        for service in services(results)
        if base.response[service].load
    ]
    title = "How busy the services are, hour by hour"
    return [Section("today-load", title, (SideBySide(tuple(map(Figure, drawn))),))] if drawn else []


def _waits(results: Results, area: Area) -> list[Block]:
    """Where calls wait for a vehicle to be free; no map where no zone has as many as 1 in 100."""
    base = base_of(results)
    some, rest = maps.where_calls_wait(base)
    blocks: list[Block] = []
    if some:
        blocks.append(SideBySide(tuple(Figure(maps.waiting_map(base, service, area)) for service in some)))
    if rest:
        blocks.append(Paragraph(rest))
    return [Section("today-waits", "Who waits for a vehicle to be free", tuple(blocks))] if blocks else []


def places(results: Results, area: Area) -> Section:
    """Option by option: the moves, before and after, and who gets faster or slower."""
    return Section(
        "moves",
        "What each option does, and where",
        tuple(_option(results, option, area) for option in others(results)),
    )


def _option(results: Results, option: OptionResult, area: Area) -> Section:
    blocks: list[Block] = [Paragraph(option.summary)]
    if option.moves:
        blocks.append(Bullets(tuple(words.sentence(move.sentence) for move in option.moves), numbered=True))
    blocks += _neighbours(option)
    blocks += _before_and_after(option)
    blocks.append(Paragraph(("Who waits longer: ", *pieces(who_gets_slower(results, option, area)), ".")))
    drawn = _mapped(results, option)
    blocks.append(SideBySide(tuple(Figure(maps.change_map(option, service, area)) for service in drawn)))
    still = [s for s in services(results) if s not in drawn]
    if still:
        names = words.sentence(words.listed([words.service_name(s).lower() for s in still])).rstrip(".")
        blocks.append(Paragraph(f"{names}: no zone has a detectable change of 15 seconds or more, so no map is drawn."))
    unseen = unique([item for move in option.moves for item in move.unseen])
    if unseen:
        blocks.append(Paragraph("What the response model cannot see in these moves:"))
        blocks.append(at_once(tuple(words.sentence(item) for item in unseen)))
    return Section(f"option-{option.id}", option.name, tuple(blocks))


def _mapped(results: Results, option: OptionResult) -> list[Service]:
    """The services with a zone whose change can be told; where there is none, one map says so for a trusted service."""
    here = services(results)
    changed = [s for s in here if any(zone_class(z, s) for z in option.zones)]
    trusted = [s for s in here if option.response[s].in_headline]
    return changed or (trusted or here)[:1]


def _before_and_after(option: OptionResult) -> list[Block]:
    rows = [
        (f"{number}. {site.name}", site.before, site.after, _FATES[site.fate])
        for number, move in enumerate(option.moves, start=1)
        for site in move.sites
    ]
    if not rows:
        return []
    return [
        Table(
            f"sites-{option.id}",
            f"{option.name}: each building before and after",
            (Column("Move and building"), Column("Before"), Column("After"), Column("So it is")),
            tuple(rows),
            layout="cards",
        )
    ]


def _neighbours(option: OptionResult) -> list[Block]:
    found = [pair for move in option.moves for pair in move.neighbours]
    if not found:
        return []
    return [
        Table(
            f"neighbours-{option.id}",
            f"{option.name}: {words.count(len(found), 'pair')} of neighbours found, {_taken(found)} taken",
            (Column("Site"), Column("Its neighbour"), Column("Apart"), Column("Taken"), Column("Why")),
            tuple(
                (
                    pair.site_name + _functions(pair.site_functions),
                    pair.host_name + _functions(pair.host_functions),
                    f"{pair.km * 1000:.0f} m" if pair.km < 1 else f"{pair.km:.1f} km",
                    "yes" if pair.taken else "no",
                    words.sentence(pair.why or "nothing found against it" if pair.taken else pair.why),
                )
                for pair in found
            ),
            notes=("Distances are in a straight line, among sites whose place is published.",),
            layout="cards",
        )
    ]


def _taken(pairs: list[Neighbours]) -> str:
    number = sum(pair.taken for pair in pairs)
    return "none" if number == 0 else "all" if number == len(pairs) else str(number)


def _functions(functions: list[str]) -> str:
    return f" ({words.listed([name.replace('_', ' ') for name in functions])})" if functions else ""
