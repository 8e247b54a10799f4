"""What can be reached within a time: the roads, and an outline around them, ready to draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bluelight.errors import InputError, Problem
from bluelight.travel.roads.arrays import Flag, Float
from bluelight.travel.roads.earth import EARTH_RADIUS_M
from bluelight.travel.roads.times import RoadTimes

CELL_M = 200.0
"""Side of the squares an outline is drawn with: places within about this far of a reached road count as reached."""

Ring = list[list[float]]


@dataclass(frozen=True, eq=False)
class Isochrone:
    """Reached from `source` (a node) within `limit_s` seconds.

    nodes: positions of the nodes reached; seconds: their times.
    lines: shape (pieces, 2, 2), ends (longitude, latitude) of the stretches of road reached, a road cut where time
    runs out. km: their length, a road driven both ways counted once for each.
    """

    source: int
    limit_s: float
    nodes: NDArray[np.int64]
    seconds: Float
    lines: Float
    km: float

    def roads_geojson(self) -> dict[str, Any]:
        """The reached stretches of road as a MultiLineString."""
        return {"type": "MultiLineString", "coordinates": np.round(self.lines, 6).tolist()}

    def outline_geojson(self, cell_m: float = CELL_M) -> dict[str, Any]:
        """The squares of a grid within one square of a reached road, as a MultiPolygon."""
        return {"type": "MultiPolygon", "coordinates": _outline(self.lines, cell_m)}


def isochrone(times: RoadTimes, source: int, limit_s: float) -> Isochrone:
    """What can be reached from a node within `limit_s` seconds. Raises InputError where that is no positive time."""
    if not 0 < limit_s < np.inf:
        raise InputError([Problem("isochrone", f"{limit_s} seconds is no limit.", "Give a number above zero.")])
    network = times.network
    reach = times.reach(source)
    tails = network.tails
    left = limit_s - reach[tails]
    driven = np.flatnonzero((left > 0) & np.isfinite(times.seconds))
    with np.errstate(divide="ignore"):
        share = np.minimum(1.0, left[driven] / times.seconds[driven])
    a, b = tails[driven], network.heads[driven]
    start = np.column_stack([network.lon[a], network.lat[a]])
    end = np.column_stack([network.lon[b], network.lat[b]])
    nodes = np.flatnonzero(reach <= limit_s)
    return Isochrone(
        source=source,
        limit_s=limit_s,
        nodes=nodes,
        seconds=reach[nodes],
        lines=np.stack([start, start + share[:, None] * (end - start)], axis=1),
        km=float((share * network.length_m[driven]).sum() / 1000),
    )


def _outline(lines: Float, cell_m: float) -> list[list[Ring]]:
    """Outer ring (counter-clockwise) and holes of every piece of the grid squares near the lines."""
    from scipy import ndimage  # slow to import, and only outlines need it

    if len(lines) == 0:
        return []
    low = lines.reshape(-1, 2).min(axis=0)
    metres_per_degree = np.radians(1) * EARTH_RADIUS_M
    size = cell_m / (metres_per_degree * np.array([np.cos(np.radians(lines[..., 1].mean())), 1.0]))
    cells = np.floor((_sampled(lines, size) - low) / size).astype(np.int64)
    # One square of room to spread into, one more so that the outside surrounds everything.
    filled = np.zeros(cells.max(axis=0) + 5, dtype=np.bool_)
    filled[cells[:, 0] + 2, cells[:, 1] + 2] = True
    filled = ndimage.binary_dilation(filled, np.ones((3, 3), dtype=np.bool_))
    label, pieces = ndimage.label(filled)
    return [
        [np.round((ring - 2) * size + low, 6).tolist() for ring in _rings(label == piece)]
        for piece in range(1, pieces + 1)
    ]


def _sampled(lines: Float, size: Float) -> Float:
    """Points along the lines, no two neighbours further apart than half a square."""
    count = 1 + np.ceil(2 * np.abs((lines[:, 1] - lines[:, 0]) / size).max(axis=1)).astype(np.int64)
    line = np.repeat(np.arange(len(lines)), count + 1)
    step = np.arange(len(line)) - np.repeat((count + 1).cumsum() - (count + 1), count + 1)
    share = (step / count[line])[:, None]
    points: Float = lines[line, 0] + share * (lines[line, 1] - lines[line, 0])
    return points


def _rings(filled: Flag) -> list[Float]:
    """Closed rings (grid corners) around a connected set of squares, the set on their left, the outer one first."""
    follows: dict[tuple[int, int], list[tuple[int, int]]] = {}
    sides = (((0, -1), (0, 0), (1, 0)), ((1, 0), (1, 0), (1, 1)), ((0, 1), (1, 1), (0, 1)), ((-1, 0), (0, 1), (0, 0)))
    for (dx, dy), start, end in sides:
        beyond = np.roll(filled, (-dx, -dy), axis=(0, 1))
        for x, y in np.argwhere(filled & ~beyond).tolist():
            follows.setdefault((x + start[0], y + start[1]), []).append((x + end[0], y + end[1]))
    rings = []
    while follows:
        corner = first = next(iter(follows))
        heading = (0, 0)
        ring = [first]
        while True:
            ways = follows[corner]
            # Where two squares touch at a corner only, turning right parts a hole from the outside.
            following = ways[0] if len(ways) == 1 else min(ways, key=lambda w: _left(heading, corner, w))
            ways.remove(following)
            if not ways:
                del follows[corner]
            heading = (following[0] - corner[0], following[1] - corner[1])
            corner = following
            ring.append(corner)
            if corner == first:
                break
        rings.append(np.array(ring, dtype=np.float64))
    return sorted(rings, key=_area, reverse=True)


def _left(heading: tuple[int, int], corner: tuple[int, int], to: tuple[int, int]) -> int:
    """Above zero for a left turn."""
    return heading[0] * (to[1] - corner[1]) - heading[1] * (to[0] - corner[0])


def _area(ring: Float) -> float:
    """Signed area, positive for a counter-clockwise ring."""
    x, y = ring[:, 0], ring[:, 1]
    return float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum() / 2)
