"""Who waits longer, by how deprived the place is: changes in response by fifth of deprivation."""

from __future__ import annotations

import numpy as np
import pandas as pd

from bluelight.area import Area
from bluelight.response import Performance
from bluelight.response.comparison import t_half_width
from bluelight.studies.results import SERVICES, Estimate, FifthResponse

DAYS_PER_YEAR = 365.0
_OF_A_CALL = ["replication", "service", "group"]


def fifths_of(area: Area, base: Performance, option: Performance) -> list[FifthResponse]:
    """Change of mean response by service and fifth of deprivation, weighted by calls; paired over replications.

    Empty for business as usual, and where the area gives no deciles. A fifth is two deciles of `imd_decile`, 1 the most
    deprived. Intervals are 95% by Student's t over replications; a fifth with fewer than two replications is left out.
    """
    known = area.zones.dropna(subset=["imd_decile"])
    if option is base or known.empty:
        return []
    fifth = {str(z): (int(decile) + 1) // 2 for z, decile in zip(known["zone"], known["imd_decile"], strict=True)}
    both = _by_zone(base).merge(_by_zone(option), on=_OF_A_CALL, suffixes=("_base", "_option"))
    both["fifth"] = both["group"].map(fifth)
    both = both.dropna(subset=["fifth", "mean_min_base", "mean_min_option"])
    found = []
    for service in SERVICES:
        for number in range(1, 6):
            rows = both[(both["service"] == service) & (both["fifth"] == number)]
            change = _change(rows)
            if change is not None:
                found.append(
                    FifthResponse(
                        service=service,
                        fifth=number,
                        zones=rows["group"].nunique(),
                        calls_per_year=float(rows["n_base"].sum() / base.replications * DAYS_PER_YEAR / base.days),
                        change_min=change,
                    )
                )
    return found


def _by_zone(performance: Performance) -> pd.DataFrame:
    rows = performance.measures
    zones = (rows["grouping"] == "zone") & (rows["arrival"] == "first") & rows["service"].isin(SERVICES)
    return rows.loc[zones, [*_OF_A_CALL, "n", "mean_min"]]


def _change(rows: pd.DataFrame) -> Estimate | None:
    """Mean over replications of the differences, each a mean over calls; None for fewer than two replications."""
    minutes = (rows["mean_min_option"] * rows["n_option"]).groupby(rows["replication"]).sum()
    minutes_base = (rows["mean_min_base"] * rows["n_base"]).groupby(rows["replication"]).sum()
    calls, calls_base = (rows[name].groupby(rows["replication"]).sum() for name in ("n_option", "n_base"))
    change = (minutes / calls - minutes_base / calls_base).to_numpy(dtype=float)
    if len(change) < 2:
        return None
    half = float(t_half_width(np.array([change.std(ddof=1)]), np.array([len(change)]))[0])
    mean = float(change.mean())
    return Estimate(value=mean, low=mean - half, high=mean + half)
