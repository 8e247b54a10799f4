"""The areas there are: those that ship, and those in the folders that the host names (setting AREA_FOLDERS).

Reading tables is imported when an area is first asked for: pages that only count or list need not wait for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from bluelight.errors import InputError, Problem

if TYPE_CHECKING:
    import pandas as pd

    from bluelight.area import Area


@dataclass(frozen=True)
class Broken:
    """A folder that the host names and that cannot be used: what it is called, and everything wrong with it."""

    name: str
    problems: tuple[Problem, ...]


def folders() -> dict[str, Path]:
    """The folder of each area pack, by the area's identifier, in the order in which they are listed."""
    return _listed()[0]


def broken() -> tuple[Broken, ...]:
    """The packs that the host names and that cannot be used."""
    return _listed()[1]


def read_again() -> None:
    """Look again at which packs there are."""
    _listed.cache_clear()


@cache
def _listed() -> tuple[dict[str, Path], tuple[Broken, ...]]:
    from bluelight.area import list_areas

    found = {shipped.id: Path(shipped.folder) for shipped in list_areas()}
    wrong = []
    for folder in map(Path, settings.AREA_FOLDERS):
        try:
            found[_loaded(folder).id] = folder
        except InputError as error:
            wrong.append(Broken(folder.name, tuple(_without_place(problem, folder) for problem in error.problems)))
    return found, tuple(wrong)


def _without_place(problem: Problem, folder: Path) -> Problem:
    """The problem without where on this machine the folder lies, which is no reader's business."""
    where = str(folder)
    return replace(
        problem, file=problem.file.replace(where, folder.name), what=problem.what.replace(where, folder.name)
    )


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
