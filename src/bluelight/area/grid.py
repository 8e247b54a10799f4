"""British National Grid (EPSG:27700) to longitude and latitude.

Ordnance Survey, A Guide to Coordinate Systems in Great Britain: the inverse transverse Mercator projection of its
annex C on the Airy 1830 ellipsoid, then its Helmert transformation of OSGB36 to WGS84. The projection is exact. The
transformation is one for the whole country, and OSGB36 is stretched from place to place: at the 40 points that Ordnance
Survey publishes for testing OSTN15 it is 1.8 m off in the middle, 4.9 m at most (St Kilda).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

MOST_EASTING, MOST_NORTHING = 700_000.0, 1_300_000.0
"""The grid's edges, in metres; it begins at 0."""

_AIRY = (6_377_563.396, 6_356_256.909)
_WGS84 = (6_378_137.0, 6_356_752.3141)
"""Half axes of the ellipsoids, metres."""
_SCALE, _EASTING_0, _NORTHING_0 = 0.9996012717, 400_000.0, -100_000.0
_LAT_0, _LON_0 = np.radians(49.0), np.radians(-2.0)
# From WGS84 to OSGB36: metres, parts per million, seconds of arc.
_SHIFT = np.array([-446.448, 125.157, -542.060])
_STRETCH = 20.4894e-6
_TURN = np.radians(np.array([-0.1502, -0.2470, -0.8421]) / 3600)


def on_grid(easting: Floats, northing: Floats) -> npt.NDArray[np.bool_]:
    """Whether points lie on the grid; NaN does not."""
    return (easting >= 0) & (easting <= MOST_EASTING) & (northing >= 0) & (northing <= MOST_NORTHING)


def to_lonlat(easting: Floats, northing: Floats) -> Floats:
    """Longitude and latitude in degrees, WGS84, of points in metres east and north: shape (n, 2)."""
    lat, lon = _unproject(np.asarray(easting, dtype=np.float64), np.asarray(northing, dtype=np.float64))
    rx, ry, rz = _TURN
    turn = np.array([[1 + _STRETCH, -rz, ry], [rz, 1 + _STRETCH, -rx], [-ry, rx, 1 + _STRETCH]])
    moved = np.linalg.solve(turn, (_from_centre(lat, lon, _AIRY) - _SHIFT).T).T
    return np.degrees(_on_ellipsoid(moved, _WGS84))


def _unproject(easting: Floats, northing: Floats) -> tuple[Floats, Floats]:
    """Latitude and longitude on the Airy ellipsoid, radians."""
    a, b = _AIRY
    e2 = 1 - (b / a) ** 2
    lat = _LAT_0 + (northing - _NORTHING_0) / (a * _SCALE)
    for _ in range(20):  # a tenth of a millimetre after six
        missing = northing - _NORTHING_0 - _meridian(lat)
        lat = lat + missing / (a * _SCALE)
    sin, cos, tan = np.sin(lat), np.cos(lat), np.tan(lat)
    nu = a * _SCALE / np.sqrt(1 - e2 * sin**2)
    rho = nu * (1 - e2) / (1 - e2 * sin**2)
    eta2 = nu / rho - 1
    t2, t4, t6 = tan**2, tan**4, tan**6
    d = (easting - _EASTING_0) / nu
    north = (
        d**2 / 2 - d**4 / 24 * (5 + 3 * t2 + eta2 - 9 * t2 * eta2) + d**6 / 720 * (61 + 90 * t2 + 45 * t4)
    ) * nu / rho * tan  # fmt: skip
    east = (
        d - d**3 / 6 * (nu / rho + 2 * t2) + d**5 / 120 * (5 + 28 * t2 + 24 * t4)
        - d**7 / 5040 * (61 + 662 * t2 + 1320 * t4 + 720 * t6)
    ) / cos  # fmt: skip
    return lat - north, _LON_0 + east


def _meridian(lat: Floats) -> Floats:
    """Metres along the meridian from the grid's true origin, scaled."""
    a, b = _AIRY
    n = (a - b) / (a + b)
    less, more = lat - _LAT_0, lat + _LAT_0
    metres: Floats = (b * _SCALE) * (
        (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
        - (3 * n + 3 * n**2 + 21 / 8 * n**3) * np.sin(less) * np.cos(more)
        + (15 / 8 * n**2 + 15 / 8 * n**3) * np.sin(2 * less) * np.cos(2 * more)
        - 35 / 24 * n**3 * np.sin(3 * less) * np.cos(3 * more)
    )
    return metres


def _from_centre(lat: Floats, lon: Floats, axes: tuple[float, float]) -> Floats:
    """Metres from the earth's centre of points on an ellipsoid: shape (n, 3)."""
    a, b = axes
    e2 = 1 - (b / a) ** 2
    nu = a / np.sqrt(1 - e2 * np.sin(lat) ** 2)
    return np.column_stack(
        [nu * np.cos(lat) * np.cos(lon), nu * np.cos(lat) * np.sin(lon), nu * (1 - e2) * np.sin(lat)]
    )


def _on_ellipsoid(metres: Floats, axes: tuple[float, float]) -> Floats:
    """Longitude and latitude, radians, of points near an ellipsoid's surface: shape (n, 2)."""
    a, b = axes
    e2 = 1 - (b / a) ** 2
    x, y, z = metres.T
    p = np.hypot(x, y)
    lat = np.arctan2(z, p * (1 - e2))
    for _ in range(8):
        nu = a / np.sqrt(1 - e2 * np.sin(lat) ** 2)
        lat = np.arctan2(z + e2 * nu * np.sin(lat), p)
    return np.column_stack([np.arctan2(y, x), lat])
