"""What a planner would ask next of the plan that a search recommends, each answered by solving and screening again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bluelight.errors import BluelightError
from bluelight.options.words import pounds
from bluelight.studies.results import Estimate
from bluelight.studies.search.naming import plan_words
from bluelight.studies.search.results import Asks, Kind
from bluelight.studies.search.screened import Screen, Screened, climb, flags
from bluelight.studies.search.static import Conditions, Static

MOST_KEPT = 6


def ask_next(screen: Screen, static: Static, chosen: Screened, kept: Conditions) -> list[Asks]:
    """One site more, one fewer, each closed site kept, and each condition left out, the dearest condition first."""
    place, sites = screen.place, len(chosen.key)
    found: list[Asks] = []
    sizes: tuple[tuple[int, Kind], ...] = ((1, "one more"), (-1, "one fewer"))
    for more, kind in sizes:
        to = sites + more
        wanted = replace(kept, least=to, most=to)
        plan = _solve(screen, static, wanted) if 1 <= to <= min(kept.units, len(place.sites)) else None
        title = f"What would one site {'more' if more > 0 else 'fewer'} do?"
        found.append(_said(screen, static, chosen, plan, title, kind))
    exact = replace(kept, least=sites, most=sites)
    closed = [i for i in np.nonzero(place.stations)[0].tolist() if i not in chosen.key and i not in kept.close]
    loss = {i: static.value(flags([*chosen.key, i], len(place.sites))) for i in closed}
    missed = sorted(closed, key=lambda i: -loss[i] if static.covers else loss[i])[:MOST_KEPT]
    for site in missed:
        plan = _solve(screen, static, replace(exact, stay=exact.stay | {site}))
        title = f"What if {place.name(site)} stays?"
        found.append(_said(screen, static, chosen, plan, title, "keeps a site"))
    return [*found, *_conditions(screen, static, chosen, exact)]


def _conditions(screen: Screen, static: Static, chosen: Screened, kept: Conditions) -> list[Asks]:
    """What each condition costs: the best plan without it, solved again."""
    place, found = screen.place, []
    free: list[tuple[str, Conditions]] = []
    for site in sorted(kept.stay):
        if place.sites[site] in place.search.question.stay:
            free.append((f"that {place.name(site)} stays", replace(kept, stay=kept.stay - {site})))
    for site in sorted(kept.close):
        free.append((f"that {place.name(site)} closes", replace(kept, close=kept.close - {site})))
    if kept.slowest is not None:
        free.append((f"that no zone is further than {kept.slowest:g} minutes' drive", replace(kept, slowest=None)))
    if kept.budget is not None:
        free.append((f"that at most {pounds(kept.budget)} is spent", replace(kept, budget=None)))
    for said, without in free:
        plan = _solve(screen, static, without)
        found.append(_said(screen, static, chosen, plan, f"What does the condition cost {said}?", "a condition"))
    return sorted(found, key=lambda a: a.change.value if a.change is not None else 0.0)


def _solve(screen: Screen, static: Static, kept: Conditions) -> Screened | None:
    """The best plan by the map, then by swaps in the screening; None where there is none."""
    try:
        best = static.best(kept.least, kept)
    except BluelightError:
        return None
    start = screen.look([flags(best.sites, len(screen.place.sites))], kept)
    return climb(screen, start[0], kept, None) if start else None


def _said(screen: Screen, static: Static, chosen: Screened, plan: Screened | None, title: str, kind: Kind) -> Asks:
    if plan is None:
        return Asks(question=title, answer="No plan keeps the conditions.", kind=kind)
    place = screen.place
    if plan.key == chosen.key:
        return Asks(question=title, answer="Nothing: the plan would be the same.", kind=kind)
    mean, low, high = screen.difference(plan, chosen)
    money = plan.price.npsv - chosen.price.npsv
    cover = static.covers
    unit = f"{abs(mean) * (100 if cover else 60):.1f} {'points of cover' if cover else 'seconds'}"
    better = "better" if mean < 0 else "worse"
    clear = low > 0 or high < 0
    answer = f"{unit} {better}{'' if clear else ', not clearly'}; " + (
        f"{pounds(abs(money))} {'more' if money > 0 else 'less'} in present value."
        if abs(money) >= 0.5
        else "no difference in present value."
    )
    sign = -1.0 if cover else 1.0
    low, high = sorted((sign * low, sign * high))
    opened = [place.sites[i] for i in plan.key if i not in chosen.key]
    shut = [place.sites[i] for i in chosen.key if i not in plan.key]
    return Asks(
        question=title,
        answer=answer,
        kind=kind,
        plan=plan_words(place, plan.key),
        closes=shut,
        opens=opened,
        change=Estimate(value=sign * mean, low=low, high=high),
        npsv_change=money,
        drive_change=plan.static - chosen.static,
    )
