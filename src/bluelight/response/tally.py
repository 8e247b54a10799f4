"""Compiled counting: arrivals by call and service, and the summary of groups of values."""

from __future__ import annotations

from typing import Any

import numpy as np

from bluelight.compiling import kept

ARRIVALS = ("first", "second", "third", "full")
_DIGIT = 11  # bits sorted by at once
_NONE = np.int8(-1)

compiled = kept(nogil=True, error_model="numpy")


@compiled
def arrivals_by_call(call: Any, asked: Any, mobilised: Any, arrival: Any, n_calls: int) -> tuple[Any, Any, Any]:
    """When units of a service reached each call, from columns by request.

    Returns the times of the first, second, third and last arrival (4, calls), NaN where there was none; whether the
    request of that unit (of the last: of any unit) had to wait for one to be free (same shape); and when the service
    was asked (calls,).
    """
    times = np.full((4, n_calls), np.nan)
    waited = np.zeros((4, n_calls), np.bool_)
    asked_at = np.full(n_calls, np.nan)
    for i in range(len(call)):
        c = call[i]
        if not asked_at[c] <= asked[i]:  # full attendance may be asked for later
            asked_at[c] = asked[i]
        here, late = arrival[i], mobilised[i] > asked[i]
        waited[3, c] |= late
        if np.isnan(times[3, c]) or here > times[3, c]:
            times[3, c] = here
        for a in range(3):
            if np.isnan(times[a, c]):
                times[a, c] = here
                waited[a, c] = late
                break
            if here < times[a, c]:
                here, times[a, c] = times[a, c], here
                late, waited[a, c] = waited[a, c], late
    return times, waited, asked_at


@compiled
def first_of_any(times: Any, waited: Any) -> tuple[Any, Any, Any]:
    """By call: the service that was first there, the first on ties; when; whether it waited. From (services, calls).

    NaN, and the first service, where nobody ever was.
    """
    n = times.shape[1]
    first, soonest, late = np.zeros(n, np.int64), times[0].copy(), waited[0].copy()
    for s in range(1, len(times)):
        for c in range(n):
            if times[s, c] < soonest[c] or (np.isnan(soonest[c]) and not np.isnan(times[s, c])):
                first[c], soonest[c], late[c] = s, times[s, c], waited[s, c]
    return first, soonest, late


@compiled
def rising(minutes: Any) -> Any:
    """The order in which values, none of them NaN, rise; of equal ones, any.

    By their bits, which rise as the values do: those that differ first, three digits of them, then what is left over
    by insertion. Half the time of numpy's, which compares.
    """
    n = len(minutes)
    keys, order = minutes.view(np.uint64).copy(), np.arange(n)
    if n == 0:
        return order
    sign = np.uint64(1) << np.uint64(63)
    for i in range(n):
        keys[i] = ~keys[i] if keys[i] & sign else keys[i] | sign
    least, spread = keys.min(), keys.max() - keys.min()
    shift = np.uint64(0)
    while (spread >> shift) >> np.uint64(3 * _DIGIT):
        shift += np.uint64(1)
    mask = np.uint64((1 << _DIGIT) - 1)
    keys_to, order_to = np.empty_like(keys), np.empty_like(order)
    for digit in range(3):
        by = shift + np.uint64(_DIGIT * digit)
        begin = np.zeros((1 << _DIGIT) + 1, np.int64)
        for i in range(n):
            begin[((keys[i] - least) >> by & mask) + np.uint64(1)] += 1
        for value in range(1 << _DIGIT):
            begin[value + 1] += begin[value]
        for i in range(n):
            value = (keys[i] - least) >> by & mask
            keys_to[begin[value]] = keys[i]
            order_to[begin[value]] = order[i]
            begin[value] += 1
        keys, keys_to, order, order_to = keys_to, keys, order_to, order
    for i in range(1, n):
        key, at, j = keys[i], order[i], i
        while j > 0 and keys[j - 1] > key:
            keys[j], order[j] = keys[j - 1], order[j - 1]
            j -= 1
        keys[j], order[j] = key, at
    return order


