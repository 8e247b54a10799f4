"""What depends on an area alone is worked out once for it, however many replications ask."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from bluelight.area import Area

P = ParamSpec("P")
T = TypeVar("T")


def once(function: Callable[Concatenate[Area, P], T]) -> Callable[Concatenate[Area, P], T]:
    """Remember what a function gives for an area and further arguments, which can be keys of a dictionary.

    What it gives is shared: nobody may change it. It is forgotten with the area.
    """
    known: WeakKeyDictionary[Area, dict[Any, T]] = WeakKeyDictionary()

    @wraps(function)
    def remembered(area: Area, /, *arguments: P.args, **named: P.kwargs) -> T:
        of_area = known.setdefault(area, {})
        key = arguments, tuple(named.items())
        if key not in of_area:
            of_area[key] = function(area, *arguments, **named)
        return of_area[key]

    return remembered
