"""The front door: the same results however the work is shared, and options on the same calls."""

from __future__ import annotations

import subprocess
import sys
import threading

import pandas as pd
import pytest

from bluelight.area import load_area
from bluelight.errors import BluelightError
from bluelight.response import compare, simulate, simulate_options
from bluelight.response.demand import draw_calls, highest_order

SHORT = {"days": 10, "warm_up_days": 2, "replications": 3, "seed": 9}
TABLES = ("measures", "units", "curves", "first", "published", "standards")


@pytest.fixture(scope="module")
def area(littleham):
    return load_area(littleham)


@pytest.fixture(scope="module")
def without_f2(area):
    return area.with_tables(units=area.units[area.units["unit"] != "F2-P1"].reset_index(drop=True))


def _same(one, other):
    for name in TABLES:
        assert getattr(one, name).to_csv() == getattr(other, name).to_csv()


def test_any_number_of_workers_gives_the_same_bytes(area, without_f2):
    options = {"usual": area, "without": without_f2}
    one, three = (simulate_options(options, workers=workers, **SHORT) for workers in (1, 3))
    for name in options:
        _same(one[name], three[name])


def test_another_seed_gives_another_result(area):
    one = simulate(area, **SHORT)
    other = simulate(area, **{**SHORT, "seed": 10})
    assert one.measures.to_csv() != other.measures.to_csv()


def test_an_option_simulated_beside_others_is_as_if_alone(area, without_f2):
    together = simulate_options({"usual": area, "without": without_f2}, **SHORT)
    _same(together["usual"], simulate(area, **SHORT))


def test_calls_drawn_before_are_answered(area):
    calls = [draw_calls(area, 10, 9, r, 2, highest_order(area)) for r in range(3)]
    _same(simulate(area, calls=calls, **SHORT), simulate(area, **SHORT))


def test_what_an_option_does_not_touch_stays_the_same_to_the_byte(area, without_f2):
    together = simulate_options({"usual": area, "without": without_f2}, **SHORT)
    change = compare(together["usual"], together["without"])
    others = change[~change["service"].isin(["fire", "any"])]
    figures = ["mean_min", "median_min", "p90_min"]
    assert (others[figures] == 0).all().all()
    fire = change[(change["service"] == "fire") & (change["grouping"] == "all") & (change["arrival"] == "first")]
    assert (fire["mean_min"] > 0).all()


def test_progress_rises_to_one_in_the_thread_that_asked(area):
    told = []
    simulate(area, workers=2, progress=lambda step, share: told.append((share, threading.get_ident())), **SHORT)
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert {thread for _, thread in told} == {threading.get_ident()}


@pytest.mark.parametrize(
    "setting", [{"days": 0}, {"replications": 0}, {"warm_up_days": -1}, {"seed": -1}, {"workers": 0}, {"calls": []}]
)
def test_settings_out_of_range_are_refused(area, setting):
    with pytest.raises(BluelightError, match=r"Give at least|Draw them anew"):
        simulate(area, **{**SHORT, **setting})


def test_nobody_on_duty_is_an_error_not_a_gap(area):
    never = area.with_tables(crewing=area.crewing.assign(availability=0.0))
    with pytest.raises(BluelightError, match="never answered"):
        simulate(never, workers=2, **SHORT)


def test_a_zone_without_a_hospital_is_an_error(area):
    rows = area.hospital_minutes
    broken = area.with_tables(hospital_minutes=rows[rows["zone"] != area.zones["zone"].iloc[0]])
    with pytest.raises(BluelightError, match="no time to any hospital"):
        simulate(broken, **SHORT)


def test_no_hospital_at_all_means_nobody_is_conveyed(area):
    nowhere = area.with_tables(hospitals=area.hospitals.iloc[:0], hospital_minutes=area.hospital_minutes.iloc[:0])
    usual, without = (simulate(a, **SHORT).units.groupby("service")["busy_share"].mean() for a in (area, nowhere))
    assert without["ambulance"] < usual["ambulance"]
    assert without["fire"] == usual["fire"]


def test_an_option_that_changes_demand_has_calls_of_its_own(area):
    types = area.incident_types.copy()
    types.loc[types["incident_type"] == "false_alarm", "annual_count"] = 0.0
    fewer = area.with_tables(incident_types=types)
    both = simulate_options({"usual": area, "fewer": fewer}, **SHORT)
    usual, without = (
        set(p.measures.loc[p.measures["grouping"] == "incident_type", "group"]) for p in (both["usual"], both["fewer"])
    )
    assert usual - without == {"false_alarm"}


def test_warm_up_is_not_counted(area):
    p = simulate(area, days=10, warm_up_days=30, replications=1, seed=1)
    calls = draw_calls(area, 10, 1, 0, 30)
    after = (calls.time_min >= 30 * 1440).sum()
    rows = p.measures[(p.measures["service"] == "any")]
    assert rows["n"].sum() == after


def test_measures_have_no_missing_counts(area):
    p = simulate(area, **SHORT)
    assert (p.measures["n"] > 0).all()
    assert not p.measures.drop(columns="within_share").isna().any().any()
    assert pd.api.types.is_integer_dtype(p.measures["n"])


def test_the_package_is_light_until_it_is_used():
    code = "import sys, bluelight.response; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
