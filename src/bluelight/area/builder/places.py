"""Where zones are, which of them a point is in, and how far a point is from the area."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.spatial import KDTree

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
KM_PER_DEGREE = 111.195


@dataclass(frozen=True, eq=False)
class Zones:
    """Zones by their centres; `lonlat` is (zones, 2) in degrees."""

    ids: tuple[str, ...]
    lonlat: Floats

    @cached_property
    def _middle(self) -> float:
        return float(np.cos(np.radians(self.lonlat[:, 1].mean())))

    def flat(self, lonlat: Floats) -> Floats:
        """Kilometres east and north, right to a few parts in a thousand across a county."""
        return np.asarray(lonlat * KM_PER_DEGREE * [self._middle, 1.0], dtype=np.float64)

    @cached_property
    def _tree(self) -> KDTree:
        return KDTree(self.flat(self.lonlat))

    def nearest(self, lonlat: Floats) -> tuple[Ints, Floats]:
        """The nearest zone centre to each point, and how far it is in km."""
        km, position = self._tree.query(self.flat(lonlat))
        return np.asarray(position, dtype=np.int64), np.asarray(km, dtype=np.float64)

    def reach_km(self, given: float | None) -> float:
        """How far a point may be from a zone's centre: the largest distance between neighbouring centres."""
        if given is not None:
            return given
        if len(self.ids) == 1:
            return np.inf
        km = np.asarray(self._tree.query(self.flat(self.lonlat), k=2)[0], dtype=np.float64)
        return float(km[:, 1].max())


def km_outside(zones: Zones, boundary: dict[str, Any] | None, lonlat: Floats) -> Floats:
    """How far points are outside the boundary, 0 inside it; without a boundary, from the nearest zone's centre."""
    if boundary is None:
        return zones.nearest(lonlat)[1]
    points = zones.flat(lonlat)
    nearest = np.full(len(points), np.inf)
    inside = np.zeros(len(points), dtype=bool)
    for feature in boundary["features"]:
        shape = feature["geometry"]
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        for ring in (ring for polygon in polygons for ring in polygon):
            corners = zones.flat(np.array([pair[:2] for pair in ring], dtype=np.float64))
            start, end = corners[:-1], corners[1:]
            along = end - start
            length = np.maximum((along**2).sum(axis=1), 1e-18)
            for i, point in enumerate(points):
                share = np.clip(((point - start) * along).sum(axis=1) / length, 0, 1)
                km = np.hypot(*(start + share[:, None] * along - point).T)
                nearest[i] = min(nearest[i], float(km.min()))
                above = (start[:, 1] > point[1]) != (end[:, 1] > point[1])
                with np.errstate(divide="ignore", invalid="ignore"):
                    east = start[:, 0] + (point[1] - start[:, 1]) / (end[:, 1] - start[:, 1]) * along[:, 0]
                # Even-odd: a hole takes out what its polygon put in.
                inside[i] ^= bool((above & (point[0] < east)).sum() % 2)
    return np.where(inside, 0.0, nearest)
