"""What crews do under an option is what the simulation counted, by the year and with its interval."""

from __future__ import annotations

import numpy as np
import pytest
from tests.response_trace.ruled import with_breaks

from bluelight.area import load_area
from bluelight.response import simulate
from bluelight.studies.crews import crews_of, over_replications

DAYS = 40
SHORT = {"days": DAYS, "warm_up_days": 2, "replications": 3, "seed": 9}


@pytest.fixture(scope="module")
def area(littleham):
    return with_breaks(load_area(littleham))


@pytest.fixture(scope="module")
def performance(area):
    return simulate(area, **SHORT)


def test_counts_are_a_year_and_agree_with_the_tables_of_the_simulation(area, performance):
    found = {kind.unit_kind: kind for kind in crews_of(area, performance, "ambulance")}
    assert list(found) == ["dsa", "rrv"]
    dsa = found["dsa"]
    rows = performance.units[performance.units["unit"].isin(["M1-A1", "M2-A1", "M3-A1"])]
    assert dsa.units == 3
    jobs = rows.groupby("replication")["jobs"].sum() / 3 * 365 / DAYS
    assert dsa.jobs_per_unit.value == pytest.approx(jobs.mean())
    assert dsa.jobs_per_unit.low < dsa.jobs_per_unit.value < dsa.jobs_per_unit.high
    overrun = rows.groupby("replication")["overrun_min"].sum() / 60 * 365 / DAYS
    assert dsa.overrun_hours.value == pytest.approx(overrun.mean())
    assert dsa.overrun_hours.value > 0
    breaks = performance.breaks.query("unit_kind == 'dsa'")
    assert dsa.breaks.given.value == pytest.approx(breaks["given"].mean() * 365 / DAYS)
    assert dsa.breaks.missed.value == pytest.approx(breaks["missed"].mean() * 365 / DAYS)
    share = breaks["missed"] / (breaks["given"] + breaks["missed"])
    assert dsa.breaks.missed_share.value == pytest.approx(share.mean())


def test_the_busiest_is_busier_than_the_average_and_is_named(area, performance):
    for service in ("police", "fire", "ambulance"):
        for kind in crews_of(area, performance, service):
            mine = performance.units[performance.units["unit"] == kind.busiest_unit]
            assert kind.busiest.value == pytest.approx(mine["busy_share"].mean())
            assert kind.busiest.value >= kind.busy.value


def test_crews_whose_shifts_never_end_have_no_overrun_and_kinds_without_a_rule_no_breaks(area, performance):
    pump, aerial = crews_of(area, performance, "fire")
    assert (pump.unit_kind, aerial.unit_kind) == ("pump", "aerial")
    assert pump.overrun_hours is None
    assert pump.breaks is not None
    assert aerial.breaks is None
    assert [kind.breaks for kind in crews_of(area, performance, "police")] == [None]


def test_one_replication_has_no_interval_and_no_count_is_below_nothing():
    one = over_replications(np.array([3.0]))
    assert (one.value, one.low, one.high) == (3.0, 3.0, 3.0)
    wide = over_replications(np.array([0.0, 1.0]), most=1.0)
    assert (wide.value, wide.low, wide.high) == (0.5, 0.0, 1.0)
