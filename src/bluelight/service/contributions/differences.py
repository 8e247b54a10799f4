"""What a revision changes, section by section, in words that a reviewer and the public can read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bluelight.service.contributions import pairs
from bluelight.service.contributions.content import SECTIONS, Content
from bluelight.service.register import words


@dataclass(frozen=True)
class Change:
    """One section that differs: lines that go and lines that come. Lines that stay are left out."""

    title: str
    gone: list[str]
    come: list[str]


def changes(before: Content | None, after: Content) -> list[Change]:
    """The sections in which the two differ, in the order of the task list."""
    found = []
    for name, section in SECTIONS.items():
        old, new = lines(name, (before or {}).get(name)), lines(name, after.get(name))
        if old != new:
            gone = [line for line in old if line not in new]
            come = [line for line in new if line not in old]
            found.append(Change(section.title, gone, come or ([] if gone else ["The same, in another order"])))
    return found


def lines(name: str, value: Any) -> list[str]:
    """A section in words, one line for each thing in it."""
    if name == "claims":
        return [_claim(value, at) for at in range(len(value or []))]
    if SECTIONS[name].many:
        return [_line(name, each) for each in value or []]
    if value in (None, ""):
        return []
    if name == "emmie":
        return [f"{words.named('emmie', heading).partition(':')[0]}: {said}" for heading, said in value.items() if said]
    if name == "status":
        said = words.named("status", value["value"])
        return [f"{said}, {words.date(value['as_of'])}" if value["as_of"] else f"{said}, date not recorded"]
    return [words.named(name, value) if name in {"theme", "region"} else str(value)]


def _line(name: str, item: Any) -> str:
    if name == "partners":
        area = f", {item['area']}" if item["area"] else ""
        return f"{item['organisation']} ({words.named('service', item['service'])}){area}"
    if name == "sources":
        said = [item["title"], item["publisher"], item["published"], item["supports"], item["url"]]
        return ", ".join(part for part in said if part)
    return str(item)


def _claim(claims: list[Content], at: int) -> str:
    item, other = claims[at], pairs.beside(claims, at)
    figure = words.amount(item["amount"], item["amount_max"], item["unit"] or "")
    what = f"{words.named('side', item['side'])}, {words.named('state', item['state']).lower()}"
    said = [
        f"{what}: {item['statement'].rstrip('.')}",
        item["measure"] or "",
        f"figure {figure}" + (f" {item['period']}" if item["period"] else ""),
        words.named("kind", item["kind"]),
        f"falls on {item['partner'] or words.NOT_RECORDED}",
        f"as of {words.date(item['as_of'])}" if item["as_of"] else "",
        f"source {item['source_url'] or words.NOT_RECORDED}",
        "" if other is None else f"stands beside: {claims[other]['statement']}",
    ]
    return "; ".join(part for part in said if part)
