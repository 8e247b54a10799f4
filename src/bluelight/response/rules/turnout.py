"""Turnouts that differ from one to the next, by the crewing of the unit that is sent.

The unit is chosen by the turnout to be expected. How long it then takes has a draw of its own for each place in the
attendance of a call, so that whoever is sent under an option meets the same luck.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.response.arrays import Turnout
from bluelight.response.demand import Calls
from bluelight.response.rules.shifts import own_crewing
from bluelight.response.streams import key_of, stream

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


def sigma_by_crewing(area: Area) -> Floats:
    """The spread of the logarithm of a turnout, by row of `crewing`; 0 where every turnout takes as long."""
    return _by_crewing(area, dict(zip(_pairs(area.turnout_spread), area.turnout_spread["sigma"], strict=True)))


def mean_of_stated(area: Area) -> Floats:
    """What the turnout stated is multiplied by to make it the mean, by row of `crewing`: 1, or exp(σ² / 2)."""
    median = area.turnout_spread[area.turnout_spread["stated"] == "median"]
    sigma = _by_crewing(area, dict(zip(_pairs(median), median["sigma"], strict=True)))
    return np.asarray(np.exp(sigma * sigma / 2.0), dtype=np.float64)


def draw_turnout(area: Area, calls: Calls, call: Ints, order: Ints) -> Turnout | None:
    """What the turnout of each unit is multiplied by at each request; None where the area has no spreads.

    `call` and `order` are by request: the call it is for, and its place in the attendance.
    """
    if not len(area.turnout_spread):
        return None
    spreads = spreads_of(area)
    z = _draws(area, calls, call, order)
    luck = np.ones((len(call), len(spreads)))
    for c, spread in enumerate(spreads[1:], start=1):
        luck[:, c] = np.exp(spread * z - spread * spread / 2.0)
    return Turnout(column_of_unit(area), luck)


def column_of_unit(area: Area) -> Ints:
    """The column of luck of each unit: that of the spread of its own crewing."""
    spreads = spreads_of(area)
    return np.array([spreads.index(s) for s in sigma_by_crewing(area)], dtype=np.int32)[own_crewing(area)]


def spreads_of(area: Area) -> list[float]:
    """Every spread there is, none first."""
    sigma = sigma_by_crewing(area)
    return [0.0, *np.unique(sigma[sigma > 0]).tolist()]


def _draws(area: Area, calls: Calls, call: Ints, order: Ints) -> Floats:
    """A standard normal for each request, from the stream of its incident type and place in the attendance."""
    z = np.empty(len(call))
    incident = calls.incident_type[call]
    for i, name in enumerate(area.incident_types["incident_type"]):
        of_type = calls.incident_type == i
        rank = np.cumsum(of_type) - 1
        for place in np.unique(order[incident == i]):
            asked = np.nonzero((incident == i) & (order == place))[0]
            draw = stream(calls.seed, calls.replication, "turnout", key_of(name), int(place))
            z[asked] = draw.standard_normal(int(of_type.sum()))[rank[call[asked]]]
    return z


def _pairs(rows: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(rows["service"], rows["crewing"], strict=True))


def _by_crewing(area: Area, sigma: dict[tuple[str, str], float]) -> Floats:
    return np.array([sigma.get(pair, 0.0) for pair in _pairs(area.crewing)], dtype=np.float64)
