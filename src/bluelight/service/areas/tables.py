"""The tables of an area's page: rows in the words and the order that a reader wants."""

from __future__ import annotations

import dataclasses
from collections import Counter

import pandas as pd

from bluelight.area import Area
from bluelight.documents.charts.calibration import figure_words
from bluelight.documents.model import Column
from bluelight.documents.words import count, money, share
from bluelight.service.areas.cells import Badge, Cell, Figure, Grid, ServiceName
from bluelight.service.areas.maps import shared_sites
from bluelight.service.areas.markers import marker_name
from bluelight.service.areas.places import rows
from bluelight.service.areas.words import CREWINGS, FUNCTIONS, KINDS, SERVICES, UNITS, listed, services

_UNRECORDED = "not recorded"


def _grid(caption: str, titles: tuple[str, ...], found: list[tuple[Cell, ...]]) -> Grid:
    """A table; a title that ends in # heads numbers."""
    return Grid(caption, tuple(Column(t.rstrip("#"), t.endswith("#")) for t in titles), tuple(found))


def sites(place: Area) -> Grid:
    """Every building: what it is, who is there, what it is for, where it stands."""
    shared = shared_sites(place)
    functions: dict[str, list[str]] = {}
    for row in rows(place.site_functions):
        functions.setdefault(row.site, []).append(FUNCTIONS.get(row.function, row.function))
    units = Counter(place.units["site"])
    found: list[tuple[Cell, ...]] = []
    for row in sorted(rows(place.sites), key=lambda r: (KINDS.get(r.kind, r.kind), r.name)):
        known = f"Known to the {row.location_quality}. " if row.location_quality != "exact" else ""
        who = services(row.services)
        found.append(
            (
                row.name,
                KINDS.get(row.kind, row.kind),
                Badge(who, "shared today") if row.site in shared else who,
                listed(list(dict.fromkeys(functions.get(row.site, [])))) or _UNRECORDED,
                units[row.site],
                Figure(f"{row.lat:.4f}, {row.lon:.4f}", row.location_basis, row.source, known + row.note),
            )
        )
    titles = ("Site", "What it is", "Who is there", "What it is for", "Vehicles#", "Latitude, longitude")
    return _grid(f"Sites in {place.name}", titles, found)


def legend(place: Area) -> list[tuple[str, str]]:
    """The markers that the map uses, with their words."""
    used = {marker_name([s]) for services in place.sites["services"] for s in services}
    names = {**{s: f"{s.capitalize()} site" for s in SERVICES}, "other": "Hospital or other site"}
    found = [(marker, name) for marker, name in names.items() if marker in used]
    if shared_sites(place):
        found.append(("police-fire-shared", "Ringed: shared by services today"))
    if "assumed" in set(place.sites["location_basis"]):
        found.append(("ambulance-assumed", "Hollow: where it stands is assumed"))
    return found


def shared(place: Area) -> Grid:
    """What the services share already."""
    names = dict(zip(place.sites["site"], place.sites["name"], strict=True))
    return _grid(
        "What the services share already",
        ("What", "Who", "Where", "Since", "Status"),
        [
            (
                Figure(row.what, row.basis, row.source, row.note),
                services(row.services),
                listed([names[site] for site in row.sites]) or _UNRECORDED,
                row.since or _UNRECORDED,
                row.status,
            )
            for row in rows(place.shared)
        ],
    )


def unit_counts(place: Area) -> Grid:
    """Vehicles by service and kind, and how they are crewed."""
    found: list[tuple[Cell, ...]] = []
    crews: dict[tuple[str, str], Counter[str]] = {}
    for row in rows(place.units):
        crews.setdefault((row.service, row.kind), Counter())[row.crewing] += 1
    for (service, kind), crewings in crews.items():
        crewed = "; ".join(f"{n} {CREWINGS.get(c, c).lower()}" for c, n in crewings.items())
        found.append((UNITS.get(kind, kind), ServiceName(service), crewings.total(), crewed))
    return _grid("Vehicles by service and kind", ("Kind", "Service", "How many#", "Crews"), found)


def units(place: Area) -> Grid:
    """Every vehicle with its crew."""
    names = dict(zip(place.sites["site"], place.sites["name"], strict=True))
    return _grid(
        "Every vehicle",
        ("Vehicle", "Kind", "Home", "On duty", "People#", "Crew"),
        [
            (
                row.unit,
                UNITS.get(row.kind, row.kind),
                names[row.site],
                _duty(row.on_from, row.on_to),
                row.crew,
                Figure(CREWINGS.get(row.crewing, row.crewing), row.crewing_basis, row.source, row.note),
            )
            for row in rows(place.units)
        ],
    )


def _duty(start: float, end: float) -> str:
    return "All day and night" if end - start == 24 else f"{_clock(start)} to {_clock(end)}"


