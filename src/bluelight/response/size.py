"""How large a simulation may be: what would fill the memory, or never end, is refused before it begins."""

from __future__ import annotations

from bluelight.area import Area
from bluelight.errors import BluelightError

MOST_DAYS = 36_525
MOST_REPLICATIONS = 100_000
MOST_CALLS = 20_000_000
"""Calls of one replication; England has some forty million of all services in a year."""


def check_size(area: Area, days: int, warm_up_days: int, replications: int) -> None:
    """BluelightError where days, replications or the calls that are to be expected are too many."""
    for name, value, most in (
        ("days", days, MOST_DAYS),
        ("warm-up days", warm_up_days, MOST_DAYS),
        ("replications", replications, MOST_REPLICATIONS),
    ):
        if value > most:
            raise BluelightError(f"{name}: {value:,} is too many. Give at most {most:,}.")
    expected = float(area.incident_types["annual_count"].sum()) * (days + warm_up_days) / 365
    if not expected <= MOST_CALLS:
        raise BluelightError(
            f"area {area.id}: its incident types say {expected:,.0f} calls in {days + warm_up_days:,} days, and one "
            f"replication can hold {MOST_CALLS:,}. Check annual_count, or simulate fewer days."
        )
