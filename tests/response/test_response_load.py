"""Load by hour: no minute of a job lost or counted twice, and the days' spread as the days have it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluelight.area import load_area
from bluelight.response import simulate
from bluelight.response.load import load_by_hour, minutes_by_hour
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


def test_a_service_without_units_has_no_load() -> None:
    load = np.zeros((2, 3, 48))
    load[:, 1] = 2.0
    table = load_by_hour([load])
    assert set(table["service"]) == {"fire"}
    assert (table[["on_duty", "busy", "busy_low", "busy_high"]] == 2.0).all().all()
    assert len(load_by_hour([])) == 0
