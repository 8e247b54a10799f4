"""The zone whose centre is nearest to a point: exact, the lowest zone on ties, without looking at every zone.

The plane is cut into cells; each cell lists every zone that could be nearest to some point in it. A zone is listed when
its smallest distance to the cell is no more than the smallest, over zones, of the largest distance to the cell.
"""
# mypy: allow-untyped-defs

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bluelight.response.compiling import compiled


class Frame(NamedTuple):
    """Where the cells lie: the corner, cells per unit of length, and how many each way."""

    left: float
    bottom: float
    per_x: float
    per_y: float
    side: int


class Grid(NamedTuple):
    """Candidates by cell: those of cell c are `candidates[start[c]:start[c + 1]]`, in rising order."""

    frame: Frame
    start: NDArray[np.int32]
    candidates: NDArray[np.int32]


def build_grid(xy: NDArray[np.float64], first_zone: int, cells_per_zone: float = 6.0) -> Grid:
    """A grid over the rectangle that holds every place (places, 2), so that any point between two places lies in it.

    The zones are the places from `first_zone` on; candidates count from zone 0.
    """
    zone_x, zone_y = xy[first_zone:].T
    (left, bottom), (right, top) = xy.min(axis=0), xy.max(axis=0)
    side = int(np.clip(np.ceil(np.sqrt(len(zone_x) * cells_per_zone)), 1, 256))
    width = max((right - left) / side, 1e-9)
    height = max((top - bottom) / side, 1e-9)
    slack = 1e-6 * (width + height)  # far more than rounding, far less than a cell
    low_x = (left + np.arange(side) * width)[:, None]
    near_x = np.maximum(np.maximum(low_x - zone_x, zone_x - (low_x + width)), 0.0)
    far_x = np.maximum(np.abs(zone_x - low_x), np.abs(zone_x - (low_x + width)))
    counts: list[NDArray[np.int64]] = []
    found: list[NDArray[np.int64]] = []
    for row in range(side):
        low_y = bottom + row * height
        near_y = np.maximum(np.maximum(low_y - zone_y, zone_y - (low_y + height)), 0.0)
        far_y = np.maximum(np.abs(zone_y - low_y), np.abs(zone_y - (low_y + height)))
        near = np.sqrt(near_x**2 + near_y**2)
        reach = np.sqrt(far_x**2 + far_y**2).min(axis=1) + slack
        could = near <= reach[:, None]
        counts.append(could.sum(axis=1))
        found.append(np.nonzero(could)[1])
    start = np.concatenate([[0], np.cumsum(np.concatenate(counts))]).astype(np.int32)
    frame = Frame(float(left), float(bottom), 1.0 / width, 1.0 / height, side)
    return Grid(frame, start, np.concatenate(found).astype(np.int32))


@compiled
def block_of(column, row, frame):
    """The cell of a point given in columns and rows, or the nearest cell to a point outside the rectangle."""
    column = min(max(int(column), 0), frame.side - 1)
    return min(max(int(row), 0), frame.side - 1) * frame.side + column


@compiled
def nearest_zone(x, y, first_zone, xy, frame, start, candidates):
    """The place of the zone whose centre is nearest to (x, y), which must lie in the rectangle; the lowest on ties."""
    column = min(max(int((x - frame.left) * frame.per_x), 0), frame.side - 1)
    row = min(max(int((y - frame.bottom) * frame.per_y), 0), frame.side - 1)
    cell = row * frame.side + column
    best = -1
    best_square = np.inf
    for i in range(start[cell], start[cell + 1]):
        place = first_zone + candidates[i]
        dx = xy[place, 0] - x
        dy = xy[place, 1] - y
        square = dx * dx + dy * dy
        if square < best_square:
            best_square = square
            best = place
    return best
