"""Calls follow the demand tables, and each draw depends on nothing but its own seed."""

from __future__ import annotations

import numpy as np
import pytest

from bluelight.area import load_area
from bluelight.response.demand import draw_calls, highest_order

BY_CALL = ["time_min", "zone", "incident_type", "on_scene_z", "conveyance_u", "handover_z", "journey_z"]


@pytest.fixture(scope="module")
def area(littleham):
    return load_area(littleham)


def test_the_same_seed_gives_the_same_bytes_and_another_others(area):
    first, again = (draw_calls(area, 20, seed=4, replication=2) for _ in range(2))
    for name in [*BY_CALL, "item_u"]:
        assert getattr(first, name).tobytes() == getattr(again, name).tobytes()
    for other in (draw_calls(area, 20, seed=5, replication=2), draw_calls(area, 20, seed=4, replication=3)):
        assert other.time_min.tobytes() != first.time_min.tobytes()


def test_more_places_in_the_attendance_change_no_other_draw(area):
    few, many = (draw_calls(area, 20, 1, 0, orders=orders) for orders in (2, highest_order(area) + 3))
    for name in BY_CALL:
        np.testing.assert_array_equal(getattr(few, name), getattr(many, name))
    np.testing.assert_array_equal(few.item_u, many.item_u[:2])
    assert len(many.item_u) == highest_order(area) + 3


def test_more_of_one_type_changes_no_call_of_another(area):
    types = area.incident_types.copy()
    types.loc[0, "annual_count"] *= 3.0
    usual, more = draw_calls(area, 20, 1, 0), draw_calls(area.with_tables(incident_types=types), 20, 1, 0)
    assert (more.incident_type == 0).sum() > 1.5 * (usual.incident_type == 0).sum()
    for name in BY_CALL:
        np.testing.assert_array_equal(
            getattr(usual, name)[usual.incident_type != 0], getattr(more, name)[more.incident_type != 0]
        )


def test_calls_are_in_order_of_time_and_within_the_horizon(area):
    calls = draw_calls(area, 30, 1, 0, warm_up_days=3)
    assert (np.diff(calls.time_min) >= 0).all()
    assert calls.time_min[0] >= 0
    assert calls.time_min[-1] < 33 * 1440


def test_counts_zones_and_hours_follow_the_tables(area):
    """Counts are within five standard deviations of what the tables say, in every cell."""
    days = 365 * 12
    calls = draw_calls(area, days, 1, 0, warm_up_days=0)
    types = area.incident_types
    for i, (family, annual) in enumerate(zip(types["family"], types["annual_count"], strict=True)):
        mine = calls.incident_type == i
        _near(mine.sum(), annual * days / 365)
        demand = area.demand[area.demand["family"] == family].set_index("zone")["share"]
        for z, zone in enumerate(area.zones["zone"]):
            _near((mine & (calls.zone == z)).sum(), demand.get(zone, 0.0) * annual * days / 365)
        hours = area.hours[area.hours["family"] == family].set_index("hour")["share"]
        hour = calls.time_min % 1440 // 60
        for h in range(24):
            _near((mine & (hour == h)).sum(), hours.get(h, 0.0) * annual * days / 365)


def _near(count, expected):
    assert abs(count - expected) <= 5 * np.sqrt(expected) + 1e-9


def test_draws_have_their_distributions(area):
    calls = draw_calls(area, 365, 1, 0)
    for z in (calls.on_scene_z, calls.handover_z, calls.journey_z):
        assert abs(z.mean()) < 0.03
        assert abs(z.std() - 1) < 0.03
    for u in (calls.conveyance_u, *calls.item_u):
        assert u.min() >= 0
        assert u.max() < 1
        assert abs(u.mean() - 0.5) < 0.02
    assert abs(np.corrcoef(calls.on_scene_z, calls.journey_z)[0, 1]) < 0.05
