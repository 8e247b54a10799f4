"""Travel by period: drives that begin in some hours of the week take longer or shorter.

The kernel keeps one scale of travel minutes for each kind; where an area has periods, it is set anew at each moment.
"""
# mypy: allow-untyped-defs

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.area.week import HOURS, week_hours
from bluelight.response.arrays import Floats, Records
from bluelight.response.compiling import compiled


def multipliers(area: Area, service: str) -> Floats | None:
    """What a service's driving times are multiplied by in each hour of the week (168,), None where always by 1."""
    periods = area.travel_periods
    rows = periods[periods["service"].isin(("all", service))].to_dict("records")
    if not rows:
        return None
    by_hour = np.ones(HOURS)
    for row in sorted(rows, key=lambda row: row["service"] != "all"):
        by_hour[week_hours(row["weekdays"], row["hour_from"], row["hour_to"])] = row["multiplier"]
    return by_hour


def compile_pace(area: Area, kinds: tuple[tuple[str, str], ...], scale: Mapping[str, float]) -> Floats | None:
    """The scale of travel minutes by hour of the week and kind (168, kinds), None where it is always the same."""
    by_service = {service: multipliers(area, service) for service, _ in kinds}
    if all(by_hour is None for by_hour in by_service.values()):
        return None
    pace = np.ones((HOURS, len(kinds)))
    for k, (service, _) in enumerate(kinds):
        by_hour = by_service[service]
        pace[:, k] = scale[service] * (by_hour if by_hour is not None else 1.0)
    return pace


def scale_at(pace: Floats | None, kinds: Records, kind: NDArray[np.int32], time: Floats) -> Floats:
    """The scale of travel minutes of each of some kinds, each at its moment; NaN where there is no moment."""
    if pace is None:
        always: Floats = kinds["scale"][kind]
        return always
    known = np.isfinite(time)
    hour = (np.where(known, time, 0.0) / 60.0).astype(np.int64) % len(pace)
    return np.where(known, pace[hour, kind], np.nan)


@compiled
def keep_pace(now, pace, kinds):
    """Let drives that begin now take as long as they do in this hour."""
    hour = int(now / 60.0) % len(pace)
    for kind in range(len(kinds)):
        kinds[kind].scale = pace[hour, kind]
