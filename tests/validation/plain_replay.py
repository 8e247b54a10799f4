"""The rules of a replay in plain Python: one loop over moments, every unit looked at, nothing kept up."""

import math


def replay(xy, siren, bases, hospitals, calls, return_factor):
    """Answers (response, unit, waited) by call. `siren[a][b]` is from a to b; calls are (time, zone, stay, hospital?,
    handover); units are numbered from 0."""
    busy_until = [None] * len(bases)
    ends_at = [None] * len(bases)  # where a unit on a job will be when it finishes
    home = [(-math.inf, -math.inf, b, b) for b in bases]  # set off, home at, from, to
    answers = [None] * len(calls)
    waiting = []

    def where(unit, now):
        left, there, a, b = home[unit]
        if now >= there:
            return b
        share = (now - left) / (there - left)
        x, y = (xy[a][k] + share * (xy[b][k] - xy[a][k]) for k in (0, 1))
        return min(range(len(xy)), key=lambda z: (xy[z][0] - x) * (xy[z][0] - x) + (xy[z][1] - y) * (xy[z][1] - y))

    def send(unit, call, now, here):
        time, zone, on_scene, to_hospital, handover = calls[call]
        minutes = siren[here][zone]
        answers[call] = (now + minutes - time, unit, now - time)
        end, stay = zone, on_scene
        if to_hospital:
            end = min(hospitals, key=lambda h: (siren[zone][h], hospitals.index(h)))
            stay = on_scene + (siren[zone][end] + handover)
        busy_until[unit], ends_at[unit] = now + minutes + stay, end

    upcoming = list(range(len(calls)))
    while upcoming or any(t is not None for t in busy_until):
        finishing = [(t, u) for u, t in enumerate(busy_until) if t is not None]
        if finishing and (not upcoming or min(finishing)[0] <= calls[upcoming[0]][0]):
            now, unit = min(finishing)
            here, busy_until[unit] = ends_at[unit], None
            if waiting:
                send(unit, waiting.pop(0), now, here)
            else:
                home[unit] = (now, now + siren[here][bases[unit]] / return_factor, here, bases[unit])
            continue
        call = upcoming.pop(0)
        now = calls[call][0]
        free = [u for u, t in enumerate(busy_until) if t is None]
        if free:
            unit = min(free, key=lambda u: (siren[where(u, now)][calls[call][1]], u))
            send(unit, call, now, where(unit, now))
        else:
            waiting.append(call)
    return answers
