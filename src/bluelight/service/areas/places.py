"""The areas there are: those that ship, and those in the folders that the host names (setting AREA_FOLDERS).

Reading tables is imported when an area is first asked for: pages that only count or list need not wait for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    import pandas as pd

    from bluelight.area import Area


@cache
def folders() -> dict[str, Path]:
    """The folder of each area pack, by the area's identifier, in the order in which they are listed."""
    from bluelight.area import list_areas

    found = {shipped.id: Path(shipped.folder) for shipped in list_areas()}
    for folder in settings.AREA_FOLDERS:
        found[_loaded(Path(folder)).id] = Path(folder)
    return found


def area(identifier: str) -> Area:
    """The area of that identifier, read once. KeyError where there is none."""
    return _loaded(folders()[identifier])


def rows(table: pd.DataFrame) -> Iterator[Any]:
    """The rows of a table, each with its columns as attributes."""
    return iter(table.itertuples(index=False))


@cache
def _loaded(folder: Path) -> Area:
    from bluelight.area import load_area

    return load_area(folder)
