"""Several moves at once: what each stands for, whether they collide, and the area after all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bluelight.area import Area
from bluelight.errors import Problem
from bluelight.options.base import Move, Touches, problem
from bluelight.options.needing import check_needs
from bluelight.options.prices import site_figure
from bluelight.options.sites import site_name
from bluelight.options.words import join


def expand(area: Area, moves: Sequence[Move]) -> list[Move]:
    """The moves with each rule replaced by what it finds."""
    return [single for move in moves for single in move.expand(area)]


def check_moves(area: Area, moves: Sequence[Move]) -> list[Problem]:
    """Every problem of a list of moves: of each by itself, of those that pull the same thing two ways, of needs.

    A problem's `file` is `move N`, counting from 1 as the moves stand in the list.
    """
    found: list[Problem] = []
    sound: list[tuple[int, Move, Touches]] = []
    for number, move in enumerate(moves, start=1):
        wrong = move.check(area)
        found += [replace(p, file=_called(number, move)) for p in wrong]
        if not wrong:
            sound += [(number, single, single.touches(area)) for single in move.expand(area)]
    for at, (number, move, touches) in enumerate(sound):
        for before, earlier, taken in sound[:at]:
            other = _called(before, earlier)
            found += [replace(p, file=_called(number, move)) for p in _clashes(area, taken, touches, other)]
    if not found:
        found += _crowded(area, [(_called(number, move), touches) for number, move, touches in sound])
    names = [_called(number, move) for number, move in enumerate(moves, start=1)]
    return [*found, *check_needs(moves, names)]


def _crowded(area: Area, touched: Sequence[tuple[str, Touches]]) -> list[Problem]:
    """Sites that each of several moves finds room at, and all of them together do not."""
    found = []
    for site in sorted({site for _, touches in touched for site in touches.bays}):
        coming = [(name, touches.bays[site]) for name, touches in touched if touches.bays.get(site, 0) > 0]
        needed = sum(touches.bays.get(site, 0) for _, touches in touched)
        spare = site_figure(area, site, "spare_bays")
        if len(coming) > 1 and spare is not None and needed > spare.mode:
            others = join([name for name, _ in coming[:-1]])
            what = (
                f"{site_name(area, site)} has {spare.mode:g} spare vehicle bays, and with {others} {needed} are needed."
            )
            remedy = "Send some elsewhere, or state in works what making room costs."
            found.append(replace(problem(what, remedy), file=coming[-1][0]))
    return found


def counterpart(moves: Sequence[Move]) -> list[Move]:
    """The same moves without a change of governance, and without what they bring only with one."""
    kept = [move.without_governance() for move in moves]
    gone = {move.id for move, left in zip(moves, kept, strict=True) if left is None and move.id is not None}
    return [
        move.model_copy(update={"needs": tuple(name for name in move.needs if name not in gone)})
        for move in kept
        if move is not None
    ]


def _called(number: int, move: Move) -> str:
    return f"move {number} ({move.kind})"


def _clashes(area: Area, one: Touches, this: Touches, other: str) -> list[Problem]:
    keep = "Keep one of the two moves."
    found = [
        problem(f"{site_name(area, site)} is emptied by {other} already.", keep)
        for site in sorted(one.empties & this.empties)
    ]
    stays = "Choose a site that stays, or leave one of the two moves out."
    for site in sorted(one.empties & this.fills):
        found.append(problem(f"{site_name(area, site)} would be filled, and {other} empties it.", stays))
    for site in sorted(one.fills & this.empties):
        found.append(problem(f"{site_name(area, site)} would be emptied, and {other} fills it.", stays))
    if not found:
        found += [problem(f"unit {unit} is moved by {other} already.", keep) for unit in sorted(one.units & this.units)]
    for service in sorted(one.rooms & this.rooms):
        found.append(problem(f"the {service} control room is joined by {other} already.", keep))
    for incident_type, kind in sorted(one.attendance & this.attendance):
        found.append(problem(f"a {kind} is sent to {incident_type} by {other} already.", keep))
    found += [problem(f"{claim} is taken up by {other} already.", keep) for claim in sorted(one.claims & this.claims)]
    return found


def apply_moves(area: Area, moves: Sequence[Move]) -> Area:
    """The area after every move. The moves must be sound: `check_moves` finds nothing.

    What a rule finds is found in the area as it is, not in what other moves make of it.
    """
    for move in expand(area, moves):
        area = move.apply(area)
    return area
