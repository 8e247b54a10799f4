"""The long list by the five dimensions of the options framework, and each option by the critical success factors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from bluelight.options import KINDS
from bluelight.options.governing import governance_models
from bluelight.options.moves.governance import Governance
from bluelight.options.words import join, pounds
from bluelight.studies.cases import rules
from bluelight.studies.cases.shape import FactorView, FrameworkChoice, ObjectiveSeen
from bluelight.studies.model import Option, Study
from bluelight.studies.results import SERVICES, OptionResult

COLLABORATION = "collaboration"


def framework_of(study: Study, options: Sequence[OptionResult]) -> list[FrameworkChoice]:
    """Every choice of the long list: those that an option carries forward, and those that none looks at."""
    found = {option.id: option for option in options}
    return [
        FrameworkChoice(dimension="scope", choice="Nothing more is shared than today", options=[study.options[0].id],
                        filter="business as usual", why="the yardstick of every other choice"),
        *_carried("scope", study, lambda option: [_who(found[option.id])]),
        *_solutions(study),
        *_delivery(study),
        *_carried("implementation", study, lambda option: [_when(study, option)]),
        *_carried("funding", study, lambda option: [_whose(found[option.id])]),
    ]  # fmt: skip


def _carried(dimension: str, study: Study, choice: Callable[[Option], Iterable[str]]) -> list[FrameworkChoice]:
    by_choice: dict[str, list[str]] = {}
    for option in study.options[1:]:
        for said in choice(option):
            by_choice.setdefault(said, []).append(option.id)
    return [
        FrameworkChoice(dimension=dimension, choice=said, options=options, filter="carried forward", why="")
        for said, options in by_choice.items()
    ]


def _who(result: OptionResult) -> str:
    lines = result.money.lines
    money = {line.organisation for line in lines}
    moved = [service for service in SERVICES if service in money]
    others = sorted(money - set(moved))
    return f"Shared between {join([*moved, *others])}" if money else "Shared, with money that nobody has stated"


def _solutions(study: Study) -> list[FrameworkChoice]:
    titles = {kind: move.title for kind, move in KINDS.items() if kind != "governance"}
    used: dict[str, list[str]] = {}
    for option in study.options[1:]:
        for kind in dict.fromkeys(move.kind for move in option.moves if move.kind in titles):
            used.setdefault(kind, []).append(option.id)
    carried = [
        FrameworkChoice(dimension="solution", choice=titles[kind], options=options, filter="carried forward", why="")
        for kind, options in used.items()
    ]
    left = [
        FrameworkChoice(
            dimension="solution",
            choice=title,
            options=[],
            filter="not looked at",
            why="no option of this study has it",
        )
        for kind, title in titles.items()
        if kind not in used
    ]
    return [*carried, *left]


def _delivery(study: Study) -> list[FrameworkChoice]:
    used: dict[str, list[str]] = {}
    for option in study.options[1:]:
        for model in models_of(option):
            used.setdefault(model, []).append(option.id)
    return [
        FrameworkChoice(
            dimension="delivery",
            choice=model.name[:1].upper() + model.name[1:],
            options=used.get(name, []),
            filter="carried forward" if name in used else "not looked at",
            why="" if name in used else "no option of this study has it",
        )
        for name, model in governance_models().items()
    ]


def models_of(option: Option) -> list[str]:
    """The governance models that an option comes under: those its moves name, else collaboration."""
    named = [move.model for move in option.moves if isinstance(move, Governance)]
    return named or [COLLABORATION]


def _when(study: Study, option: Option) -> str:
    years = sorted({move.starts(study.settings) for move in option.moves})
    first, last = (f"{year}/{(year + 1) % 100:02d}" for year in (years[0], years[-1]))
    return f"All at once, in {first}" if first == last else f"In steps, from {first} to {last}"


def _whose(result: OptionResult) -> str:
    lines = result.money.lines
    pays = list(dict.fromkeys(line.organisation for line in lines if line.low < 0))
    sells = any(line.category == "receipt" for line in lines)
    if not pays:
        return "Nobody has stated what it costs"
    return f"The budgets of {join(pays)}{', and receipts of what is sold' if sells else ''}"


def factor_views(
    options: Sequence[OptionResult], years: int, objectives: Sequence[ObjectiveSeen] = ()
) -> list[FactorView]:
    """Each option by each factor: what the figures say, which objectives are met, and who judges the rest."""
    return [
        FactorView(
            factor=factor["name"],
            option=option.id,
            known="; ".join([*_met(factor["name"], option, objectives), _known(factor["id"], option, years)]),
            by=factor["by"],
        )
        for factor in rules.factors()
        for option in options
        if not option.is_base
    ]


def _met(factor: str, option: OptionResult, objectives: Sequence[ObjectiveSeen]) -> list[str]:
    """How many of the factor's objectives the option meets."""
    views = [view for each in objectives if each.factor == factor for view in each.options if view.option == option.id]
    if not views:
        return []
    met = sum(view.met == "met" for view in views)
    rest = [
        f"{n} {said}" for said in ("not met", "not sure", "to be judged") if (n := sum(v.met == said for v in views))
    ]
    return [f"{met} of {len(views)} objectives met{f' ({join(rest)})' if rest else ''}"]


def _known(factor: str, option: OptionResult, years: int) -> str:
    money = option.money
    if factor == "value":
        return (
            f"{pounds(money.npsv.p50)} present value over {years} years "
            f"({pounds(money.npsv.p10)} to {pounds(money.npsv.p90)}); more likely than not to save"
            if money.chance_positive > 0.5
            else f"{pounds(money.npsv.p50)} present value over {years} years "
            f"({pounds(money.npsv.p10)} to {pounds(money.npsv.p90)}); not likely to save"
        )
    if factor == "affordability":
        return (
            f"{pounds(abs(money.peak_funding.p50))} to be found at the peak, and {len(money.not_counted)} unknown sums"
        )
    if factor == "achievability":
        risks = {risk.statement for move in option.moves for risk in move.risks}
        return f"{len(option.moves)} moves, {len(risks)} risks named"
    if factor == "suppliers":
        bought = [line for line in money.lines if line.category in ("capital", "transition") and line.high <= 0]
        return f"{len(bought)} things to buy or build" if bought else "nothing to buy"
    return "what the option does is in its moves; whether it fits is not a question of figures"
