"""The rules of the kernel written for Cimba, the discrete-event engine in C, through its compiled Python.

The fastest version we could write: the engine keeps the clock and its events (requests, changes of duty, a unit that is
free), and what they do is compiled with the place, the fleet and the requests as constants. Free units of a kind are
looked at one by one, as in the SimPy version; of one on its way home the nearest zone is found by our own grid.
"""

from typing import Any

import cimba as cb
import numpy as np

from bluelight.response.arrays import ANSWER, Duty, Fleet, Map, Records
from bluelight.response.nearest import nearest_zone

CHANGES_FIRST, THEN_UNITS = 2, 1
PARTS = 5  # of what is recorded of an answer: request, when a unit was sent, its arrival, when it is free, the unit


class Desk(cb.Model):
    """Whoever sends units."""

    @cb.function
    def free(self, unit: int) -> None:
        """A unit has ended its job."""


class Unit(cb.Model):
    """A unit, which ends its jobs."""

    number: cb.Param[int]
    desk: cb.Ref[Desk]

    def attached(self, owner: cb.Model, field: str) -> None:
        """Belongs to whoever has it in a list."""
        self.desk = owner

    @cb.event
    def done(self) -> None:
        """The job has ended."""
        self.desk.free(self.number)


def simulation(world: Map, fleet: Fleet, duty: Duty, requests: Records) -> tuple[cb.Experiment, Any]:
    """An experiment of one replication, and the model in it."""
    to, xy, first_zone = world.to.astype(np.float64), world.xy, world.first_zone
    frame, cells, candidates = world.grid
    turnout, beats = fleet.turnout, duty.beats
    kind_of, home, patrol = (fleet.units[name].astype(np.int64) for name in ("kind", "home", "patrol"))
    scale, speed_home = fleet.kinds["scale"].copy(), fleet.kinds["speed_home"].copy()
    first, count, members = fleet.kinds["first"].copy(), fleet.kinds["count"].copy(), fleet.members
    time, journey, stay = (requests[name].copy() for name in ("time", "journey", "stay"))
    place, kind, rank, end = (requests[name].astype(np.int64) for name in ("place", "kind", "rank", "end"))
    change_time, change_unit, change_on = duty.time, duty.unit, duty.on
    n, units = len(requests), len(fleet.units)

    class Dispatch(Desk):
        """One dispatcher of all units."""

        units: list[Unit]
        on: cb.Array[bool]
        busy: cb.Array[bool]
        left: cb.Array[float]
        home_at: cb.Array[float]
        start: cb.Array[int]
        target: cb.Array[int]
        job: cb.Array[int]
        waiting: cb.Array[int]
        waits: int = 0
        asked: int = 0
        changed: int = 0
        answers: cb.Dataset

        @cb.on_start
        def begin(self) -> None:
            if n > 0:
                cb.schedule(self.request, time[0])
            if len(change_time) > 0:
                cb.schedule(self.change, change_time[0], CHANGES_FIRST)

        @cb.function
        def base(self, unit: int) -> int:
            if patrol[unit] < 0:
                return home[unit]
            return beats[min(int(cb.now() / 60.0), len(beats) - 1), patrol[unit]]

        @cb.function
        def minutes(self, unit: int, to_place: int) -> float:
            now, by = cb.now(), scale[kind_of[unit]]
            if self.home_at[unit] > now:
                share = (now - self.left[unit]) / (self.home_at[unit] - self.left[unit])
                a, b = self.start[unit], self.target[unit]
                x = xy[a, 0] + share * (xy[b, 0] - xy[a, 0])
                y = xy[a, 1] + share * (xy[b, 1] - xy[a, 1])
                at = nearest_zone(x, y, first_zone, xy, frame, cells, candidates)
                return by * to[to_place, at]
            return turnout[int(now / 60.0) % 24, unit] + by * to[to_place, self.base(unit)]

        @cb.function
        def assign(self, unit: int, request: int, minutes: float) -> None:
            now = cb.now()
            arrival = now + minutes * journey[request]
            freed = arrival + stay[request]
            self.answers.record(request)
            self.answers.record(now)
            self.answers.record(arrival)
            self.answers.record(freed)
            self.answers.record(unit)
            self.busy[unit] = True
            self.job[unit] = request
            cb.schedule(self.units[unit].done, freed - now, THEN_UNITS)

        @cb.function
        def next_waiting(self, of_kind: int) -> int:
            best = -1
            for i in range(self.waits):
                request = self.waiting[i]
                if kind[request] == of_kind and (best < 0 or rank[request] < rank[self.waiting[best]]):
                    best = i
            if best < 0:
                return -1
            request = self.waiting[best]
            self.waits -= 1
            for i in range(best, self.waits):
                self.waiting[i] = self.waiting[i + 1]
            return request

        @cb.event
        def request(self) -> None:
            request = self.asked
            of_kind = kind[request]
            best, least = -1, np.inf
            for i in range(first[of_kind], first[of_kind] + count[of_kind]):
                unit = members[i]
                if self.on[unit] and not self.busy[unit]:
                    minutes = self.minutes(unit, place[request])
                    if minutes < least:
                        best, least = unit, minutes
            if best >= 0:
                self.assign(best, request, least)
            else:
                self.waiting[self.waits] = request
                self.waits += 1
            self.asked += 1
            if self.asked < n:
                cb.schedule(self.request, time[self.asked] - cb.now())

        @cb.function
        def free(self, unit: int) -> None:
            of_kind, at = kind_of[unit], end[self.job[unit]]
            request = self.next_waiting(of_kind) if self.on[unit] else -1
            if request >= 0:
                self.assign(unit, request, scale[of_kind] * to[place[request], at])
                return
            now, target = cb.now(), self.base(unit)
            self.busy[unit] = False
            self.left[unit] = now
            self.home_at[unit] = now + scale[of_kind] * to[target, at] / speed_home[of_kind]
            self.start[unit], self.target[unit] = at, target

        @cb.event
        def change(self) -> None:
            unit, on = change_unit[self.changed], change_on[self.changed]
            self.on[unit] = on
            if on and not self.busy[unit]:
                request = self.next_waiting(kind_of[unit])
                if request >= 0:
                    self.assign(unit, request, self.minutes(unit, place[request]))
            self.changed += 1
            if self.changed < len(change_time):
                cb.schedule(self.change, change_time[self.changed] - cb.now(), CHANGES_FIRST)

    model: Any = Dispatch()
    fleet_of = [Unit() for _ in range(units)]
    for number, unit in enumerate(fleet_of):
        unit.number = number
    model.units = fleet_of
    model.on = cb.Array(duty.at_start.tolist())
    model.left, model.home_at = (cb.Array([-np.inf] * units) for _ in range(2))
    model.busy, model.start, model.target, model.job = (cb.Array(units) for _ in range(4))
    model.waiting = cb.Array(n)
    model.answers = cb.Dataset()
    model.answers.capture()
    return cb.Experiment(model, replications=1), model


def answer(experiment: cb.Experiment, model: Any, n: int) -> Records:
    """The answers of a run."""
    _, parts = experiment.run(workers=1, on_failure="raise")[model].answers.trial(0, 0)
    request, *values = parts.reshape(-1, PARTS).T
    answers = np.zeros(n, ANSWER)
    for name, column in zip(("mobilised", "arrival", "freed", "unit"), values, strict=True):
        answers[name][request.astype(np.int64)] = column
    return answers
