"""The formulas of queueing theory against published tables, and the kernel against the formulas.

Without travel and with exponential jobs the kernel is a queue whose every figure is known. Each interval below misses
its figure once in a hundred seeds even if all is right; the seed is fixed, so the table is the same every time.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bluelight.response.arrays import Duty, Map, Records, arrange, as_map, as_requests
from bluelight.response.kernel import answer
from bluelight.response.rules.call_queue import CONTACT, answer_calls
from bluelight.response.theory import erlang_b, erlang_c, hypercube, mean_wait, priority_waits
from bluelight.validation.check import Checks, inside, near

Floats = NDArray[np.float64]
SEED = 1
REPLICATIONS = 20
MORE_REPLICATIONS = 300  # by priority: waits of the least urgent vary most
CALLS = 40_000
WARM_UP = 4_000

TABLES = "Erlang (1917); figures from the sums of his formulas"
ERLANG = [  # offered load, servers, Erlang B, Erlang C, mean wait x service rate
    (1.5, 3, 0.134328, 0.236842, 0.157895),
    (8.0, 10, 0.121661, 0.409180, 0.204590),
    (16.0, 20, 0.064411, 0.256078, 0.064019),
]
COBHAM = "Cobham, Priority assignment in waiting line problems (1954)"
PRIORITIES = ([0.8, 0.6, 0.6], 3)  # offered load by priority, call-takers
LARSON = "Larson and Odoni, Urban Operations Research (1981), 5.4.3"
# The split of the first unit's calls over its two zones is inferred from the text: the figure is a picture.
RATES = [0.50, 0.25, 0.35, 0.40]
PREFERENCES = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [2, 0, 1]]
WORKLOADS = [0.5574, 0.4734, 0.4693]


def erlang_formulas() -> Checks:
    """The recursions against figures worked out from the sums."""
    rows = []
    for load, servers, blocked, waits, wait in ERLANG:
        name = f"load {load:g}, {servers} servers"
        rows += [
            near(f"Erlang B, {name}", blocked, erlang_b(load, servers), 5e-7, TABLES),
            near(f"Erlang C, {name}", waits, erlang_c(load, servers), 5e-7, TABLES),
            near(f"mean wait, {name}", wait, mean_wait(load, servers), 5e-7, TABLES),
        ]
    return rows


def erlang_simulated() -> Checks:
    """The kernel without travel: who waits and how long, by chance alone.

    Among calls that find nobody waiting, the share that finds every unit busy is Erlang B: cutting the states with a
    queue out of a reversible process leaves the process without a queue (Kelly, Reversibility, 1979, 1.6).
    """
    rows = []
    for load, servers, *_ in ERLANG:
        blocked, waits, wait = np.empty((3, REPLICATIONS))
        for replication in range(REPLICATIONS):
            requests, answers = _queue(load, servers, replication)
            delay = answers["mobilised"] - requests["time"]
            alone = answers["mobilised"][:-1] <= requests["time"][1:]
            settled = slice(WARM_UP, None)
            blocked[replication] = (delay[1:][settled][alone[settled]] > 0).mean()
            waits[replication] = (delay[settled] > 0).mean()
            wait[replication] = delay[settled].mean()
        name = f"kernel, load {load:g}, {servers} units"
        rows += [
            inside(f"Erlang B, {name}", erlang_b(load, servers), blocked, TABLES),
            inside(f"Erlang C, {name}", erlang_c(load, servers), waits, TABLES),
            inside(f"mean wait, {name}", mean_wait(load, servers), wait, TABLES),
        ]
    return rows


def call_takers_simulated() -> Checks:
    """The queue for call-takers: who waits, how long, and how long by priority."""
    rows = []
    for load, takers, *_ in ERLANG:
        runs = [_room([load], takers, replication)[0] for replication in range(REPLICATIONS)]
        name = f"call-takers, load {load:g}, {takers} there"
        rows += [
            inside(f"Erlang C, {name}", erlang_c(load, takers), [(wait > 0).mean() for wait in runs], TABLES),
            inside(f"mean wait, {name}", mean_wait(load, takers), [wait.mean() for wait in runs], TABLES),
        ]
    loads, takers = PRIORITIES
    waits = [_room(loads, takers, replication) for replication in range(MORE_REPLICATIONS)]
    for rank, expected in enumerate(priority_waits(loads, takers)):
        means = [wait[ranks == rank].mean() for wait, ranks in waits]
        rows.append(inside(f"mean wait, call-takers, priority {rank + 1} of {len(loads)}", expected, means, COBHAM))
    return rows


def hypercube_exact() -> Checks:
    """The exact solution of the published example."""
    found = hypercube(RATES, PREFERENCES, 1.0)
    return [
        near(f"hypercube workload, unit {unit + 1}", expected, float(found.workload[unit]), 5e-5, LARSON)
        for unit, expected in enumerate(WORKLOADS)
    ]


def hypercube_simulated() -> Checks:
    """The kernel on the same example: travel times of a billionth of a minute say whom each zone prefers."""
    workload = np.empty((REPLICATIONS, 3))
    for replication in range(REPLICATIONS):
        requests, answers = _districts(replication)
        start, end = requests["time"][WARM_UP], requests["time"][-1]
        busy = np.minimum(answers["freed"], end) - np.maximum(answers["mobilised"], start)
        workload[replication] = np.bincount(answers["unit"], np.maximum(busy, 0.0), 3) / (end - start)
    exact = hypercube(RATES, PREFERENCES, 1.0).workload
    return [
        inside(f"hypercube workload, kernel, unit {unit + 1}", float(exact[unit]), workload[:, unit], LARSON)
        for unit in range(3)
    ]


def _queue(load: float, servers: int, replication: int) -> tuple[Records, Records]:
    rng = np.random.default_rng([SEED, servers, replication])
    place = _places(np.zeros((1, 1), dtype=np.float32), np.zeros((1, 2)), 0)
    requests = _calls(rng, load, np.zeros(CALLS, dtype=np.int64))
    return requests, _answer(place, np.zeros(servers, dtype=np.int32), requests)


def _room(loads: list[float], takers: int, replication: int) -> tuple[Floats, NDArray[np.int32]]:
    """What calls to one room wait and their priority, after the warm-up; their mean length is a minute."""
    rng = np.random.default_rng([SEED, takers, replication])
    contacts = np.zeros(CALLS, dtype=CONTACT)
    contacts["time"] = np.cumsum(rng.exponential(1 / sum(loads), CALLS))
    contacts["keeps"] = rng.exponential(1.0, CALLS)
    contacts["rank"] = rng.choice(len(loads), CALLS, p=np.array(loads) / sum(loads))
    contacts["call"] = -1
    always = np.full((1, 168), takers, dtype=np.int32)
    answered, _, _ = answer_calls(contacts, np.full((0, 1), np.nan), always)
    return (answered - contacts["time"])[WARM_UP:], contacts["rank"][WARM_UP:]


def _districts(replication: int) -> tuple[Records, Records]:
    rng = np.random.default_rng([SEED, 3, replication])
    sites, zones = len(PREFERENCES[0]), len(RATES)
    to = np.zeros((sites + zones, sites + zones), dtype=np.float32)
    for zone, units in enumerate(PREFERENCES):
        to[sites + zone, units] = 1e-9 * (1 + np.arange(sites))
    xy = np.column_stack([np.arange(sites + zones), np.zeros(sites + zones)]).astype(np.float64)
    of_zone = rng.choice(zones, CALLS, p=np.array(RATES) / sum(RATES))
    requests = _calls(rng, sum(RATES), sites + of_zone)
    return requests, _answer(_places(to, xy, sites), np.arange(sites, dtype=np.int32), requests)


def _places(to: NDArray[np.float32], xy: Floats, first_zone: int) -> Map:
    return as_map(to, xy, first_zone)


def _calls(rng: np.random.Generator, rate: float, place: NDArray[np.int64]) -> Records:
    """Poisson calls with exponential jobs of one minute on average."""
    time = np.cumsum(rng.exponential(1 / rate, len(place)))
    stay = rng.exponential(1.0, len(place))
    return as_requests(time=time, journey=1.0, stay=stay, place=place, kind=0, rank=0, end=place)


def _answer(place: Map, home: NDArray[np.int32], requests: Records) -> Records:
    units = len(home)
    fleet = arrange(
        kind=np.zeros(units, dtype=np.int32),
        home=home,
        patrols=np.zeros(units, dtype=np.bool_),
        turnout=np.zeros((24, units)),
        scale=np.ones(1),
        speed_home=np.ones(1),
        to=place.to,
    )
    on = np.ones(units, dtype=np.bool_)
    always = Duty(on, np.empty(0), np.empty(0, np.int32), np.empty(0, np.bool_), np.empty((1, 0), np.int32))
    return answer(place, fleet, always, requests)
