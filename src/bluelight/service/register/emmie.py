"""How many entries of each theme say something under each of the five EMMIE headings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from bluelight.service.register import words
from bluelight.service.register.querysets import CollaborationQuerySet


@dataclass(frozen=True)
class Told:
    """One theme: its entries, those that say something under any heading, and those that do under each."""

    theme: str
    entries: int
    told: int
    counts: list[int]


def headings() -> list[str]:
    """The headings in a word or two each."""
    return [asked.partition(":")[0] for asked in words.values("emmie").values()]


def by_theme(public: CollaborationQuerySet) -> list[Told]:
    """Every theme, whether or not anything is told of it."""
    codes = words.values("emmie")
    counts: dict[str, Any] = {f"told_{code}": Count("pk", filter=~Q(**{code: ""})) for code in codes}
    counts |= {"entries": Count("pk"), "told": Count("pk", filter=~Q(**dict.fromkeys(codes, "")))}
    rows: Any = public.order_by().values("theme").annotate(**counts)
    found = {row["theme"]: row for row in rows}
    nothing = dict.fromkeys(counts, 0)
    return [
        Told(name, row["entries"], row["told"], [row[f"told_{code}"] for code in codes])
        for theme, name in words.values("theme").items()
        for row in [found.get(theme, nothing)]
    ]
