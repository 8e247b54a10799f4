"""Meal breaks of one replication: how many were given, cut short and missed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from bluelight.area import Area
from bluelight.response.arrays import GIVEN, INTERRUPTED, MISSED, Records
from bluelight.response.demand import MINUTES_PER_DAY, Calls

_COUNTED = {"given": GIVEN, "interrupted": INTERRUPTED, "missed": MISSED}
COLUMNS = {"replication": np.int64, "service": object, "unit_kind": object, **dict.fromkeys(_COUNTED, np.int64)}


def no_breaks() -> pd.DataFrame:
    """The table of an area without breaks."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})


def breaks_given(area: Area, calls: Calls, breaks: Records) -> pd.DataFrame:
    """Breaks that ended after the warm-up, by kind of unit.

    Columns: replication, service, unit_kind, given, interrupted, missed. One that was cut short is had later or missed:
    those that should have been had are given and missed together.
    """
    begin, end = calls.warm_up_days * MINUTES_PER_DAY, (calls.warm_up_days + calls.days) * MINUTES_PER_DAY
    counted = breaks[(breaks["ended"] >= begin) & (breaks["ended"] < end)]
    services, kinds = area.units["service"].to_numpy(), area.units["kind"].to_numpy()
    rows = []
    named = area.breaks[["service", "unit_kind"]].drop_duplicates()
    for service, kind in zip(named["service"], named["unit_kind"], strict=True):
        ours = np.isin(counted["unit"], np.nonzero((services == service) & (kinds == kind))[0])
        found = [int((ours & (counted["what"] == what)).sum()) for what in _COUNTED.values()]
        rows.append((calls.replication, service, kind, *found))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS) if rows else no_breaks()
