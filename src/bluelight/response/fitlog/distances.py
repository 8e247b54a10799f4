"""How far each unit drove, in a straight line: given, or from the places it came from and went to."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bluelight.errors import InputError, Problem
from bluelight.response.fitlog.reading import MISSING, UNREADABLE, USED, Floats, Log, Words, plain_name, read_text
from bluelight.travel.distance import EARTH_RADIUS_KM

UNKNOWN_PLACE = "unknown_place"


def distances(log: Log) -> tuple[Floats | None, Words]:
    """Straight-line km of each row and whether it can be used; None where the mapping gives no distance."""
    columns = log.mapping.columns
    fate = np.full(len(log), USED, dtype=object)
    if columns.distance_km is not None:
        km, unreadable = log.numbers(columns.distance_km)
        unreadable |= km < 0
        fate[np.isnan(km)] = MISSING
        fate[unreadable] = UNREADABLE
        return km, fate
    for plane in (True, False):
        names = ("x_m", "y_m") if plane else ("lon", "lat")
        to = [getattr(columns, name) for name in names]
        if None in to:
            continue
        here = [getattr(columns, f"origin_{name}") for name in names]
        if None not in here:
            start, unread = _pair(log, here)
        elif columns.origin is not None and log.mapping.places is not None:
            start, unread = _places(log, names), np.zeros(len(log), dtype=np.bool_)
            fate[np.isnan(start).any(axis=1)] = UNKNOWN_PLACE
            fate[log.words(columns.origin, "") == ""] = MISSING
        else:
            continue
        end, unread_end = _pair(log, to)
        fate[(fate == USED) & (np.isnan(start) | np.isnan(end)).any(axis=1)] = MISSING
        fate[unread | unread_end] = UNREADABLE
        return _km(start, end, plane), fate
    return None, fate


def _pair(log: Log, names: list[str]) -> tuple[Floats, NDArray[np.bool_]]:
    (x, bad_x), (y, bad_y) = (log.numbers(name) for name in names)
    return np.stack([x, y], axis=1), bad_x | bad_y


def _places(log: Log, names: tuple[str, str]) -> Floats:
    """Where each row's unit came from (rows, 2), NaN where the file has no such place. InputError for a wrong file."""
    places = log.mapping.places
    assert places is not None
    path = log.mapping.folder / places.file
    columns = [getattr(places, name) for name in names]
    if None in columns:
        what = f"places: names no {' and '.join(names)}, as the log's incidents have."
        raise InputError([Problem("mapping", what, "Name both.")])
    rows = read_text(path, [places.name, *columns])
    rows["key"] = rows[places.name].map(plain_name)
    twice = rows.loc[rows["key"].duplicated() & (rows["key"] != ""), places.name].tolist()
    if twice:
        remedy = "Leave one of each name in the file."
        raise InputError([Problem(str(path), f'names "{name}" twice.', remedy) for name in twice])
    alias = {plain_name(here): plain_name(there) for here, there in places.alias.items()}
    key = log.rows[str(log.mapping.columns.origin)].map(plain_name)
    at = rows.set_index("key")[columns].apply(pd.to_numeric, errors="coerce").replace([np.inf, -np.inf], np.nan)
    found = at.reindex(key.map(lambda name: alias.get(name, name)))
    return np.asarray(found, dtype=np.float64)


def _km(start: Floats, end: Floats, plane: bool) -> Floats:
    if plane:
        return np.asarray(np.hypot(*(end - start).T) / 1000.0, dtype=np.float64)
    chord = np.sqrt(((_on_sphere(end) - _on_sphere(start)) ** 2).sum(axis=1))
    return np.asarray(2.0 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chord / 2.0, 1.0)), dtype=np.float64)


def _on_sphere(lonlat: Floats) -> Floats:
    """Longitude and latitude as points on a sphere of radius 1 (rows, 3)."""
    lon, lat = np.radians(lonlat).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
