"""Charts of money: value with its range, and cash by year and organisation."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from bluelight.documents import words
from bluelight.documents.charts.draw import WIDTH, Row, inline, intervals, to_svg
from bluelight.documents.model import Chart, Column, Table
from bluelight.documents.palette import INK, organisation_colours
from bluelight.studies.results import OptionResult, YearCash

_MILLION = 1e6
MONEY_AXIS = "datum.value == 0 ? '£0' : (datum.value < 0 ? '-£' : '£') + format(abs(datum.value), '~g') + '{}'"


def money_scale(largest: float) -> tuple[float, str, str]:
    """What to divide pounds by, what its axis says, and the sign after its numbers."""
    return (_MILLION, "£ million", "m") if largest >= 0.5 * _MILLION else (1e3, "£ thousand", "k")


def npsv(options: Sequence[OptionResult], price_year: str) -> Chart:
    """Net present social value of each option: the middle of the draws as a dot, P10 to P90 as its bar."""
    id = "chart-npsv"
    shown = [option for option in options if not option.is_base]
    ranges = [option.money.npsv for option in shown]
    by, _, letter = money_scale(max((max(abs(r.p10), abs(r.p90)) for r in ranges), default=0.0))
    rows = [
        Row(
            option.name,
            words.money_range(option.money.npsv),
            option.money.npsv.p50 / by,
            option.money.npsv.p10 / by,
            option.money.npsv.p90 / by,
            INK,
            "circle",
        )
        for option in shown
    ]
    title = npsv_finding(shown)
    summary = (
        f"The dot is the middle of the draws, the bar runs from the 10th to the 90th percentile. {price_year} prices, "
        "discounted, against business as usual. Left of zero the option costs more than it saves."
    )
    table = Table(
        id,
        "Present value of each option's cash against business as usual",
        (Column("Option"), Column("P10"), Column("P50"), Column("P90"), Column("Chance that it saves")),
        tuple(
            (
                option.name,
                words.money_change(option.money.npsv.p10),
                words.money_change(option.money.npsv.p50),
                words.money_change(option.money.npsv.p90),
                words.chance(option.money.chance_positive),
            )
            for option in shown
        ),
        data=(
            ("option", "p10_gbp", "p50_gbp", "p90_gbp", "chance_positive"),
            *(
                (
                    option.id,
                    round(option.money.npsv.p10),
                    round(option.money.npsv.p50),
                    round(option.money.npsv.p90),
                    round(option.money.chance_positive, 4),
                )
                for option in shown
            ),
        ),
        layout="cards",
    )
    drawn = intervals(
        rows,
        "← costs\u00a0\u00a0\u00a0\u00a0present value\u00a0\u00a0\u00a0\u00a0saves →",
        label_expression=MONEY_AXIS.format(letter),
    )
    return Chart(to_svg(drawn, id, f"{title}. {summary}"), title, summary, table)


def npsv_finding(options: Sequence[OptionResult]) -> str:
    """What the ranges say: who surely saves, who surely costs, and who may do either."""
    if not options:
        return "There is no option to set beside business as usual"
    saves = [f"“{o.name}”" for o in options if o.money.npsv.p10 > 0]
    costs = [f"“{o.name}”" for o in options if o.money.npsv.p90 < 0]
    either = [f"“{o.name}”" for o in options if o.money.npsv.p10 <= 0 <= o.money.npsv.p90]
    said = []
    if saves:
        said.append(f"{words.listed(saves)} {'saves' if len(saves) == 1 else 'save'} across the range")
    if costs:
        said.append(
            f"{words.listed(costs)} {'costs' if len(costs) == 1 else 'cost'} more than "
            f"{'it saves' if len(costs) == 1 else 'they save'} across the range"
        )
    if either:
        said.append(f"{words.listed(either)} may save or cost")
    return words.sentence("; ".join(said)).rstrip(".")


def cash_over_time(option: OptionResult, price_year: str) -> Chart:
    """Cash of one option by financial year, stacked by organisation, with the running total and its deepest point."""
    id = f"chart-cash-{option.id}"
    cash = option.money.cash_by_year
    organisations = list(dict.fromkeys(row.organisation for row in cash))
    colours = organisation_colours(organisations)
    totals = running_total(cash)
    extremes = [abs(row.amount) for row in cash] + [abs(amount) for _, amount in totals]
    by, _, letter = money_scale(max(extremes, default=0.0))
    title, deepest = _cash_finding(option, totals)
    years = [words.financial_year(year) for year, _ in totals]
    every = max(1, -(-len(years) // 5))
    x = alt.X(
        "year:O",
        title="Financial year",
        sort=years,
        scale=alt.Scale(paddingInner=0, paddingOuter=0),
        axis=alt.Axis(labelAngle=0, values=years[::every], grid=False),
    )
    axis = alt.Axis(labelExpr=MONEY_AXIS.format(letter), tickCount=6)
    bars = (
        alt.Chart(
            inline(
                [
                    {
                        "year": words.financial_year(row.year),
                        "amount": row.amount / by,
                        "who": words.service_name(row.organisation),
                    }
                    for row in cash
                ]
            )
        )
        .mark_bar(stroke=None)
        .encode(
            x=x,
            y=alt.Y("amount:Q", stack="zero", title=f"A year, {price_year} prices", axis=axis),
            color=alt.Color(
                "who:N",
                scale=alt.Scale(
                    domain=[words.service_name(name) for name in organisations], range=list(colours.values())
                ),
                legend=alt.Legend(symbolType="square", symbolStrokeWidth=0, direction="horizontal", columns=3),
            ),
        )
    )
    total = alt.Chart(inline([{"year": words.financial_year(y), "amount": a / by} for y, a in totals]))
    layers: list[alt.Chart] = [
        bars,
        alt.Chart(inline([{"amount": 0}])).mark_rule(color=INK).encode(y=alt.Y("amount:Q")),
        total.mark_line(color=INK, strokeWidth=2, interpolate="step").encode(x=x, y=alt.Y("amount:Q")),
    ]
    if deepest is not None:
        year, amount = deepest
        at = years.index(words.financial_year(year))
        left = at > len(years) / 2
        point = alt.Chart(
            inline(
                [
                    {
                        "year": words.financial_year(year),
                        "amount": amount / by,
                        "words": f"Peak: {words.money(amount)} out",
                    }
                ]
            )
        )
        layers.append(
            point.mark_point(color=INK, fill="white", size=90, strokeWidth=2, opacity=1).encode(
                x=x, y=alt.Y("amount:Q")
            )
        )
        layers.append(
            point.mark_text(
                align="right" if left else "left",
                dx=-9 if left else 9,
                dy=4,
                fontWeight=600,
                stroke="white",
                strokeWidth=4,
                strokeJoin="round",
            ).encode(x=x, y=alt.Y("amount:Q"), text=alt.Text("words:N"))
        )
        layers.append(
            point.mark_text(align="right" if left else "left", dx=-9 if left else 9, dy=4, fontWeight=600).encode(
                x=x, y=alt.Y("amount:Q"), text=alt.Text("words:N")
            )
        )
    drawn = alt.layer(*layers).properties(width=WIDTH - 60, height=230)
    by_year: dict[int, dict[str, float]] = {}
    for row in cash:
        by_year.setdefault(row.year, {})[row.organisation] = row.amount
    running = dict(totals)
    table = Table(
        id,
        f"{option.name}: cash by financial year",
        (
            Column("Financial year"),
            *(Column(words.service_name(name)) for name in organisations),
            Column("All, running total"),
        ),
        tuple(
            (
                words.financial_year(year),
                *(words.money_change(by_year[year].get(name, 0.0)) for name in organisations),
                words.money_change(running[year]),
            )
            for year in sorted(by_year)
        ),
        data=(
            ("financial_year", "organisation", "amount_gbp"),
            *((words.financial_year(row.year), row.organisation, round(row.amount)) for row in cash),
        ),
    )
    peak = option.money.peak_funding
    summary = (
        f"Columns: what each organisation pays (below zero) or gains (above) in the year. Line: the running total. "
        f"{price_year} prices, not discounted, middle of the draws."
    )
    if round(peak.p10) or round(peak.p90):
        near, far = sorted((abs(peak.p10), abs(peak.p90)))
        summary += f" Peak funding over the draws, P10 to P90: {words.money(near)} to {words.money(far)}."
    return Chart(to_svg(drawn, id, f"{title}. {summary}"), title, summary, table)


def running_total(cash: Sequence[YearCash]) -> list[tuple[int, float]]:
    """The cumulative sum over all organisations: (financial year, pounds), in order of years."""
    amounts: dict[int, float] = {}
    for row in cash:
        amounts[row.year] = amounts.get(row.year, 0.0) + row.amount
    total, found = 0.0, []
    for year in sorted(amounts):
        total += amounts[year]
        found.append((year, total))
    return found


def _cash_finding(option: OptionResult, totals: Sequence[tuple[int, float]]) -> tuple[str, tuple[int, float] | None]:
    yearly = words.money_change(option.money.yearly_cash.p50)
    after = f"{yearly} a year" if yearly.startswith(("saves", "costs")) else f"{yearly} each year"
    deepest = min(totals, key=lambda at: at[1], default=None)
    if deepest is None or round(deepest[1]) >= 0:
        return f"{option.name}: never in debt to itself; once settled, {after}", None
    back = next((year for year, amount in totals if year > deepest[0] and amount >= 0), None)
    paid = f", paid back by {words.financial_year(back)}" if back else ", not paid back in the years appraised"
    if deepest[0] == totals[-1][0] and option.money.yearly_cash.p50 < 0:
        return f"{option.name}: once settled, {after}, and never paid back", deepest
    return f"{option.name}: once settled, {after}; {words.money(deepest[1])} out at the peak{paid}", deepest
