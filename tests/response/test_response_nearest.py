"""The nearest zone centre is exact, and the lowest zone on ties."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import njit
from tests.response import made_up

from bluelight.response.arrays import as_map
from bluelight.response.nearest import block_of, build_grid, nearest_zone

# What the kernel is made of can be called from compiled functions only.
_nearest_zone = njit(lambda *arguments: nearest_zone(*arguments))
_block_of = njit(lambda *arguments: block_of(*arguments))


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
        assert _nearest_zone(x, y, sites, xy, frame, start, candidates) == expected


def test_cells_hold_few_candidates():
    xy = np.random.default_rng(1).random((700, 2)) * 50
    assert np.diff(build_grid(xy, 10).start).mean() < 8


@given(seed=st.integers(0, 2**32 - 1), sites=st.integers(0, 4), zones=st.integers(1, 60), whole=st.booleans())
@settings(max_examples=60, deadline=None)
def test_no_unit_on_its_way_is_nearer_than_the_block_that_it_is_in(seed, sites, zones, whole):
    rng = np.random.default_rng(seed)
    place = made_up.world(rng, sites, zones, round_to=6 if whole else None)
    # Any matrix will do: nothing is asked of it, least of all that it goes with distance.
    place = as_map(rng.permuted(place.to, axis=1), place.xy, sites)
    frame, xy = place.blocks, place.xy
    for a, b, share in zip(rng.integers(0, len(xy), 60), rng.integers(0, len(xy), 60), rng.random(60), strict=True):
        x, y = xy[a] + share * (xy[b] - xy[a])
        here = _nearest_zone(x, y, sites, xy, *place.grid)
        column = (xy[a, 0] - frame.left) * frame.per_x + share * ((xy[b, 0] - xy[a, 0]) * frame.per_x)
        row = (xy[a, 1] - frame.bottom) * frame.per_y + share * ((xy[b, 1] - xy[a, 1]) * frame.per_y)
        assert (place.least[:, _block_of(column, row, frame)] <= place.to[:, here]).all()
