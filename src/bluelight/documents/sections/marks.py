"""Marks that every section uses: a service not relied on, a figure that is assumed, words that hold an address."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bluelight.documents import words
from bluelight.documents.model import Bullets, Folded, Inline, Link, Mark, Text
from bluelight.studies.results import OptionResult, Results, Service

AT_ONCE = 6
_ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+")


def base_of(results: Results) -> OptionResult:
    """Business as usual."""
    return next(option for option in results.options if option.is_base)


def others(results: Results) -> list[OptionResult]:
    """The options that are not business as usual."""
    return [option for option in results.options if not option.is_base]


def services(results: Results) -> list[Service]:
    """The services that were called to something, in the order of the results."""
    return [service for service, response in base_of(results).response.items() if response.curve]


def service_title(results: Results, service: Service) -> Text:
    """A service's name, marked where the model is not relied on for it."""
    return relied_on(results, service, words.service_name(service))


def relied_on(results: Results, service: Service, text: str) -> Text:
    """Words about a service, marked where the model is not relied on for it."""
    response = base_of(results).response[service]
    if response.in_headline:
        return text
    return (text, Mark("not relied on", "#calibration", response.caveat or "The model is off for this service"))


def assumed(text: str, basis: str, target: str, source: str) -> Text:
    """A figure, marked where it is assumed; the mark leads to where its basis and source stand."""
    if basis not in ("assumed", "unknown"):
        return text
    return (text, Mark(basis, target, f"{words.sentence(basis)} Source: {source or 'none'}"))


def default_owner(owner: str, named: bool) -> Text:
    """Who answers for something, marked where it is the usual role and nobody has been named."""
    tip = "Nobody has been named: this is the role that usually answers, an assumption"
    return owner if named else (owner, Mark("default", "#assumptions", tip))


def linked(text: str) -> Text:
    """Text whose web addresses can be followed."""
    parts: list[Inline] = []
    at = 0
    for found in _ADDRESS.finditer(text):
        address = found.group().rstrip(".,;:")
        parts += [text[at : found.start()], Link(address, address)]
        at = found.start() + len(address)
    parts.append(text[at:])
    return tuple(part for part in parts if part != "")


def pieces(text: Text) -> tuple[Inline, ...]:
    """Text as its parts, to set among others."""
    return (text,) if isinstance(text, str) else text


def at_once(items: tuple[Text, ...]) -> Bullets | Folded:
    """A list of points; one too long to read at once is folded."""
    points = Bullets(items)
    return points if len(items) <= AT_ONCE else Folded(f"All {len(items)} points", (points,))


def unique(items: Sequence[str]) -> list[str]:
    """Items in order, each once."""
    return list(dict.fromkeys(items))
