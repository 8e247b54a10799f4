"""What plans are called."""

from __future__ import annotations

from collections.abc import Sequence

from bluelight.options.words import join
from bluelight.studies.search.place import Place


def plan_words(place: Place, key: Sequence[int]) -> str:
    """What of today's sites closes and what opens under a plan."""
    closes = [place.name(i) for i in range(len(place.sites)) if place.stations[i] and i not in key]
    opens = [place.name(i) for i in key if not place.stations[i]]
    parts = [f"{join(closes)} close{'s' if len(closes) == 1 else ''}"] if closes else []
    parts += [f"{join(opens)} open{'s' if len(opens) == 1 else ''}"] if opens else []
    return "; ".join(parts) if parts else "every site of today stays"


def plan_ids(keys: Sequence[Sequence[int]]) -> list[str]:
    """Short names, by number of sites in order of appearance: sites-26, sites-26-2."""
    found: list[str] = []
    for key in keys:
        name = f"sites-{len(key)}"
        same = sum(other == name or other.startswith(f"{name}-") for other in found)
        found.append(name if not same else f"{name}-{same + 1}")
    return found


def plan_name(id: str) -> str:
    """An id as people would say it: "26 sites, plan 2"."""
    _, sites, *more = id.split("-")
    return f"{sites} site{'' if sites == '1' else 's'}, plan {more[0] if more else 1}"
