"""Rows of claims that stand beside each other: two of one collaboration with the same word in their column `pair`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.utils.text import slugify

from bluelight.service.contributions import pairs
from bluelight.service.contributions.content import Content

if TYPE_CHECKING:
    from bluelight.service.contributions.uploads import Proposed
    from bluelight.service.contributions.workbook import Row

_LONGEST = 77


class PairedRows:
    """The rows of a workbook that have such a word, each with its collaboration and the claim that it became."""

    def __init__(self) -> None:
        self._rows: dict[str, list[tuple[Proposed, Row, Content | None]]] = {}

    def put(self, owner: Proposed, row: Row, claim: Content | None) -> None:
        """One row more; `claim` is None where something else is wrong with it."""
        if row.cells.get("pair"):
            self._rows.setdefault(slugify(row.cells["pair"]), []).append((owner, row, claim))

    def settle(self) -> None:
        """Set the claims of each two rows beside each other, and say what is wrong with the others."""
        for word, rows in self._rows.items():
            owners = Counter(id(owner) for owner, _, _ in rows)
            for owner, row, claim in rows:
                mine = [found for whose, _, found in rows if whose is owner]
                said = self._wrong(word, len(rows) - owners[id(owner)], mine)
                if said:
                    row.problems.clear()
                    row.wrong("pair", f"{said}.", "Write one word into two rows of one collaboration.")
                    owner.problems += map(str, row.problems)
                elif claim is not None:
                    states = {found["state"] for found in mine if found}
                    base = word.removesuffix(pairs.AGAIN)[:_LONGEST]
                    claim["pair"] = base if "realised" in states else f"{base}{pairs.AGAIN}"

    @staticmethod
    def _wrong(word: str, elsewhere: int, claims: list[Content | None]) -> str | None:
        if not word:
            return "has no letter or number in it"
        if len(claims) != 2:
            number = "no other row" if len(claims) == 1 else f"{len(claims)} rows"
            other = ", and is in rows of another: a pair does not reach from one to another" if elsewhere else ""
            return f"is in {number} of this collaboration{other}"
        one, two = claims
        return None if one is None or two is None else pairs.misfit(one, two)
