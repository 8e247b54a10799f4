"""Good p-median plans fast: greedy opening, then the best swap of one site for another until none helps.

Teitz and Bart, Operations Research 16 (1968) 955-961; the gain of every swap with one entering site in one pass over
the zones is Whitaker's, INFOR 21 (1983) 95-108, on which Resende and Werneck's search (2007) is built.
"""
# mypy: allow-untyped-defs

from __future__ import annotations

import numpy as np

from bluelight.compiling import kept

compiled = kept(nogil=True)


@compiled
def greedy(cost, is_open, allowed, p):
    """Open the site that helps most until `p` are open. Changes `is_open`; `cost` is (sites, zones)."""
    sites, zones = cost.shape
    best = np.full(zones, np.inf)
    count = 0
    for site in range(sites):
        if is_open[site]:
            count += 1
            best = np.minimum(best, cost[site])
    while count < p:
        entering, least = -1, np.inf
        for site in range(sites):
            if allowed[site] and not is_open[site]:
                total = 0.0
                for zone in range(zones):
                    total += min(best[zone], cost[site, zone])
                if total < least:
                    entering, least = site, total
        is_open[entering] = True
        best = np.minimum(best, cost[entering])
        count += 1


@compiled
def swap_until_none_helps(cost, is_open, fixed, allowed, price, budget):
    """Swap one open site that is not fixed for one closed, the best swap first. Changes `is_open`; gives the cost.

    No swap leaves the `price` (sites,) of what is open above the `budget`.
    """
    sites, zones = cost.shape
    spent = price[is_open].sum()
    nearest = np.empty(zones, np.int64)
    first = np.empty(zones)
    second = np.empty(zones)
    loss = np.empty(sites)
    while True:
        first[:] = np.inf
        second[:] = np.inf
        for site in range(sites):
            if is_open[site]:
                for zone in range(zones):
                    value = cost[site, zone]
                    if value < first[zone]:
                        second[zone] = first[zone]
                        first[zone] = value
                        nearest[zone] = site
                    elif value < second[zone]:
                        second[zone] = value
        total = first.sum()
        best_change, entering, leaving = -1e-9 * max(total, 1e-300), -1, -1
        for site in range(sites):
            if is_open[site] or not allowed[site]:
                continue
            gain = 0.0
            loss[:] = 0.0
            for zone in range(zones):
                value = cost[site, zone]
                if value < first[zone]:
                    gain += first[zone] - value
                else:
                    loss[nearest[zone]] += min(second[zone], value) - first[zone]
            for other in range(sites):
                dear = spent + price[site] - price[other] > budget
                if is_open[other] and not fixed[other] and not dear and loss[other] - gain < best_change:
                    best_change, entering, leaving = loss[other] - gain, site, other
        if entering < 0:
            return total
        is_open[entering] = True
        is_open[leaving] = False
        spent += price[entering] - price[leaving]
