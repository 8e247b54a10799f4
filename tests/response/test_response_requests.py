"""Requests say what the tables say: worked out again, call by call, in plain Python."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from bluelight.area import load_area
from bluelight.errors import InputError
from bluelight.response.demand import draw_calls
from bluelight.response.ready import prepare
from bluelight.response.requests import ask


@pytest.fixture(scope="module")
def area(littleham):
    return load_area(littleham)


def _asked(ready, calls):
    return ask(calls, ready.scenario, ready.attendance, ready.to_hospital, ready.hospital_place)


def test_requests_are_what_the_tables_say(area):
    ready = prepare(area)
    calls = draw_calls(area, 60, 3, 1)
    asked = _asked(ready, calls)
    types = area.incident_types.to_dict("records")
    rooms = area.control_rooms.set_index("service").to_dict("index")
    hospitals = area.hospitals.to_dict("records")
    sites = area.sites["site"].tolist()
    sigma = area.parameter("travel_residual_sigma", "fire")
    expected = []
    for c in range(len(calls)):
        kind = types[calls.incident_type[c]]
        items = area.attendance[area.attendance["incident_type"] == kind["incident_type"]].sort_values("order")
        spread = math.log(kind["on_scene_p90_min"] / kind["on_scene_median_min"]) / 1.2815515655446004
        on_scene = kind["on_scene_median_min"] * math.exp(spread * calls.on_scene_z[c])
        taken = calls.conveyance_u[c] >= kind["conveyance_share"]
        for item in items.to_dict("records"):
            if calls.item_u[item["order"] - 1, c] >= item["probability"]:
                continue
            room = rooms[kind["lead_service"]]
            seconds = room["handling_s"] + (room["transfer_s"] if item["service"] != kind["lead_service"] else 0)
            stay, end = on_scene, len(sites) + calls.zone[c]
            if item["unit_kind"] == "dsa" and not taken:
                taken = True
                h = int(np.argmin(ready.to_hospital[calls.zone[c]]))
                handover = hospitals[h]["handover_median_min"] * math.exp(
                    hospitals[h]["handover_sigma"] * calls.handover_z[c]
                )
                stay += ready.to_hospital[calls.zone[c], h] + handover + hospitals[h]["clear_min"]
                end = sites.index(hospitals[h]["site"])
            expected.append(
                (
                    calls.time_min[c] + seconds / 60.0,
                    c,
                    item["order"],
                    (item["service"], item["unit_kind"]),
                    kind["priority"],
                    math.exp(sigma * calls.journey_z[c] - sigma**2 / 2),
                    stay,
                    len(sites) + calls.zone[c],
                    end,
                )
            )
    expected.sort(key=lambda row: row[:3])
    time, call, order, kinds, priority, journey, stay, place, end = zip(*expected, strict=True)
    requests = asked.requests
    assert len(requests) == len(expected) > 500
    np.testing.assert_allclose(requests["time"], time, rtol=1e-15)
    np.testing.assert_array_equal(asked.call, call)
    np.testing.assert_array_equal(asked.order, order)
    assert [ready.scenario.kinds[k] for k in requests["kind"]] == list(kinds)
    np.testing.assert_allclose(requests["journey"], journey, rtol=1e-12)
    np.testing.assert_allclose(requests["stay"], stay, rtol=1e-12)
    np.testing.assert_array_equal(requests["place"], place)
    np.testing.assert_array_equal(requests["end"], end)
    ranked = np.array(priority)[np.argsort(requests["rank"], kind="stable")]
    assert (np.diff(ranked) >= 0).all()
    assert ("ambulance", "dsa") in set(kinds)
    assert (np.array(end) != np.array(place)).any()


def test_sending_one_unit_more_disturbs_no_other_request(area):
    extra = pd.DataFrame([{**area.attendance.iloc[-1].to_dict(), "incident_type": "cardiac_arrest", "order": 4,
                           "service": "fire", "unit_kind": "pump", "probability": 0.5}])  # fmt: skip
    more = area.with_tables(attendance=pd.concat([area.attendance, extra], ignore_index=True))
    calls = draw_calls(area, 90, 1, 0, orders=5)
    usual, co = (_asked(prepare(a), calls) for a in (area, more))
    added = (co.order == 4) & (area.incident_types["incident_type"].to_numpy()[calls.incident_type[co.call]]
                               == "cardiac_arrest")  # fmt: skip
    assert 0 < added.sum() < len(co.call) - 100
    for name in ("time", "place", "journey", "stay", "end"):
        np.testing.assert_array_equal(usual.requests[name], co.requests[name][~added])


def test_a_unit_that_nobody_has_is_an_error_with_its_row(area):
    units = area.units[area.units["kind"] != "aerial"].reset_index(drop=True)
    with pytest.raises(InputError, match="house_fire is sent a fire aerial, and there is none") as error:
        prepare(area.with_tables(units=units))
    assert (error.value.problems[0].row, error.value.problems[0].column) == (4, "unit_kind")


def test_what_is_never_sent_need_not_exist(area):
    units = area.units[area.units["kind"] != "aerial"].reset_index(drop=True)
    attendance = area.attendance.copy()
    attendance.loc[attendance["unit_kind"] == "aerial", "probability"] = 0.0
    ready = prepare(area.with_tables(units=units, attendance=attendance))
    assert ("fire", "aerial") not in ready.scenario.kinds


def test_a_90th_percentile_below_the_median_is_refused(area):
    types = area.incident_types.assign(on_scene_p90_min=1.0)
    broken = area.with_tables(incident_types=types)
    with pytest.raises(InputError, match="does not fit the median"):
        _asked(prepare(broken), draw_calls(broken, 1, 1, 0))


def test_calls_drawn_for_fewer_places_are_refused(area):
    with pytest.raises(ValueError, match="drawn for 1 places"):
        _asked(prepare(area), draw_calls(area, 2, 1, 0, orders=1))
