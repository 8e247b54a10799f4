"""Who gets the credit: from the gross claim of an option to what a change of governance alone adds."""

from __future__ import annotations

import altair as alt

from bluelight.documents import words
from bluelight.documents.charts.draw import WIDTH, Layered, inline, named, room_for, to_svg, two_lines
from bluelight.documents.charts.money import MONEY_AXIS, money_scale
from bluelight.documents.model import Chart, Column, Table
from bluelight.documents.palette import FASTER, INK, MUTED, RULE, SLOWER
from bluelight.studies.appraised import Increment
from bluelight.studies.results import OptionResult

USUAL = "business as usual"


def collaboration_step(option: OptionResult) -> Increment | None:
    """What the option adds to collaboration alone; None where it changes nobody who governs."""
    steps = option.money.appraised.increments if option.money.appraised is not None else []
    return steps[1] if len(steps) > 1 else None


def attribution(option: OptionResult, price_year: str) -> Chart:
    """A waterfall: gains claimed, less what collaboration alone would bring, less what the change costs.

    ValueError for an option that changes nobody who governs.
    """
    step = collaboration_step(option)
    if step is None:
        raise ValueError(f"{option.name} changes nobody who governs")
    id = f"chart-attribution-{option.id}"
    added = step.mean_gains - step.mean_costs - step.other_mean_gains + step.other_mean_costs
    steps = [
        ("Gross claim: all that the option gains", 0.0, step.mean_gains, step.mean_gains, MUTED),
        (
            "Less: gained by collaboration alone as well",
            step.mean_gains,
            step.mean_gains - step.other_mean_gains,
            -step.other_mean_gains,
            RULE,
        ),
        (
            "Less: what it costs more than collaboration alone",
            step.mean_gains - step.other_mean_gains,
            added,
            -(step.mean_costs - step.other_mean_costs),
            SLOWER[1],
        ),
        ("What governance alone adds", 0.0, added, added, FASTER[1] if added >= 0 else SLOWER[2]),
    ]
    by, _, letter = money_scale(max(abs(end) for _, start, end, _, _ in steps for end in (start, end)))
    title = _finding(option, step, added)
    summary = (
        f"Present values, the mean of the draws, {price_year} prices: means add up where the middles of ranges do not. "
        f"What governance alone adds, P10 to P90: {words.money_range(step.npsv)}."
    )
    table = Table(
        id,
        f"{option.name}: from the gross claim to what governance alone adds",
        (Column("Step"), Column("Present value")),
        tuple((label, _signed(amount)) for label, _, _, amount, _ in steps),
        data=(("step", "mean_present_value_gbp"), *((label, round(amount)) for label, _, _, amount, _ in steps)),
    )
    return Chart(to_svg(_drawn(steps, by, letter), id, f"{title}. {summary}"), title, summary, table)


def _finding(option: OptionResult, step: Increment, added: float) -> str:
    share = step.other_mean_gains / step.mean_gains if step.mean_gains else 0.0
    brings = f"collaboration alone would bring {words.share(min(share, 1.0))} of the gains"
    if step.npsv.p10 <= 0 <= step.npsv.p90 and round(added) != 0:
        return f"{option.name}: {brings}; the change of governance may gain or cost"
    return f"{option.name}: {brings}; the change of governance {_adds(added)}"


def _adds(amount: float) -> str:
    if round(amount) == 0:
        return "adds nothing"
    return f"{'adds' if amount > 0 else 'takes away'} {words.money(amount)}"


def _signed(amount: float) -> str:
    return "nothing" if round(amount) == 0 else f"{'+' if amount > 0 else '-'}{words.money(amount)}"


def _drawn(steps: list[tuple[str, float, float, float, str]], by: float, letter: str) -> Layered:
    bars: list[dict[str, object]] = []
    labels: list[dict[str, object]] = []
    for rank, (label, start, end, amount, colour) in enumerate(steps):
        bars.append({"rank": rank, "from": start / by, "to": end / by, "colour": colour})
        labels.append({"rank": rank, "words": _signed(amount), **two_lines(label)})
    more = room_for(labels)
    y = alt.Y("rank:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0.1))
    axis = alt.Axis(title="Present value", labelExpr=MONEY_AXIS.format(letter), tickCount=5, grid=False)
    base, texts = alt.Chart(inline(bars)), alt.Chart(inline(labels))
    place = 13 + more / 2
    return alt.layer(
        base.mark_bar(height=14, yOffset=place).encode(
            x=alt.X("from:Q", axis=axis), x2=alt.X2("to:Q"), y=y, color=alt.Color("colour:N", scale=None)
        ),
        base.mark_tick(orient="vertical", color=INK, thickness=1.5, size=18, yOffset=place).encode(
            x=alt.XDatum(0), y=y
        ),
        *named(texts, y, more / 2 - 3),
    ).properties(width=WIDTH - 20, height=alt.Step(58 + more))
