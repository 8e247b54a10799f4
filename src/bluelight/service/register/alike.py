"""Organisations that serve a place like another's, and why, as a page says it."""

from __future__ import annotations

from dataclasses import dataclass

from bluelight.register.likeness import most_alike
from bluelight.register.places import Place, places
from bluelight.service.register import words
from bluelight.service.register.models import Collaboration, Organisation

SHOWN = 5


@dataclass(frozen=True)
class Neighbour:
    """One organisation of a like place: what is known of it, and how far its place is from the first."""

    organisation: Organisation
    place: Place
    distance: str
    measures: tuple[str, ...]

    @property
    def budget(self) -> str:
        """Its yearly budget, or that none is recorded."""
        return budget(self.place)


def budget(place: Place) -> str:
    """A place's yearly budget with its year, or that none is recorded."""
    if place.budget_gbp is None:
        return words.NOT_RECORDED
    return f"{words.pounds(place.budget_gbp)} ({place.budget_year or 'year not recorded'})"


def place_of(organisation: Organisation) -> Place | None:
    """What is known of the place that an organisation serves."""
    return places().get(organisation.slug)


def neighbours(organisation: Organisation) -> list[Neighbour]:
    """The organisations of the same service whose places are most like, each with its number of collaborations."""
    listed = {each.slug: each for each in Organisation.objects.public().filter(service=organisation.service)}
    known = {slug: place for slug, place in places().items() if slug in listed}
    if organisation.slug not in known:
        return []
    nearest = most_alike(organisation.slug, known)[:SHOWN]
    counted = Organisation.objects.filter(slug__in=[each.place.slug for each in nearest])
    rows = {each.slug: each for each in counted.counted_in(Collaboration.objects.public())}
    return [Neighbour(rows[each.place.slug], each.place, f"{each.distance:.2f}", each.measures) for each in nearest]
