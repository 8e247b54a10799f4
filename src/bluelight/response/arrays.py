"""What the kernel takes: places, units, duty and requests, as arrays of records.

Records rather than a column each: what is read together lies together, and the compiled functions pass few arrays.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bluelight.response.nearest import Frame, Grid, build_grid

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]
Records = NDArray[np.void]

ZONES_PER_BLOCK = 4.0


def _record(**fields: str) -> np.dtype[np.void]:
    return np.dtype(list(fields.items()), align=True)


# A unit: what it is, then where it stands. On a job (`busy`), on its way home (until `home_at`), or waiting.
UNIT = _record(
    kind="i4",
    home="i4",  # place where it waits, unless it is on patrol
    patrol="i4",  # column of the beats, -1 for those who wait at their site
    post="i4",
    job="i4",  # request, while busy
    end="i4",  # place where its job ends
    slot="i4",  # where it is in the list of those that move or of those that wait; -1 when it cannot be sent
    from_place="i4",
    to_place="i4",
    on="?",
    busy="?",
    moving="?",  # which of the two lists it is in
    held="?",  # while free units are sent to stand by: whether it has been given its place
    left="f8",
    home_at="f8",
)
# A kind: only units of a kind stand in for one another.
KIND = _record(
    first="i4",  # where it begins in the lists of units, which have room for all its units
    count="i4",  # its units
    posts="i4",  # 0 where its units are looked at one by one: they patrol or stand by
    pool="i4",  # the post of those
    by_time="i8",  # its posts by travel time to a place p: by_time[by_time + p * posts:][:posts]
    scale="f8",  # of travel minutes
    speed_home="f8",  # the journey home takes travel minutes divided by this
    moving="i4",  # how many of its free units are on their way home
    waiting="i4",  # how many requests wait for it
    next_home="f8",  # none of those that move is home before
    hour="i8",  # for which where its pool waits was last looked up
)
# A post: a site where units of one kind wait, or the pool of a kind (`place` -1). `still[first:][:free]` are free.
POST = _record(place="i4", first="i4", free="i4")
# A free unit that waits. `turnout` and `place` are kept for units of a pool only.
STILL = _record(turnout="f8", place="i4", unit="i4")
# A free unit on its way home: where it set off in columns and rows of blocks of the map, and how fast it crosses them.
MOVING = _record(
    home_at="f8", left="f8", column="f8", row="f8", columns_per_minute="f8", rows_per_minute="f8", unit="i4"
)
# A request: one unit of one kind asked for. Times in minutes.
REQUEST = _record(
    time="f8",
    journey="f8",  # multiplier of turnout and travel
    stay="f8",  # from arriving to being free
    place="i4",
    kind="i4",
    rank="i4",  # 0 is served first
    end="i4",  # place where the unit is then
)
# What became of a request. `unit` is -1 and the times are NaN where nobody ever came.
ANSWER = _record(mobilised="f8", arrival="f8", freed="f8", unit="i4")
# A request that a unit was on its way to when it was diverted.
ABANDONED = _record(mobilised="f8", left="f8", request="i4", unit="i4")
# A meal break that ended: given, cut short by a call, or (with no length) missed.
BREAK = _record(began="f8", ended="f8", unit="i4", what="i4")
GIVEN, INTERRUPTED, MISSED = 0, 1, 2
# A unit's breaks: the row of the one it should have in this window, and of the one it has; -1 for none.
REST = _record(due="i4", row="i4", closes="f8", began="f8")
# A drive to where a unit waits: home, to its beat, or to stand by.
MOVE = _record(time="f8", arrival="f8", unit="i4", from_place="i4", to_place="i4")
# A hospital. `expected` is 0 where the choice of hospital takes no account of it.
HOSPITAL = _record(place="i4", clear="f8", expected="f8")


class Map(NamedTuple):
    """Places: the sites, then the zone centres. Travel is place to place, a row for each destination."""

    to: NDArray[np.float32] | Floats  # minutes at scale 1 (destination, origin)
    xy: Floats  # (places, 2) in a plane, any unit of length
    first_zone: int  # the place of zone 0
    grid: Grid
    blocks: Frame
    least: NDArray[np.float32] | Floats  # (places, blocks) minutes to a place from the nearest zone of a block


def as_map(to: NDArray[np.float32] | Floats, xy: Floats, first_zone: int) -> Map:
    """Places with what finds the zone of a unit on the move (see `nearest`), and how near it can be at least."""
    blocks = build_grid(xy, first_zone, cells_per_zone=ZONES_PER_BLOCK**-1)
    least = np.empty((len(to), len(blocks.start) - 1), dtype=to.dtype)
    for block in range(least.shape[1]):
        zones = blocks.candidates[blocks.start[block] : blocks.start[block + 1]]
        least[:, block] = to[:, first_zone + zones].min(axis=1)
    return Map(to, xy, first_zone, build_grid(xy, first_zone), blocks.frame, least)


class Fleet(NamedTuple):
    """Units, arranged so that the nearest free one is found fast."""

    units: Records  # UNIT
    kinds: Records  # KIND
    posts: Records  # POST
    members: Ints  # the units of each kind in rising order: members[first : first + count]
    by_time: Ints
    post_minutes: NDArray[np.float32] | Floats  # to the posts of `by_time`
    turnout: Floats  # (24, units) minutes
    least_turnout: Floats  # (24, kinds)


class Crews(NamedTuple):
    """The fleet while the kernel runs: what changes, and beside it what is read with it."""

    units: Records
    kinds: Records
    posts: Records
    still: Records  # STILL, by post
    moving: Records  # MOVING, by kind
    members: Ints
    bases: Ints  # by unit: its home, wherever it stands by
    by_time: Ints
    post_minutes: NDArray[np.float32] | Floats
    turnout: Floats
    least_turnout: Floats
    beats: Ints  # of Duty
    by_zone: NDArray[np.int64]  # room to count


class Duty(NamedTuple):
    """Duty over the horizon: how it starts, then every change in order of time and unit."""

    at_start: Flags  # (units,)
    time: Floats  # minutes
    unit: Ints
    on: Flags
    beats: Ints  # (hours, patrolling units) place


class Care(NamedTuple):
    """Patients and hospitals, where what happens there depends on when. Minutes; hospitals in the order of the area."""

    patient: Ints  # by request: row of the handovers, -1 where nobody is conveyed
    handover: Floats  # (patients, hospitals) at a multiplier of 1
    road: Floats  # (zones, hospitals)
    hospitals: Records  # HOSPITAL
    by_hour: Floats  # (24, hospitals) multiplier
    pace: Floats  # (hours,) multiplier of `road`: 24 for a day or 168 for a week


COMPLIES, COVERS = 1, 2  # policies of standby


class Standby(NamedTuple):
    """Kinds whose free units wait other than at home."""

    policy: Ints  # by kind: 0 for none, COMPLIES or COVERS
    table: Ints  # (kinds, free units, order) place, -1 for no more
    posts: Ints  # (kinds, posts) place, -1 for no more
    covers: Flags  # (kinds, posts, zones)
    demand: Floats  # (kinds, zones)
    missed: Floats  # (kinds, units that cover a zone) share of moments at which all of them are busy


class Breaks(NamedTuple):
    """Meal breaks: windows that open and close, in order of time; at one moment closings first, then by unit.

    None is without length.
    """

    time: Floats  # minutes
    unit: Ints
    row: Ints  # of the three below
    opens: Flags
    until: Floats  # when a window that opens closes
    minutes: Floats
    at_once: Ints  # most units of the kind that have a break
    interrupts: Ints  # the last rank of requests that may interrupt it, -1 where none may


class Turnout(NamedTuple):
    """Where turnouts vary: what a unit's turnout is multiplied by."""

    column: Ints  # by unit: column of `luck`
    luck: Floats  # (requests, columns) with a mean of 1; column 0 is all ones, for crews without a spread


