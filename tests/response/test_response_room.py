"""What cannot fit in the memory is refused before it is begun, and what fits is not."""

from __future__ import annotations

import time
import tracemalloc

import pandas as pd
import pytest

from bluelight.area import load_area
from bluelight.errors import BluelightError
from bluelight.response import simulate
from bluelight.response.demand import draw_calls
from bluelight.response.ready import prepare
from bluelight.response.requests import ask
from bluelight.response.room import check_room, per_area, per_replication


@pytest.fixture(scope="module")
def area(littleham):
    return load_area(littleham)


@pytest.fixture(scope="module")
def crowded(area):
    """Littleham with two hundred thousand units: a terabyte."""
    units = pd.concat([area.units] * (200_000 // len(area.units)), ignore_index=True)
    return area.with_tables(units=units.assign(unit=[f"U{i}" for i in range(len(units))]))


def test_more_units_than_memory_is_refused_at_once(crowded):
    begin = time.monotonic()
    with pytest.raises(BluelightError, match=r"(?s)units and .* GB are free. Simulate fewer days"):
        simulate(crowded, days=36_000, replications=2, workers=2)
    assert time.monotonic() - begin < 10


@pytest.mark.parametrize("days", [200, 800])
def test_the_estimate_is_less_than_a_replication_takes_and_not_by_much(area, days):
    """As numpy itself counts what it allocates. Never more, so that nothing is refused that would have fitted."""
    settings = {"warm_up_days": 0, "replications": 1, "seed": 1}
    simulate(area, days=1, **settings)  # compiles
    tracemalloc.start()
    try:
        simulate(area, days=days, **settings)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most / 3 < per_replication(area, days) < most


def test_replications_at_a_time_count(area):
    each = per_replication(area, 365)
    check_room([area], 365, at_once=2, free=per_area(area) + 2.1 * each)
    with pytest.raises(BluelightError, match="For 3 at a time"):
        check_room([area], 365, at_once=3, free=per_area(area) + 2.1 * each)


def test_the_luck_of_turnouts_is_counted(area):
    rows = [["fire", "wholetime", 0.3, "mean", "assumed", "", ""], ["fire", "on_call", 0.5, "mean", "assumed", "", ""]]
    spread = area.with_tables(turnout_spread=pd.DataFrame(rows, columns=area.turnout_spread.columns))
    draws = draw_calls(area, 365, 1, 0, 0)
    ready = prepare(spread)
    luck = ask(draws, ready.scenario, ready.attendance, ready.to_hospital, ready.hospital_place).turnout.luck
    more = per_replication(spread, 365) - per_replication(area, 365)
    assert more == pytest.approx(luck.nbytes, rel=0.1)
