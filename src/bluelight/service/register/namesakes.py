"""Which organisations may be the same, by their names: "Department for Transport" and "Transport department".

Names are compared by their three-letter pieces, each counting the more the fewer names have it (the cosine of tf-idf),
so that neither the order of words nor a slip of the pen hides a pair, and "County Council" alone makes none. A council
and the fire service of its county have like names too: what is known to be of different services is not compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
    """The names of organisations, ready to be compared: a row of weights for each name, of length one."""

    def __init__(self, organisations: Iterable[Organisation]) -> None:
        from scipy.sparse import csr_array  # reviewers alone ask for it, and it takes its time

        self._names = [Name(row, text) for row in organisations for text in (row.name, *row.aliases)]
        self._columns: dict[str, int] = {}
        found = [_pieces(name.text) for name in self._names]
        columns = np.array(
            [self._columns.setdefault(piece, len(self._columns)) for each in found for piece in each], int
        )
        rows = np.repeat(np.arange(len(found)), [len(each) for each in found])
        self._rarity = np.log(1 + len(found) / np.bincount(columns, minlength=len(self._columns)))
        weights = self._rarity[columns]
        lengths = np.sqrt(np.bincount(rows, weights**2, len(found)))
        self._matrix: Any = csr_array((weights / lengths[rows], (rows, columns)), (len(found), len(self._columns)))

    def like(self, organisation: Organisation) -> list[Organisation]:
        """Other organisations with a name like this one's, the likest first, at most MOST."""
        likeness = self._matrix @ self._weighed(_pieces(organisation.name))
        best: dict[int, tuple[float, Organisation]] = {}
        for place in np.flatnonzero(likeness >= LEAST):
            row, value = self._names[place].organisation, float(likeness[place])
            if value >= best.get(row.pk, (0.0, row))[0] and _comparable(row, organisation):
                best[row.pk] = (value, row)
        ordered = sorted(best.values(), key=lambda each: (-each[0], each[1].name))
        return [row for _, row in ordered[:MOST]]

    def _weighed(self, pieces: tuple[str, ...]) -> NDArray[np.float64]:
        """The weights of pieces, of length one together; nought of pieces that no name has."""
        weights = np.zeros(len(self._columns))
        known = [self._columns[piece] for piece in pieces if piece in self._columns]
        weights[known] = self._rarity[known]
        return weights / (float(np.sqrt(np.sum(weights**2))) or 1.0)


def _comparable(one: Organisation, two: Organisation) -> bool:
    return one.pk != two.pk and (one.service == two.service or "other" in (one.service, two.service))


@lru_cache(maxsize=50_000)
def _pieces(text: str) -> tuple[str, ...]:
    """Each once, in one order for all names, so that two are as like one way as the other."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    words = [f" {word} " for word in re.findall(r"\w+", bare.lower())]
    return tuple(sorted({word[at : at + _PIECE] for word in words for at in range(len(word) - _PIECE + 1)}))
