"""What is already known that sounds like what somebody is writing: "three others met this"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TypeVar

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

_Q = TypeVar("_Q", bound=QuerySet[Any, Any])

_WORD = re.compile(r"[^\W\d_]{5,}")
# Words too common in the register to say that two texts are alike.
_COMMON = frozenset(
    [
        "about",
        "after",
        "again",
        "against",
        "already",
        "ambulance",
        "before",
        "being",
        "could",
        "every",
        "first",
        "found",
        "lesson",
        "lessons",
        "might",
        "other",
        "others",
        "police",
        "service",
        "services",
        "shared",
        "sharing",
        "should",
        "since",
        "still",
        "their",
        "there",
        "these",
        "thing",
        "things",
        "those",
        "through",
        "under",
        "until",
        "where",
        "which",
        "while",
        "whose",
        "without",
        "would",
    ]
)
_MOST_STEMS = 12
_STEM = 6


def stems(text: str) -> list[str]:
    """The longest words of a text, cut to their beginnings, without the common ones."""
    words = dict.fromkeys(word.lower() for word in _WORD.findall(text))
    longest = sorted((word for word in words if word not in _COMMON), key=len, reverse=True)
    return list(dict.fromkeys(word[:_STEM] for word in longest))[:_MOST_STEMS]


def alike(rows: _Q, fields: Sequence[str], text: str, *, least: int = 2) -> _Q:
    """The rows that share at least so many stems with the text in these fields, most first; none for a text without
    words. Annotated with `alike`, how many.
    """
    wanted = stems(text)
    if not wanted:
        return rows.none()
    shared: Any = Value(0, output_field=IntegerField())
    for stem in wanted:
        held = Q(*((f"{field}__icontains", stem) for field in fields), _connector=Q.OR)
        shared += Case(When(held, then=1), default=0)
    return rows.annotate(alike=shared).filter(alike__gte=min(least, len(wanted))).order_by(F("alike").desc(), "-pk")
