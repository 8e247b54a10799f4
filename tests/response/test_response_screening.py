"""Screening says of each plan what a simulation of it would say of so many days."""

from __future__ import annotations

import numpy as np
import pytest
from tests.response.test_response_rules_area import with_stand_in, with_standby, with_switch

from bluelight.area import load_area
from bluelight.errors import BluelightError, InputError
from bluelight.response import screen, simulate_options
from bluelight.response.screening import Screening, days_for
from bluelight.response.standards import limits_of


@pytest.fixture(scope="module")
def area(littleham):
    return load_area(littleham)


def random_plans(area, service, count):
    rng = np.random.default_rng(3)
    units = area.units.loc[area.units["service"] == service, "unit"]
    sites = area.sites["site"].to_numpy()
    return [{}, *(dict(zip(units, rng.choice(sites, len(units)), strict=True)) for _ in range(count))]


@pytest.mark.parametrize("service", ["fire", "police", "ambulance"])
@pytest.mark.parametrize("change", ["as it is", "stand-ins", "hospitals"])
def test_a_plan_is_as_soon_as_its_simulation_says(area, service, change):
    if change == "stand-ins":
        area = with_stand_in(area, "ambulance", "rrv", "dsa", 1)
    if change == "hospitals":
        area = with_switch(area, "hospital_by_expected_time", "ambulance")
    plans = random_plans(area, service, 3)
    ranked = screen(area, plans, service, calls=60, seed=4)
    days = days_for(area, service, 60)
    options = {
        str(i): area.with_tables(
            units=area.units.assign(
                site=[plan.get(unit, site) for unit, site in zip(area.units["unit"], area.units["site"], strict=True)]
            )
        )
        for i, plan in enumerate(plans)
    }
    performances = simulate_options(options, days=days, warm_up_days=1, replications=1, seed=4)
    for i, mean in enumerate(ranked["mean_min"]):
        rows = performances[str(i)].measures.query("service == @service and grouping == 'all' and arrival == 'first'")
        row = rows[rows["clock"] == limits_of(area, service).main_clock].iloc[0]
        assert ranked["n"][i] == row["n"]
        assert mean == pytest.approx(row["mean_min"], rel=1e-12)
    order = np.argsort(ranked["mean_min"].to_numpy(), kind="stable")
    assert (np.diff(ranked["rank"].to_numpy()[order]) >= 0).all()
    assert ranked["rank"].min() == 1


def test_plans_that_are_the_same_have_the_same_rank(area):
    ranked = screen(area, [{}, {}], "fire", calls=30)
    assert ranked["rank"].tolist() == [1, 1]
    assert screen(area, [], "fire", calls=30).empty


def test_what_is_not_there_is_named(area):
    with pytest.raises(InputError, match=r"(?s)plan 1: unit nobody.*plan 1: site nowhere"):
        screen(area, [{}, {"nobody": "F1", "F1-P1": "nowhere"}], "fire")
    with pytest.raises(BluelightError, match="Give at least 1"):
        screen(area, [{}], "fire", calls=0)
    silent = area.with_tables(attendance=area.attendance[area.attendance["service"] != "fire"])
    with pytest.raises(BluelightError, match="no call asks for fire"):
        screen(silent, [{}], "fire")
    with pytest.raises(BluelightError, match="stand by where a rule says"):
        screen(with_standby(area, "ambulance", "dsa", [(1, 1, "M1")]), [{}], "ambulance")
    never = area.with_tables(crewing=area.crewing.assign(availability=0.0))
    with pytest.raises(BluelightError, match="never answered"):
        screen(never, [{}], "fire")


def test_a_unit_withdrawn_is_missed_as_in_a_simulation_without_it(area):
    plan = {"F2-P1": None}
    screening = Screening(area, "fire", calls=60, seed=4)
    (times,) = screening.answer([plan])
    held = ~np.isnan(screening.limit_min)
    without = area.with_tables(units=area.units[area.units["unit"] != "F2-P1"].reset_index(drop=True))
    performance = simulate_options(
        {"without": without}, days=days_for(area, "fire", 60), warm_up_days=1, replications=1, seed=4
    )["without"]
    rows = performance.measures.query("service == 'fire' and grouping == 'all' and arrival == 'first'")
    row = rows[rows["clock"] == limits_of(area, "fire").main_clock].iloc[0]
    assert times.mean() == pytest.approx(row["mean_min"], rel=1e-12)
    assert (times <= screening.limit_min)[held].mean() == pytest.approx(row["within_share"], rel=1e-12)


def test_threads_change_nothing(area):
    plans = random_plans(area, "ambulance", 5)
    alone, shared = (screen(area, plans, "ambulance", calls=60, workers=n) for n in (1, 3))
    assert alone.equals(shared)
