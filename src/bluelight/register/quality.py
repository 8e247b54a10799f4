"""How complete the entries of each publisher are: counts beside their base, never a score."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bluelight.register.check import Register
from bluelight.register.model import Claim, Collaboration

NOT_NAMED = "Not named"
ALL = "All publishers"

# What is asked of an entry, and of a claim, in words.
OF_ENTRIES: dict[str, Callable[[Collaboration], bool]] = {
    "Start year recorded": lambda entry: entry.start_year is not None,
    "Status known": lambda entry: entry.status.value != "unknown",
    "Date of the status recorded": lambda entry: entry.status.as_of is not None,
    "Every partner is an organisation of the register": lambda entry: all(p.slug is not None for p in entry.partners),
    "At least one claim": lambda entry: bool(entry.claims),
    "At least one lesson": lambda entry: bool(entry.lessons),
    "A result and not promises alone": lambda entry: any(claim.state == "realised" for claim in entry.claims),
    "An evaluation is mentioned": lambda entry: entry.evidence != "not_evaluated",
    "Every source has its publisher": lambda entry: all(source.publisher is not None for source in entry.sources),
    "Every source has its date": lambda entry: all(source.published is not None for source in entry.sources),
}
OF_CLAIMS: dict[str, Callable[[Claim], bool]] = {
    "Forecast, profiled or realised": lambda claim: claim.state != "not_recorded",
    "The partner it falls on": lambda claim: claim.partner is not None,
    "A source of its own": lambda claim: claim.source_url is not None,
    "When it was stated": lambda claim: claim.as_of is not None,
    "A figure": lambda claim: claim.amount is not None,
}


@dataclass(frozen=True)
class Measure:
    """How many of how many meet what is asked."""

    of: str
    what: str
    met: int
    base: int


@dataclass(frozen=True)
class Quality:
    """One publisher's entries: how many, and how many of them say what."""

    publisher: str
    entries: int
    claims: int
    measures: tuple[Measure, ...]


def quality(register: Register) -> list[Quality]:
    """A report for each publisher of the register, by name; entries without one stand together at the end."""
    by_publisher: dict[str, list[Collaboration]] = {}
    for entry in register.collaborations:
        by_publisher.setdefault(entry.publisher or NOT_NAMED, []).append(entry)
    order = sorted(by_publisher, key=lambda name: (name == NOT_NAMED, name.casefold(), name))
    return [_report(name, by_publisher[name]) for name in order]


def quality_of_all(register: Register) -> Quality:
    """One report over all publishers."""
    return _report(ALL, list(register.collaborations))


def _report(publisher: str, entries: list[Collaboration]) -> Quality:
    claims = [claim for entry in entries for claim in entry.claims]
    return Quality(
        publisher,
        len(entries),
        len(claims),
        (
            *(Measure("entries", what, sum(map(ask, entries)), len(entries)) for what, ask in OF_ENTRIES.items()),
            *(Measure("claims", what, sum(map(ask, claims)), len(claims)) for what, ask in OF_CLAIMS.items()),
        ),
    )
