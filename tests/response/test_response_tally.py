"""Sorting by bits is sorting."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bluelight.response.tally import among, rising

VALUES = st.one_of(
    st.floats(0, 1e4),
    st.floats(-1e3, 1e3),
    st.floats(allow_nan=False),
    st.sampled_from([0.0, 1.0, 1.0 + 2**-52, 1.0 + 2**-40, 1e300, np.inf]),
)


@settings(deadline=None)  # the first is compiled
@given(arrays(np.float64, st.integers(0, 200), elements=VALUES))
def test_values_rise_and_none_is_lost(values):
    order = rising(values)
    assert sorted(order.tolist()) == list(range(len(values)))
    np.testing.assert_array_equal(values[order], np.sort(values))


@settings(deadline=None)  # the first is compiled
@given(st.lists(st.tuples(st.integers(0, 99), st.floats(0, 9), st.integers(0, 3)), max_size=30))
def test_the_calls_of_named_types_keep_their_order(rows):
    calls, minutes, incident = (np.array([row[i] for row in rows], dtype=d) for i, d in enumerate(("i8", "f8", "i4")))
    some, theirs = among(calls, minutes, incident, np.array([True, False, True, False]))
    assert [(c, m) for c, m, t in rows if t in (0, 2)] == list(zip(some.tolist(), theirs.tolist(), strict=True))
