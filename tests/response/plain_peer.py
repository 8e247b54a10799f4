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
    BREAK,
    COMPLIES,
    COVERS,
    GIVEN,
    INTERRUPTED,
    MISSED,
    MOVE,
    NO_RULES,
    Duty,
    Fleet,
    Map,
    Outcome,
    Records,
    Rules,
)

CHANGE, FREE, WINDOW, ARRIVES, REQUEST, LATER = range(6)  # the order of what happens at one moment


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
    due: int | None = None  # row of the break it should have in this window
    closes: float = 0.0
    resting: int | None = None
    began: float = 0.0

    @property
    def idle(self) -> bool:
        return self.job is None and self.resting is None


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
        self.breaks: list[tuple[float, float, int, int]] = []
        self.moves: list[tuple[float, float, int, int, int]] = []
        self.hospital = [-1] * len(requests)
        self.arriving: dict[int, float] = {}
        self.happenings = [(t, CHANGE, i) for i, t in enumerate(duty.time.tolist())]
        made = len(requests) if rules.later is None else int(rules.later.first[0])
        self.happenings += [(r["time"], REQUEST, i) for i, r in enumerate(self.requests[:made])]
        if rules.breaks is not None:
            self.happenings += [(t, WINDOW, i) for i, t in enumerate(rules.breaks.time.tolist())]

    def run(self) -> Outcome:
        while True:
            coming = [(u.free_at, FREE, u.index) for u in self.units if not u.idle]
            coming += [(t, ARRIVES, i) for i, t in self.arriving.items()]
            coming += self.happenings
            if not coming:
                break
            first = now, what, index = min(coming)
            if first in self.happenings:
                self.happenings.remove(first)
            if what == CHANGE:
                self.change(self.units[self.duty.unit[index]], bool(self.duty.on[index]), now)
            elif what == FREE and self.units[index].job is None:
                self.rested(self.units[index], now)
            elif what == FREE:
                self.free(self.units[index], now)
            elif what == WINDOW:
                self.window(index, now)
            elif what == ARRIVES:
                self.arrives(index, now)
            else:
                self.requests[index]["time"] = now
                self.request(index, now)
        return Outcome(
            answers=np.array(self.answers, dtype=ANSWER),
            abandoned=np.array(self.abandoned, dtype=ABANDONED),
            asked=np.array([r["time"] for r in self.requests]),
            breaks=np.array(self.breaks, dtype=BREAK),
            moves=np.array(self.moves, dtype=MOVE),
            hospital=np.array(self.hospital, dtype=np.int32),
        )

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
        turnout = self.fleet.turnout
        return self.waits_at(unit, now), float(turnout[int(now / 60.0) % len(turnout), unit.index])

    def scale_at(self, kind: int, now: float) -> float:
        if self.rules.pace is None:
            return self.scale[kind]
        return float(self.rules.pace[int(now / 60.0) % len(self.rules.pace), kind])

    def minutes(self, unit: Unit, place: int, now: float) -> float:
        here, turnout = self.stands(unit, now)
        return turnout + self.scale_at(unit.kind, now) * self.to[place][here]

    def preference(self, asked: int, sent: int) -> int:
        if self.rules.preference is None:
            return 0 if asked == sent else -1
        return int(self.rules.preference[asked, sent])

    def request(self, index: int, now: float) -> None:
        asked = self.requests[index]
        kind, place = asked["kind"], asked["place"]
        suited = [u for u in self.units if self.preference(kind, u.kind) >= 0 and u.on]
        free = [(self.preference(kind, u.kind), self.minutes(u, place, now), u.index) for u in suited if u.idle]
        level, minutes, unit = min(free, default=(1_000_000, float("inf"), -1))
        for others in (self.driving(suited, asked, now), self.interruptible(suited, asked)):
            sooner = [
                (there, u.index)
                for u in others
                if self.preference(kind, u.kind) <= level and (there := self.minutes(u, place, now)) < minutes
            ]
            if sooner:
                minutes, unit = min(sooner)
        if unit < 0:
            self.waiting.append(index)
            self.answers[index] = (np.nan, np.nan, np.nan, -1)
            return
        sent = self.units[unit]
        left = sent.job
        if left is not None:
            self.abandoned.append((self.answers[left][0], now, left, unit))
            self.arriving.pop(left, None)
            self.hospital[left] = -1
        if sent.resting is not None:
            self.interrupt(sent, now)
        self.send(sent, index, now, *self.stands(sent, now))
        self.settle(sent.kind, now)
        if left is not None:
            self.request(left, now)

    def driving(self, suited: list[Unit], asked: dict, now: float) -> list[Unit]:
        """Who drives to something less urgent and may be diverted."""
        if self.rules.diverts is None:
            return []
        return [
            u
            for u in suited
            if u.job is not None
            and self.rules.diverts[u.kind]
            and now < u.home_at
            and self.requests[u.job]["rank"] > asked["rank"]
        ]

    def interruptible(self, suited: list[Unit], asked: dict) -> list[Unit]:
        return [u for u in suited if u.resting is not None and asked["rank"] <= self.rules.breaks.interrupts[u.resting]]

    def send(self, unit: Unit, index: int, now: float, here: int, turnout: float) -> None:
        asked = self.requests[index]
        minutes = turnout + self.scale_at(unit.kind, now) * self.to[asked["place"]][here]
        if self.rules.turnout is None:
            leaves, arrival = now + turnout * asked["journey"], now + minutes * asked["journey"]
        else:
            varies, luck = self.rules.turnout, 1.0
            if unit.home_at <= now:  # it waits; otherwise what is left of its turnout was drawn before
                luck = float(varies.luck[index, varies.column[unit.index]])
            leaves = now + turnout * luck
            arrival = leaves + (minutes - turnout) * asked["journey"]
        unit.job, unit.free_at, unit.ends = index, arrival + asked["stay"], asked["end"]
        if self.rules.care is not None and self.rules.care.patient[index] >= 0:
            self.hospital[index], unit.free_at = self.convey(index, unit.free_at)
            unit.ends = int(self.rules.care.hospitals["place"][self.hospital[index]])
        unit.left, unit.home_at = leaves, arrival
        unit.start, unit.target = here, asked["place"]
        self.answers[index] = (now, arrival, unit.free_at, unit.index)
        if self.rules.later is not None and self.rules.later.call[index] >= 0:
            self.arriving[index] = arrival

    def convey(self, index: int, leaves: float) -> tuple[int, float]:
        """To which hospital, and when the unit is free again."""
        care = self.rules.care
        choices = []
        for h, road in enumerate(care.road[self.requests[index]["place"] - self.zones[0]].tolist()):
            road *= float(care.pace[int(leaves / 60.0) % len(care.pace)])
            if road != float("inf"):
                slower = float(care.by_hour[int((leaves + road) / 60.0) % 24, h])
                drawn = float(care.handover[care.patient[index], h])
                clear, expected = float(care.hospitals["clear"][h]), float(care.hospitals["expected"][h])
                choices.append((road + expected * slower, h, leaves + road + drawn * slower + clear))
        _, hospital, free_at = min(choices)
        return hospital, free_at

    def arrives(self, index: int, now: float) -> None:
        """The first unit of a call is there, and sees what else is needed."""
        later = self.rules.later
        call = int(later.call[index])
        self.arriving = {i: t for i, t in self.arriving.items() if later.call[i] != call}
        for i in range(later.first[call], later.first[call + 1]):
            if self.requests[i]["time"] == float("inf") and not any(h[1:] == (LATER, i) for h in self.happenings):
                self.happenings.append((now + float(later.after[i]), LATER, i))

    def next_for(self, unit: Unit) -> int | None:
        """The request this unit takes now, if any waits that it suits."""
        suited = [i for i in self.waiting if self.preference(self.requests[i]["kind"], unit.kind) >= 0]
        if not unit.on or not suited:
            return None
        taken = min(suited, key=lambda i: (self.requests[i]["rank"], self.requests[i]["time"], i))
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
        self.drive(unit, place, self.waits_at(unit, now), now)
        self.settle(unit.kind, now)

    def drive(self, unit: Unit, here: int, place: int, now: float) -> None:
        unit.start, unit.target, unit.left = here, place, now
        unit.home_at = now + self.scale_at(unit.kind, now) * self.to[place][here] / self.speed_home[unit.kind]
        self.moves.append((now, unit.home_at, unit.index, here, place))

    def change(self, unit: Unit, on: bool, now: float) -> None:
        unit.on = on
        if unit.idle and not self.waits(unit, now):
            self.settle(unit.kind, now)

    def waits(self, unit: Unit, now: float) -> bool:
        """A unit that is where it waits, or on its way there, takes what waits for it, if it is on duty."""
        if not unit.on and self.policy[unit.kind]:
            self.move(unit, self.bases[unit.index], now)
        taken = self.next_for(unit)
        if taken is not None:
            self.send(unit, taken, now, *self.stands(unit, now))
        return taken is not None

    def window(self, index: int, now: float) -> None:
        events = self.rules.breaks
        unit, row = self.units[events.unit[index]], int(events.row[index])
        if not events.opens[index]:
            if unit.due == row:
                self.miss(unit, now)
        elif unit.on:
            if unit.due is not None:
                self.miss(unit, now)
            unit.due, unit.closes = row, float(events.until[index])
            if self.stand_down(unit.kind, now):
                self.settle(unit.kind, now)

    def miss(self, unit: Unit, now: float) -> None:
        unit.due = None
        self.breaks.append((now, now, unit.index, MISSED))

    def stand_down(self, kind: int, now: float) -> bool:
        """Free units that should have a break begin it, the lowest first, so many at a time. Whether any does."""
        rows, any_began = self.rules.breaks, False
        for unit in self.units:
            if unit.kind == kind and unit.idle and unit.on and unit.due is not None:
                resting = sum(u.kind == kind and u.resting is not None for u in self.units)
                if resting < rows.at_once[unit.due]:
                    unit.resting, unit.due, unit.began = unit.due, None, now
                    unit.free_at = max(now, unit.home_at) + float(rows.minutes[unit.resting])
                    any_began = True
        return any_began

    def rested(self, unit: Unit, now: float) -> None:
        unit.resting = None
        self.breaks.append((unit.began, now, unit.index, GIVEN))
        if not self.waits(unit, now) or self.stand_down(unit.kind, now):
            self.settle(unit.kind, now)

    def interrupt(self, unit: Unit, now: float) -> None:
        row, unit.resting = unit.resting, None
        self.breaks.append((unit.began, now, unit.index, INTERRUPTED))
        if unit.due is None and now < unit.closes:
            unit.due = row
        else:
            self.breaks.append((now, now, unit.index, MISSED))

    def free_of(self, kind: int) -> list[Unit]:
        return [u for u in self.units if u.kind == kind and u.on and u.idle]

    def move(self, unit: Unit, place: int, now: float) -> None:
        if unit.home != place:
            here, _ = self.stands(unit, now)
            unit.home = place
            self.drive(unit, here, place, now)

    def settle(self, kind: int, now: float) -> None:
        """Who of a kind has nothing to do has a break or stands by."""
        if self.rules.breaks is not None:
            self.stand_down(kind, now)
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
                scale = self.scale_at(kind, now)
                nearest = min(rest, key=lambda u: (scale * self.to[place][self.stands(u, now)[0]], u.index))
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
