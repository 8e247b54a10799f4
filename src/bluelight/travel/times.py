"""Travel times of an area: from every site and every zone to every zone, and from every zone to every hospital."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import platformdirs

from bluelight.area import Area
from bluelight.errors import InputError, Problem
from bluelight.travel import cache as cached
from bluelight.travel import distance

Floats = npt.NDArray[np.float64]

USER_CACHE = Path(platformdirs.user_cache_dir("bluelight")) / "travel"
LONGEST_MIN = 240.0
"""A longer drive inside one area is taken for a mistake."""


@dataclass(frozen=True, eq=False)
class TravelTimes:
    """Minutes between places. Places are the area's sites in their order, then its zones in theirs.

    `minutes` (n_sites + n_zones, n_zones) is from place to zone at scale 1; multiply by `scale[service]`.
    `to_hospital` (n_zones, n_hospitals) is minutes by normal road driving; infinite where the pack gives no time.
    `places_lonlat` (n_sites + n_zones, 2) is longitude and latitude in degrees.
    """

    site_ids: tuple[str, ...]
    zone_ids: tuple[str, ...]
    minutes: Floats
    scale: dict[str, float]
    hospital_ids: tuple[str, ...]
    to_hospital: Floats
    places_lonlat: Floats


def travel_times(area: Area, cache: Path | None = USER_CACHE) -> TravelTimes:
    """Travel times by the area's fitted distance model, t = scale * (c0 + b * d^p), d in straight-line km.

    `cache` is a folder in which the matrix is kept by the digest of coordinates and coefficients; None keeps nothing.
    Raises InputError where a time is not a number, negative or longer than four hours.
    """
    sites = area.sites[["lon", "lat"]].to_numpy(dtype=np.float64)
    zones = area.zones[["lon", "lat"]].to_numpy(dtype=np.float64)
    places = np.vstack([sites, zones])
    model = np.array([area.parameter(name) for name in ("travel_c0_min", "travel_b", "travel_p")])
    c0, b, p = (float(value) for value in model)
    minutes = cached.remembered(
        cache,
        cached.digest("distance model 1", places, zones, model),
        (len(places), len(zones)),
        lambda: distance.minutes(distance.straight_line_km(places, zones), c0, b, p),
    )
    scale = {service: area.parameter("travel_scale", service) for service in area.services["service"]}
    _refuse_absurd(area, minutes, scale)
    return TravelTimes(
        site_ids=tuple(area.sites["site"]),
        zone_ids=tuple(area.zones["zone"]),
        minutes=minutes,
        scale=scale,
        hospital_ids=tuple(area.hospitals["hospital"]),
        to_hospital=_to_hospital(area),
        places_lonlat=places,
    )


def _refuse_absurd(area: Area, minutes: Floats, scale: dict[str, float]) -> None:
    """One problem per place, naming its worst zone."""
    problems = []
    names = [f"site {site}" for site in area.sites["site"]] + [f"zone {zone}" for zone in area.zones["zone"]]
    zones = area.zones["zone"].tolist()
    for service, factor in scale.items():
        times = minutes * factor
        absurd = ~((times >= 0) & (times <= LONGEST_MIN))
        for place in np.flatnonzero(absurd.any(axis=1)):
            worst = int(np.argmax(np.where(np.isnan(times[place]), np.inf, np.abs(times[place]))))
            what = f"{service} would take {times[place, worst]:.4g} minutes from {names[place]} to zone {zones[worst]}."
            remedy = f"Check the coordinates and the travel parameters: 0 to {LONGEST_MIN:g} minutes is believable."
            problems.append(Problem(f"area {area.id}", what, remedy))
    if problems:
        raise InputError(problems)


def _to_hospital(area: Area) -> Floats:
    table = area.hospital_minutes
    zone_at = {zone: i for i, zone in enumerate(area.zones["zone"])}
    hospital_at = {hospital: i for i, hospital in enumerate(area.hospitals["hospital"])}
    times = np.full((len(zone_at), len(hospital_at)), np.inf)
    rows = [zone_at[zone] for zone in table["zone"]]
    columns = [hospital_at[hospital] for hospital in table["hospital"]]
    times[rows, columns] = table["minutes"]
    return times
