"""Every figure that a case states of an option: what it is called, its unit, and what it came to with its range."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bluelight.studies.results import Estimate, MoneyRange, OptionResult, Service, ServiceResponse

Ends = tuple[float | None, float | None, float | None]


@dataclass(frozen=True)
class Figure:
    """One figure; `organisation` and `line` say which lines of money it rests on, `response` that it rests on a run."""

    name: str
    unit: str
    value: Ends  # middle, low, high
    organisation: str | None = None
    line: str | None = None
    response: bool = False


def figures_of(option: OptionResult) -> Iterator[Figure]:
    """All of an option's figures, money first."""
    yield from _money(option)
    for service, response in option.response.items():
        yield from _response(service, response)
    for value in option.money.societal:
        yield Figure(value.label, "a year", _estimate(value.quantity), response=True)


def _money(option: OptionResult) -> Iterator[Figure]:
    money = option.money
    yield Figure("Present value of cash", "pounds", _range(money.npsv))
    yield Figure("Cash each year once settled", "pounds", _range(money.yearly_cash))
    yield Figure("One-off cash", "pounds", _range(money.one_off))
    yield Figure("Peak funding", "pounds", _range(money.peak_funding))
    yield Figure("Chance that it saves", "share", (money.chance_positive, None, None))
    for who in money.by_organisation:
        for said, amount in (
            ("present value", who.npsv),
            ("cash each year", who.yearly_cash),
            ("one-off cash", who.one_off),
        ):
            name = f"{who.organisation}: {said}"
            yield Figure(name, "pounds", _range(amount), organisation=who.organisation)
    appraised = money.appraised
    if appraised is not None:
        for worth in appraised.worth[1:]:
            yield Figure(f"Present value, {worth.measure} measure", "pounds", _range(worth.npsv))
        payback = appraised.payback
        yield Figure("Years until it pays back", "years", (payback.p50, payback.p10, payback.p90))
        for step in appraised.increments[1:]:
            yield Figure("What it adds to collaboration alone", "pounds", _range(step.npsv))
        for budget in appraised.budgets:
            yield Figure(f"Nominal peak funding: {budget.organisation}", "pounds", _range(budget.peak_funding))
    for line in money.lines:
        yield Figure(f"Present value of the line: {line.label}", "pounds", (line.npsv_p50, None, None), line=line.id)


def _response(service: Service, response: ServiceResponse) -> Iterator[Figure]:
    measures, change = response.measures, response.change
    yield Figure(f"{service}: mean response", "minutes", _estimate(measures.mean_min), response=True)
    yield Figure(f"{service}: nine in ten reached within", "minutes", _estimate(measures.p90_min), response=True)
    yield Figure(f"{service}: within the standard", "share", _estimate(measures.within_standard), response=True)
    if change is not None:
        yield Figure(f"{service}: change of mean response", "minutes", _estimate(change.mean_min), response=True)


def _range(money: MoneyRange) -> Ends:
    return money.p50, money.p10, money.p90


def _estimate(found: Estimate | None) -> Ends:
    return (None, None, None) if found is None else (found.value, found.low, found.high)
