"""What is known of what: strength of evidence by theme and kind of claim, and promise against outcome by theme."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from statistics import median
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Sum
from django.urls import reverse

from bluelight.register.ratings import RUNGS, rate
from bluelight.service.register import reading, words
from bluelight.service.register.models import Claim, Collaboration, Pair
from bluelight.service.register.querysets import CollaborationQuerySet, Joined
from bluelight.service.register.summary import speaking

# Rungs on which something that came is told, rather than promised.
_CAME = frozenset(RUNGS) - {"plan", "not_recorded"}
# Radius, in pixels, of the disc of the cell with the most entries.
_RADIUS = 18.0


@dataclass(frozen=True)
class Gap:
    """One cell of the map: how many entries claim this, in how many something came, and the strongest rung among them.

    `outer` and `inner` are the radii of the two discs, whose areas go with the two counts.
    """

    entries: int
    came: int
    rung: str
    href: str
    outer: float
    inner: float

    @property
    def words(self) -> str:
        """The strongest rung, as a page says it."""
        return RUNGS[self.rung]


@dataclass(frozen=True)
class GapMap:
    """Themes down, kinds of claim across."""

    columns: list[str]
    rows: list[tuple[str, list[Gap]]]

    @property
    def empty(self) -> int:
        """Cells in which nobody has claimed anything."""
        return sum(not gap.entries for _, gaps in self.rows for gap in gaps)

    @property
    def promised_only(self) -> int:
        """Cells in which things were promised and nothing is known to have come."""
        return sum(bool(gap.entries) and not gap.came for _, gaps in self.rows for gap in gaps)

    @property
    def cells(self) -> int:
        """All of them."""
        return len(self.rows) * len(self.columns)


def gap_map(public: CollaborationQuerySet) -> GapMap:
    """Number and strength of the entries of each theme, for each kind of claim."""
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for theme, ratings in public.order_by().values_list("theme").annotate(ratings=Joined("ratings")):
        for rating, n in Counter(ratings.split()).items():
            column, rung = rating.split("=")
            found[theme, column][rung] = n
    most = max((entries.total() for entries in found.values()), default=1)
    columns = words.values("claimed")
    return GapMap(
        list(columns.values()),
        [
            (name, [_gap(theme, column, found.get((theme, column), Counter()), most) for column in columns])
            for theme, name in words.values("theme").items()
        ],
    )


def _gap(theme: str, column: str, entries: Counter[str], most: int) -> Gap:
    """One cell, from the number of its entries on each rung."""
    came = sum(entries[rung] for rung in _CAME)
    return Gap(
        entries.total(),
        came,
        max(entries, key=list(RUNGS).index, default="not_recorded"),
        f"{reverse('register')}?{urlencode({'theme': theme, 'claimed': column})}",
        _radius(entries.total(), most),
        _radius(came, most),
    )


def _radius(count: int, most: int) -> float:
    return round(_RADIUS * math.sqrt(count / most), 1)


@dataclass(frozen=True)
class ThemeRecord:
    """What a theme's entries claim and what came: claims by state, and the pairs that set an outcome beside a promise.

    `counts` are of the states in the order of the codelist; `came` is (measure class, pairs, middle share of what was
    promised, or None where none can be compared).
    """

    theme: str
    entries: int
    counts: list[int]
    came: list[tuple[str, int, float | None]]


def by_theme(public: CollaborationQuerySet) -> list[ThemeRecord]:
    """Forecast against realised by theme. Savings, costs, dates and receipts are never put together."""
    shown = public.order_by()
    codes = words.values("state")
    summed: Any = shown.values("theme").annotate(entries=Count("*"), **{f"{code}_claims": Sum(code) for code in codes})
    counts = {row["theme"]: row for row in summed}
    nothing = {"entries": 0, **{f"{code}_claims": 0 for code in codes}}
    pairs: dict[str, dict[str, list[float | None]]] = defaultdict(lambda: defaultdict(list))
    outcomes = Pair.objects.public().with_outcome().order_by()
    for theme, measure, ratio in outcomes.values_list("collaboration__theme", "measure_class", "ratio"):
        pairs[theme][measure].append(ratio)
    return [
        ThemeRecord(
            name,
            found["entries"],
            [found[f"{code}_claims"] for code in codes],
            [
                (said, len(ratios), _middle(ratios))
                for measure, said in words.values("measure_class").items()
                if (ratios := pairs[theme][measure])
            ],
        )
        for theme, name in words.values("theme").items()
        for found in [counts.get(theme, nothing)]
    ]


def _middle(ratios: list[float | None]) -> float | None:
    known = [ratio for ratio in ratios if ratio is not None]
    return median(known) if known else None


def rated(collaboration: Collaboration, claims: list[Claim]) -> None:
    """Give each claim of one entry, already read with its parts, its `rating`, and what `came` by evaluations."""
    grades: dict[str, set[str]] = defaultdict(set)
    for pair in collaboration.pairs.all():
        grades[pair.pair].add(pair.grade)
    evaluated = speaking(collaboration.evaluations.all(), collaboration.came.all())
    came = reading.realised(collaboration)
    for claim in claims:
        row: Any = claim
        row.rating = rate(claim.state, grades[claim.pair] if claim.pair else (), evaluated.get(claim.key, ()))
        row.came = [found for found in came if found.claim == claim.key]


def with_outcome(records: list[ThemeRecord]) -> int:
    """Pairs, over all themes, in which something that happened stands beside what was promised."""
    return sum(pairs for record in records for _, pairs, _ in record.came)
