"""A travel time from a distance: t = c0 + b * d^p, the form that Kolesar and Blum's square root law belongs to.

Kolesar P, Walker W, Hausner J (1975), Determining the relation between fire engine travel times and travel distances in
New York City, Operations Research 23(4), 614-627. The coefficients are the pack's, each with its basis.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

EARTH_RADIUS_KM = 6371.0088
"""Mean radius (IUGG)."""

Floats = npt.NDArray[np.float64]


def straight_line_km(origins: Floats, destinations: Floats) -> Floats:
    """Great-circle distance by the haversine formula.

    `origins` (n, 2) and `destinations` (m, 2) hold longitude and latitude in degrees; the answer is (n, m), in km.
    """
    lon1, lat1 = np.radians(origins.T)[:, :, None]
    lon2, lat2 = np.radians(destinations.T)[:, None, :]
    h = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(h, 0, 1))), dtype=np.float64)


def minutes(km: Floats, c0: float, b: float, p: float) -> Floats:
    """Driving time in minutes over straight-line kilometres, before any service's scale."""
    return np.asarray(c0 + b * km**p, dtype=np.float64)
