"""The map of England and Wales by organisation: a tile each, at its place among the others and not to scale."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from bluelight.documents.overview.tiles import GAP, SIDE, strength
from bluelight.register import codelists
from bluelight.register.places import Place, places
from bluelight.service.register.asking import Question
from bluelight.service.register.models import Organisation
from bluelight.service.register.querysets import CollaborationQuerySet

SERVICES = ("police", "fire", "ambulance")


@dataclass(frozen=True)
class Tile:
    """One organisation on the map: its corner in pixels, and how much of the service's colour it takes (0 to 1)."""

    organisation: Organisation
    short: str
    x: int
    y: int
    strength: float
    href: str

    @property
    def on_dark(self) -> bool:
        """Whether its text is white."""
        return self.strength == 1.0


@dataclass(frozen=True)
class TileMap:
    """The tiles of one service, and all of its organisations with the most collaborations first."""

    service: str
    width: int
    height: int
    tiles: list[Tile]
    rows: list[tuple[Organisation, str]]

    @property
    def with_any(self) -> int:
        """Organisations with at least one collaboration."""
        return sum(organisation.collaborations > 0 for organisation, _ in self.rows)  # type: ignore[attr-defined]


def tile_map(service: str, collaborations: CollaborationQuerySet, question: Question) -> TileMap:
    """The number of these collaborations of each organisation of a service; each leads to them in the list."""
    found = list(Organisation.objects.public().filter(service=service).counted_in(collaborations).order_by("name"))
    counts = {organisation.pk: int(organisation.collaborations) for organisation in found}  # type: ignore[attr-defined]
    most = max(counts.values(), default=0)
    hrefs = {each.pk: _href(each, question) for each in found}
    known = places()
    placed = [(each, known[each.slug]) for each in found if each.slug in known]
    return TileMap(
        service,
        _extent([place.column for _, place in placed]),
        _extent([place.row for _, place in placed]),
        [_tile(each, place, strength(counts[each.pk], most), hrefs[each.pk]) for each, place in placed],
        [(each, hrefs[each.pk]) for each in sorted(found, key=lambda each: -counts[each.pk])],
    )


def _tile(organisation: Organisation, place: Place, strong: float, href: str) -> Tile:
    step = SIDE + GAP
    return Tile(organisation, place.short, place.column * step, place.row * step, strong, href)


def _extent(numbers: list[int]) -> int:
    return (max(numbers, default=0) + 1) * (SIDE + GAP)


def _href(organisation: Organisation, question: Question) -> str:
    asked = dict.fromkeys([*question.asked, ("organisation", organisation.slug)])
    return f"{reverse('register')}?{urlencode(list(asked))}"


def services() -> dict[str, str]:
    """The services that have a map, and their names."""
    return {service: codelists.SERVICES[service] for service in SERVICES}
