"""What is already known that sounds like what somebody is writing: "three others met this"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from bluelight.service.lessons.models import Lesson, Stem
from bluelight.service.lessons.querysets import LessonQuerySet
from bluelight.service.register.services import batched

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
_STEM = 6
_MOST_KEPT = 60
_MOST_ASKED = 12
# How many lessons are looked at, all rare stems together.
_LOOKED_AT = 5_000


def stems(text: str, most: int = _MOST_ASKED) -> list[str]:
    """The longest words of a text, cut to their beginnings, without the common ones."""
    words = dict.fromkeys(word.lower() for word in _WORD.findall(text))
    longest = sorted((word for word in words if word not in _COMMON), key=len, reverse=True)
    return list(dict.fromkeys(word[:_STEM] for word in longest))[:most]


def stems_of(lesson: Lesson) -> list[str]:
    """The stems of all that a lesson says."""
    return stems(f"{lesson.title} {lesson.text}", _MOST_KEPT)


def sounding_like(lesson: Lesson, *, least: int) -> list[int]:
    """The keys of the lessons that share at least so many stems with one, kept or not, the most first.

    Stems are compared from the rarest on, as a word that every lesson holds says nothing of two of them: all of them
    where few lessons hold them, otherwise as many as keep the reading short. Who may read which is for the caller.
    """
    wanted = stems_of(lesson)
    held = Stem.objects.filter(stem__in=wanted).exclude(lesson=lesson.pk)
    counts = sorted(held.values_list("stem").annotate(n=Count("*")), key=lambda each: each[::-1])
    rare: list[str] = []
    looked_at = 0
    for stem, n in counts:
        looked_at += n
        if looked_at > _LOOKED_AT and len(rare) >= least:
            break
        rare.append(stem)
    shared = held.filter(stem__in=rare).values_list("lesson").annotate(n=Count("*"))
    most_first = shared.filter(n__gte=min(least, len(wanted) or 1)).order_by("-n", "-lesson")
    return [key for key, _ in most_first]


def in_order(lessons: LessonQuerySet, keys: list[int]) -> Iterator[Lesson]:
    """Those of these lessons that have one of the keys, in the order of the keys."""
    for some in batched(keys):
        found = lessons.in_bulk(some)
        yield from (found[key] for key in some if key in found)


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
