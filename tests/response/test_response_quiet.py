"""Areas in which nothing happens, or in which a service is never called."""

from __future__ import annotations

import pytest

from bluelight.area import load_area
from bluelight.response import calibration_table, estimates, simulate
from bluelight.response.listing import describe
from bluelight.studies.assumptions import exclusions_of


@pytest.fixture(scope="module")
def area(littleham):
    return load_area(littleham)


def test_nothing_happens_where_every_count_is_nought_and_the_text_says_so(area):
    quiet = area.with_tables(incident_types=area.incident_types.assign(annual_count=0.0))
    performance = simulate(quiet, days=10, replications=2, seed=1)
    assert len(performance.measures) == len(performance.curves) == len(estimates(performance)) == 0
    assert (performance.units["busy_share"].dropna() == 0).all()
    text = describe(quiet, performance)
    assert "police: no call asked for it, so there is nothing to say of its response." in text
    assert "nan" not in text.lower()
    assert calibration_table(quiet, performance)["off"].sum() == 0


def test_a_report_names_the_service_that_is_never_called(area):
    types = area.incident_types.copy()
    sent = area.attendance.loc[area.attendance["service"] == "police", "incident_type"]
    types.loc[types["incident_type"].isin(sent), "annual_count"] = 0.0
    (said,) = set(exclusions_of(area.with_tables(incident_types=types))) - set(exclusions_of(area))
    assert said.startswith("No call asks for police, which has units here")
