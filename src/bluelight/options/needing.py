"""Moves that need or exclude one another: what is missing, what cannot be together, what goes round in a circle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bluelight.errors import Problem
from bluelight.options.base import Move, problem
from bluelight.options.words import join


def check_needs(moves: Sequence[Move], called: Sequence[str]) -> list[Problem]:
    """Problems of what the moves of one option say of one another; `called` is how each is called."""
    place: dict[str, int] = {}
    found: list[Problem] = []

    def wrong(at: int, what: str, remedy: str, column: str) -> None:
        found.append(replace(problem(what, remedy, column), file=called[at]))

    for at, move in enumerate(moves):
        if move.id is not None and move.id in place:
            wrong(at, f"{called[place[move.id]]} has the id '{move.id}' too.", "Give each move its own id.", "id")
        elif move.id is not None:
            place[move.id] = at
    for at, move in enumerate(moves):
        for name in move.needs:
            if name not in place:
                wrong(at, f"it needs '{name}', and no move of the option has that id.", "Add that move.", "needs")
            elif _later(moves[place[name]], move):
                other = moves[place[name]]
                what = f"it happens in {move.year} and needs {called[place[name]]}, which happens in {other.year}."
                wrong(at, what, "Give it that year or a later one.", "year")
        for name in move.excludes:
            if name in place and place[name] != at:
                what = f"it excludes '{name}', which is {called[place[name]]}."
                wrong(at, what, "Put the two into two options.", "excludes")
        for kind in sorted(move.needs_kinds() - {other.kind for other in moves}):
            wrong(at, f"it needs a move of the kind {kind}, and the option has none.", f"Add a {kind} move.", "kind")
    for circle in _circles(moves, place):
        names = [called[at] for at in circle]
        told = "itself" if len(names) == 1 else f"{join(names[1:])}, in a circle back to it"
        wrong(circle[0], f"it needs {told}: none of them could be first.", "Take out one of the needs.", "needs")
    return found


def _later(other: Move, move: Move) -> bool:
    return other.year is not None and move.year is not None and other.year > move.year


def _circles(moves: Sequence[Move], place: dict[str, int]) -> Iterator[list[int]]:
    """Each circle of needs once, from its first move on, in the order in which they need one another."""
    left = {at: [place[name] for name in move.needs if name in place] for at, move in enumerate(moves)}
    while left:
        first = next((at for at, needs in left.items() if not any(n in left for n in needs)), None)
        if first is not None:
            del left[first]
            continue
        path = [min(left)]
        while True:
            after = next(n for n in left[path[-1]] if n in left)
            if after in path:
                circle = path[path.index(after) :]
                break
            path.append(after)
        start = circle.index(min(circle))
        yield circle[start:] + circle[:start]
        for at in circle:
            del left[at]
