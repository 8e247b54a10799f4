"""How soon control rooms answer: figures by room and sort of call, replication by replication."""

from __future__ import annotations

import numpy as np
import pandas as pd

from bluelight.response.demand import MINUTES_PER_DAY, Calls
from bluelight.response.rules.call_rooms import INCIDENT, TRANSFERRED, Taken

WITHIN_S = 10.0  # 999 calls are held to ten seconds
FIGURES = ("within_10s_share", "mean_wait_s", "p95_wait_s", "busy_share")
COLUMNS = {"replication": np.int64, "room": object, "calls": object, "n": np.int64, **dict.fromkeys(FIGURES, float)}


def none_answered() -> pd.DataFrame:
    """The table of an area whose rooms have no queue."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})


def calls_answered(calls: Calls, taken: Taken) -> pd.DataFrame:
    """How soon calls are answered after the warm-up: a row for each room, of all its calls and of each sort.

    Columns: replication, room (its services), calls ("all", "incident": those that ask for units, "transferred": asked
    by another room, or the name of other calls), n, within_10s_share, mean_wait_s, p95_wait_s (linear between order
    statistics), and busy_share: minutes call-takers are kept, of the minutes they are there; of the room in every row.
    """
    begin, end = calls.warm_up_days * MINUTES_PER_DAY, (calls.warm_up_days + calls.days) * MINUTES_PER_DAY
    hours = np.arange(calls.warm_up_days * 24, (calls.warm_up_days + calls.days) * 24) % taken.rooms.takers.shape[1]
    kept = np.minimum(taken.answered + taken.keeps, end) - np.maximum(taken.answered, begin)
    counted = (taken.came >= begin) & (taken.came < end)
    sorts = [INCIDENT, TRANSFERRED, *(other.name for other in taken.rooms.others)]
    rows = []
    for r, room in enumerate(taken.rooms.names):
        there = float(taken.rooms.takers[r, hours].sum()) * 60.0
        if taken.rooms.takers[r].min() < 0 or there == 0.0:
            continue
        here = taken.room == r
        busy = float(np.clip(kept[here], 0.0, None).sum()) / there
        for sort, name in [(-1, "all"), *enumerate(sorts)]:
            some = here & counted & ((sort < 0) | (taken.sort == sort))
            if some.any():
                wait = (taken.answered[some] - taken.came[some]) * 60.0
                figures = ((wait <= WITHIN_S).mean(), wait.mean(), np.quantile(wait, 0.95), busy)
                rows.append((calls.replication, room, name, int(some.sum()), *figures))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS) if rows else none_answered()
