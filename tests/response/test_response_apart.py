"""Services answered apart, and what one option leaves to the next, give what answering everything at once gives."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.response import at_once
from tests.response.test_response_rules_area import with_stand_in, with_switch

from bluelight.area import load_area
from bluelight.response import simulate, simulate_options
from bluelight.response.apart import groups_of
from bluelight.response.arrays import UNIT, Duty, Fleet
from bluelight.response.demand import highest_order
from bluelight.response.once import once
from bluelight.response.ready import prepare
from bluelight.response.summary import usual_types

SHORT = {"days": 12, "warm_up_days": 2, "replications": 2, "seed": 5}
TABLES = ("measures", "units", "curves", "first", "published", "standards")


@pytest.fixture(scope="module")
def area(littleham):
    return load_area(littleham)


def with_uneven_turnouts(area):
    """Then with a unit less, so that the units after it move up, and with one that is crewed otherwise."""
    spreads = [["fire", "on_call", 0.5, "mean"], ["ambulance", "shift", 0.3, "median"]]
    table = pd.DataFrame([[*s, "assumed", "", ""] for s in spreads], columns=area.turnout_spread.columns)
    uneven = area.with_tables(turnout_spread=table)
    units = uneven.units
    return {
        "uneven": uneven,
        "uneven, one less": uneven.with_tables(units=units[units["unit"] != "F2-P1"].reset_index(drop=True)),
        "uneven, one on call": uneven.with_tables(
            units=units.assign(crewing=units["crewing"].where(units["unit"] != "F1-P1", "on_call"))
        ),
    }


def options_of(area):
    """Options that change one service, two, the rules, the crews and the demand, and then nothing again."""
    units = area.units
    sites = dict(zip(units["service"], units["site"], strict=True))
    fire, ambulance = (units["service"] == service for service in ("fire", "ambulance"))
    swapped = units.assign(site=units["site"].where(~fire, sites["ambulance"]))
    types = area.incident_types
    return {
        "usual": area,
        "fire moved": area.with_tables(units=swapped),
        "both moved": area.with_tables(units=swapped.assign(site=swapped["site"].where(~ambulance, sites["fire"]))),
        "one less": area.with_tables(units=units[units["unit"] != "F2-P1"].reset_index(drop=True)),
        "diverted": with_switch(area, "divert_to_more_urgent", "ambulance"),
        "stand-ins": with_stand_in(area, "ambulance", "rrv", "dsa", 1),
        "longer on scene": area.with_tables(
            incident_types=types.assign(
                on_scene_median_min=types["on_scene_median_min"] * 1.5, on_scene_p90_min=types["on_scene_p90_min"] * 1.5
            )
        ),
        "rush hours": area.with_tables(
            travel_periods=pd.DataFrame(
                [["all", (), 7.0, 10.0, 1.5, "assumed", "", ""]], columns=area.travel_periods.columns
            )
        ),
        **with_uneven_turnouts(area),
        "again": area,
    }


def test_every_option_is_as_if_answered_at_once(area):
    options = options_of(area)
    usual, orders = usual_types(area), max(highest_order(a) for a in options.values())
    found = simulate_options(options, **SHORT)
    for name, option in options.items():
        expected = at_once.simulate(option, usual, orders, **SHORT)
        for table in TABLES:
            pd.testing.assert_frame_equal(getattr(found[name], table), getattr(expected, table), check_exact=True)
        # its mean is a sum of sums, one a replication
        pd.testing.assert_frame_equal(found[name].load, expected.load, rtol=1e-12)
    assert not found["fire moved"].measures.equals(found["usual"].measures)
    assert not found["both moved"].measures.equals(found["fire moved"].measures)


def test_services_are_tied_by_stand_ins_alone(area):
    assert groups_of(prepare(area).scenario) == [(0,), (1,), (2,)]
    ambulance = with_stand_in(area, "ambulance", "rrv", "dsa", 1)
    assert groups_of(prepare(ambulance).scenario) == [(0,), (1,), (2,)]
    scenario = prepare(ambulance).scenario
    across = scenario.rules.preference.copy()
    across[[s for s, _ in scenario.kinds].index("police"), [s for s, _ in scenario.kinds].index("fire")] = 1
    object.__setattr__(scenario, "rules", scenario.rules._replace(preference=across))
    assert groups_of(scenario) == [(0, 1), (2,)]


def test_brief_leaves_out_zones_hours_and_load_and_changes_nothing_else(area):
    whole, brief = simulate(area, **SHORT), simulate(area, brief=True, **SHORT)
    kept = whole.measures[~whole.measures["grouping"].isin(["zone", "hour"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(brief.measures, kept, check_exact=True)
    assert len(brief.load) == 0
    for table in ("units", "curves", "first", "published", "standards"):
        pd.testing.assert_frame_equal(getattr(brief, table), getattr(whole, table), check_exact=True)


def test_the_digest_of_a_group_knows_all_that_a_fleet_and_a_duty_have():
    """Whoever gives the kernel something new to read of a unit must put it into `apart._digest`, and then here."""
    assert Duty._fields == ("at_start", "time", "unit", "on", "beats")
    told = {"units", "kinds", "turnout"}
    follows = {"posts", "members", "by_time", "post_minutes", "least_turnout"}  # from those and the places
    assert set(Fleet._fields) == told | follows
    begins_the_same = {
        "job",
        "end",
        "slot",
        "from_place",
        "to_place",
        "on",
        "busy",
        "moving",
        "held",
        "left",
        "home_at",
    }
    assert set(UNIT.names) == {"kind", "home", "patrol"} | {"post"} | begins_the_same


def test_what_depends_on_an_area_alone_is_worked_out_once_for_it(area):
    asked = []

    @once
    def answer(area, more):
        asked.append(more)
        return area.id, more

    other = area.with_tables()
    assert [answer(a, more) for a in (area, other) for more in (1, 2, 1)] == [(area.id, m) for m in (1, 2, 1)] * 2
    assert asked == [1, 2, 1, 2]
    assert np.all([answer(area, 1) is answer(area, 1)])
