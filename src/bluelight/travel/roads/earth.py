"""Places on the earth as arrays."""

from __future__ import annotations

import numpy as np

from bluelight.travel.roads.arrays import Float

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the earth (IUGG), metres."""


def unit_vectors(lon: Float, lat: Float) -> Float:
    """Points on a sphere of radius 1, shape (n, 3): the nearest in a straight line is the nearest on the ground."""
    along, up = np.radians(lon), np.radians(lat)
    return np.column_stack([np.cos(up) * np.cos(along), np.cos(up) * np.sin(along), np.sin(up)])


def chord_to_metres(chord: Float) -> Float:
    """Metres over the ground between points whose unit vectors are `chord` apart."""
    metres: Float = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(chord / 2, 1.0))
    return metres


def ground_metres(lon_a: Float, lat_a: Float, lon_b: Float, lat_b: Float) -> Float:
    """Great-circle metres between points, pair by pair."""
    return chord_to_metres(np.linalg.norm(unit_vectors(lon_a, lat_a) - unit_vectors(lon_b, lat_b), axis=1))


def flat(lon: Float, lat: Float) -> tuple[Float, Float]:
    """Plane coordinates with equal scales about the middle of the points, in degrees of latitude."""
    middle = np.radians((lat.min() + lat.max()) / 2)
    return lon * np.cos(middle), lat
