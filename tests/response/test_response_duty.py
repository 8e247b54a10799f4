"""Who is on duty, how soon they leave and where they patrol."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluelight.area import load_area
from bluelight.errors import InputError
from bluelight.response import duty


@pytest.fixture(scope="module")
def area(littleham):
    return load_area(littleham)


@given(st.integers(0, 23), st.integers(1, 24))
def test_a_shift_covers_its_hours_even_past_midnight(begin, length):
    on = duty.on_shift(float(begin), float((begin + length) % 24 or 24))
    assert on.sum() == length
    assert all(on[(begin + h) % 24] for h in range(length))


def test_units_are_on_duty_in_their_shifts_when_a_crew_is_there(area):
    on = duty.draw_duty(area, duty.crewing_rows(area), 24 * 400, 1, 0)
    unit = {name: i for i, name in enumerate(area.units["unit"])}
    hour = np.arange(24 * 400) % 24
    assert on[:, unit["F1-P1"]].all()
    np.testing.assert_array_equal(on[:, unit["P1-C2"]], (hour >= 12) | (hour < 3))
    np.testing.assert_array_equal(on[:, unit["M1-R1"]], (hour >= 7) & (hour < 19))
    spells = on[:, unit["F3-P1"]].reshape(-1, 12)
    assert (spells == spells[:, :1]).all()
    assert abs(spells[:, 0].mean() - 0.7) < 5 * np.sqrt(0.7 * 0.3 / 800)


def test_an_absence_belongs_to_the_unit_not_to_its_row(area):
    fewer = area.with_tables(units=area.units[area.units["unit"] != "F1-P1"].reset_index(drop=True))
    on = duty.draw_duty(area, duty.crewing_rows(area), 240, 1, 0)
    np.testing.assert_array_equal(on[:, 1:], duty.draw_duty(fewer, duty.crewing_rows(fewer), 240, 1, 0))


def test_turnout_depends_on_crewing_and_hour(area):
    minutes = duty.turnout_minutes(duty.crewing_rows(area))
    unit = {name: i for i, name in enumerate(area.units["unit"])}
    assert minutes.shape == (24, len(area.units))
    assert minutes[12, unit["F2-P1"]] == 80 / 60
    assert minutes[6, unit["F2-P1"]] == 3.0
    assert minutes[7, unit["F2-P1"]] == 80 / 60
    assert minutes[19, unit["F2-P1"]] == 3.0
    assert (minutes[:, unit["F3-P1"]] == 5.0).all()


def test_cars_patrol_their_own_district_where_their_service_is_called_most(area):
    units = area.units
    patrol = np.nonzero((units["service"] == "police").to_numpy())[0]
    home_zone = np.arange(len(units)) % len(area.zones)
    beats = duty.draw_beats(area, patrol, home_zone, 24 * 300, 1, 0)
    district = area.zones["district"].to_numpy()
    weight = duty.led_demand(area, "police")
    for column, unit in enumerate(patrol):
        mine = district == district[home_zone[unit]]
        assert mine[beats[:, column]].all()
        share = np.bincount(beats[:, column], minlength=len(mine)) / len(beats)
        expected = np.where(mine, weight, 0.0) / weight[mine].sum()
        assert np.abs(share - expected).max() < 0.04


def test_a_district_without_demand_is_patrolled_evenly(area):
    quiet = area.with_tables(incident_types=area.incident_types.assign(annual_count=0.0))
    patrol = np.nonzero((area.units["service"] == "police").to_numpy())[0][:1]
    beats = duty.draw_beats(quiet, patrol, np.zeros(len(area.units), dtype=int), 24 * 300, 1, 0)
    zones = np.unique(beats)
    assert len(zones) == (area.zones["district"] == area.zones["district"][0]).sum()


def test_every_unit_without_a_crewing_row_is_named(area):
    crewing = area.crewing[area.crewing["crewing"] != "on_call"].reset_index(drop=True)
    with pytest.raises(InputError, match="F3-P1") as error:
        duty.crewing_rows(area.with_tables(crewing=crewing))
    assert error.value.problems[0].row == 5


def test_day_hours_off_the_hour_are_refused(area):
    crewing = area.crewing.assign(day_from=7.5)
    with pytest.raises(InputError, match="on the hour"):
        duty.turnout_minutes(duty.crewing_rows(area.with_tables(crewing=crewing)))
