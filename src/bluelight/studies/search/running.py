"""Runs a search: the map's best, swaps in the screening, a race in the simulation, and what it all costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from bluelight import __version__
from bluelight.area import Area
from bluelight.errors import BluelightError
from bluelight.options import Move, apply_moves, check_moves
from bluelight.options.location import Plan as MapPlan
from bluelight.studies.model import About, Option, Study
from bluelight.studies.output import rounded
from bluelight.studies.search.asking import ask_next
from bluelight.studies.search.judged import STEP, Simulated
from bluelight.studies.search.money import Prices
from bluelight.studies.search.naming import plan_ids
from bluelight.studies.search.place import Flags, Place, build_place
from bluelight.studies.search.race import race
from bluelight.studies.search.results import Asked, OnTheMap, Plan, SearchResults
from bluelight.studies.search.screened import Screen, Screened, climb, flags
from bluelight.studies.search.settings import AIMS, Search
from bluelight.studies.search.static import Conditions, Static
from bluelight.studies.search.telling import Entered, told_plans

Progress = Callable[[str, float], None]
SLACK = 0.01  # so much below what is asked for in the screening may still be enough in the simulation


@dataclass(frozen=True, eq=False)
class Found:
    """What a search found: everything it says, and a study with its plans as options."""

    results: SearchResults
    study: Study


def check_question(area: Area, asked: Search) -> None:
    """Whether a plan can keep every condition on the map, without searching.

    InputError and BluelightError as `search` raises them.
    """
    place = build_place(area, asked)
    static = Static(place, Prices(place))
    static.check(static.conditions())


def search(area: Area, asked: Search, *, workers: int = 1, progress: Progress | None = None) -> Found:
    """Find the best plans of where a service's sites are.

    Threads share the work; the same area and question give the same answer with any number of `workers`, but where
    the solver is stopped by its time (60 seconds a model; the bound then says how far it came). Raises InputError where
    the question names what is not there, and BluelightError, naming them, where conditions cannot be met together.
    """
    say = progress or (lambda step, share: None)
    place = build_place(area, asked)
    prices = Prices(place)
    static = Static(place, prices)
    kept = static.conditions()
    static.check(kept)
    say("Proving the best sites on the map", 0.02)
    mapped = _on_the_map(static, kept)
    say("Screening plans", 0.15)
    screen = Screen(place, static, prices, workers)
    today = screen.today()
    least_within = _least_within(place, today)
    notes: list[str] = []
    best = _climb(screen, static, kept, mapped, today, least_within, notes, say)
    if not best:
        raise BluelightError(
            "Sites can be chosen that keep every condition on the map, but no plan of moves found from them keeps the "
            "budget and the room at hosts. Raise the budget, or name other hosts."
        )
    say("Racing plans in the simulation", 0.5)
    finalists = [today, *_finalists(screen, kept, best, today, least_within)]
    moves = [plan.layout.moves(place) for plan in finalists]
    sound = [i for i, of in enumerate(moves) if not check_moves(area, of)]
    finalists, moves = [finalists[i] for i in sound], [moves[i] for i in sound]
    ids = ["today", *plan_ids([plan.key for plan in finalists[1:]])]
    entered = _race(place, prices, finalists, moves, ids, workers, say)
    plans, chosen = told_plans(place, static, entered, mapped, kept)
    say("Asking what a planner would ask next", 0.92)
    about = best[0] if chosen is None else finalists[ids.index(chosen)]
    asks = ask_next(screen, static, about, kept)
    recommended = next((plan for plan in plans if plan.id == chosen), None)
    results = SearchResults(
        bluelight_version=__version__,
        asked=_asked(place, kept),
        headline=_headline(place, recommended, len(screen.known)),
        on_the_map=[_mapped(place, static, p, plan) for p, plan in mapped.items()],
        plans=plans,
        asks=asks,
        screened=sum(plan is not None for plan in screen.known.values()),
        screening_calls=screen.calls,
        notes=notes,
    )
    results = SearchResults.model_validate(rounded(results.model_dump()))
    say("Done", 1.0)
    return Found(results, _study(place, results, dict(zip(ids, moves, strict=True))))


def _on_the_map(static: Static, kept: Conditions) -> dict[int, MapPlan]:
    """The proven best of each number of sites that any plan can have."""
    found = {}
    for p in range(kept.least, min(kept.most, kept.units, len(static.place.sites)) + 1):
        exact = replace(kept, least=p, most=p)
        if static.some_plan(exact) is not None:
            found[p] = static.best(p, exact)
    return found


def _least_within(place: Place, today: Screened) -> float | None:
    """The share within the standard that plans should have in the screening, None where no share is asked for.

    Where today has what is asked for, a point below that; else hardly less than today, as a plan that is surely worse
    does not keep it.
    """
    rows = place.area.standards
    rows = rows[(rows["service"] == place.service) & (rows["arrival"] == 1) & (rows["statistic"] == "share_within")]
    if rows.empty or np.isnan(today.within):
        return None
    asked = float(rows["share"].max())
    return asked - SLACK if today.within >= asked else today.within - SLACK / 4


def _climb(
    screen: Screen,
    static: Static,
    kept: Conditions,
    mapped: dict[int, MapPlan],
    today: Screened,
    least_within: float | None,
    notes: list[str],
    say: Progress,
) -> list[Screened]:
    """The best plan by swaps for each number of sites, from the map's best and, where it may be, from today's sites."""
    found = []
    sites = len(screen.place.sites)
    for done, (p, plan) in enumerate(mapped.items()):
        say(f"Screening plans of {p} sites", 0.15 + 0.35 * done / len(mapped))
        exact = replace(kept, least=p, most=p)
        starts = screen.look([flags(plan.sites, sites)], exact)
        if p == len(today.key):
            starts += screen.look([flags(today.key, sites)], exact)
        if not starts:
            start = screen.today() if p == len(today.key) else None
            around = _around(static, plan, exact)
            starts = sorted(screen.look(around, exact), key=lambda s: s.value)[:1]
            if not starts and start is None:
                notes.append(f"{p} sites: no plan near the map's best keeps the budget and the room at hosts.")
        ends = [climb(screen, start, exact, least_within) for start in starts]
        if ends:
            found.append(min(ends, key=lambda end: (end.value, end.key)))
    return found


def _around(static: Static, plan: MapPlan, kept: Conditions) -> list[Flags]:
    """Every swap of the map's best plan."""
    sites = len(static.place.sites)
    is_open = flags(plan.sites, sites)
    found = []
    for out in plan.sites:
        for into in np.nonzero(~is_open)[0].tolist():
            swapped = is_open.copy()
            swapped[out], swapped[into] = False, True
            if static.keeps(swapped, kept):
                found.append(swapped)
    return found


