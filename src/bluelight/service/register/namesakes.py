"""Which organisations may be the same, by their names: "Department for Transport" and "Transport department".

Names are compared by their three-letter pieces, each counting the more the fewer names have it (the cosine of tf-idf),
so that neither the order of words nor a slip of the pen hides a pair, and "County Council" alone makes none. A council
and the fire service of its county have like names too: what is known to be of different services is not compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import log, sqrt

from bluelight.service.register.models import Organisation

LEAST = 0.6
MOST = 5
_PIECE = 3


@dataclass(frozen=True)
class Name:
    """One of the names that an organisation is known by."""

    organisation: Organisation
    text: str


class Names:
    """The names of organisations, ready to be compared."""

    def __init__(self, organisations: Iterable[Organisation]) -> None:
        self._names = [Name(row, text) for row in organisations for text in (row.name, *row.aliases)]
        pieces = [_pieces(name.text) for name in self._names]
        held = Counter(piece for each in pieces for piece in each)
        self._rarity = {piece: log(1 + len(pieces) / times) for piece, times in held.items()}
        self._weights = [self._weighed(each) for each in pieces]
        self._having: dict[str, list[int]] = defaultdict(list)
        for place, each in enumerate(pieces):
            for piece in each:
                self._having[piece].append(place)

    def like(self, organisation: Organisation) -> list[Organisation]:
        """Other organisations with a name like this one's, the likest first, at most MOST."""
        likeness: dict[int, float] = defaultdict(float)
        for piece, weight in self._weighed(_pieces(organisation.name)).items():
            for place in self._having.get(piece, ()):
                likeness[place] += weight * self._weights[place][piece]
        best: dict[int, tuple[float, Organisation]] = {}
        for place, value in likeness.items():
            row = self._names[place].organisation
            if value >= max(LEAST, best.get(row.pk, (0.0, row))[0]) and _comparable(row, organisation):
                best[row.pk] = (value, row)
        ordered = sorted(best.values(), key=lambda each: (-each[0], each[1].name))
        return [row for _, row in ordered[:MOST]]

    def _weighed(self, pieces: frozenset[str]) -> dict[str, float]:
        """Pieces with their weights, of length one together."""
        weights = {piece: self._rarity[piece] for piece in pieces if piece in self._rarity}
        length = sqrt(sum(weight**2 for weight in weights.values())) or 1.0
        return {piece: weight / length for piece, weight in weights.items()}


def _comparable(one: Organisation, two: Organisation) -> bool:
    return one.pk != two.pk and (one.service == two.service or "other" in (one.service, two.service))


def _pieces(text: str) -> frozenset[str]:
    bare = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    words = re.findall(r"\w+", bare.lower())
    return frozenset(
        padded[at : at + _PIECE] for word in words for padded in [f" {word} "] for at in range(len(padded) - _PIECE + 1)
    )
