"""Where a country stands: counts of a register by theme, area and service, its gaps, and what changed between two.

Every figure is a count beside its base. Forecast and realised amounts are not added up here or anywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bluelight.register import codelists
from bluelight.register.check import Register
from bluelight.register.model import Collaboration, Organisation, Status

# Grades of pair in which something that happened stands beside what was promised.
OUTCOME_GRADES = ("OUTTURN", "CLAIM", "INTERIM")
BLUE_LIGHT = ("police", "fire", "ambulance")


@dataclass(frozen=True)
class Headline:
    """One headline figure: how many, of how many, and of what."""

    id: str
    label: str
    count: int
    base: int
    of: str


@dataclass(frozen=True)
class Counts:
    """What is known of some collaborations."""

    collaborations: int
    live: int
    ended: int
    realised: int
    outcomes: int
    evaluated: int


@dataclass(frozen=True)
class Alike:
    """Some collaborations that are alike in all that is counted, and how many: one, or a group of a database."""

    theme: str
    region: str
    status: str
    services: frozenset[str]
    realised: bool
    outcome: bool
    evaluated: bool
    number: int = 1


@dataclass(frozen=True)
class Tallies:
    """What is counted of a register. `without_any` are the organisations with no collaboration on record."""

    headlines: tuple[Headline, ...]
    by_theme: dict[str, Counts]
    by_service: dict[str, Counts]
    by_region: dict[str, Counts]
    theme_by_region: dict[tuple[str, str], int]
    organisations: int
    without_any: tuple[Organisation, ...]


@dataclass(frozen=True)
class Overview:
    """The tallies of a register, what is counted of each entry, and which each area and organisation has."""

    tallies: Tallies
    alike: dict[str, Alike]  # by slug
    by_area: dict[str, tuple[Collaboration, ...]]
    by_organisation: tuple[tuple[Organisation, tuple[Collaboration, ...]], ...]


def overview(register: Register) -> Overview:
    """The counts of a register, areas and organisations by name."""
    by_slug: dict[str, list[Collaboration]] = {organisation.slug: [] for organisation in register.organisations}
    by_area: dict[str, list[Collaboration]] = {}
    for entry in sorted(register.collaborations, key=lambda entry: entry.name.casefold()):
        for slug in dict.fromkeys(partner.slug for partner in entry.partners if partner.slug):
            by_slug.setdefault(slug, []).append(entry)
        for area in dict.fromkeys(_areas(entry)):
            by_area.setdefault(area, []).append(entry)
    named = sorted(register.organisations, key=lambda organisation: organisation.name.casefold())
    by_organisation = tuple((organisation, tuple(by_slug[organisation.slug])) for organisation in named)
    outcomes = {pair.collaboration for pair in register.pairs if pair.grade in OUTCOME_GRADES}
    alike = {entry.slug: _alike(entry, outcomes) for entry in register.collaborations}
    without = tuple(organisation for organisation, entries in by_organisation if not entries)
    return Overview(
        tallies(list(alike.values()), len(named), without),
        alike,
        {area: tuple(by_area[area]) for area in sorted(by_area, key=str.casefold)},
        by_organisation,
    )


def _alike(entry: Collaboration, outcomes: set[str]) -> Alike:
    return Alike(
        entry.theme,
        entry.region,
        entry.status.value,
        frozenset(_services(entry)),
        any(claim.state == "realised" for claim in entry.claims),
        entry.slug in outcomes,
        entry.evidence != "not_evaluated",
    )


def tallies(entries: Sequence[Alike], organisations: int, without_any: tuple[Organisation, ...]) -> Tallies:
    """The counts over these collaborations, of a register with so many organisations."""

    def grouped(codes: Iterable[str], belongs: Callable[[Alike, str], bool]) -> dict[str, Counts]:
        groups = {code: counted([entry for entry in entries if belongs(entry, code)]) for code in codes}
        return {code: found for code, found in groups.items() if found.collaborations}

    theme_by_region: Counter[tuple[str, str]] = Counter()
    for entry in entries:
        theme_by_region[entry.theme, entry.region] += entry.number
    return Tallies(
        _headlines(entries, organisations, organisations - len(without_any)),
        grouped(codelists.THEMES, lambda entry, theme: entry.theme == theme),
        grouped(codelists.SERVICES, lambda entry, service: service in entry.services),
        grouped(codelists.REGIONS, lambda entry, region: entry.region == region),
        dict(theme_by_region),
        organisations,
        without_any,
    )


def counted(entries: Sequence[Alike]) -> Counts:
    """What is known of these collaborations."""
    return Counts(
        sum(entry.number for entry in entries),
        sum(entry.number for entry in entries if entry.status == "live"),
        sum(entry.number for entry in entries if entry.status == "ended"),
        sum(entry.number for entry in entries if entry.realised),
        sum(entry.number for entry in entries if entry.outcome),
        sum(entry.number for entry in entries if entry.evaluated),
    )


def _headlines(entries: Sequence[Alike], organisations: int, sharing: int) -> tuple[Headline, ...]:
    whole = counted(entries)
    base, of = whole.collaborations, "collaborations on record"
    three = sum(entry.number for entry in entries if entry.services.issuperset(BLUE_LIGHT))
    return (
        Headline("live", "Live", whole.live, base, of),
        Headline("sharing", "Taking part in at least one collaboration", sharing, organisations, "organisations"),
        Headline("three", "Police, fire and ambulance together", three, base, of),
        Headline("outcomes", "Promise and outcome both on record", whole.outcomes, base, of),
        Headline("evaluated", "An evaluation is mentioned", whole.evaluated, base, of),
    )


def _services(entry: Collaboration) -> set[str]:
    return {partner.service for partner in entry.partners}


def _areas(entry: Collaboration) -> list[str]:
    """The places its partners serve; its region where none is recorded."""
    return [partner.area for partner in entry.partners if partner.area] or [codelists.REGIONS[entry.region]]


class Entry(Protocol):
    """What is shown of a collaboration among changes."""

    @property
    def slug(self) -> str:
        """Its address."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def status(self) -> Status:
        """What has become of it."""


@dataclass(frozen=True)
class Changes:
    """What changed from one register to another; slugs, in their order."""

    added: tuple[Entry, ...]
    gone: tuple[Entry, ...]
    moved: tuple[tuple[Entry, Entry], ...]  # another status: before and after
    told_more: tuple[tuple[Entry, tuple[str, ...]], ...]  # the fields that differ, status aside

    @property
    def none(self) -> bool:
        """Whether the two say the same of every collaboration."""
        return not (self.added or self.gone or self.moved or self.told_more)


def changes(before: Register, after: Register) -> Changes:
    """What changed between two registers, collaboration by collaboration."""
    old, new = before.collaboration, after.collaboration
    both = [(old[slug], new[slug]) for slug in sorted(old.keys() & new.keys())]
    told = [(now, _differing(then, now)) for then, now in both]
    return Changes(
        tuple(new[slug] for slug in sorted(new.keys() - old.keys())),
        tuple(old[slug] for slug in sorted(old.keys() - new.keys())),
        tuple((then, now) for then, now in both if then.status.value != now.status.value),
        tuple((now, fields) for now, fields in told if fields),
    )


def _differing(then: Collaboration, now: Collaboration) -> tuple[str, ...]:
    names = (name for name in Collaboration.model_fields if name != "status")
    return tuple(name for name in names if getattr(then, name) != getattr(now, name))
