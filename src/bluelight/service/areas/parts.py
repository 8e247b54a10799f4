"""The pages about an area: what each is called, the questions it answers, and what it shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.urls import reverse

from bluelight.area import Area
from bluelight.documents.sections import overlap
from bluelight.service.areas import maps, reach, tables
from bluelight.service.areas.today import Today, studies_of
from bluelight.service.studies import showing
from bluelight.service.studies import tables as study_tables

_MATTER_MOST = 5


class Part(NamedTuple):
    """A page about an area: its title, its sections by the name that addresses end in, and what it shows."""

    title: str
    sections: dict[str, str]
    show: Callable[[Area, Today | None], dict[str, Any]]


class Entry(NamedTuple):
    """A page in the list of contents, with those of its sections that are told; `here` on the page itself."""

    title: str
    address: str
    here: bool
    sections: list[dict[str, str]]


def _places(place: Area, newest: Today | None) -> dict[str, Any]:
    return {
        "studies": studies_of(place.id),
        "sites": tables.sites(place),
        "legend": tables.legend(place),
        "reach": reach.within_reach(place),
        "reach_minutes": reach.minutes_of(place),
        "standards": tables.standards(place),
    }


def _demand(place: Area, newest: Today | None) -> dict[str, Any]:
    return {
        "demand_counts": tables.demand_counts(place),
        "demand": tables.demand(place),
        "load_charts": showing.load_charts(newest.results, newest.base.id, newest.run.pk) if newest else [],
        "waits": showing.waits(newest.results, newest.base.id, newest.run.pk, place) if newest else None,
        "overlap": maps.overlapping(place.id),
    }


def _resources(place: Area, newest: Today | None) -> dict[str, Any]:
    return {
        "unit_counts": tables.unit_counts(place),
        "units": tables.units(place),
        "shared": tables.shared(place),
        "costs": tables.costs(place),
    }


def _evidence(place: Area, newest: Today | None) -> dict[str, Any]:
    return {
        "calibration": study_tables.calibration(newest.calibration) if newest else None,
        "judging": study_tables.judging(newest.calibration) if newest else tables.judging(place),
        "published": tables.published(place),
        "matters": study_tables.assumptions(newest.assumptions[:_MATTER_MOST]) if newest else None,
        "assumptions": tables.assumptions(place),
    }


PARTS = {
    "area": Part(
        "Sites, and how it responds today",
        {
            "where": "Where the services are",
            "reach": "What each site reaches by road",
            "today": "How it responds today",
            "studies": "What could be shared here",
        },
        _places,
    ),
    "demand": Part(
        "What happens, and who waits",
        {
            "demand": "What happens in a year",
            "load": "How busy the services are, and who waits",
            "overlap": overlap.TITLE,
        },
        _demand,
    ),
    "resources": Part(
        "What there is, and what it costs",
        {"units": "Vehicles and crews", "shared": "What is shared already", "costs": "What it costs"},
        _resources,
    ),
    "evidence": Part(
        "What the figures rest on",
        {
            "calibration": "Can the model be believed?",
            "assumptions": "What is assumed, and what would replace it",
            "notices": "Sources ask us to say",
        },
        _evidence,
    ),
}


def contents(place: Area, here: str) -> list[Entry]:
    """The pages about an area; the first lists the sections of all of them, the others their own."""
    return [_entry(place, name, here) for name in PARTS]


def _entry(place: Area, name: str, here: str) -> Entry:
    page = reverse("area" if name == "area" else f"area_{name}", args=[place.id])
    own = "" if name == here else page
    listed = PARTS[name].sections if here in ("area", name) else {}
    told = [
        {"id": id, "title": title, "address": f"{own}#{id}"}
        for id, title in listed.items()
        if _SHOWN.get(id, _always)(place)
    ]
    return Entry(PARTS[name].title, page, name == here, told)


def _always(place: Area) -> bool:
    return True


# Sections that only some areas have.
_SHOWN: dict[str, Callable[[Area], bool]] = {
    "reach": lambda place: reach.minutes_of(place) is not None and place.travel is not None,
    "overlap": lambda place: maps.overlapping(place.id) is not None,
    "shared": lambda place: len(place.shared) > 0,
    "notices": lambda place: bool(place.notices),
}
