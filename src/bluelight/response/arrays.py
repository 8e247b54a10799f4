"""What the kernel takes: places, units, duty and requests, as arrays of records.

Records rather than a column each: what is read together lies together, and the compiled functions pass few arrays.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bluelight.response.nearest import Grid

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]
Records = NDArray[np.void]


def _record(**fields: str) -> np.dtype[np.void]:
    return np.dtype(list(fields.items()), align=True)


# A unit: what it is, then where it stands. On a job (`busy`), on its way home (until `home_at`), or waiting.
UNIT = _record(
    kind="i4",
    home="i4",  # place of its site
    patrol="i4",  # column of the beats, -1 for those who wait at their site
    post="i4",  # -1 for those on patrol
    job="i4",  # request, while busy
    slot="i4",  # where it is in its kind's list of units to look at one by one, -1 when not in it
    from_place="i4",
    to_place="i4",
    left="f8",
    home_at="f8",
    on="?",
    busy="?",
    held="?",  # while free units are sent to stand by: whether it has been given its place
    end="i4",  # place where its job ends, where that is only known once it is sent
)
# A kind: only units of a kind stand in for one another.
KIND = _record(
    first="i4",  # where its list of units begins
    posts="i4",
    by_time="i8",  # its posts by travel time to a place p: by_time[by_time + p * posts:][:posts]
    scale="f8",  # of travel minutes
    speed_home="f8",  # the journey home takes travel minutes divided by this
    listed="i4",  # how many of its units are looked at one by one
    waiting="i4",  # how many requests wait for it
)
# A post: a site where units of one kind wait. Its units are `post_units[first : first + count]`, in rising order.
POST = _record(place="i4", first="i4", count="i4", free="i4")
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
# A hospital. `expected` is 0 where the choice of hospital takes no account of it.
HOSPITAL = _record(place="i4", clear="f8", expected="f8")


class Map(NamedTuple):
    """Places: the sites, then the zone centres. Travel is place to place, a row for each destination."""

    to: NDArray[np.float32] | Floats  # minutes at scale 1 (destination, origin)
    xy: Floats  # (places, 2) in a plane, any unit of length
    first_zone: int  # the place of zone 0
    grid: Grid


class Fleet(NamedTuple):
    """Units, arranged so that the nearest free one is found fast."""

    units: Records  # UNIT
    kinds: Records  # KIND
    posts: Records  # POST
    post_units: Ints
    by_time: Ints
    turnout: Floats  # (24, units) minutes
    least_turnout: Floats  # (24, kinds)


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


NO_CARE = (None,) * len(Care._fields)


COMPLIES, COVERS = 1, 2  # policies of standby


class Standby(NamedTuple):
    """Kinds whose free units wait other than at home."""

    policy: Ints  # by kind: 0 for none, COMPLIES or COVERS
    table: Ints  # (kinds, free units, order) place, -1 for no more
    posts: Ints  # (kinds, posts) place, -1 for no more
    covers: Flags  # (kinds, posts, zones)
    demand: Floats  # (kinds, zones)
    missed: Floats  # (kinds, units that cover a zone) share of moments at which all of them are busy


NO_STANDBY = (None,) * len(Standby._fields)


class Rules(NamedTuple):
    """Rules that not every area uses, one file each in `rules`. None: the rule is off, and costs nothing."""

    diverts: Flags | None = None  # (kinds,) units on their way to a request may be diverted to a more urgent one
    preference: Ints | None = None  # (kind asked for, kind sent): 0 is sent first, -1 never
    care: Care | None = None  # a request with a patient then gives its time on scene only
    standby: Standby | None = None


NO_RULES = Rules()


class Outcome(NamedTuple):
    """What became of the requests, and what units began besides."""

    answers: Records  # ANSWER, by request
    abandoned: Records  # ABANDONED, in the order in which it happened


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
    units["kind"], units["home"], units["post"], units["patrol"] = kind, home, -1, -1
    units["patrol"][patrols] = np.arange(int(patrols.sum()))
    units["slot"], units["left"], units["home_at"] = -1, -np.inf, -np.inf
    kinds = np.zeros(len(scale), dtype=KIND)
    kinds["scale"], kinds["speed_home"] = scale, speed_home
    least = np.zeros((24, len(scale)))
    posts: list[tuple[int, int, int, int]] = []
    post_units: list[int] = []
    by_time: list[Ints] = []
    for k in range(len(scale)):
        members = np.nonzero(kind == k)[0]
        kinds["first"][k] = int((kind < k).sum())
        kinds["by_time"][k] = sum(map(len, by_time))
        if len(members):
            least[:, k] = turnout[:, members].min(axis=1)
        waiting = members[~patrols[members]]
        first = len(posts)
        for place in np.unique(home[waiting]):
            there = waiting[home[waiting] == place]
            units["post"][there] = len(posts)
            posts.append((int(place), len(post_units), len(there), 0))
            post_units.extend(there)
        if len(posts) > first:
            kinds["posts"][k] = len(posts) - first
            order = np.argsort(to[:, [p[0] for p in posts[first:]]], axis=1, kind="stable")
            by_time.append((first + order).astype(np.int32).ravel())
    return Fleet(
        units=units,
        kinds=kinds,
        posts=np.array(posts, dtype=POST),
        post_units=np.array(post_units, dtype=np.int32),
        by_time=np.concatenate(by_time) if by_time else np.empty(0, dtype=np.int32),
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