def _finalists(
    screen: Screen, kept: Conditions, best: list[Screened], today: Screened, least_within: float | None
) -> list[Screened]:
    """Plans for the race: the best of each number of sites, then those no other is both cheaper and better than.

    Plans that the screening says fall short of the standard come last.
    """
    question = screen.place.search.question
    every = screen.look([flags(key, len(screen.place.sites)) for key in list(screen.known)], kept)
    every = [plan for plan in every if plan.key != today.key]

    def short(plan: Screened) -> bool:
        return question.keep_standards and least_within is not None and plan.within < least_within

    ranked = sorted(every, key=lambda p: (short(p), p.value, -p.price.npsv, p.key))
    front: list[Screened] = []
    for plan in ranked:
        if not short(plan) and all(plan.price.npsv > other.price.npsv + 1.0 for other in front):
            front.append(plan)
    room = question.finalists
    firsts = [plan for plan in best if plan.key != today.key]
    if question.aim == "cost":
        firsts = sorted(firsts, key=lambda p: (short(p), -p.price.npsv))
    spread = [front[round(i)] for i in np.linspace(0, len(front) - 1, min(len(front), room))] if front else []
    chosen = {plan.key: plan for plan in [*ranked[:1], *firsts[: max(room - 3, 1)], *spread, *ranked]}
    return list(chosen.values())[:room]


