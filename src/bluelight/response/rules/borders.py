"""Units at home outside the area, which come when they are nearest: their own control room has to be asked first."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
from numpy.typing import NDArray

from bluelight.area import Area

PARAMETER = "over_border_s"


def over_border_minutes(area: Area) -> NDArray[np.float64]:
    """Minutes more before each unit sets off (units,): 0 for the area's own, and where the pack gives none."""
    seconds = np.zeros(len(area.units))
    for i in np.nonzero(at_home_outside(area))[0]:
        with suppress(KeyError):
            seconds[i] = area.parameter(PARAMETER, area.units["service"].iloc[i])
    return seconds / 60.0


def at_home_outside(area: Area) -> NDArray[np.bool_]:
    """Which units have their home outside the area (units,)."""
    outside = area.sites.loc[area.sites["outside"].astype(bool), "site"]
    flags: NDArray[np.bool_] = area.units["site"].isin(set(outside)).to_numpy(dtype=np.bool_)
    return flags
