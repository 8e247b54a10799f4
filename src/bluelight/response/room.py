"""How much memory a replication needs at least: what cannot fit is refused before anything is allocated."""

from __future__ import annotations

from collections.abc import Iterable

from bluelight.area import Area
from bluelight.area.schema import SERVICES
from bluelight.errors import BluelightError
from bluelight.response.arrays import ANSWER, REQUEST
from bluelight.response.demand import DAYS_PER_YEAR, highest_order
from bluelight.response.rules.turnout import spreads_of

PER_CALL = 5 * 8 + 2 * 4 + len(SERVICES) * (4 * (8 + 1) + 8)
"""Bytes: draws and place of a call; then, by service, times and waits of four arrivals and when it was asked."""

PER_UNIT_HOUR = 3  # duty in the horizon, its changes, and the same with the tail
PER_BEAT_HOUR = 8
GIGABYTE = 1e9


def check_room(areas: Iterable[Area], days: int, at_once: int, free: float | None = None) -> None:
    """BluelightError where `at_once` replications of `days` days (warm-up and all) cannot fit in the memory.

    `free` is in bytes, by default what this machine can give.
    """
    from psutil import virtual_memory  # not needed by who only asks for help

    available = float(virtual_memory().available) if free is None else free
    for area in areas:
        each, shared = per_replication(area, days), per_area(area)
        needed = shared + at_once * each
        if needed > available:
            raise BluelightError(
                f"area {area.id}: {days:,} days of {len(area.units):,} units and {calls_in(area, days):,.0f} calls "
                f"need at least {each / GIGABYTE:,.1f} GB of memory for each replication at a time, and "
                f"{len(area.zones):,} zones {shared / GIGABYTE:,.1f} GB. For {at_once} at a time that is "
                f"{needed / GIGABYTE:,.1f} GB, and {available / GIGABYTE:,.1f} GB are free. Simulate fewer days, or "
                "fewer replications at a time "
                "(--workers 1)."
            )


def per_replication(area: Area, days: int) -> float:
    """Bytes that one replication holds at the same time, at least."""
    orders = highest_order(area)
    asked = area.attendance.groupby("incident_type")["probability"].sum()
    yearly = area.incident_types.set_index("incident_type")["annual_count"].astype(float)
    requests = float((yearly * asked.reindex(yearly.index).fillna(0.0)).sum()) * days / DAYS_PER_YEAR
    patrolling = area.units["service"].isin(area.services.loc[area.services["waits"] == "patrol", "service"]).sum()
    luck = 8 * len(spreads_of(area)) if len(area.turnout_spread) else 0  # of turnouts, by spread
    return (
        calls_in(area, days) * (PER_CALL + 8 * orders)
        + requests * (REQUEST.itemsize + ANSWER.itemsize + luck)
        + days * 24.0 * (len(area.units) * PER_UNIT_HOUR + float(patrolling) * PER_BEAT_HOUR)
    )


def per_area(area: Area) -> float:
    """Bytes of the travel times from place to place, and of the zone times they are made from."""
    zones, places = float(len(area.zones)), float(len(area.zones) + len(area.sites))
    return places * zones * 8 + places * places * 4


def calls_in(area: Area, days: int) -> float:
    """Calls to be expected."""
    return float(area.incident_types["annual_count"].sum()) * days / DAYS_PER_YEAR