def _race(
    place: Place,
    prices: Prices,
    finalists: list[Screened],
    moves: list[tuple[Move, ...]],
    ids: list[str],
    workers: int,
    say: Progress,
) -> Entered:
    question = place.search.question
    appraisal = prices.appraise(dict(zip(ids, moves, strict=True)))
    npsv = np.array([appraisal.options[id].total.npsv.p50 for id in ids])
    against = npsv[None, :] >= npsv[:, None] - 1.0
    areas = [place.area, *(apply_moves(place.area, of) for of in moves[1:])]
    simulated = Simulated(
        areas,
        place.search,
        workers,
        lambda done: say("Racing plans in the simulation", 0.5 + 0.4 * done / question.replications),
    )
    ran = race(
        simulated.draw,
        len(finalists),
        smallest=question.smallest,
        confidence=question.confidence,
        first=question.first_replications,
        step=STEP,
        most=question.replications,
        against=against,
        kept=[0],
        fails=simulated.breaking if question.keep_standards else tuple,
    )
    return Entered(ids, finalists, moves, appraisal, simulated, ran)


def _headline(place: Place, best: Plan | None, plans: int) -> list[str]:
    aim, looked = AIMS[place.search.question.aim], f"{plans:,} plans were looked at."
    if best is None:
        none = (
            "No plan of the race keeps every standard that today keeps, and today's sites do not keep the conditions."
        )
        return [none, "Loosen a condition, or let standards be missed.", looked]
    first = f"{best.name} has {aim}: {best.summary}." if not best.is_today else f"Nothing found has {aim} but today."
    return [first, best.why, looked]


def _mapped(place: Place, static: Static, p: int, plan: MapPlan) -> OnTheMap:
    return OnTheMap(
        sites=p,
        value=static.per_call(plan.value),
        bound=static.per_call(plan.bound),
        gap=plan.gap,
        proven=plan.proven,
        open=[place.sites[i] for i in plan.sites],
    )


def _asked(place: Place, kept: Conditions) -> Asked:
    search = place.search
    question, money = search.question, search.money
    return Asked(
        area=place.area.id,
        area_name=place.area.name,
        area_digest=place.area.digest,
        service=question.service,
        aim=question.aim,
        aim_words=AIMS[question.aim],
        least_sites=kept.least,
        most_sites=kept.most,
        units=question.units,
        stay=list(question.stay),
        close=list(question.close),
        hosts=list(question.hosts),
        new_sites=[new.site for new in search.new_sites],
        weights=search.weights,
        slowest_min=question.slowest_min,
        budget_gbp=question.budget_gbp,
        keep_standards=question.keep_standards,
        seed=question.seed,
        days=question.days,
        confidence=question.confidence,
        smallest=question.smallest,
        price_year=money.price_year,
        first_year=money.first_year,
        appraisal_years=money.appraisal_years,
    )


def _study(place: Place, results: SearchResults, moves: dict[str, tuple[Move, ...]]) -> Study:
    """The plans as options of a study: those on the front first, then the others never beaten, then the rest."""
    order = sorted(
        (plan for plan in results.plans if not plan.is_today and moves[plan.id]),
        key=lambda plan: (not plan.recommended, not plan.on_front, plan.beaten_by is not None),
    )
    question = place.search.question
    about = About(
        id=f"search-{question.service}",
        name=f"{place.area.name}: plans for {question.service} sites",
        question=f"Which plan of {question.service} sites has {AIMS[question.aim]}?",
        area=place.area.id,
        seed=question.seed,
        replications=10,
        days=365,
        warm_up_days=7,
    )
    usual = Option("business-as-usual", "Business as usual", "Everything stays as it is today.")
    options = [
        Option(plan.id, plan.name, f"{plan.summary[:1].upper()}{plan.summary[1:]}.", moves[plan.id]) for plan in order
    ]
    return Study(about, place.search.money, (usual, *options), place.area)
