"""An option set beside what a real case published for it, group by group and line by line, and why they differ."""

from __future__ import annotations

from collections.abc import Sequence

from bluelight.appraisal import Appraisal, LineMoney
from bluelight.appraisal.items import ONE_OFF
from bluelight.options import Move, expand
from bluelight.options.words import join, pounds
from bluelight.register import codelists
from bluelight.register.local_claims import LocalClaim, local_claims
from bluelight.studies.model import Option, Study
from bluelight.studies.results import Beside, BesideGroup, BesideLine, PublishedFigure


def beside_published(study: Study, appraisal: Appraisal) -> list[Beside]:
    """Every option that names a published case, beside that case."""
    return [_beside(study, option, appraisal) for option in study.options if option.published is not None]


def published_elsewhere(study: Study) -> list[PublishedFigure]:
    """What real cases of other areas published, of themes of the study's moves."""
    themes = {move.theme for option in study.options for move in expand(study.area, option.moves)}
    return [_figure(claim) for claim in local_claims() if claim.area_id != study.area.id and claim.theme in themes]


def _beside(study: Study, option: Option, appraisal: Appraisal) -> Beside:
    claims = [claim for claim in local_claims() if claim.case == option.published]
    moves = expand(study.area, option.moves)
    covers = dict.fromkeys([*(theme for claim in claims for theme in claim.covers), *(move.theme for move in moves)])
    lines = appraisal.options[option.id].lines
    groups = [
        _group(study, theme, [m for m in moves if m.theme == theme], lines, _in_prices(claims, appraisal))
        for theme in covers
    ]
    return Beside(
        option=option.id,
        case=str(option.published),
        figures=[_figure(claim) for claim in claims],
        groups=groups,
        words=[
            *(_published(claim, appraisal) for claim in claims),
            *_yearly(claims, groups, appraisal, option),
            *_once(groups),
            *_unknown(groups),
        ],
    )


def _in_prices(claims: Sequence[LocalClaim], appraisal: Appraisal) -> dict[str, tuple[float, float]]:
    """The published range of savings a year and of receipts, in the study's prices, by what is saved or sold."""
    found: dict[str, tuple[float, float]] = {}
    for claim in claims:
        if (claim.measure, claim.period) in (("saving", "year"), ("receipt", "once")) and claim.high is not None:
            times = appraisal.parameters.gdp_deflator.factor(claim.price_year, appraisal.settings.price_year)
            found[claim.measure] = (claim.low * times, claim.high * times)
    return found


def _figure(claim: LocalClaim) -> PublishedFigure:
    return PublishedFigure(
        **{name: getattr(claim, name) for name in ("case", "area", "title", "theme", "measure", "low", "high")},
        period=claim.period,
        years=claim.years,
        price_year=claim.price_year,
        price_year_basis=claim.price_year_basis,
        state=claim.state,
        missing=claim.missing or "",
        outcome=claim.outcome or "",
        sources=list(claim.sources),
    )


def _group(
    study: Study,
    theme: str,
    moves: Sequence[Move],
    every: Sequence[LineMoney],
    published: dict[str, tuple[float, float]],
) -> BesideGroup:
    lines = [
        _line(money) for money in every if money.line.theme == theme and money.line.benefit_class == "cash_releasing"
    ]
    unknown = list(dict.fromkeys(said for move in moves for said in move.not_counted(study.area)))
    return BesideGroup(
        theme=theme,
        moves=[move.sentence(study.area) for move in moves],
        lines=lines,
        not_counted=unknown,
        words=" ".join([_of_group(theme, moves, lines), *_of_published(lines, published)]),
    )


def _line(money: LineMoney) -> BesideLine:
    line = money.line
    times = money.unit * money.deflator * money.uplift * money.chance
    return BesideLine(
        id=line.id,
        label=line.label,
        organisation=line.organisation,
        period="once" if line.category in ONE_OFF else "year",
        low=line.low * times,
        mode=line.mode * times,
        high=line.high * times,
        governance_dependent=line.governance_dependent,
        basis=line.basis,
        source=line.source,
    )


def _of_group(theme: str, moves: Sequence[Move], lines: Sequence[BesideLine]) -> str:
    name = codelists.THEMES[theme]
    if not moves:
        return f"{name}: the option has no move of this group, and nothing is counted."
    if not lines:
        return f"{name}: no figure is known for any of it. It is not counted, which is not to say that it is nothing."
    said = [f"{_sum(lines, period)} {words}" for period, words in (("year", "a year"), ("once", "once"))]
    return f"{name}: {join(said)}, at the most likely amounts, costs taken off."


