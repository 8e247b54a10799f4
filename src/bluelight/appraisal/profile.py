"""When the money of a line moves: its share of a full year's effect in each year of the appraisal."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bluelight.appraisal.items import ONE_OFF, LineItem
from bluelight.appraisal.settings import Settings

Floats = NDArray[np.float64]


def year_shares(line: LineItem, settings: Settings, delay_years: float = 0.0) -> Floats:
    """Share of the full yearly amount in each year of the appraisal, shape (appraisal_years,).

    A line with n ramp years reaches 1/(n+1) of its effect in its first year, 2/(n+1) in its second, and all of it in
    year n+1; one with ramp_shares has those in its first years and all of it after. A delay moves the whole profile
    later; a delay of part of a year splits it between two years. A one-off keeps its total, so its last year moves as
    well; what recurs still ends in its end year, so that time lost is lost. What falls after the appraisal does not
    count.
    """
    years = np.arange(settings.first_year, settings.last_year + 1, dtype=np.float64)
    whole = int(np.floor(delay_years))
    part = delay_years - whole
    one_off = line.category in ONE_OFF

    def undelayed(year: Floats) -> Floats:
        since = year - line.start_year
        return np.where((since >= 0) & ((year <= line.end_year) | (not one_off)), _ramp(line, since), 0.0)

    shares = (1.0 - part) * undelayed(years - whole) + part * undelayed(years - whole - 1)
    if not one_off:
        shares = np.where(years <= line.end_year, shares, 0.0)
    return shares


def _ramp(line: LineItem, since: Floats) -> Floats:
    if not line.ramp_shares:
        return np.asarray(np.clip((since + 1) / (line.ramp_years + 1), 0.0, 1.0))
    steps = np.array([*line.ramp_shares, 1.0])
    return np.asarray(steps[np.clip(since, 0, len(line.ramp_shares)).astype(np.int64)])


def residual_share(line: LineItem, settings: Settings, shares: Floats) -> float:
    """Share of what was paid that is left of an asset at the end of the appraisal, by the straight line.

    An asset of `life_years` paid for in a year is used from that year to the last; what is left of its life then is
    left of its value. 0 for a line without a life.
    """
    if line.life_years is None:
        return 0.0
    used = np.arange(settings.appraisal_years, 0, -1, dtype=np.float64)
    return float(shares @ np.clip(1.0 - used / line.life_years, 0.0, 1.0))
