"""The rules of the kernel in plain Python, as simply as they can be said: every unit is looked at, nothing is kept up.

Written from docs/methods/response.md rather than from the kernel. A unit is a small object; at each step the earliest
thing that can happen is searched for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bluelight.response.arrays import (
    ABANDONED,
    ANSWER,
    COMPLIES,
    COVERS,
    NO_RULES,
    Duty,
    Fleet,
    Map,
    Outcome,
    Records,
    Rules,
)


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
    ends: int = 0
    start: int = 0
    target: int = 0


class Simulation:
    def __init__(self, world: Map, fleet: Fleet, duty: Duty, requests: Records, rules: Rules) -> None:
        self.to = world.to.astype(float).tolist()
        self.xy = world.xy.tolist()
        self.zones = range(world.first_zone, len(self.xy))
        self.fleet, self.duty, self.rules = fleet, duty, rules
        self.scale, self.speed_home = fleet.kinds["scale"].tolist(), fleet.kinds["speed_home"].tolist()
        self.units = [
            Unit(i, int(u["kind"]), int(u["home"]), int(u["patrol"]), bool(on))
            for i, (u, on) in enumerate(zip(fleet.units, duty.at_start, strict=True))
        ]
        self.requests = [dict(zip(requests.dtype.names, row.tolist(), strict=True)) for row in requests]
        self.waiting: list[int] = []
        self.bases = [u.home for u in self.units]
        self.policy = [0] * len(self.scale) if rules.standby is None else rules.standby.policy.tolist()
        self.answers = [(np.nan, np.nan, np.nan, -1)] * len(requests)
        self.abandoned: list[tuple[float, float, int, int]] = []

    def run(self) -> Outcome:
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
        return Outcome(np.array(self.answers, dtype=ANSWER), np.array(self.abandoned, dtype=ABANDONED))

    def waits_at(self, unit: Unit, now: float) -> int:
        if unit.patrol < 0:
            return unit.home
        return int(self.duty.beats[min(int(now / 60.0), len(self.duty.beats) - 1), unit.patrol])

    def stands(self, unit: Unit, now: float) -> tuple[int, float]:
        """Where it is, and the minutes until it moves."""
        if now < unit.home_at:  # on its way home, or to a call
            if now < unit.left:  # turning out
                return unit.start, unit.left - now
            share = (now - unit.left) / (unit.home_at - unit.left)
            (ax, ay), (bx, by) = self.xy[unit.start], self.xy[unit.target]
            x, y = ax + share * (bx - ax), ay + share * (by - ay)
            squares = [
                (self.xy[z][0] - x) * (self.xy[z][0] - x) + (self.xy[z][1] - y) * (self.xy[z][1] - y)
                for z in self.zones
            ]
            return self.zones[squares.index(min(squares))], 0.0
        return self.waits_at(unit, now), float(self.fleet.turnout[int(now / 60.0) % 24, unit.index])

    def minutes(self, unit: Unit, place: int, now: float) -> float:
        here, turnout = self.stands(unit, now)
        return turnout + self.scale[unit.kind] * self.to[place][here]

    def preference(self, asked: int, sent: int) -> int:
        if self.rules.preference is None:
            return 0 if asked == sent else -1
        return int(self.rules.preference[asked, sent])

    def request(self, index: int, now: float) -> None:
        asked = self.requests[index]
        kind, place = asked["kind"], asked["place"]
        suited = [u for u in self.units if self.preference(kind, u.kind) >= 0 and u.on]
        free = [(self.preference(kind, u.kind), self.minutes(u, place, now), u.index) for u in suited if u.job is None]
        level, minutes, unit = min(free, default=(1_000_000, float("inf"), -1))
        if self.rules.diverts is not None:
            sooner = [
                (there, u.index)
                for u in suited
                if u.job is not None
                and self.rules.diverts[u.kind]
                and now < u.home_at
                and self.requests[u.job]["rank"] > asked["rank"]
                and self.preference(kind, u.kind) <= level
                and (there := self.minutes(u, place, now)) < minutes
            ]
            if sooner:
                minutes, unit = min(sooner)
        if unit < 0:
            self.waiting.append(index)
            self.answers[index] = (np.nan, np.nan, np.nan, -1)
            return
        left = self.units[unit].job
        if left is not None:
            self.abandoned.append((self.answers[left][0], now, left, unit))
        self.send(self.units[unit], index, now, *self.stands(self.units[unit], now))
        self.settle(self.units[unit].kind, now)
        if left is not None:
            self.request(left, now)

    def send(self, unit: Unit, index: int, now: float, here: int, turnout: float) -> None:
        asked = self.requests[index]
        minutes = turnout + self.scale[unit.kind] * self.to[asked["place"]][here]
        arrival = now + minutes * asked["journey"]
        unit.job, unit.free_at, unit.ends = index, arrival + asked["stay"], asked["end"]
        if self.rules.care is not None and self.rules.care.patient[index] >= 0:
            unit.free_at, unit.ends = self.convey(index, unit.free_at)
        unit.left, unit.home_at = now + turnout * asked["journey"], arrival
        unit.start, unit.target = here, asked["place"]
        self.answers[index] = (now, arrival, unit.free_at, unit.index)

    def convey(self, index: int, leaves: float) -> tuple[float, int]:
        """When the unit is free again, and where."""
        care = self.rules.care
        choices = []
        for h, road in enumerate(care.road[self.requests[index]["place"] - self.zones[0]].tolist()):
            if road != float("inf"):
                slower = float(care.by_hour[int((leaves + road) / 60.0) % 24, h])
                drawn = float(care.handover[care.patient[index], h])
                clear, expected = float(care.hospitals["clear"][h]), float(care.hospitals["expected"][h])
                choices.append((road + expected * slower, h, leaves + road + drawn * slower + clear))
        _, hospital, free_at = min(choices)
        return free_at, int(care.hospitals["place"][hospital])

    def next_for(self, unit: Unit) -> int | None:
        """The request this unit takes now, if any waits that it suits."""
        suited = [i for i in self.waiting if self.preference(self.requests[i]["kind"], unit.kind) >= 0]
        if not unit.on or not suited:
            return None
        taken = min(suited, key=lambda i: (self.requests[i]["rank"], i))
        self.waiting.remove(taken)
        return taken

    def free(self, unit: Unit, now: float) -> None:
        assert unit.job is not None
        place, unit.job = unit.ends, None
        taken = self.next_for(unit)
        if taken is not None:
            self.send(unit, taken, now, place, 0.0)
            return
        if self.policy[unit.kind]:
            unit.home = self.bases[unit.index]
            if self.policy[unit.kind] == COVERS and unit.on:
                unit.home = self.best_post(unit)
        unit.start, unit.target, unit.left = place, self.waits_at(unit, now), now
        unit.home_at = now + self.scale[unit.kind] * self.to[unit.target][place] / self.speed_home[unit.kind]
        self.settle(unit.kind, now)

    def change(self, unit: Unit, on: bool, now: float) -> None:
        unit.on = on
        if unit.job is None:
            if not on and self.policy[unit.kind]:
                self.move(unit, self.bases[unit.index], now)
            taken = self.next_for(unit)
            if taken is not None:
                self.send(unit, taken, now, *self.stands(unit, now))
            else:
                self.settle(unit.kind, now)

    def free_of(self, kind: int) -> list[Unit]:
        return [u for u in self.units if u.kind == kind and u.on and u.job is None]

    def move(self, unit: Unit, place: int, now: float) -> None:
        if unit.home != place:
            here, _ = self.stands(unit, now)
            unit.home, unit.start, unit.target, unit.left = place, here, place, now
            unit.home_at = now + self.scale[unit.kind] * self.to[place][here] / self.speed_home[unit.kind]

    def settle(self, kind: int, now: float) -> None:
        if self.policy[kind] != COMPLIES:
            return
        rest, table = self.free_of(kind), self.rules.standby.table[kind].tolist()
        wanted = [p for p in table[len(rest)] if p >= 0] if len(rest) < len(table) else []
        unfilled = []
        for place in wanted:
            there = [u for u in rest if u.home == place]
            if there:
                rest.remove(there[0])
            else:
                unfilled.append(place)
        for place in unfilled:
            if rest:
                nearest = min(rest, key=lambda u: (self.scale[kind] * self.to[place][self.stands(u, now)[0]], u.index))
                rest.remove(nearest)
                self.move(nearest, place, now)
        for unit in rest:
            self.move(unit, self.bases[unit.index], now)

    def best_post(self, unit: Unit) -> int:
        standby = self.rules.standby
        posts = [p for p in standby.posts[unit.kind].tolist() if p >= 0]
        covers = standby.covers[unit.kind].tolist()
        others = [posts.index(u.home) for u in self.free_of(unit.kind) if u is not unit and u.home in posts]
        gains = []
        for post in range(len(posts)):
            gain = 0.0
            for zone, demand in enumerate(standby.demand[unit.kind].tolist()):
                if covers[post][zone]:
                    gain += demand * float(standby.missed[unit.kind, sum(covers[o][zone] for o in others)])
            gains.append(gain)
        return posts[gains.index(max(gains))]


def run(world: Map, fleet: Fleet, duty: Duty, requests: Records, rules: Rules = NO_RULES) -> Outcome:
    return Simulation(world, fleet, duty, requests, rules).run()


def answer(world: Map, fleet: Fleet, duty: Duty, requests: Records, rules: Rules = NO_RULES) -> Records:
    return run(world, fleet, duty, requests, rules).answers
