"""Hours of the week, as a pack gives them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bluelight.area.week import HOURS, WEEKDAYS, week_hours


def test_a_night_shift_of_sunday_ends_on_monday() -> None:
    assert np.nonzero(week_hours(("sun",), 22.0, 2.0))[0].tolist() == [0, 1, 166, 167]
    assert week_hours((), 0.0, 24.0).all()


@given(st.sets(st.sampled_from(WEEKDAYS)), st.integers(0, 23), st.integers(1, 24))
def test_hours_are_those_of_a_clock_followed_hour_by_hour(named: set[str], start: int, length: int) -> None:
    expected = set()
    for day, name in enumerate(WEEKDAYS):
        if name in named or not named:
            expected |= {(24 * day + start + hour) % HOURS for hour in range(length)}
    end = (start + length) % 24 or 24
    assert set(np.nonzero(week_hours(tuple(sorted(named)), float(start), float(end)))[0]) == expected
