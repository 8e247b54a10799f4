"""The nearest zone centre is exact, and the lowest zone on ties."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bluelight.response.nearest import build_grid, nearest_zone


@given(
    seed=st.integers(0, 2**32 - 1),
    sites=st.integers(0, 4),
    zones=st.integers(1, 60),
    whole=st.booleans(),
    stretch=st.sampled_from([1.0, 1e-6, 1e4]),
    cells=st.sampled_from([0.1, 1.0, 6.0, 50.0]),
)
@settings(max_examples=120, deadline=None)
def test_agrees_with_looking_at_every_zone(seed, sites, zones, whole, stretch, cells):
    rng = np.random.default_rng(seed)
    xy = rng.random((sites + zones, 2)) * [10.0, 10.0 * stretch]
    if whole:
        xy = np.round(xy)
    frame, start, candidates = build_grid(xy, sites, cells)
    for a, b, share in zip(rng.integers(0, len(xy), 60), rng.integers(0, len(xy), 60), rng.random(60), strict=True):
        x, y = xy[a] + share * (xy[b] - xy[a])
        dx, dy = xy[sites:, 0] - x, xy[sites:, 1] - y
        expected = sites + (dx * dx + dy * dy).argmin()
        assert nearest_zone(x, y, sites, xy, frame, start, candidates) == expected


def test_cells_hold_few_candidates():
    xy = np.random.default_rng(1).random((700, 2)) * 50
    assert np.diff(build_grid(xy, 10).start).mean() < 8
