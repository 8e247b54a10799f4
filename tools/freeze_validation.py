"""Write the frozen cases of `bluelight validate` from programs that share nothing with what they check.

Traces come from the plain Python peers of the tests, best plans of sites from looking at every plan.
Run from the repository: python -m tools.freeze_validation
"""

from __future__ import annotations

import gzip
import json
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from tests.response import made_up, plain_peer
from tests.validation import plain_replay

from bluelight.response.arrays import Records

FOLDER = Path(__file__).resolve().parents[1] / "src" / "bluelight" / "data" / "validation"
SEED = 22
HOURS, REQUESTS, SITES, ZONES, UNITS, KINDS = 72, 600, 8, 40, 22, 4


def freeze_kernel() -> None:
    """Three days of a made-up area: four kinds of unit, shifts, patrols, turnout, queues by rank, luck on the road."""
    rng = np.random.default_rng(SEED)
    place = made_up.world(rng, SITES, ZONES)
    place = place._replace(to=np.round(place.to, 2), xy=np.round(place.xy, 3))
    fleet = made_up.fleet(rng, place, UNITS, KINDS)
    duty = made_up.duty(rng, place, fleet, HOURS)
    requests = made_up.requests(rng, place, KINDS, REQUESTS, HOURS, stay=30.0)
    for field in ("time", "journey", "stay"):
        requests[field] = np.round(requests[field], 3)
    requests.sort(order="time")
    answers = plain_peer.answer(place, fleet, duty, requests)
    world = {
        "first_zone": place.first_zone,
        "xy": place.xy.tolist(),
        "minutes_to": [[round(float(m), 2) for m in row] for row in place.to],
        "unit_kind": fleet.units["kind"].tolist(),
        "unit_home": fleet.units["home"].tolist(),
        "unit_patrols": (fleet.units["patrol"] >= 0).tolist(),
        "turnout_by_hour": fleet.turnout.tolist(),
        "kind_scale": fleet.kinds["scale"].tolist(),
        "kind_speed_home": fleet.kinds["speed_home"].tolist(),
        "on_at_start": duty.at_start.tolist(),
        "changes": [
            [time, unit, bool(on)]
            for time, unit, on in zip(duty.time.tolist(), duty.unit.tolist(), duty.on, strict=True)
        ],
        "beats_by_hour": duty.beats.tolist(),
    }
    write_json("kernel_world.json", world)
    columns(requests, answers).to_csv(FOLDER / "kernel_trace.csv", index=False, lineterminator="\n")


def columns(requests: Records, answers: Records) -> pd.DataFrame:
    """Requests and answers side by side."""
    names = [(r, requests[r]) for r in requests.dtype.names or ()] + [
        (a, answers[a]) for a in answers.dtype.names or ()
    ]
    return pd.DataFrame(dict(names))


def freeze_replay() -> None:
    """Recorded calls in the files that `bluelight replay` reads, with the answers of a plain loop."""
    rng = np.random.default_rng(SEED)
    zones, units, calls = 25, 8, 300
    xy = np.round(rng.random((zones, 2)) * 15_000)
    distance = np.sqrt(((xy[:, None] - xy) ** 2).sum(axis=2)) / 1000
    siren = np.round(1.2 * distance + np.where(distance > 0, 1 + rng.random((zones, zones)), 0.0), 3)
    names = [f"Z{zone:02d}" for zone in range(zones)]
    bases, hospitals = rng.choice(zones, units, replace=False), rng.choice(zones, 2, replace=False)
    recorded = pd.DataFrame(
        {
            "call": np.arange(calls),
            "arrival_min": np.round(np.sort(rng.random(calls) * 2880), 3),
            "zone": rng.integers(0, zones, calls),
            "on_scene_min": np.round(rng.exponential(18, calls), 3),
            "to_hospital": (rng.random(calls) < 0.6).astype(int),
            "handover_min": np.round(rng.exponential(14, calls), 3),
        }
    )
    answers = plain_replay.replay(
        xy.tolist(),
        siren.tolist(),
        bases.tolist(),
        hospitals.tolist(),
        list(recorded.drop(columns="call").itertuples(index=False, name=None)),
        0.95,
    )
    folder = FOLDER / "replay"
    folder.mkdir(exist_ok=True)
    recorded["zone"] = [names[zone] for zone in recorded["zone"]]
    tables = {
        "zones.csv": pd.DataFrame({"zone": names, "x": xy[:, 0], "y": xy[:, 1]}),
        "units.csv": pd.DataFrame({"unit": np.arange(units), "base_zone": [names[b] for b in bases]}),
        "hospitals.csv": pd.DataFrame({"zone": [names[h] for h in hospitals]}),
        "calls.csv": recorded,
        "answers.csv": pd.DataFrame(
            [(call, *answer) for call, answer in enumerate(answers)],
            columns=["call", "response_min", "unit", "waited_min"],
        ),
    }
    for name, table in tables.items():
        table.to_csv(folder / name, index=False, lineterminator="\n")
    matrix = pd.DataFrame(siren, columns=names)
    matrix.insert(0, "from_zone", names)
    text = matrix.to_csv(index=False, lineterminator="\n")
    (folder / "siren_minutes.csv.gz").write_bytes(gzip.compress(text.encode(), mtime=0))


