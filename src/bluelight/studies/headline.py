"""The first lines of a result: what each option does, in sentences, and what is kept out of them."""

from __future__ import annotations

from collections.abc import Sequence

from bluelight.options.words import join, pounds
from bluelight.studies.results import SERVICES, Estimate, FirstResponder, Money, MoneyRange, OptionResult

RESPONDERS = {"police": "police cars", "fire": "fire engines", "ambulance": "ambulances"}


def headline_of(options: list[OptionResult], years: int, price_year: str) -> list[str]:
    """One sentence for each option, then what is kept out and why."""
    base = options[0]
    lines = [f"{o.name}: {_money(o.money, years)}; {_response(o)}." for o in options[1:]]
    trusted = [RESPONDERS[s] for s in SERVICES if base.response[s].in_headline]
    kept_out = [RESPONDERS[s] for s in SERVICES if not base.response[s].in_headline]
    if kept_out:
        lines.append(
            f"Effects on {join(kept_out)} are kept out of these lines and marked below: the model of today either "
            "misses what is published by more than a tenth or has nothing published to be held to."
        )
    if trusted:
        lines.append(f"For {join(trusted)}, the model of today agrees with what is published within a tenth.")
    lines.append(
        f"Money is cash at {price_year} prices against business as usual, the middle of its range with one in ten "
        "below and one in ten above it in brackets; lives are shown beside it and never added."
    )
    return lines


def _money(money: Money, years: int) -> str:
    if not money.lines:
        return "no money is counted"
    one_off = money.one_off.p50
    first = f"after {pounds(-one_off)} at the start" if one_off < 0 else f"and brings in {pounds(one_off)} once"
    return f"{_gains(money.npsv, years)}, and {_yearly(money.yearly_cash)} a year once running, {first}"


def _gains(value: MoneyRange, years: int) -> str:
    if value.p50 >= 0:
        worth, ends = f"gains {pounds(value.p50)}", (value.p10, value.p90)
    else:
        worth, ends = f"costs {pounds(-value.p50)}", (value.p90, value.p10)
    if min(ends) < 0 < max(ends):
        between = " to ".join(f"a {'gain' if end > 0 else 'cost'} of {pounds(abs(end))}" for end in ends)
    else:
        between = " to ".join(pounds(abs(end)) for end in ends)
    return f"{worth} over {years} years ({between})"


def _yearly(value: MoneyRange) -> str:
    return f"saves {pounds(value.p50)}" if value.p50 >= 0 else f"costs {pounds(-value.p50)}"


def _response(option: OptionResult) -> str:
    said = []
    for service in SERVICES:
        response = option.response[service]
        change = response.change.mean_min if response.change is not None else None
        if response.in_headline and change is not None:
            said.append(f"{RESPONDERS[service]} {slower(change)}")
    for row in option.first_responder:
        change = row.change.mean_min if row.change is not None else None
        if row.in_headline and change is not None:
            said.append(f"help of any service reaches {row.name.lower()} {slower(change, 'arrives as fast as today')}")
    if any(_kept_out(row) for row in option.first_responder):
        said.append("what it does for patients rests on a part of the model that is kept out of these lines")
    return "; ".join(said) if said else "no effect on response that can be vouched for"


def _kept_out(row: FirstResponder) -> bool:
    change = row.change.mean_min if row.change is not None else None
    return not row.in_headline and change is not None and (change.low > 0 or change.high < 0)


def slower(change: Estimate, same: str = "arrive as fast as today") -> str:
    """A change of a mean in words; no change is said where its interval holds none."""
    seconds = change.value * 60
    if change.low <= 0 <= change.high:
        return same
    if abs(seconds) < 0.5:
        return f"{same}, within half a second"
    size = f"{abs(seconds):.0f} seconds" if abs(seconds) < 90 else f"{abs(change.value):.1f} minutes"
    ends = sorted((abs(change.low), abs(change.high)))
    between = (
        f"{ends[0] * 60:.0f} to {ends[1] * 60:.0f} seconds" if abs(seconds) < 90 else f"{ends[0]:.1f} to {ends[1]:.1f}"
    )
    return f"{size} {'later' if change.value > 0 else 'sooner'} on average ({between})"


def recommended(options: Sequence[OptionResult]) -> OptionResult | None:
    """The option to look at first for its money, None where there is only business as usual.

    Among options that are more likely than not to save, the one worth most; where there is none, the one most likely
    to save, and among equals the one that costs least.
    """
    others = [option for option in options if not option.is_base]
    likely = [option for option in others if option.money.chance_positive > 0.5]
    if likely:
        return max(likely, key=lambda option: option.money.npsv.p50)
    return max(others, key=lambda o: (round(o.money.chance_positive, 2), o.money.npsv.p50), default=None)