def _of_published(lines: Sequence[BesideLine], published: dict[str, tuple[float, float]]) -> list[str]:
    """What share of the published range the group's gains are by themselves, at the most likely amounts."""
    said = []
    for measure, period, what in (("saving", "year", "savings"), ("receipt", "once", "receipts")):
        gain = sum(line.mode for line in lines if line.period == period and line.mode > 0)
        low, high = published.get(measure, (0.0, 0.0))
        if gain and low > 0:
            said.append(
                f"Its {what} of {pounds(gain)} alone are {gain / low:.0%} of the low end of what was published and "
                f"{gain / high:.0%} of the high end."
            )
    return said


def _sum(lines: Sequence[BesideLine], period: str) -> str:
    return pounds(sum(line.mode for line in lines if line.period == period))


def _published(claim: LocalClaim, appraisal: Appraisal) -> str:
    to = appraisal.settings.price_year
    times = appraisal.parameters.gdp_deflator.factor(claim.price_year, to)
    what = {"saving": "savings", "receipt": "receipts", "cost": "costs", "net": "a net benefit"}[claim.measure]
    period = {"year": "a year", "once": "once", "whole": f"over {claim.years} years" if claim.years else "in all"}
    ends = [end for end in (claim.low, claim.high) if end is not None]
    prices = f"In prices of {claim.price_year}"
    if claim.price_year_basis == "assumed":
        prices = f"It did not say its prices; read as those of {claim.price_year}, when it was published (assumed)"
    return (
        f"{claim.title}: {what} of {_ends(ends)} {period[claim.period]}. {prices}, that is "
        f"{_ends([end * times for end in ends])} in prices of {to}."
    )


def _ends(ends: Sequence[float]) -> str:
    return " to ".join(dict.fromkeys(map(pounds, ends)))


def _yearly(claims: Sequence[LocalClaim], groups: Sequence[BesideGroup], found: Appraisal, option: Option) -> list[str]:
    lines = [line for group in groups for line in group.lines if line.period == "year"]
    gains = [line for line in lines if line.mode > 0]
    saved, paid = sum(line.mode for line in gains), -sum(line.mode for line in lines if line.mode < 0)
    spread = found.options[option.id].yearly_cash
    said = [
        f"The program finds {pounds(spread.p10)} to {pounds(spread.p90)} a year once settled (one draw in ten below, "
        f"one in ten above), {pounds(spread.p50)} in the middle. At the most likely amounts, {pounds(saved)} is "
        f"saved and {pounds(paid)} added to costs. The published range does not say whether costs are taken off."
    ]
    needing = sum(line.mode for line in gains if line.governance_dependent)
    if saved:
        share = f"{needing / saved:.0%}" if needing else "None"
        said.append(
            f"{share} of these savings needs a change of who governs, as far as anybody has stated; plain "
            "collaboration would bring the rest."
        )
    for claim in claims:
        if claim.measure == "saving" and claim.period == "year" and claim.high is not None:
            times = found.parameters.gdp_deflator.factor(claim.price_year, found.settings.price_year)
            left = [end * times - saved for end in (claim.low, claim.high)]
            if left[1] > 0:
                least = f"{pounds(left[0])} to {pounds(left[1])}" if left[0] > 0 else f"up to {pounds(left[1])}"
                said.append(
                    "To reach the published range, groups whose savings are not counted here would have to bring "
                    f"{least} a year. No split of that range by group was seen, so that cannot be checked."
                )
    return said


def _once(groups: Sequence[BesideGroup]) -> list[str]:
    lines = [line for group in groups for line in group.lines if line.period == "once"]
    gains, costs = [x for x in lines if x.mode > 0], [x for x in lines if x.mode < 0]
    ends = [sum(getattr(line, end) for line in gains) for end in ("low", "mode", "high")]
    paid = [-sum(getattr(line, end) for line in costs) for end in ("high", "mode", "low")]
    return [
        f"Once, the program finds receipts of {pounds(ends[0])} to {pounds(ends[2])}, most likely {pounds(ends[1])}, "
        f"from {len(gains)} buildings; and {pounds(paid[0])} to {pounds(paid[2])}, most likely {pounds(paid[1])}, "
        "to be paid for setting up, building and moving, optimism bias included. What the published case would "
        "have cost was not in the text seen."
    ]


def _unknown(groups: Sequence[BesideGroup]) -> list[str]:
    names = [
        codelists.THEMES[group.theme].lower() for group in groups if not any(line.mode > 0 for line in group.lines)
    ]
    return [f"Without any gain counted: {join(names)}."] if names else []
