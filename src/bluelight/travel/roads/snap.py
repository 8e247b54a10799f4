"""Join sites and zones to the road network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from bluelight.errors import InputError, Problem
from bluelight.travel.roads.arrays import Float, Int
from bluelight.travel.roads.earth import chord_to_metres, ground_metres, unit_vectors
from bluelight.travel.roads.network import Network
from bluelight.travel.roads.speeds import load_speeds

NOTICED_M = 100.0
"""A place is told of where a road that is left out is so much nearer to it than the one that it joins."""


@dataclass(frozen=True, eq=False)
class Snapped:
    """Points joined to a network, those too far from any road left out.

    names: the points kept; kept: shape (points kept,), their positions among the points given.
    nodes: shape (points kept,), the node each joins at; metres: the straight way to it; seconds: its time.
    lon, lat: where the points are. access_kmh: the speed of the access leg.
    excluded: a line for each point left out, with its distance.
    stranded: a line for each point nearer to a road that the network leaves out, as on an island, than to its own.
    """

    names: tuple[str, ...]
    kept: NDArray[np.int64]
    nodes: Int
    lon: Float
    lat: Float
    metres: Float
    access_kmh: float
    excluded: tuple[str, ...] = ()
    stranded: tuple[str, ...] = ()

    @property
    def seconds(self) -> Float:
        """Time between each point and its node, shape (points kept,)."""
        return self.metres * 3.6 / self.access_kmh


def snap(
    network: Network,
    names: Sequence[str],
    lon: Sequence[float] | Float,
    lat: Sequence[float] | Float,
    *,
    largest_m: float | None = None,
    access_kmh: float | None = None,
    exclude: bool = False,
) -> Snapped:
    """Join each point to the nearest node that has road access.

    largest_m: the furthest a point may be from that node; access_kmh: how fast this stretch is driven. Both default to
    the assumptions in road_speeds.toml. exclude: leave points further away out and say so, instead of raising.

    Raises InputError naming every point that is too far from any road or is no place at all.
    """
    speeds = load_speeds()
    largest_m = speeds.largest_access_m.value if largest_m is None else largest_m
    access_kmh = speeds.access_kmh.value if access_kmh is None else access_kmh
    if not (largest_m > 0 and 0 < access_kmh < np.inf):
        raise InputError([Problem("snapping", "needs a distance and a speed above zero.", "Correct them.")])
    x, y = np.array(lon, dtype=np.float64), np.array(lat, dtype=np.float64)
    places = np.isfinite(x) & np.isfinite(y) & (np.abs(x) <= 180) & (np.abs(y) <= 90)
    if not places.all():
        raise InputError(
            Problem(names[k], f"{x[k]}, {y[k]} is no place.", "Give degrees east and north, WGS84.")
            for k in np.flatnonzero(~places).tolist()
        )
    joins = np.flatnonzero(network.road_access)
    tree = KDTree(unit_vectors(network.lon[joins], network.lat[joins]))
    found = tree.query(unit_vectors(x, y))
    nearest = joins[np.asarray(found[1], dtype=np.int64)]
    metres = chord_to_metres(np.asarray(found[0], dtype=np.float64))
    apart = _metres_to(network.beyond, x, y)
    island = metres - apart > NOTICED_M
    beside = {
        k: f"though one {apart[k]:,.0f} m away lies in a piece that is left out"
        for k in np.flatnonzero(island).tolist()
    }
    far = [
        (names[k], f"is {metres[k] / 1000:.1f} km from the nearest road" + (f", {beside[k]}" if k in beside else ""))
        for k in np.flatnonzero(metres > largest_m).tolist()
    ]
    if far and not exclude:
        remedy = f"Correct its place, give a road file that covers it, or allow more than {largest_m / 1000:g} km."
        raise InputError(Problem(name, f"{line}.", remedy) for name, line in far)
    kept = np.flatnonzero(metres <= largest_m)
    return Snapped(
        names=tuple(names[k] for k in kept.tolist()),
        kept=kept,
        nodes=nearest[kept].astype(np.int32),
        lon=x[kept],
        lat=y[kept],
        metres=metres[kept],
        access_kmh=access_kmh,
        excluded=tuple(f"{name} {line} and is left out." for name, line in far),
        stranded=tuple(
            f"{names[k]} joins a road {metres[k]:,.0f} m away, {beside[k]}." for k in kept.tolist() if k in beside
        ),
    )


def _metres_to(places: Float, x: Float, y: Float) -> Float:
    """From each point to the nearest of some places; infinite where there is none."""
    if not len(places):
        return np.full(len(x), np.inf)
    chord = KDTree(unit_vectors(places[:, 0], places[:, 1])).query(unit_vectors(x, y))[0]
    return chord_to_metres(np.asarray(chord, dtype=np.float64))


def with_access(seconds: Float, origins: Snapped, destinations: Snapped) -> Float:
    """Times between nodes, shape (origins, destinations), with the access legs at both ends added.

    Points that join at the same node are not sent by way of it: the straight line between them is driven.
    """
    total = origins.seconds[:, None] + seconds + destinations.seconds[None, :]
    i, j = np.nonzero(origins.nodes[:, None] == destinations.nodes[None, :])
    metres = ground_metres(origins.lon[i], origins.lat[i], destinations.lon[j], destinations.lat[j])
    total[i, j] = metres * 3.6 / min(origins.access_kmh, destinations.access_kmh)
    return total
