"""Rules as a pack gives them: from its tables and switches to what the simulation says."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from bluelight.area import load_area
from bluelight.errors import InputError
from bluelight.response import compare, simulate, simulate_options
from bluelight.response.arrays import COMPLIES, COVERS
from bluelight.response.ready import prepare
from bluelight.response.rules import left_out
from bluelight.response.rules.handover import compile_hospitals

SHORT = {"days": 40, "warm_up_days": 2, "replications": 3, "seed": 9}


@pytest.fixture(scope="module")
def area(littleham):
    return load_area(littleham)


def with_switch(area, parameter, service="all"):
    row = {**area.parameters.iloc[-1].to_dict(), "parameter": parameter, "service": service, "value": 1.0}
    return area.with_tables(parameters=pd.concat([area.parameters, pd.DataFrame([row])], ignore_index=True))


def with_stand_in(area, service, unit_kind, stand_in, preference, of=""):
    row = [service, unit_kind, stand_in, of, preference, "assumed", "", ""]
    return area.with_tables(stand_ins=pd.DataFrame([row], columns=area.stand_ins.columns))


def _busier(area):
    types = area.incident_types.copy()
    types["priority"] = 1 + np.arange(len(types)) % 4
    types["annual_count"] *= 5
    return area.with_tables(incident_types=types)


def test_a_pack_without_rules_has_none(area):
    rules = prepare(area).scenario.rules
    assert all(rule is None for rule in rules)


def test_a_switch_holds_for_its_service_alone(area):
    scenario = prepare(with_switch(area, "divert_to_more_urgent", "police")).scenario
    assert scenario.rules.diverts.tolist() == [service == "police" for service, _ in scenario.kinds]


def test_diversion_is_quicker_to_the_most_urgent_and_touches_no_other_service(area):
    usual = _busier(area)
    both = simulate_options({"usual": usual, "diverts": with_switch(usual, "divert_to_more_urgent", "police")}, **SHORT)
    change = compare(both["usual"], both["diverts"])
    police = change["service"].isin(["police", "any"])
    assert (change.loc[~police, ["mean_min", "p90_min"]] == 0).all().all()
    assert (change.loc[police, "mean_min"] != 0).any()


def test_a_stand_in_is_named_by_its_service_and_kind(area):
    scenario = prepare(with_stand_in(area, "ambulance", "rrv", "dsa", 1)).scenario
    rrv, dsa = (scenario.kinds.index(("ambulance", kind)) for kind in ("rrv", "dsa"))
    expected = np.full((len(scenario.kinds),) * 2, -1)
    np.fill_diagonal(expected, 0)
    expected[rrv, dsa] = 1
    np.testing.assert_array_equal(scenario.rules.preference, expected)


def test_a_stand_in_of_another_service_answers_for_the_service_asked(area):
    crossing = with_stand_in(area, "ambulance", "rrv", "pump", 1, of="fire")
    scenario = prepare(crossing).scenario
    rrv, pump = scenario.kinds.index(("ambulance", "rrv")), scenario.kinds.index(("fire", "pump"))
    assert scenario.rules.preference[rrv, pump] == 1
    assert (scenario.rules.preference >= 0).sum() == len(scenario.kinds) + 1
    both = simulate_options({"usual": area, "crossing": crossing}, **SHORT)

    def figure(name, service, column):
        rows = both[name].measures.query("service == @service and grouping == 'all' and arrival == 'first'")
        return rows[column].mean()

    assert figure("crossing", "ambulance", "waited_share") < figure("usual", "ambulance", "waited_share")
    for service in ("fire", "ambulance"):  # nobody is asked for anything else than before
        assert figure("crossing", service, "n") == figure("usual", service, "n")
    jobs = {name: run.units.groupby("service")["jobs"].sum() for name, run in both.items()}
    moved = jobs["crossing"] - jobs["usual"]
    assert moved["fire"] == -moved["ambulance"] > 0


def test_stand_ins_cut_the_wait_for_the_kind_they_stand_in_for(area):
    usual, helped = (
        simulate(a, **SHORT).measures.query("service == 'ambulance' and grouping == 'all'")["waited_share"].mean()
        for a in (area, with_stand_in(area, "ambulance", "rrv", "dsa", 1))
    )
    assert helped < usual


def test_a_kind_that_an_option_has_left_nobody_of_stands_in_for_nobody(area):
    helped = with_stand_in(area, "ambulance", "dsa", "dsa_reserve", 1)
    with pytest.raises(InputError, match="cannot take patients"):
        prepare(helped)
    fewer = with_stand_in(area, "fire", "pump", "water_carrier", 1)
    assert (prepare(fewer).scenario.rules.preference >= 0).sum() == len(prepare(fewer).scenario.kinds)


def two_hospitals(area):
    """With a second hospital at a fire station, twelve minutes further from everywhere."""
    second = area.hospitals.assign(hospital="H2", site="F2")
    minutes = area.hospital_minutes.assign(hospital="H2", minutes=area.hospital_minutes["minutes"] + 12)
    return area.with_tables(
        hospitals=pd.concat([area.hospitals, second], ignore_index=True),
        hospital_minutes=pd.concat([area.hospital_minutes, minutes], ignore_index=True),
    )


def with_handover(area, multiplier, hospital=None):
    rows = [
        [name, hour, multiplier, "assumed", "", ""]
        for name in area.hospitals["hospital"]
        for hour in range(24)
        if hospital in (None, name)
    ]
    return area.with_tables(handover_hours=pd.DataFrame(rows, columns=area.handover_hours.columns))


def test_twice_the_handover_at_every_hour_is_twice_the_median(area):
    hospitals = area.hospitals.assign(handover_median_min=2 * area.hospitals["handover_median_min"])
    one = simulate(with_handover(area, 2.0), **SHORT)
    other = simulate(area.with_tables(hospitals=hospitals), **SHORT)
    np.testing.assert_allclose(one.units["busy_share"], other.units["busy_share"], rtol=1e-12)
    figures = ["n", "mean_min", "p90_min"]
    np.testing.assert_allclose(one.measures[figures], other.measures[figures], rtol=1e-9)


def test_an_hour_without_a_row_is_as_usual(area):
    area = two_hospitals(area)
    by_hour = with_handover(area, 3.0).handover_hours
    hospitals = compile_hospitals(area.with_tables(handover_hours=by_hour[by_hour["hour"] == 5]), np.arange(2))
    assert hospitals.by_hour[5].tolist() == [3.0] * len(area.hospitals)
    assert hospitals.by_hour[[4, 6]].tolist() == [[1.0] * len(area.hospitals)] * 2
    assert (hospitals.hospitals["expected"] == 0).all()


def test_ambulances_avoid_a_hospital_that_takes_long_only_where_that_is_the_rule(area):
    slow = with_handover(two_hospitals(area), 10.0, area.hospitals["hospital"].iloc[0])
    nearest, least = (
        simulate(a, **SHORT).units.query("service == 'ambulance'")["busy_share"].mean()
        for a in (slow, with_switch(slow, "hospital_by_expected_time", "ambulance"))
    )
    assert least < 0.9 * nearest


def test_expected_handover_is_the_mean_of_the_lognormal(area):
    hospitals = compile_hospitals(with_switch(area, "hospital_by_expected_time"), np.arange(1)).hospitals
    row = area.hospitals.iloc[0]
    z = np.random.default_rng(1).standard_normal(400_000)
    drawn = row["handover_median_min"] * np.exp(row["handover_sigma"] * z)
    assert hospitals["expected"][0] == pytest.approx(drawn.mean(), rel=0.01)


def with_standby(area, service, kind, rows):
    table = [[service, kind, free, order, site, "assumed", "", ""] for free, order, site in rows]
    return area.with_tables(standby=pd.DataFrame(table, columns=area.standby.columns))


def test_a_compliance_table_is_filled_in_its_order(area):
    scenario = prepare(with_standby(area, "ambulance", "dsa", [(2, 2, "M1"), (1, 1, "M2"), (2, 1, "M3")])).scenario
    site = {name: i for i, name in enumerate(area.sites["site"])}
    k = scenario.kinds.index(("ambulance", "dsa"))
    assert scenario.rules.standby.policy.tolist() == [COMPLIES if i == k else 0 for i in range(len(scenario.kinds))]
    assert scenario.rules.standby.table[k].tolist() == [[-1, -1], [site["M2"], -1], [site["M3"], site["M1"]]]


def test_standby_by_coverage_counts_the_zones_within_the_minutes(area):
    usual = with_switch(area, "standby_cover_minutes", "ambulance")
    usual.parameters.loc[usual.parameters["parameter"] == "standby_cover_minutes", "value"] = 8.0
    scenario = prepare(usual).scenario
    standby, k = scenario.rules.standby, scenario.kinds.index(("ambulance", "dsa"))
    assert set(standby.policy.tolist()) == {0, COVERS}
    minutes = scenario.map.to[scenario.map.first_zone :, standby.posts[k, 0]] * scenario.fleet.kinds["scale"][k]
    np.testing.assert_array_equal(standby.covers[k, 0], minutes <= 8.0)
    assert 0 < standby.covers[k].mean() < 1
    np.testing.assert_allclose(standby.missed[k, :3], [1.0, 0.3, 0.09])
    performance = simulate_options({"usual": area, "standby": usual}, **SHORT)
    change = compare(performance["usual"], performance["standby"])
    assert (change.loc[change["service"] == "fire", "mean_min"] == 0).all()
    assert (change.loc[change["service"] == "ambulance", "mean_min"] != 0).any()


def test_units_on_patrol_cannot_stand_by_and_no_kind_has_two_policies(area):
    with pytest.raises(InputError, match="waits on patrol"):
        prepare(with_standby(area, "police", "response_car", [(1, 1, "P1")]))
    both = with_switch(with_standby(area, "ambulance", "dsa", [(1, 1, "M2")]), "standby_cover_minutes", "ambulance")
    with pytest.raises(InputError, match="compliance table and stands by for coverage"):
        prepare(both)


def test_a_report_can_list_the_rules_that_an_area_does_without(littleham):
    area = load_area(littleham)
    without = left_out(area)
    assert "No kind of unit stands in for another." in without
    kind = area.units.iloc[0]
    stand_in = {"service": kind["service"], "unit_kind": kind["kind"], "stand_in": kind["kind"], "preference": 0}
    with_one = area.with_tables(stand_ins=pd.DataFrame([{**stand_in, "basis": "assumed", "source": "", "note": ""}]))
    assert set(without) - set(left_out(with_one)) == {"No kind of unit stands in for another."}
    diverting = pd.concat(
        [area.parameters, pd.DataFrame([{"parameter": "divert_to_more_urgent", "service": "fire", "value": 1.0}])]
    )
    gone = set(without) - set(left_out(area.with_tables(parameters=diverting)))
    assert gone == {"A unit on its way is not diverted to a more urgent call."}
