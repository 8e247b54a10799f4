"""The plans of a race as results tell them: money, response, standards, and why each is where it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bluelight.appraisal import Appraisal, Spread
from bluelight.options import Move
from bluelight.options.location import Plan as MapPlan
from bluelight.options.words import join, pounds
from bluelight.studies.results import Estimate, MoneyRange
from bluelight.studies.search.judged import Simulated, estimate, standards_kept
from bluelight.studies.search.naming import plan_name, plan_words
from bluelight.studies.search.place import Place
from bluelight.studies.search.race import Race
from bluelight.studies.search.results import Plan
from bluelight.studies.search.screened import Screened, flags
from bluelight.studies.search.settings import AIMS
from bluelight.studies.search.static import Conditions, Static


@dataclass(frozen=True, eq=False)
class Entered:
    """Everything about the plans of a race, in their order; the first is today."""

    ids: list[str]
    plans: list[Screened]
    moves: list[tuple[Move, ...]]
    appraisal: Appraisal
    simulated: Simulated
    race: Race


def told_plans(
    place: Place, static: Static, entered: Entered, mapped: dict[int, MapPlan], kept: Conditions
) -> tuple[list[Plan], str | None]:
    """The plans, and the id of the one recommended; None where none keeps every condition."""
    rows = [_plan(place, static, entered, mapped, i) for i in range(len(entered.ids))]
    meets = [_meets(static, kept, entered.plans[i], rows[i], place) for i in range(len(rows))]
    front = _front(place, rows, meets)
    chosen = _chosen(place, rows, meets, front)
    told = []
    for i, row in enumerate(rows):
        why = _why(place, rows, front, chosen, meets, i)
        told.append(row.model_copy(update={"on_front": i in front, "recommended": i == chosen, "why": why}))
    order = sorted(
        range(len(told)),
        key=lambda i: (
            i != chosen,
            i not in front,
            told[i].beaten_by is not None,
            not told[i].keeps,
            -told[i].npsv.p50,
        ),
    )
    return [told[i] for i in order], None if chosen is None else entered.ids[chosen]


def _plan(place: Place, static: Static, entered: Entered, mapped: dict[int, MapPlan], i: int) -> Plan:
    screened, simulated = entered.plans[i], entered.simulated
    mean, within = np.concatenate(simulated.mean), np.concatenate(simulated.within)
    standards = np.concatenate(simulated.standards)
    money = entered.appraisal.options[entered.ids[i]].total
    key = screened.key
    known = ~np.isnan(within[:, i])
    beaten = entered.race.beaten_by[i]
    kept = standards_kept(place.area, standards[:, 0], standards[:, i])
    at = mapped.get(len(key))
    drive = static.value(flags(key, len(place.sites)))
    best = None if at is None else static.per_call(at.bound)
    return Plan(
        id=entered.ids[i],
        name="Today" if i == 0 else plan_name(entered.ids[i]),
        sites=len(key),
        open=[place.sites[s] for s in key],
        closes=[place.sites[s] for s in np.nonzero(place.stations)[0] if s not in key],
        opens=[place.sites[s] for s in key if not place.stations[s]],
        summary=plan_words(place, key),
        moves=[move.sentence(place.area) for move in entered.moves[i]],
        cautions=_cautions(place, entered.moves[i]),
        npsv=_range(money.npsv),
        yearly_cash=_range(money.yearly_cash),
        one_off=_range(money.one_off),
        spent=screened.price.once,
        mean_min=estimate(mean[:, i]),
        mean_change=estimate(mean[:, i] - mean[:, 0]),
        within=estimate(within[:, i]) if known.any() else None,
        within_change=estimate(within[:, i] - within[:, 0]) if known.any() else None,
        replications=entered.race.replications[i],
        drive=drive,
        drive_gap=None if best is None or i == 0 else abs(drive - best) / max(abs(drive), 1e-12),
        standards=kept,
        keeps=all(s.kept for s in kept),
        on_front=False,
        recommended=False,
        is_today=i == 0,
        beaten_by=None if beaten is None else entered.ids[beaten],
        why="",
    )


def _cautions(place: Place, moves: tuple[Move, ...]) -> list[str]:
    """What the moves ask of people, what could go wrong, and what neither model sees, each once."""
    area, said = place.area, []
    for move in moves:
        said += move.people(area) + move.unseen(area)
        said += [f"{risk.statement} ({risk.applies_to})" for risk in move.risks(area)]
        said += move.not_counted(area)
    return list(dict.fromkeys(said))


def _range(spread: Spread) -> MoneyRange:
    return MoneyRange(p10=spread.p10, p50=spread.p50, p90=spread.p90)


def _meets(static: Static, kept: Conditions, plan: Screened, row: Plan, place: Place) -> bool:
    """Whether a plan keeps every condition; today need not."""
    if not static.keeps(flags(plan.key, len(place.sites)), kept):
        return False
    return row.keeps or not place.search.question.keep_standards


def _worse(place: Place, row: Plan) -> float:
    """The value by the aim; less is better."""
    if place.search.question.aim == "cover":
        return 1.0 - (row.within.value if row.within is not None else 0.0)
    return row.mean_min.value


def _front(place: Place, rows: list[Plan], meets: list[bool]) -> list[int]:
    """Plans never beaten, keeping every condition, than which none of these is as cheap and faster. Today is one."""
    able = [i for i in range(len(rows)) if i == 0 or (meets[i] and rows[i].beaten_by is None)]

    def under(i: int, j: int) -> bool:
        cheaper, faster = rows[j].npsv.p50 - rows[i].npsv.p50, _worse(place, rows[i]) - _worse(place, rows[j])
        return cheaper >= -1.0 and faster >= 0 and (cheaper > 1.0 or faster > 0)

    return [i for i in able if not any(under(i, j) for j in able if j != i)]


def _chosen(place: Place, rows: list[Plan], meets: list[bool], front: list[int]) -> int | None:
    """The best by the aim of the plans that keep every condition, None where there is none."""
    able = [i for i in front if meets[i]] or [i for i in range(len(rows)) if meets[i] and rows[i].beaten_by is None]
    if not able:
        return None
    if place.search.question.aim == "cost":
        return min(able, key=lambda i: (-rows[i].npsv.p50, _worse(place, rows[i])))
    return min(able, key=lambda i: (_worse(place, rows[i]), -rows[i].npsv.p50))


def _why(place: Place, rows: list[Plan], front: list[int], chosen: int | None, meets: list[bool], i: int) -> str:
    """Why a plan is on the front, or is not."""
    row = rows[i]
    if i == 0:
        return "Today, for comparison." + (" No plan is as cheap and faster." if i in front else "")
    broken = [s.asked for s in row.standards if not s.kept]
    if place.search.question.keep_standards and broken:
        return f"Not kept: {join(broken)}."
    if row.beaten_by is not None:
        winner = next(r for r in rows if r.id == row.beaten_by)
        return (
            f"Dropped after {row.replications} replications: {winner.name} is as cheap, and faster or as fast "
            f"to within {_smallest(place)}."
        )
    change = row.within_change if place.search.question.aim == "cover" else row.mean_change
    said = _change(place, change) if change is not None else ""
    money = f"{'saves' if row.npsv.p50 >= 0 else 'costs'} {pounds(abs(row.npsv.p50))} in present value"
    if i in front:
        order = sorted(front, key=lambda j: -rows[j].npsv.p50)
        at = order.index(i)
        parts = [f"It {money} and is {said} today"]
        if at == 0:
            parts.append("no plan of the race is cheaper")
        else:
            parts.append(f"every cheaper plan is slower, the next being {rows[order[at - 1]].name}")
        if i == chosen:
            parts.append(f"it has {_aim_words(place)} of those that keep every condition")
        return "; ".join(parts) + "."
    return f"It {money} and is {said} today; a plan of the race is as cheap and faster on average, though not surely."


def _smallest(place: Place) -> str:
    question = place.search.question
    return f"{question.smallest:.1%} of calls" if question.aim == "cover" else f"{question.smallest * 60:g} seconds"


def _aim_words(place: Place) -> str:
    return AIMS[place.search.question.aim]


def _change(place: Place, change: Estimate) -> str:
    """A difference from today in words: "4.2 s (3.1 to 5.3) slower than"."""
    cover = place.search.question.aim == "cover"
    scale, unit = (100.0, " points") if cover else (60.0, " s")
    worse = change.value < 0 if cover else change.value > 0
    if change.low <= 0 <= change.high:
        return f"not surely faster or slower ({change.low * scale:+.1f} to {change.high * scale:+.1f}{unit}) than"
    low, high = sorted((abs(change.low) * scale, abs(change.high) * scale))
    word = ("less" if worse else "more") + " within the standard" if cover else "slower" if worse else "faster"
    return f"{abs(change.value) * scale:.1f}{unit} ({low:.1f} to {high:.1f}) {word} than"
