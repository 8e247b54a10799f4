"""Random small worlds for tests and benchmarks of the kernel."""

from __future__ import annotations

import numpy as np

from bluelight.response.arrays import (
    COMPLIES,
    COVERS,
    HOSPITAL,
    Breaks,
    Care,
    Duty,
    Fleet,
    Floats,
    Later,
    Map,
    Records,
    Rules,
    Standby,
    Turnout,
    arrange,
    as_map,
    as_requests,
    changes,
)


def world(
    rng: np.random.Generator, sites: int, zones: int, spread_km: float = 20.0, round_to: int | None = None
) -> Map:
    xy = rng.random((sites + zones, 2)) * spread_km
    if round_to is not None:  # whole numbers make ties
        xy = np.round(xy / spread_km * round_to)
    distance = np.sqrt(((xy[:, None] - xy) ** 2).sum(axis=2))
    minutes = (1.0 + 1.5 * distance**0.8) if round_to is None else distance.round()
    return as_map(minutes.astype(np.float32), xy, sites)


def fleet(rng: np.random.Generator, place: Map, units: int, kinds: int, patrol_share: float = 0.4) -> Fleet:
    patrolling = rng.random(kinds) < patrol_share
    kind = np.concatenate([np.arange(kinds), rng.integers(0, kinds, max(units - kinds, 0))])[:units].astype(np.int32)
    rng.shuffle(kind)
    turnout = np.where(
        (np.arange(24) < 7)[:, None], rng.choice([1.0, 3.0, 5.0], units), rng.choice([0.0, 1.0, 5.0], units)
    )
    return arrange(
        kind=kind,
        home=rng.integers(0, place.first_zone, units).astype(np.int32),
        patrols=patrolling[kind],
        turnout=turnout,
        scale=rng.choice([0.95, 1.0, 1.07], kinds),
        speed_home=rng.choice([0.8, 0.95, 1.0], kinds),
        to=place.to,
    )