def _clock(hour: float) -> str:
    whole = int(hour) % 24
    return "midnight" if whole == 0 else f"{whole}:00"


def demand_counts(place: Area) -> Grid:
    """Calls a year by the service that takes them, with the commonest."""
    found: list[tuple[Cell, ...]] = []
    for service in SERVICES:
        types = sorted(
            (row for row in rows(place.incident_types) if row.lead_service == service), key=lambda r: -r.annual_count
        )
        if types:
            commonest = listed([f"{row.name.lower()} ({count(row.annual_count)})" for row in types[:3]])
            found.append((ServiceName(service), count(sum(row.annual_count for row in types)), commonest))
    return _grid("Calls in a year", ("Call taken by", "Calls a year#", "The commonest"), found)


def demand(place: Area) -> Grid:
    """What happens, how often, who goes, and how long it keeps them."""
    sent: dict[str, Counter[str]] = {}
    for row in rows(place.attendance):
        kind = UNITS.get(row.unit_kind, row.unit_kind).lower()
        said = kind if row.probability >= 1 else f"{kind} to {share(row.probability)} of them"
        sent.setdefault(row.incident_type, Counter())[said] += 1
    return _grid(
        "Incidents in a year",
        ("Incident", "Call taken by", "A year#", "Who is sent", "Time on scene", "Taken to hospital#"),
        [
            (
                row.name,
                ServiceName(row.lead_service),
                Figure(count(row.annual_count), row.annual_count_basis, row.source, row.note),
                "; ".join(f"{n} × {what}" if n > 1 else what for what, n in sent.get(row.incident_type, {}).items()),
                Figure(
                    f"{row.on_scene_median_min:.0f} min; 1 in 10 over {row.on_scene_p90_min:.0f} min",
                    row.on_scene_basis,
                    row.source,
                    row.note,
                ),
                Figure(share(row.conveyance_share), row.conveyance_basis, row.source, row.note),
            )
            for row in rows(place.incident_types)
        ],
    )


def standards(place: Area) -> Grid:
    """The response standards in words."""
    names = dict(zip(place.incident_types["incident_type"], place.incident_types["name"], strict=True))
    order = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth"}
    found: list[tuple[Cell, ...]] = []
    for row in rows(place.standards):
        within = f"{share(row.share)} within" if pd.notna(row.share) else "within"
        held = {
            "share_within": f"{within} {row.minutes:g} minutes",
            "mean": f"{row.minutes:g} minutes on average",
            "p90": f"9 in 10 within {row.minutes:g} minutes",
        }[row.statistic]
        if pd.notna(row.rural_minutes):
            held += f" ({row.rural_minutes:g} in rural zones)"
        found.append(
            (
                ServiceName(row.service),
                Figure(f"{order[row.arrival].capitalize()} to arrive: {held}", row.basis, row.source, row.note),
                "the call is answered" if row.clock == "call" else "the crew is alerted",
                listed([names[t].lower() for t in row.incident_types]),
            )
        )
    return _grid("Response standards", ("Service", "Held to", "Clock starts when", "For"), found)


def costs(place: Area) -> Grid:
    """Prices and budgets."""
    found: list[tuple[Cell, ...]] = []
    for row in rows(place.costs):
        given = pd.notna(row.low_gbp) and pd.notna(row.high_gbp)
        found.append(
            (
                row.name,
                "Joint" if row.service == "joint" else ServiceName(row.service),
                Figure(f"{money(row.amount_gbp)} {_per(row.per)}", row.basis, row.source, row.note),
                f"{money(row.low_gbp)} to {money(row.high_gbp)}" if given else "none given",
                row.price_year,
            )
        )
    return _grid("Prices and budgets", ("Cost", "Who pays", "Amount", "Believable range", "Price year"), found)


def _per(unit: str) -> str:
    return unit if unit in ("", "each", "total") else f"per {unit.replace('m2', 'm²')}"


def judging(place: Area) -> Grid:
    """The published figures that will judge the model, for the time before a run sets it beside them."""
    return published(dataclasses.replace(place, published=place.published[place.published["judges"]]))


def published(place: Area) -> Grid:
    """Published performance, for the time before a run sets the model beside it."""
    return _grid(
        "Published performance",
        ("Figure", "Service", "When", "Published"),
        [
            (
                row.name,
                ServiceName(row.service),
                row.period,
                Figure(figure_words(row.value, row.unit), row.basis, row.source, row.note),
            )
            for row in rows(place.published)
        ],
    )


def assumptions(place: Area) -> Grid:
    """What was assumed, why, and what would replace it."""
    return _grid(
        "Assumptions",
        ("Assumed", "Value", "Why", "Replace it with"),
        [
            (row.statement, f"{row.value} {row.unit}".strip(), row.why or _UNRECORDED, row.replace_with or _UNRECORDED)
            for row in rows(place.assumptions)
        ],
    )
