"""Load by hour: no minute of a job lost or counted twice, and the days' spread as the days have it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.response.at_once import load_by_hour

from bluelight.area import load_area
from bluelight.response import simulate
from bluelight.response.load import LoadOfDays, minutes_by_hour
from bluelight.response.trace import replicate, trace

SPELLS = st.lists(st.tuples(st.floats(-500, 1000), st.floats(0, 900), st.integers(0, 2)), min_size=0, max_size=30)


@given(SPELLS)
def test_each_hour_gets_the_minutes_that_lie_in_it(spells) -> None:
    begin, length, group = (np.array([s[i] for s in spells], dtype=float) for i in range(3))
    found = minutes_by_hour(begin, begin + length, group.astype(np.int64), 3, 12)
    for g in range(3):
        for hour in range(12):
            slow = sum(max(0.0, min(b + n, 60.0 * (hour + 1)) - max(b, 60.0 * hour)) for b, n, k in spells if k == g)
            assert found[g, hour] == pytest.approx(slow, abs=1e-9)


def test_load_is_what_the_traces_of_all_replications_say(littleham) -> None:
    area, days = load_area(littleham), 9
    load = simulate(area, days=days, replications=2, seed=4, warm_up_days=2).load
    on, busy = [], []
    for replication in range(2):
        told = trace(replicate(area, days=days, seed=4, warm_up_days=2, replication=replication))
        minutes, journeys = told.tables["minutes"], told.tables["journeys"]
        hour = (minutes["minute_min"] // 60).astype(int)
        on.append(minutes.groupby([minutes["service"], hour])["on_duty"].sum().unstack() / 60)
        by_hour = {s: np.zeros(days * 24) for s in ("police", "fire", "ambulance")}
        service_of = dict(zip(area.units["unit"], area.units["service"], strict=True))
        for row in journeys.to_dict("records"):
            for h in range(days * 24):
                share = min(row["ended_min"], 60 * h + 60) - max(row["mobilised_min"], 60 * h)
                by_hour[service_of[row["unit"]]][h] += max(share, 0.0) / 60
        busy.append(by_hour)
    for row in load.to_dict("records"):
        values = np.concatenate([b[row["service"]].reshape(days, 24)[:, row["hour"]] for b in busy])
        assert row["busy"] == pytest.approx(values.mean(), abs=1e-6)
        low, high = np.quantile(values, [0.025, 0.975])
        assert (row["busy_low"], row["busy_high"]) == pytest.approx((low, high), abs=1e-6)
        duty = np.concatenate([o.loc[row["service"]].to_numpy().reshape(days, 24)[:, row["hour"]] for o in on])
        assert row["on_duty"] == pytest.approx(duty.mean(), abs=1e-6)
    assert len(load) == 3 * 24


@given(seed=st.integers(0, 2**32 - 1), days=st.integers(1, 90), order=st.permutations(range(4)), coarse=st.booleans())
def test_load_added_in_any_order_is_that_of_all_days_at_once(seed, days, order, coarse) -> None:
    loads = np.random.default_rng(seed).exponential(3.0, (len(order), 2, 3, 24 * days))
    loads = np.floor(loads) if coarse else loads  # many days alike
    added = LoadOfDays(len(order) * days)
    for replication in order:
        added.add(replication, tuple(np.moveaxis(loads[replication], 1, 0)))
    found, expected = added.table(), load_by_hour(list(loads))
    for end in ("busy_low", "busy_high"):
        np.testing.assert_array_equal(found[end], expected[end])
    pd.testing.assert_frame_equal(found, expected, check_exact=False, rtol=1e-12)


def test_a_service_without_units_has_no_load() -> None:
    nobody, two = np.zeros((2, 48)), np.full((2, 48), 2.0)
    load = LoadOfDays(2)
    load.add(0, (nobody, two, nobody))
    table = load.table()
    assert set(table["service"]) == {"fire"}
    assert (table[["on_duty", "busy", "busy_low", "busy_high"]] == 2.0).all().all()
    assert len(LoadOfDays(2).table()) == 0