def duty(rng: np.random.Generator, place: Map, fleet: Fleet, hours: int, on_share: float = 0.8) -> Duty:
    units = len(fleet.units)
    on = np.repeat(rng.random((-(-hours // 3), units)) < on_share, 3, axis=0)[:hours]
    on[-1] = True  # so that everybody is answered in the end
    zones = len(place.to) - place.first_zone
    patrols = int((fleet.units["patrol"] >= 0).sum())
    beats = (place.first_zone + rng.integers(0, zones, (hours, patrols))).astype(np.int32)
    return Duty(*changes(on), beats=beats)


def requests(
    rng: np.random.Generator, place: Map, kinds: int, n: int, hours: int, stay: float = 40.0, whole: bool = False
) -> Records:
    time = np.sort(rng.random(n) * hours * 60)
    zones = len(place.to) - place.first_zone
    at = place.first_zone + rng.integers(0, zones, n)
    elsewhere = rng.random(n) < 0.3
    stays = rng.exponential(stay, n)
    return as_requests(
        time=np.floor(time) if whole else time,
        journey=np.ones(n) if whole else np.exp(rng.normal(0, 0.3, n)),
        stay=np.round(stays) if whole else stays,
        place=at,
        kind=rng.integers(0, kinds, n),
        rank=rng.integers(0, 3, n),
        end=np.where(elsewhere, rng.integers(0, len(place.to), n), at),
    )


def care(rng: np.random.Generator, place: Map, requests: Records, whole: bool) -> Care:
    hospitals = np.zeros(rng.integers(1, 5), dtype=HOSPITAL)
    hospitals["place"] = rng.integers(0, len(place.to), len(hospitals))
    hospitals["clear"] = rng.integers(0, 10, len(hospitals))
    if rng.random() < 0.5:
        hospitals["expected"] = rng.integers(5, 40, len(hospitals))
    patient = np.full(len(requests), -1, dtype=np.int32)
    taken = np.nonzero(rng.random(len(requests)) < 0.5)[0]
    patient[taken] = np.arange(len(taken))
    road = np.ascontiguousarray(place.to[hospitals["place"], place.first_zone :].T, dtype=float)  # as an area's
    road[:, 1:][rng.random(road[:, 1:].shape) < 0.1] = np.inf
    handover = rng.exponential(20.0, (len(taken), len(hospitals)))
    by_hour = rng.choice([0.5, 1.0, 2.0], (24, len(hospitals)))
    pace = rng.choice([0.5, 1.0, 2.0], int(rng.choice([24, 168])))
    return Care(patient, np.round(handover) if whole else handover, road, hospitals, by_hour, pace)


def pace(rng: np.random.Generator, kinds: int) -> Floats:
    return rng.choice([0.5, 0.9, 1.0, 1.7], (int(rng.choice([24, 168])), kinds))


def standby(rng: np.random.Generator, place: Map, fleet: Fleet) -> Standby:
    units, kinds, zones = len(fleet.units), len(fleet.kinds), len(place.to) - place.first_zone
    patrols = np.array([(fleet.units["patrol"][fleet.units["kind"] == k] >= 0).any() for k in range(kinds)])
    most = int(rng.integers(1, 6))
    table = np.full((kinds, most + 1, most), -1, dtype=np.int32)
    for k in range(kinds):
        for free in range(1, most + 1):
            wanted = int(rng.integers(0, free + 1))
            table[k, free, :wanted] = rng.integers(0, place.first_zone, wanted)
    posts = np.full((kinds, place.first_zone), -1, dtype=np.int32)
    for k in range(kinds):
        homes = np.unique(fleet.units["home"][fleet.units["kind"] == k])
        posts[k, : len(homes)] = homes
    return Standby(
        policy=np.where(patrols, 0, rng.choice([0, COMPLIES, COVERS], kinds)).astype(np.int32),
        table=table,
        posts=posts,
        covers=rng.random((kinds, place.first_zone, zones)) < 0.5,
        demand=rng.random((kinds, zones)),
        missed=rng.choice([0.2, 0.5], (kinds, 1)) ** np.arange(units + 1),
    )


def rules(rng: np.random.Generator, kinds: int, diverts: bool, stand_ins: bool) -> Rules:
    preference = rng.choice([-1, 0, 1, 2], (kinds, kinds)).astype(np.int32)
    np.fill_diagonal(preference, 0)
    return Rules(
        diverts=rng.random(kinds) < 0.8 if diverts else None,
        preference=preference if stand_ins else None,
    )


def breaks(rng: np.random.Generator, fleet: Fleet, hours: int, whole: bool) -> Breaks:
    """Windows of some units, each apart from the unit's others."""
    rows, events = 3, []
    for unit in np.nonzero(rng.random(len(fleet.units)) < 0.7)[0]:
        edges = np.sort(rng.random(2 * rng.integers(1, 4))) * hours * 60.0
        for opens, closes in (np.floor(edges / 10.0) * 10.0 if whole else edges).reshape(-1, 2):
            if opens == closes:
                continue
            row = rng.integers(0, rows)
            events += [(opens, True, unit, row, closes), (closes, False, unit, row, closes)]
    events.sort(key=lambda event: event[:3])
    time, opens, unit, row, until = zip(*events, strict=True) if events else ((),) * 5
    minutes = rng.exponential(30.0, rows)
    return Breaks(
        time=np.array(time, dtype=float),
        unit=np.array(unit, dtype=np.int32),
        row=np.array(row, dtype=np.int32),
        opens=np.array(opens, dtype=bool),
        until=np.array(until, dtype=float),
        minutes=np.round(minutes) if whole else minutes,
        at_once=rng.integers(1, 4, rows).astype(np.int32),
        interrupts=rng.integers(-1, 3, rows).astype(np.int32),
    )


def turnout(rng: np.random.Generator, fleet: Fleet, requests: int, whole: bool) -> Turnout:
    luck = rng.choice([0.5, 1.0, 2.0], (requests, 3)) if whole else rng.exponential(1.0, (requests, 3))
    luck[:, 0] = 1.0
    return Turnout(rng.integers(0, 3, len(fleet.units)).astype(np.int32), luck)


def later(rng: np.random.Generator, requests: Records, whole: bool) -> tuple[Records, Later]:
    """Some of the requests made only after the first arrival of their call; each call is left one that is not."""
    n = len(requests)
    of = rng.integers(0, max(n // 3, 1), n)
    _, first = np.unique(of, return_index=True)
    waits = rng.random(n) < 0.4
    waits[first] = False
    calls = np.unique(of[waits])
    behind = np.nonzero(waits)[0][np.argsort(of[waits], kind="stable")]
    made = np.concatenate([requests[~waits], requests[behind]])
    made["time"][n - len(behind) :] = np.inf
    row = {call: i for i, call in enumerate(calls.tolist())}
    call = np.array([row.get(c, -1) for c in of[~waits].tolist()] + [-1] * len(behind), dtype=np.int32)
    counts = [int((of[behind] == c).sum()) for c in calls]
    after = rng.exponential(8.0, n)
    return made, Later(
        call=call,
        first=(n - len(behind) + np.concatenate([[0], np.cumsum(counts)])).astype(np.int32),
        after=np.floor(after) if whole else after,
    )
