"""Who waits: requests for a unit while none is free for them, and calls while any of their requests waits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bluelight.response.arrays import Floats
from bluelight.response.trace.journeys import Journeys
from bluelight.response.trace.replication import Replication

Rows = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Waits:
    """Spells of waiting, in minutes from the start of the warm-up; `of` is a request, or a call. Ends may be never."""

    of: Rows
    begin: Floats
    end: Floats  # inf where nobody ever came


def find_waits(replication: Replication, journeys: Journeys) -> Waits:
    """Spells in which a request waits: until the first unit is sent, and after one that was sent is diverted."""
    requests = replication.asked.requests
    never = np.nonzero(replication.outcome.answers["unit"] < 0)[0]
    of = np.concatenate([journeys.request, never])
    sent = np.concatenate([journeys.mobilised, np.full(len(never), np.inf)])
    ended = np.concatenate([journeys.ended, np.full(len(never), np.inf)])
    order = np.lexsort((ended, sent, of))
    of, sent, ended = of[order], sent[order], ended[order]
    since = requests["time"][of].astype(float)
    again = np.nonzero(of[1:] == of[:-1])[0] + 1
    since[again] = ended[again - 1]
    some = sent > since
    return Waits(of[some], since[some], sent[some])


def calls_waiting(replication: Replication, waits: Waits) -> Waits:
    """Spells in which at least one request of a call waits, in order of call."""
    call = replication.asked.call[waits.of]
    order = np.lexsort((waits.begin, call))
    spells: list[tuple[int, float, float]] = []
    for c, begin, end in zip(call[order].tolist(), waits.begin[order], waits.end[order], strict=True):
        if spells and spells[-1][0] == c and begin <= spells[-1][2]:
            spells[-1] = (c, spells[-1][1], max(spells[-1][2], float(end)))
        else:
            spells.append((c, float(begin), float(end)))
    of, starts, ends = zip(*spells, strict=True) if spells else ((), (), ())
    return Waits(np.array(of, dtype=np.int64), np.array(starts, dtype=float), np.array(ends, dtype=float))
