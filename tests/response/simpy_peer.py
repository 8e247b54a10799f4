"""The rules of the kernel written in SimPy, with numpy to look at all units of a kind at once.

The peer of tests and benchmarks: the fastest SimPy we could write. Events are scheduled at their own time (SimPy adds a
delay to the clock, which rounds), with a priority that orders what happens at one moment.
"""

from __future__ import annotations

import heapq

import numpy as np
import simpy

from bluelight.response.arrays import ANSWER, Duty, Fleet, Map, Records

CHANGES_FIRST, THEN_UNITS, REQUESTS_LAST = 0, 1, 1_000_000


class Moment(simpy.Event):
    """Calls a function at a time of its own."""

    def __init__(self, env, time, priority, function):
        super().__init__(env)
        self._ok, self._value = True, None
        self.callbacks.append(function)
        heapq.heappush(env._queue, (time, priority, next(env._eid), self))


class Simulation:
    def __init__(self, world: Map, fleet: Fleet, duty: Duty, requests: Records) -> None:
        self.env = simpy.Environment()
        self.to = world.to.astype(np.float64)
        self.xy, self.first_zone = world.xy, world.first_zone
        self.zone_x, self.zone_y = world.xy[world.first_zone :].T.copy()
        self.turnout, self.beats = fleet.turnout, duty.beats
        self.kind_of, self.home, self.patrol = (fleet.units[name].copy() for name in ("kind", "home", "patrol"))
        self.scale, self.speed_home = fleet.kinds["scale"].tolist(), fleet.kinds["speed_home"].tolist()
        self.members = [np.nonzero(self.kind_of == k)[0] for k in range(len(fleet.kinds))]
        self.on_patrol = [len(m) > 0 and self.patrol[m[0]] >= 0 for m in self.members]
        self.duty = duty
        self.requests = requests
        self.time, self.journey, self.stay = (requests[n].tolist() for n in ("time", "journey", "stay"))
        self.place, self.kind, self.rank, self.end = (requests[n].tolist() for n in ("place", "kind", "rank", "end"))
        n = len(fleet.units)
        self.on, self.busy = duty.at_start.copy(), np.zeros(n, dtype=bool)
        self.left, self.home_at = np.full(n, -np.inf), np.full(n, -np.inf)
        self.start, self.target = np.zeros(n, dtype=int), np.zeros(n, dtype=int)
        self.waiting: list[list[tuple[int, int]]] = [[] for _ in self.members]
        self.answers = [(np.nan, np.nan, np.nan, -1)] * len(requests)

    def run(self) -> Records:
        for time, unit, on in zip(*(a.tolist() for a in (self.duty.time, self.duty.unit, self.duty.on)), strict=True):
            Moment(self.env, time, CHANGES_FIRST, lambda _, unit=unit, on=on: self.change(unit, on))
        self.request_next(0)
        self.env.run()
        return np.array(self.answers, dtype=ANSWER)

    def request_next(self, request):
        if request < len(self.time):
            Moment(self.env, self.time[request], REQUESTS_LAST, lambda _: self.request(request))

    def hour(self):
        return min(int(self.env.now / 60.0), len(self.beats) - 1)

    def places(self, units, kind):
        """Where free units wait."""
        return self.beats[self.hour(), self.patrol[units]] if self.on_patrol[kind] else self.home[units]

    def positions(self, units):
        """The places nearest to units on their way home."""
        share = (self.env.now - self.left[units]) / (self.home_at[units] - self.left[units])
        a, b = self.xy[self.start[units]], self.xy[self.target[units]]
        at = a + share[:, None] * (b - a)
        dx, dy = self.zone_x - at[:, :1], self.zone_y - at[:, 1:]
        return self.first_zone + (dx * dx + dy * dy).argmin(axis=1)

    def minutes(self, units, kind, place):
        """Expected minutes to a place of free units of one kind."""
        now, scale, row = self.env.now, self.scale[kind], self.to[place]
        minutes = self.turnout[int(now / 60.0) % 24, units] + scale * row[self.places(units, kind)]
        moving = self.home_at[units] > now
        if moving.any():
            minutes[moving] = scale * row[self.positions(units[moving])]
        return minutes

    def request(self, request):
        kind = self.kind[request]
        members = self.members[kind]
        units = members[self.on[members] & ~self.busy[members]]
        if len(units):
            minutes = self.minutes(units, kind, self.place[request])
            best = minutes.argmin()
            self.assign(int(units[best]), request, float(minutes[best]))
        else:
            heapq.heappush(self.waiting[kind], (self.rank[request], request))
        self.request_next(request + 1)

    def assign(self, unit, request, minutes):
        now = self.env.now
        arrival = now + minutes * self.journey[request]
        freed = arrival + self.stay[request]
        self.answers[request] = now, arrival, freed, unit
        self.busy[unit] = True
        Moment(self.env, freed, THEN_UNITS + unit, lambda _: self.free(unit, self.end[request]))

    def free(self, unit, place):
        kind = int(self.kind_of[unit])
        if self.on[unit] and self.waiting[kind]:
            _, request = heapq.heappop(self.waiting[kind])
            self.assign(unit, request, float(self.scale[kind] * self.to[self.place[request], place]))
            return
        now = self.env.now
        home = self.places(np.array([unit]), kind)[0]
        self.busy[unit] = False
        self.left[unit] = now
        self.home_at[unit] = now + self.scale[kind] * self.to[home, place] / self.speed_home[kind]
        self.start[unit], self.target[unit] = place, home

    def change(self, unit, on):
        self.on[unit] = on
        kind = int(self.kind_of[unit])
        if on and not self.busy[unit] and self.waiting[kind]:
            _, request = heapq.heappop(self.waiting[kind])
            self.assign(unit, request, float(self.minutes(np.array([unit]), kind, self.place[request])[0]))


def answer(world: Map, fleet: Fleet, duty: Duty, requests: Records) -> Records:
    return Simulation(world, fleet, duty, requests).run()
