"""The kernel against what other programs answered, call by call, and against what can never happen."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from bluelight.area import load_area
from bluelight.response.arrays import ANSWER, REQUEST, Duty, Fleet, Map, Records, arrange, as_map, as_requests
from bluelight.response.demand import draw_calls
from bluelight.response.kernel import answer
from bluelight.response.ready import prepare
from bluelight.response.recorded import read_recorded
from bluelight.response.replay import replay
from bluelight.response.requests import ask
from bluelight.response.scenario import draw_shifts
from bluelight.validation.check import Check, Checks, none_wrong, not_run
from bluelight.validation.reference import MISSING, reference_folder
from bluelight.validation.shipped import FOLDER, content, table

RETURN_FACTOR = 0.95
SHIPPED = "frozen with the package: a plain Python program of the same rules"
UTRECHT = "recorded runs of ELASPY on the province of Utrecht (23 and 20 ambulances)"
NATURE = "what can never happen"
DAYS = 14


def frozen_kernel() -> Checks:
    """Every request of the shipped trace, with all the rules of the kernel."""
    place, fleet, duty, requests, expected = frozen_case()
    got = answer(place, fleet, duty, requests)
    return _same("kernel, made-up area", pd.DataFrame(got), pd.DataFrame(expected), 1e-9, SHIPPED)


def frozen_case() -> tuple[Map, Fleet, Duty, Records, Records]:
    """The shipped trace: places, units, duty, requests and the answers expected."""
    world: dict[str, Any] = content("kernel_world.json")
    trace = table("kernel_trace.csv")
    to, xy = np.array(world["minutes_to"], dtype=np.float32), np.array(world["xy"])
    fleet = arrange(
        kind=np.array(world["unit_kind"], dtype=np.int32),
        home=np.array(world["unit_home"], dtype=np.int32),
        patrols=np.array(world["unit_patrols"]),
        turnout=np.array(world["turnout_by_hour"]),
        scale=np.array(world["kind_scale"]),
        speed_home=np.array(world["kind_speed_home"]),
        to=to,
    )
    time, unit, on = zip(*world["changes"], strict=True)
    duty = Duty(
        at_start=np.array(world["on_at_start"]),
        time=np.array(time),
        unit=np.array(unit, dtype=np.int32),
        on=np.array(on),
        beats=np.array(world["beats_by_hour"], dtype=np.int32),
    )
    expected = np.empty(len(trace), dtype=ANSWER)
    for field in ANSWER.names or ():
        expected[field] = trace[field]
    requests = as_requests(**{field: trace[field] for field in REQUEST.names or ()})
    first_zone = int(world["first_zone"])
    return as_map(to, xy, first_zone), fleet, duty, requests, expected


def frozen_replay() -> Checks:
    """The shipped recorded calls, through the files that `bluelight replay` reads."""
    expected = table("replay/answers.csv")
    return _same("replay, made-up area", _replayed(FOLDER / "replay"), expected, 1e-9, SHIPPED)


def recorded_replay() -> Checks:
    """The recorded calls of Utrecht, where they are on this machine."""
    rows: Checks = []
    reference = reference_folder()
    for trace, calls in (("trace_1", 1400), ("trace_2", 800)):
        name = f"replay, Utrecht {trace.replace('_', ' ')}"
        if reference is None:
            rows.append(not_run(name, f"0 of {calls:,} calls differ", UTRECHT, MISSING))
            continue
        folder = reference / "facts" / "response" / "utrecht"
        expected = pd.read_csv(folder / f"{trace}_answers.csv")
        rows += _same(name, _replayed(folder, f"{trace}_"), expected, 1e-6, UTRECHT)
    return rows


def conservation() -> Checks:
    """Two weeks of Hertfordshire: no request lost, times in order, the right kind sent, no unit in two places."""
    requests, answers, fleet = _hertfordshire()
    n = len(requests)
    sent = answers["unit"] >= 0
    order = np.isfinite(answers["freed"])
    for earlier, later in (
        (requests["time"], answers["mobilised"]),
        (answers["mobilised"], answers["arrival"]),
        (answers["arrival"], answers["freed"]),
    ):
        order &= earlier <= later
    by_unit = answers[np.lexsort((answers["freed"], answers["mobilised"], answers["unit"]))]
    same = by_unit["unit"][1:] == by_unit["unit"][:-1]
    overlaps = int((same & (by_unit["mobilised"][1:] < by_unit["freed"][:-1])).sum())
    wrong_kind = int((fleet.units["kind"][answers["unit"]] != requests["kind"]).sum())
    return [
        none_wrong("no request is lost, Hertfordshire", int((~sent).sum()), n, "requests", NATURE),
        none_wrong("times are in order, Hertfordshire", int((~order).sum()), n, "requests", NATURE),
        none_wrong("the right kind goes, Hertfordshire", wrong_kind, n, "requests", NATURE),
        none_wrong("no unit is in two places, Hertfordshire", overlaps, n, "requests", NATURE),
    ]


@lru_cache(maxsize=1)
def _hertfordshire() -> tuple[Records, Records, Fleet]:
    area = load_area("hertfordshire")
    ready = prepare(area)
    calls = draw_calls(area, DAYS, seed=1, replication=0)
    duty, _ = draw_shifts(ready.scenario, (DAYS + 7) * 24, seed=1, replication=0)
    requests = ask(calls, ready.scenario, ready.attendance, ready.to_hospital, ready.hospital_place).requests
    return requests, answer(ready.scenario.map, ready.scenario.fleet, duty, requests), ready.scenario.fleet


def _replayed(folder: Path, prefix: str = "") -> pd.DataFrame:
    recorded = read_recorded(
        zones=folder / "zones.csv",
        matrix=folder / "siren_minutes.csv.gz",
        units=folder / f"{prefix}units.csv",
        hospitals=folder / "hospitals.csv",
        calls=folder / f"{prefix}calls.csv",
    )
    return replay(recorded, RETURN_FACTOR)


def _same(name: str, got: pd.DataFrame, expected: pd.DataFrame, minutes: float, source: str) -> list[Check]:
    """Every answer alike: the same unit, and every time within so many minutes."""
    n = len(expected)
    if len(got) != n:
        return [none_wrong(f"{name}: as many answers", abs(len(got) - n), n, "calls", source)]
    others = got["unit"].to_numpy() != expected["unit"].to_numpy()
    apart = np.zeros(n, dtype=np.bool_)
    for column in expected.columns.drop("unit"):
        close = np.abs(got[column].to_numpy(dtype=float) - expected[column].to_numpy(dtype=float)) <= minutes
        apart |= ~close
    return [
        none_wrong(f"{name}: the same unit", int(others.sum()), n, "calls", source),
        none_wrong(f"{name}: the same minutes", int(apart.sum()), n, "calls", source, f"{minutes:g} min"),
    ]
