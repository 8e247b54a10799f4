"""What the kernel keeps in order: jobs by when they end, and requests that wait by rank and age."""
# mypy: allow-untyped-defs

from __future__ import annotations

import numpy as np

from bluelight.response.compiling import compiled

QUEUE = np.dtype([("head", "i4"), ("tail", "i4")], align=True)
JOB = np.dtype([("time", "f8"), ("unit", "i4")], align=True)


@compiled
def wait(request, kind, rank, kinds, queue, after):
    """Requests wait by rank, then in the order in which they were made."""
    if queue[kind, rank].head < 0:
        queue[kind, rank].head = request
    else:
        after[queue[kind, rank].tail] = request
    queue[kind, rank].tail = request
    after[request] = -1
    kinds[kind].waiting += 1


@compiled
def made_before(request, other, requests, later):
    """Whether a request was made before another: in order of time, but those made later stand behind all others."""
    if later is None:
        return request < other
    if requests[request].time == requests[other].time:
        return request < other
    return requests[request].time < requests[other].time


@compiled
def wait_again(request, kind, rank, kinds, queue, after, requests, later):
    """As `wait`, for a request that may be older than some of those that wait."""
    before, behind = -1, queue[kind, rank].head
    while behind >= 0 and made_before(behind, request, requests, later):
        before, behind = behind, after[behind]
    after[request] = behind
    if before < 0:
        queue[kind, rank].head = request
    else:
        after[before] = request
    if behind < 0:
        queue[kind, rank].tail = request
    kinds[kind].waiting += 1


@compiled
def first_waiting(kind, kinds, queue, after):
    """Take the request that is served next out of its queue; there must be one."""
    rank = 0
    while queue[kind, rank].head < 0:
        rank += 1
    request = queue[kind, rank].head
    queue[kind, rank].head = after[request]
    kinds[kind].waiting -= 1
    return request


@compiled
def push(time, unit, jobs, size):
    """Put a job in the binary heap of `size[0]`; the earliest to end, and of those the lowest unit, is on top."""
    i = size[0]
    size[0] += 1
    while i > 0:
        parent = (i - 1) >> 1
        if jobs[parent].time < time or (jobs[parent].time == time and jobs[parent].unit < unit):
            break
        jobs[i].time = jobs[parent].time
        jobs[i].unit = jobs[parent].unit
        i = parent
    jobs[i].time = time
    jobs[i].unit = unit


@compiled
def pop(jobs, size):
    """Take the job on top out of the heap."""
    size[0] -= 1
    last = size[0]
    time, unit = jobs[last].time, jobs[last].unit
    i = 0
    while True:
        child = 2 * i + 1
        if child >= last:
            break
        if child + 1 < last and (
            jobs[child + 1].time < jobs[child].time
            or (jobs[child + 1].time == jobs[child].time and jobs[child + 1].unit < jobs[child].unit)
        ):
            child += 1
        if time < jobs[child].time or (time == jobs[child].time and unit < jobs[child].unit):
            break
        jobs[i].time = jobs[child].time
        jobs[i].unit = jobs[child].unit
        i = child
    jobs[i].time = time
    jobs[i].unit = unit


@compiled
def remove(unit, jobs, size):
    """Take the job of a unit, which must be there, out of the heap."""
    i = 0
    while jobs[i].unit != unit:
        i += 1
    while i > 0:  # the job rises to the top, each above it goes down by one, and the top is taken
        parent = (i - 1) >> 1
        jobs[i].time = jobs[parent].time
        jobs[i].unit = jobs[parent].unit
        i = parent
    pop(jobs, size)
