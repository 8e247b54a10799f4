"""Room at the building that vehicles, desks or a yard come to: what is needed, and whether what is spare will do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from bluelight.area import Area
from bluelight.errors import Problem
from bluelight.options.base import problem
from bluelight.options.prices import site_figure
from bluelight.options.sites import site_name
from bluelight.options.words import FIGURES, join

UNDER_COVER = ("pump", "aerial", "dsa", "rrv")  # vehicles that need a bay each


class Room(NamedTuple):
    """One kind of room at a building, both known: the figure of the building, the field that asks, how much of it."""

    figure: str
    column: str
    needed: float
    spare: float


def bays(units: pd.DataFrame) -> int:
    """How many of the units need a bay."""
    return int(units["kind"].isin(UNDER_COVER).sum())


def room_at(area: Area, host: str, asked: Iterable[tuple[str, str, float | None]]) -> list[Room]:
    """What is asked of a building and known of it; each as its figure, the field that asks, and how much or None."""
    found = []
    for figure, column, needed in asked:
        spare = site_figure(area, host, figure)
        if needed is not None and spare is not None:
            found.append(Room(figure, column, float(needed), spare.mode))
    return found


def too_little(area: Area, host: str, rooms: Iterable[Room], remedy: str) -> list[Problem]:
    """A problem for each kind of room of which there is too little."""
    return [
        problem(
            f"{site_name(area, host)} has {room.spare:g} {FIGURES[room.figure]}, and {room.needed:g} are needed.",
            remedy,
            room.column,
        )
        for room in rooms
        if room.needed > room.spare
    ]


def room_words(rooms: Iterable[Room]) -> str:
    """The room there is and what is needed of it, as "3 spare vehicle bays for 1"; "" where nothing is known."""
    return join([f"{room.spare:g} {FIGURES[room.figure]} for {room.needed:g}" for room in rooms])
