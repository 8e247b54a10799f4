"""What a revision says: an entry as the open standard writes it, in which anything may still be missing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from bluelight import register as facts
from bluelight.service.contributions import pairs
from bluelight.service.register.models import Organisation

Content = dict[str, Any]

NOT_YET = "not-yet"
NO_STATUS: Content = {"value": "unknown", "as_of": None}


@dataclass(frozen=True)
class Section:
    """One line of the task list. `many` where it holds several things."""

    name: str
    title: str
    many: bool = False
    needed: bool = False
    one: str = ""


SECTIONS = {
    section.name: section
    for section in (
        Section("name", "Name", needed=True),
        Section("theme", "Theme", needed=True),
        Section("summary", "Summary", needed=True),
        Section("partners", "Partners", many=True, needed=True, one="partner"),
        Section("region", "Region", needed=True),
        Section("start_year", "Start"),
        Section("status", "Status"),
        Section("claims", "Benefits and costs", many=True, one="benefit or cost"),
        Section("emmie", "What it did, how and at what cost"),
        Section("barriers", "What stood in the way", many=True, one="barrier"),
        Section("enablers", "What helped", many=True, one="thing that helped"),
        Section("lessons", "Lessons", many=True, one="lesson"),
        Section("sources", "Sources", many=True, needed=True, one="source"),
    )
}


def blank(organisation: Organisation) -> Content:
    """A new collaboration, in which the organisation that writes takes part."""
    partner = {
        "organisation": organisation.name,
        "slug": organisation.slug,
        "service": organisation.service,
        "area": None,
    }
    return {
        "slug": None,
        "name": "",
        "theme": None,
        "partners": [partner],
        "region": organisation.region or None,
        "start_year": None,
        "status": dict(NO_STATUS),
        "summary": "",
        "claims": [],
        "barriers": [],
        "enablers": [],
        "lessons": [],
        "sources": [],
        "emmie": facts.Emmie().model_dump(),
        "evidence": "not_evaluated",
        "publisher": organisation.name,
    }


def fingerprint(value: Any) -> str:
    """A short text that is another when the value is another: what a form was filled from."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:24]


def entry(content: Content, slug: str) -> Content:
    """The content as a whole entry: under its address, with every claim numbered."""
    return {**content, "slug": slug, "claims": list(_numbered(content["claims"], slug))}


def _numbered(claims: list[Content], slug: str) -> Iterator[Content]:
    """Claims keep the number they have; new ones go on from the highest."""
    highest = max((int(claim["id"].rsplit("-", 1)[1]) for claim in claims if claim.get("id")), default=0)
    for claim in claims:
        if not str(claim.get("id") or "").startswith(f"{slug}/{claim['side']}-"):
            highest += 1
            claim = {**claim, "id": f"{slug}/{claim['side']}-{highest}"}
        yield claim


def fact_of(content: Content, slug: str) -> facts.Collaboration:
    """The content as a fact of the register. Raises pydantic's ValidationError while something is missing or wrong."""
    return facts.Collaboration.model_validate(entry(content, slug))


def missing(content: Content, organisation: Organisation) -> dict[str, str]:
    """What keeps the content from being handed in, by section."""
    found = {name: f"{section.title} is missing" for name, section in _needed().items() if not content.get(name)}
    if not found.get("partners") and organisation.slug not in {row["slug"] for row in content["partners"]}:
        found["partners"] = f"{organisation.name} is not among the partners, and it is the one that you write for"
    if found:
        return found
    try:
        fact_of(content, content["slug"] or NOT_YET)
    except ValidationError as error:
        for item in error.errors(include_url=False):
            name = str(item["loc"][0]) if item["loc"] else "claims"
            found[name if name in SECTIONS else "claims"] = item["msg"].removeprefix("Value error, ")
    wrong = [] if found else pairs.faults(content["claims"])
    return {"claims": ". ".join(wrong)} if wrong else found


def _needed() -> dict[str, Section]:
    return {name: section for name, section in SECTIONS.items() if section.needed}