class Later(NamedTuple):
    """Requests that are made only once a unit of their call has arrived: they stand behind all others, by call."""

    call: Ints  # by request: which of the calls that have such requests it is of, -1 of none, and for those made later
    first: Ints  # by such call, and one more: its requests made later are `first[call] : first[call + 1]`
    after: Floats  # by request: minutes from the first arrival


class Rules(NamedTuple):
    """Rules that not every area uses, one file each in `rules`. None: the rule is off, and costs nothing."""

    diverts: Flags | None = None  # (kinds,) units on their way to a request may be diverted to a more urgent one
    preference: Ints | None = None  # (kind asked for, kind sent): 0 is sent first, -1 never
    care: Care | None = None  # a request with a patient then gives its time on scene only
    standby: Standby | None = None
    breaks: Breaks | None = None
    turnout: Turnout | None = None
    later: Later | None = None
    pace: Floats | None = None  # (hours, kinds) scale of travel minutes: 24 for a day or 168 for a week


NO_RULES = Rules()


class Book(NamedTuple):
    """The requests of a run, what became of them, and what the kernel keeps in order (see `queues`)."""

    requests: Records  # REQUEST
    answers: Records  # ANSWER
    jobs: Records  # JOB
    queue: Records  # QUEUE
    after: Ints
    size: NDArray[np.int64]  # (2,) how many jobs there are, and how many records in `abandoned`
    abandoned: Records  # ABANDONED


