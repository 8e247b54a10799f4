"""The British National Grid against Ordnance Survey's published points, and against its forward formulas."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluelight.area.grid import _unproject, on_grid, to_lonlat

# Ordnance Survey, OSTN15 test points (latitude and longitude ETRS89, easting, northing): all 40 are 4.9 m off at most.
POINTS = {
    "St Mary's, Scilly": (49.92226393730, -6.29977752014, 91492.146, 11318.804),
    "Plymouth": (50.43885825610, -4.10864563561, 250359.811, 62016.569),
    "North Foreland": (51.37447025550, 1.44454730409, 639821.835, 169565.858),
    "Lambeth": (51.48936564950, -0.11992557180, 530624.974, 178388.464),
    "Northampton": (52.25160951230, -0.91248956970, 474335.969, 262047.755),
    "Carlisle": (54.89542340420, -2.93827741149, 339921.145, 556034.761),
    "Glasgow": (55.85399952950, -4.29649016251, 256340.925, 664697.269),
    "St Kilda": (57.81351838410, -8.57854456076, 9587.909, 899448.996),
    "Foula": (60.13308091660, -2.07382822798, 395999.668, 1138728.951),
}


@pytest.mark.parametrize("name", POINTS)
def test_the_published_points_come_out_within_five_metres(name: str) -> None:
    lat, lon, easting, northing = POINTS[name]
    ((found_lon, found_lat),) = to_lonlat(np.array([easting]), np.array([northing]))
    north = (found_lat - lat) * 111_195
    east = (found_lon - lon) * 111_195 * math.cos(math.radians(lat))
    assert math.hypot(north, east) < (2.5 if name not in ("St Mary's, Scilly", "St Kilda") else 5.0)


def test_the_projection_is_that_of_the_guide() -> None:
    """Its worked example: a point in Norfolk, to the last figure printed, on the Airy ellipsoid."""
    lat, lon = _unproject(np.array([651409.903]), np.array([313177.270]))
    assert math.degrees(lat[0]) == pytest.approx(52 + 39 / 60 + 27.2531 / 3600, abs=0.0001 / 3600)
    assert math.degrees(lon[0]) == pytest.approx(1 + 43 / 60 + 4.5177 / 3600, abs=0.0001 / 3600)


def forward(lon: float, lat: float) -> tuple[float, float]:
    """Easting and northing of a WGS84 point by the guide's forward formulas, one number at a time."""
    phi, lam = math.radians(lat), math.radians(lon)
    a, b = 6378137.0, 6356752.3141
    e2 = 1 - (b / a) ** 2
    nu = a / math.sqrt(1 - e2 * math.sin(phi) ** 2)
    x, y = nu * math.cos(phi) * math.cos(lam), nu * math.cos(phi) * math.sin(lam)
    z = (1 - e2) * nu * math.sin(phi)
    s, (rx, ry, rz) = 20.4894e-6, (math.radians(sec / 3600) for sec in (-0.1502, -0.2470, -0.8421))
    x, y, z = (
        -446.448 + (1 + s) * x - rz * y + ry * z,
        125.157 + rz * x + (1 + s) * y - rx * z,
        -542.060 - ry * x + rx * y + (1 + s) * z,
    )
    a, b, f0 = 6377563.396, 6356256.909, 0.9996012717
    e2 = 1 - (b / a) ** 2
    p = math.hypot(x, y)
    phi = math.atan2(z, p * (1 - e2))
    for _ in range(20):
        nu = a / math.sqrt(1 - e2 * math.sin(phi) ** 2)
        phi = math.atan2(z + e2 * nu * math.sin(phi), p)
    lam = math.atan2(y, x)
    phi0, lam0 = math.radians(49), math.radians(-2)
    n = (a - b) / (a + b)
    nu = a * f0 / math.sqrt(1 - e2 * math.sin(phi) ** 2)
    rho = a * f0 * (1 - e2) / (1 - e2 * math.sin(phi) ** 2) ** 1.5
    eta2 = nu / rho - 1
    less, more = phi - phi0, phi + phi0
    m = b * f0 * (
        (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
        - (3 * n + 3 * n**2 + 21 / 8 * n**3) * math.sin(less) * math.cos(more)
        + (15 / 8 * n**2 + 15 / 8 * n**3) * math.sin(2 * less) * math.cos(2 * more)
        - 35 / 24 * n**3 * math.sin(3 * less) * math.cos(3 * more)
    )  # fmt: skip
    sin, cos, t = math.sin(phi), math.cos(phi), math.tan(phi)
    d = lam - lam0
    northing = (
        m - 100000 + nu / 2 * sin * cos * d**2 + nu / 24 * sin * cos**3 * (5 - t**2 + 9 * eta2) * d**4
        + nu / 720 * sin * cos**5 * (61 - 58 * t**2 + t**4) * d**6
    )  # fmt: skip
    easting = (
        400000 + nu * cos * d + nu / 6 * cos**3 * (nu / rho - t**2) * d**3
        + nu / 120 * cos**5 * (5 - 18 * t**2 + t**4 + 14 * eta2 - 58 * t**2 * eta2) * d**5
    )  # fmt: skip
    return easting, northing


@given(st.floats(-6, 1.8), st.floats(50, 60))
def test_there_and_back_is_the_same_place(lon: float, lat: float) -> None:
    easting, northing = forward(lon, lat)
    ((found_lon, found_lat),) = to_lonlat(np.array([easting]), np.array([northing]))
    assert found_lon == pytest.approx(lon, abs=2e-8)  # a millimetre
    assert found_lat == pytest.approx(lat, abs=1e-8)


def test_what_is_off_the_grid_is_known() -> None:
    points = np.array([[0, 0], [700_000, 1_300_000], [-1, 0], [0, 1_300_001], [np.nan, 0], [np.inf, 0]], dtype=float)
    assert on_grid(*points.T).tolist() == [True, True, False, False, False, False]