def freeze_roads() -> None:
    """A town on a grid of streets: some one-way, some doubled by a slower road, a few left out, and a piece apart."""
    rng = np.random.default_rng(SEED)
    wide, high = 12, 10
    nodes = [(10 + i, -0.7 + 0.002 * (i % wide), 52.6 + 0.001 * (i // wide)) for i in range(wide * high)]
    nodes += [(900 + i, -0.6 + 0.001 * i, 52.6) for i in range(5)]
    pairs = [(i, i + 1) for i in range(wide * high) if i % wide < wide - 1] + [
        (i, i + wide) for i in range(wide * (high - 1))
    ]
    rows = []

    def road(a: int, b: int, kind: str, metres: float) -> None:
        normal = metres / {"primary": 17.0, "tertiary": 14.0, "residential": 9.0}[kind]
        siren = normal / {"primary": 1.2, "tertiary": 1.2, "residential": 1.1}[kind]
        rows.append((nodes[a][0], nodes[b][0], kind, round(metres, 1), round(siren, 2), round(normal, 2)))

    for a, b in pairs:
        if rng.random() < 0.08:
            continue
        kind = str(rng.choice(["primary", "tertiary", "residential"], p=[0.2, 0.3, 0.5]))
        metres = 120 + 60 * rng.random()
        road(a, b, kind, metres)
        if rng.random() < 0.85:
            road(b, a, kind, metres)
        if rng.random() < 0.1:
            road(a, b, "residential", 1.5 * metres)
    for i in range(4):
        road(wide * high + i, wide * high + i + 1, "residential", 68.0)
        road(wide * high + i + 1, wide * high + i, "residential", 68.0)
    folder = FOLDER / "roads"
    folder.mkdir(exist_ok=True)
    tables = {
        "nodes.csv": pd.DataFrame([(n, round(x, 4), round(y, 4)) for n, x, y in nodes], columns=["node", "lon", "lat"]),
        "arcs.csv": pd.DataFrame(rows, columns=["from_node", "to_node", "highway", "metres", "siren_s", "normal_s"]),
    }
    for name, table in tables.items():
        table.to_csv(folder / name, index=False, lineterminator="\n")


def freeze_location() -> None:
    """Small cases with whole numbers, and the best that any plan reaches, by looking at all."""
    cases = []
    rng = np.random.default_rng(SEED)
    for sites, zones, p in ((8, 20, 2), (10, 40, 4), (12, 60, 5)):
        at, of = rng.integers(0, 60, (sites, 2)), rng.integers(0, 60, (zones, 2))
        times = 2 + np.abs(at[:, None] - of).sum(axis=2)
        weights = rng.integers(1, 20, zones)
        within = int(np.sort(times.min(axis=0))[-1])
        near = within // 2
        plans = [list(plan) for plan in combinations(range(sites), p)]
        fewest = next(
            n
            for n in range(1, sites + 1)
            if any((times[list(plan)] <= within).any(axis=0).all() for plan in combinations(range(sites), n))
        )
        cases.append(
            {
                "times": times.tolist(),
                "weights": weights.tolist(),
                "p": p,
                "near": near,
                "within": within,
                "least_time": min(int((weights * times[plan].min(axis=0)).sum()) for plan in plans),
                "most_cover": max(int(weights[(times[plan] <= near).any(axis=0)].sum()) for plan in plans),
                "fewest_sites": fewest,
            }
        )
    write_json("location_cases.json", cases)


def write_json(name: str, content: Any) -> None:
    """One line of JSON."""
    (FOLDER / name).write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    freeze_kernel()
    freeze_replay()
    freeze_roads()
    freeze_location()