class Rests(NamedTuple):
    """Meal breaks while they are kept up."""

    windows: Breaks
    units: Records  # REST, by unit
    resting: Ints  # by kind: units that have a break
    log: Records  # BREAK
    size: NDArray[np.int64]  # (1,) of the log


class Arrivals(NamedTuple):
    """Who is on the way to calls that ask for more once somebody is there, and what is asked for next."""

    later: Later
    there: Flags  # by call that has requests made later: whether a unit has arrived
    coming: Records  # JOB: when a unit arrives, by request
    coming_size: NDArray[np.int64]
    asking: Records  # JOB: when a request is made
    asking_size: NDArray[np.int64]


class Log(NamedTuple):
    """What playback needs beside the answers."""

    moves: Records  # MOVE
    size: NDArray[np.int64]  # (1,) how many there were, also where there was no room for them
    hospital: Ints  # by request


class Outcome(NamedTuple):
    """What became of the requests, and what units began besides."""

    answers: Records  # ANSWER, by request
    abandoned: Records  # ABANDONED, in the order in which it happened
    asked: Floats  # when each request was made
    breaks: Records  # BREAK, in the order in which they ended
    moves: Records  # MOVE, in the order in which they began, where they are kept
    hospital: Ints  # by request: the row of the hospital a patient was taken to, -1 for none; where they are kept


def arrange(
    kind: Ints,
    home: Ints,
    patrols: Flags,
    turnout: Floats,
    scale: Floats,
    speed_home: Floats,
    to: NDArray[np.float32] | Floats,
) -> Fleet:
    """Units by index, with posts by travel time for every place.

    `kind`, `home` (place) and `patrols` are by unit, `turnout` by hour of the day and unit in minutes, `scale` and
    `speed_home` by kind.
    """
    units = np.zeros(len(kind), dtype=UNIT)
    units["kind"], units["home"], units["patrol"] = kind, home, -1
    units["patrol"][patrols] = np.arange(int(patrols.sum()))
    units["slot"], units["left"], units["home_at"] = -1, -np.inf, -np.inf
    kinds = np.zeros(len(scale), dtype=KIND)
    kinds["scale"], kinds["speed_home"], kinds["next_home"], kinds["hour"] = scale, speed_home, np.inf, -1
    least = np.zeros((len(turnout), len(scale)))
    posts: list[tuple[int, int, int]] = []
    by_time: list[Ints] = []
    minutes: list[NDArray[Any]] = []
    for k in range(len(scale)):
        members = np.nonzero(kind == k)[0]
        first = kinds["first"][k] = int((kind < k).sum())
        kinds["count"][k] = len(members)
        kinds["by_time"][k] = sum(map(len, by_time))
        kinds["pool"][k] = units["post"][members] = len(posts)
        posts.append((-1, first, 0))
        if len(members):
            least[:, k] = turnout[:, members].min(axis=1)
        waiting = members[~patrols[members]]
        sites = np.unique(home[waiting])
        for place in sites:
            there = waiting[home[waiting] == place]
            units["post"][there] = len(posts)
            posts.append((int(place), first, 0))
            first += len(there)
        if len(sites):
            kinds["posts"][k] = len(sites)
            order = np.argsort(to[:, sites], axis=1, kind="stable")
            by_time.append((kinds["pool"][k] + 1 + order).astype(np.int32).ravel())
            minutes.append(np.take_along_axis(to[:, sites], order, axis=1).ravel())
    return Fleet(
        units=units,
        kinds=kinds,
        posts=np.array(posts, dtype=POST),
        members=np.argsort(kind, kind="stable").astype(np.int32),
        by_time=np.concatenate([np.empty(0, dtype=np.int32), *by_time]),
        post_minutes=np.concatenate([np.empty(0, dtype=to.dtype), *minutes]),
        turnout=np.ascontiguousarray(turnout, dtype=float),
        least_turnout=least,
    )


def changes(on: Flags) -> tuple[Flags, Floats, Ints, Flags]:
    """Duty by hour (hours, units) as its start and its changes: time in minutes, unit, whether now on."""
    hour, unit = np.nonzero(on[1:] != on[:-1])
    return on[0].copy(), np.asarray((hour + 1) * 60.0, dtype=np.float64), unit.astype(np.int32), on[1:][hour, unit]


def as_requests(**columns: Any) -> Records:
    """Requests as records, from a column for each field."""
    requests = np.empty(len(columns["time"]), dtype=REQUEST)
    for field in REQUEST.names or ():
        requests[field] = columns[field]
    return requests
