"""Compiled counting: arrivals by call and service, and the summary of groups of values."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

ARRIVALS = ("first", "second", "third", "full")

compiled = njit(cache=True, nogil=True, error_model="numpy")


@compiled
def arrivals_by_call(
    call: Any, service: Any, asked: Any, mobilised: Any, arrival: Any, n_calls: int, n_services: int
) -> tuple[Any, Any, Any]:
    """When units of each service reached each call, from columns by request.

    Returns the times of the first, second, third and last arrival (4, services, calls), NaN where there was none;
    whether the request of that unit (of the last: of any unit) had to wait for one to be free (same shape); and when
    the service was asked (services, calls).
    """
    times = np.full((4, n_services, n_calls), np.nan)
    waited = np.zeros((4, n_services, n_calls), np.bool_)
    asked_at = np.full((n_services, n_calls), np.nan)
    for i in range(len(call)):
        s, c = service[i], call[i]
        if not asked_at[s, c] <= asked[i]:  # full attendance may be asked for later
            asked_at[s, c] = asked[i]
        here, late = arrival[i], mobilised[i] > asked[i]
        waited[3, s, c] |= late
        if np.isnan(times[3, s, c]) or here > times[3, s, c]:
            times[3, s, c] = here
        for a in range(3):
            if np.isnan(times[a, s, c]):
                times[a, s, c] = here
                waited[a, s, c] = late
                break
            if here < times[a, s, c]:
                here, times[a, s, c] = times[a, s, c], here
                late, waited[a, s, c] = waited[a, s, c], late
    return times, waited, asked_at


@compiled
def group_summary(rising: Any, group: Any, within: Any, waited: Any, n_groups: int) -> Any:
    """Count, mean, median, 90th percentile, share within and share that waited, by group (groups, 6).

    Percentiles are linear between order statistics. `within` is 1, 0, or -1 where no standard holds. NaN for what there
    is none of.
    The values come in rising order, so that dealing them out leaves every group in order.
    """
    count, held = np.zeros(n_groups, np.int64), np.zeros(n_groups, np.int64)
    inside, late = np.zeros(n_groups, np.int64), np.zeros(n_groups, np.int64)
    for i in range(len(rising)):
        g = group[i]
        count[g] += 1
        late[g] += waited[i]
        if within[i] >= 0:
            held[g] += 1
            inside[g] += within[i]
    begin = np.zeros(n_groups + 1, np.int64)
    for g in range(n_groups):
        begin[g + 1] = begin[g] + count[g]
    dealt = np.empty(len(rising))
    fill = begin[:-1].copy()
    for i in range(len(rising)):
        dealt[fill[group[i]]] = rising[i]
        fill[group[i]] += 1
    summary = np.full((n_groups, 6), np.nan)
    for g in range(n_groups):
        summary[g, 0] = count[g]
        if count[g] > 0:
            part = dealt[begin[g] : begin[g + 1]]
            summary[g, 1] = part.sum() / count[g]
            summary[g, 2] = _quantile(part, 0.5)
            summary[g, 3] = _quantile(part, 0.9)
            summary[g, 5] = late[g] / count[g]
        if held[g] > 0:
            summary[g, 4] = inside[g] / held[g]
    return summary


@compiled
def _quantile(ordered: Any, share: float) -> float:
    at = (len(ordered) - 1) * share
    below = int(at)
    above = min(below + 1, len(ordered) - 1)
    return float(ordered[below] + (at - below) * (ordered[above] - ordered[below]))
