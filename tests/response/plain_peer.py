"""The rules of the kernel in plain Python, as simply as they can be said: every unit is looked at, nothing is kept up.

Written from docs/methods/response.md rather than from the kernel. A unit is a small object; at each step the earliest
thing that can happen is searched for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bluelight.response.arrays import ANSWER, Duty, Fleet, Map, Records


@dataclass
class Unit:
    index: int
    kind: int
    home: int
    patrol: int
    on: bool
    job: int | None = None
    free_at: float = 0.0
    left: float = 0.0
    home_at: float = float("-inf")
    start: int = 0
    target: int = 0


class Simulation:
    def __init__(self, world: Map, fleet: Fleet, duty: Duty, requests: Records) -> None:
        self.to = world.to.astype(float).tolist()
        self.xy = world.xy.tolist()
        self.zones = range(world.first_zone, len(self.xy))
        self.fleet, self.duty = fleet, duty
        self.scale, self.speed_home = fleet.kinds["scale"].tolist(), fleet.kinds["speed_home"].tolist()
        self.units = [
            Unit(i, int(u["kind"]), int(u["home"]), int(u["patrol"]), bool(on))
            for i, (u, on) in enumerate(zip(fleet.units, duty.at_start, strict=True))
        ]
        self.requests = [dict(zip(requests.dtype.names, row.tolist(), strict=True)) for row in requests]
        self.waiting: list[int] = []
        self.answers = [(np.nan, np.nan, np.nan, -1)] * len(requests)

    def run(self) -> Records:
        happenings = [(t, 0, i, "change") for i, t in enumerate(self.duty.time.tolist())]
        happenings += [(r["time"], 2, i, "request") for i, r in enumerate(self.requests)]
        happenings.sort()
        while happenings or any(u.job is not None for u in self.units):
            frees = [(u.free_at, 1, u.index, "free") for u in self.units if u.job is not None]
            first = min([*frees, *happenings[:1]])
            now, _, index, what = first
            if what == "free":
                self.free(self.units[index], now)
                continue
            happenings.pop(0)
            if what == "change":
                self.change(self.units[self.duty.unit[index]], bool(self.duty.on[index]), now)
            else:
                self.request(index, now)
        return np.array(self.answers, dtype=ANSWER)

    def waits_at(self, unit: Unit, now: float) -> int:
        if unit.patrol < 0:
            return unit.home
        return int(self.duty.beats[min(int(now / 60.0), len(self.duty.beats) - 1), unit.patrol])

    def minutes(self, unit: Unit, place: int, now: float) -> float:
        if now < unit.home_at:  # it drives: no turnout
            share = (now - unit.left) / (unit.home_at - unit.left)
            (ax, ay), (bx, by) = self.xy[unit.start], self.xy[unit.target]
            x, y = ax + share * (bx - ax), ay + share * (by - ay)
            squares = [
                (self.xy[z][0] - x) * (self.xy[z][0] - x) + (self.xy[z][1] - y) * (self.xy[z][1] - y)
                for z in self.zones
            ]
            here = self.zones[squares.index(min(squares))]
            return self.scale[unit.kind] * self.to[place][here]
        turnout = float(self.fleet.turnout[int(now / 60.0) % 24, unit.index])
        return turnout + self.scale[unit.kind] * self.to[place][self.waits_at(unit, now)]

    def request(self, index: int, now: float) -> None:
        asked = self.requests[index]
        free = [u for u in self.units if u.kind == asked["kind"] and u.on and u.job is None]
        if not free:
            self.waiting.append(index)
            return
        minutes, unit = min((self.minutes(u, asked["place"], now), u.index) for u in free)
        self.send(self.units[unit], index, now, minutes)

    def send(self, unit: Unit, index: int, now: float, minutes: float) -> None:
        asked = self.requests[index]
        arrival = now + minutes * asked["journey"]
        unit.job, unit.free_at = index, arrival + asked["stay"]
        self.answers[index] = (now, arrival, unit.free_at, unit.index)

    def next_for(self, unit: Unit) -> int | None:
        """The request this unit takes now, if any waits for its kind."""
        suited = [i for i in self.waiting if self.requests[i]["kind"] == unit.kind]
        if not unit.on or not suited:
            return None
        taken = min(suited, key=lambda i: (self.requests[i]["rank"], i))
        self.waiting.remove(taken)
        return taken

    def free(self, unit: Unit, now: float) -> None:
        assert unit.job is not None
        place, unit.job = self.requests[unit.job]["end"], None
        taken = self.next_for(unit)
        if taken is not None:
            self.send(unit, taken, now, self.scale[unit.kind] * self.to[self.requests[taken]["place"]][place])
            return
        unit.start, unit.target, unit.left = place, self.waits_at(unit, now), now
        unit.home_at = now + self.scale[unit.kind] * self.to[unit.target][place] / self.speed_home[unit.kind]

    def change(self, unit: Unit, on: bool, now: float) -> None:
        unit.on = on
        if unit.job is None:
            taken = self.next_for(unit)
            if taken is not None:
                self.send(unit, taken, now, self.minutes(unit, self.requests[taken]["place"], now))


def answer(world: Map, fleet: Fleet, duty: Duty, requests: Records) -> Records:
    return Simulation(world, fleet, duty, requests).run()