@compiled
def reached_by(times: Any, start: Any, counted: Any) -> tuple[Any, Any]:
    """The counted calls that were reached at all and the minutes it took from a start, the shortest first."""
    n = 0
    for c in range(len(times)):
        n += counted[c] and not np.isnan(times[c])
    calls, minutes = np.empty(n, np.int64), np.empty(n)
    n = 0
    for c in range(len(times)):
        if counted[c] and not np.isnan(times[c]):
            calls[n], minutes[n] = c, times[c] - start[c]
            n += 1
    order = rising(minutes)
    return calls[order], minutes[order]


@compiled
def among(calls: Any, minutes: Any, incident: Any, named: Any) -> tuple[Any, Any]:
    """The calls of the types named, and their minutes, in the same order."""
    n = 0
    for i in range(len(calls)):
        n += named[incident[i]]
    some, theirs = np.empty(n, np.int64), np.empty(n)
    n = 0
    for i in range(len(calls)):
        if named[incident[i]]:
            some[n], theirs[n] = calls[i], minutes[i]
            n += 1
    return some, theirs


@compiled
def by_type(minutes: Any, incident: Any, rural: Any, limit: Any, waited: Any, usual: Any) -> tuple[Any, Any, Any]:
    """Figures by incident type, then of all usual types together (types + 1, 6); `within` and which calls are usual.

    Columns are by call in rising order of minutes; `limit` (types, urban and rural) is NaN where no standard holds.
    """
    n, types = len(minutes), len(usual)
    within, kept = np.empty(n, np.int8), np.empty(n, np.bool_)
    some = 0
    for i in range(n):
        most = limit[incident[i], rural[i]]
        within[i] = _NONE if np.isnan(most) else np.int8(minutes[i] <= most)
        kept[i] = usual[incident[i]]
        some += kept[i]
    theirs, one = np.empty(some), np.zeros(some, incident.dtype)
    held, late = np.empty(some, np.int8), np.empty(some, np.bool_)
    some = 0
    for i in range(n):  # a loop each: arrays chosen from by flags take ten times as long to compile
        if kept[i]:
            theirs[some], held[some], late[some] = minutes[i], within[i], waited[i]
            some += 1
    figures = np.empty((types + 1, 6))
    _summarise(minutes, incident, within, waited, figures, 0, types)
    _summarise(theirs, one, held, late, figures, types, 1)
    return figures, within, kept


@compiled
def group_summary(rising: Any, group: Any, within: Any, waited: Any, n_groups: int) -> Any:
    """Count, mean, median, 90th percentile, share within and share that waited, by group (groups, 6).

    Percentiles are linear between order statistics. `within` is 1, 0, or -1 where no standard holds. NaN for what there
    is none of.
    The values come in rising order, so that dealing them out leaves every group in order.
    """
    summary = np.empty((n_groups, 6))
    _summarise(rising, group, within, waited, summary, 0, n_groups)
    return summary


@compiled
def _summarise(rising: Any, group: Any, within: Any, waited: Any, summary: Any, first: int, n_groups: int) -> None:
    """`group_summary`, written into the rows of `summary` from `first` on."""
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
    fill = begin.copy()
    for i in range(len(rising)):
        dealt[fill[group[i]]] = rising[i]
        fill[group[i]] += 1
    for g in range(n_groups):
        row = first + g
        for column in range(6):
            summary[row, column] = np.nan
        summary[row, 0] = count[g]
        if count[g] > 0:
            part = dealt[begin[g] : begin[g + 1]]
            summary[row, 1] = part.sum() / count[g]
            summary[row, 2] = _quantile(part, 0.5)
            summary[row, 3] = _quantile(part, 0.9)
            summary[row, 5] = late[g] / count[g]
        if held[g] > 0:
            summary[row, 4] = inside[g] / held[g]


@compiled
def _quantile(ordered: Any, share: float) -> float:
    at = (len(ordered) - 1) * share
    below = int(at)
    above = min(below + 1, len(ordered) - 1)
    return float(ordered[below] + (at - below) * (ordered[above] - ordered[below]))
