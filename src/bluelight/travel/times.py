"""Travel times of an area: from every site and every zone to every zone, and from every zone to every hospital."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import platformdirs

from bluelight.area import Area
from bluelight.area.matrix import LONGEST_MIN, TravelMatrix
from bluelight.errors import InputError, Problem
from bluelight.travel import cache as cached
from bluelight.travel import distance

Floats = npt.NDArray[np.float64]

USER_CACHE = Path(platformdirs.user_cache_dir("bluelight")) / "travel"


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
    """Travel times by the area's own matrix where its pack has one; otherwise by its distance model.

    The model is t = scale * (c0 + b * d^p), d in straight-line km. `cache` is a folder in which its matrix is kept by
    the digest of coordinates and coefficients; None keeps nothing. Raises InputError where a time is not a number,
    negative or longer than four hours, and where the pack's matrix has no times for a site or zone where it is now.
    """
    sites = area.sites[["lon", "lat"]].to_numpy(dtype=np.float64)
    zones = area.zones[["lon", "lat"]].to_numpy(dtype=np.float64)
    places = np.vstack([sites, zones])
    minutes = _by_distance(area, places, zones, cache) if area.travel is None else _by_matrix(area, area.travel)
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


def _by_distance(area: Area, places: Floats, zones: Floats, cache: Path | None) -> Floats:
    model = np.array([area.parameter(name) for name in ("travel_c0_min", "travel_b", "travel_p")])
    c0, b, p = (float(value) for value in model)
    return cached.remembered(
        cache,
        cached.digest("distance model 1", places, zones, model),
        (len(places), len(zones)),
        lambda: distance.minutes(distance.straight_line_km(places, zones), c0, b, p),
    )


def _by_matrix(area: Area, matrix: TravelMatrix) -> Floats:
    """The pack's matrix in the order of the area's tables. A place it has no times for, or moved since, is refused."""
    problems = []
    rows: dict[str, list[int]] = {}
    for kind, known, where in (
        ("site", matrix.site_ids, matrix.site_lonlat),
        ("zone", matrix.zone_ids, matrix.zone_lonlat),
    ):
        at = {name: i for i, name in enumerate(known)}
        table = area.sites if kind == "site" else area.zones
        rows[kind] = []
        for name, lon, lat in zip(table[kind], table["lon"], table["lat"], strict=True):
            row = at.get(name)
            if row is not None and where[row].tolist() == [lon, lat]:
                rows[kind].append(row)
                continue
            what = f"{kind} {name} {'is not in' if row is None else 'has moved since'} the pack's travel matrix."
            remedy = f"Build the pack again with this {kind} where it is now, or name one that is there."
            problems.append(Problem(f"area {area.id}", what, remedy))
    if problems:
        raise InputError(problems)
    places = rows["site"] + [len(matrix.site_ids) + row for row in rows["zone"]]
    return np.ascontiguousarray(matrix.minutes[np.ix_(places, rows["zone"])])


def _refuse_absurd(area: Area, minutes: Floats, scale: dict[str, float]) -> None:
    """One problem per place, naming its worst zone."""
    least, most = minutes.min(initial=0.0), minutes.max(initial=0.0)
    if all(least * factor >= 0 and most * factor <= LONGEST_MIN for factor in scale.values()):
        return  # without a look at each, as nearly always; not where one is NaN, which is neither
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
