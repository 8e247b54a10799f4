"""What must hold between the cells of a pack, beyond each cell being readable.

Each rule is a function from the sheets to problems. A rule judges only what could be read: a table that is missing is
one problem, not one more for every row that refers to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bluelight.area.manifest import Manifest
from bluelight.area.rules import (
    bad_days,
    call_takers,
    dispatch,
    duty,
    figures,
    incidents,
    places,
    references,
    response,
    travel,
)
from bluelight.area.tables import Sheet
from bluelight.errors import Problem

Rule = Callable[[dict[str, Sheet]], Iterator[Problem]]
RULES: tuple[Rule, ...] = (
    *references.RULES,
    *places.RULES,
    *duty.RULES,
    *incidents.RULES,
    *figures.RULES,
    *response.RULES,
    *bad_days.RULES,
    *call_takers.RULES,
    *dispatch.RULES,
    *travel.RULES,
)


def check_rules(sheets: dict[str, Sheet], manifest: Manifest) -> list[Problem]:
    """Every problem that any rule finds."""
    return [
        *places.coordinates(sheets, manifest.bounds),
        *figures.missing_parameters(sheets, distance_model=not manifest.travel),
        *(problem for rule in RULES for problem in rule(sheets)),
    ]
