"""Response standards as limits by arrival, incident type and zone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.response.once import once

CLOCKS = ("call", "mobilisation")


@dataclass(frozen=True, eq=False)
class Limits:
    """The standards of one service: minutes (3 arrivals, types, urban and rural), NaN where there is none."""

    minutes: NDArray[np.float64]
    clock: NDArray[np.int8]  # (3 arrivals, types): row of CLOCKS
    main_clock: str  # the clock of the service's first standard for a first arrival; from the call where it has none


@once
def limits_of(area: Area, service: str) -> Limits:
    """Where several standards cover the same arrival of a type, the first in the pack is the one it is held to."""
    type_row = {name: i for i, name in enumerate(area.incident_types["incident_type"])}
    minutes = np.full((3, len(type_row), 2), np.nan)
    clock = np.zeros((3, len(type_row)), dtype=np.int8)
    rows = area.standards[(area.standards["service"] == service) & (area.standards["arrival"] <= 3)]
    for row in rows.to_dict("records"):
        for name in row["incident_types"]:
            a, i = int(row["arrival"]) - 1, type_row[name]
            if np.isnan(minutes[a, i, 0]):
                rural = row["minutes"] if pd.isna(row["rural_minutes"]) else row["rural_minutes"]
                minutes[a, i] = row["minutes"], rural
                clock[a, i] = CLOCKS.index(row["clock"])
    first = rows.loc[rows["arrival"] == 1, "clock"]
    return Limits(minutes, clock, str(first.iloc[0]) if len(first) else "call")
