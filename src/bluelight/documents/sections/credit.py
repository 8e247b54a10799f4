"""What governance alone adds, who pays in the prices of each year, and what it does to places of different means."""

from __future__ import annotations

from bluelight.documents import charts, words
from bluelight.documents.model import (
    Block,
    Column,
    Figure,
    Folded,
    Paragraph,
    Section,
    SideBySide,
    Table,
    Text,
    Value,
)
from bluelight.documents.sections.marks import base_of, others, services
from bluelight.studies.appraised import Budget
from bluelight.studies.results import MoneyRange, OptionResult, Results


def credit(results: Results) -> Section | None:
    """What each option adds to business as usual, and what a change of governance adds to collaboration alone."""
    shown = [option for option in others(results) if option.money.appraised is not None]
    if not shown:
        return None
    names = {option.id: option.name for option in results.options}
    rows: list[tuple[Text, ...]] = []
    data: list[tuple[Value, ...]] = [("option", "over", "p10_gbp", "p50_gbp", "p90_gbp", "chance_positive")]
    for option in shown:
        for step in option.money.appraised.increments if option.money.appraised else []:
            rows.append(
                (
                    f"{option.name}, over {names.get(step.over, step.over).lower()}",
                    words.money_change(step.npsv.p50),
                    words.money_range(step.npsv),
                    words.chance(step.chance_positive),
                    "none" if step.benefits_that_need_it is None else words.share(step.benefits_that_need_it),
                )
            )
            data.append(
                (
                    option.id,
                    step.over,
                    *_rounded(step.npsv),
                    step.chance_positive,
                )
            )
    table = Table(
        "increments-table",
        "What each option adds, and how much of its gains needs a change of who governs",
        (
            Column("Option and what it is set beside"),
            Column("Adds"),
            Column("P10 to P90"),
            Column("Chance above zero"),
            Column("Share of gains that needs the change"),
        ),
        tuple(rows),
        data=tuple(data),
        layout="cards",
    )
    changing = [option for option in shown if charts.collaboration_step(option) is not None]
    blocks: list[Block] = [table]
    if changing:
        drawn = [Figure(charts.attribution(option, results.study.price_year)) for option in changing]
        blocks.append(SideBySide(tuple(drawn)))
    else:
        blocks.append(
            Paragraph(
                "No option changes who governs: plain collaboration brings all of it, and no saving is credited to a "
                "change of governance."
            )
        )
    return Section("credit", "What it adds, and to whom the credit goes", tuple(blocks))


def budgets(results: Results) -> Section | None:
    """Nominal cash by organisation and year with peak funding; None where the study assumes no inflation."""
    shown = [(option, found.budgets) for option in others(results) if (found := option.money.appraised) is not None]
    shown = [(option, found) for option, found in shown if found]
    if not shown:
        return None
    blocks: list[Block] = [
        Paragraph(
            "In the prices of each year, with VAT that cannot be recovered and with transfers between the "
            f"organisations: what budgets meet. {_inflation(results)}"
        ),
        _peaks(shown),
        *(Folded(f"{option.name}: cash by year", (_by_year(option, found),)) for option, found in shown),
    ]
    return Section("budgets", "Cash as budgets meet it", tuple(blocks))


def _inflation(results: Results) -> str:
    said = results.study.inflation
    return words.sentence(said) if said else ""


def _peaks(shown: list[tuple[OptionResult, list[Budget]]]) -> Table:
    return Table(
        "peak-funding",
        "The most that has to be found at any time, in the prices of the day",
        (Column("Option and organisation"), Column("Middle"), Column("P10 to P90"), Column("Deepest in")),
        tuple(
            (
                f"{option.name}: {words.service_name(budget.organisation)}",
                words.money(budget.peak_funding.p50) if round(budget.peak_funding.p50) else "nothing",
                f"{words.money(budget.peak_funding.p10)} to {words.money(budget.peak_funding.p90)}",
                "never below zero" if budget.peak_year is None else words.financial_year(budget.peak_year),
            )
            for option, found in shown
            for budget in found
        ),
        data=(
            ("option", "organisation", "p10_gbp", "p50_gbp", "p90_gbp", "deepest_year"),
            *(
                (
                    option.id,
                    budget.organisation,
                    *_rounded(budget.peak_funding),
                    budget.peak_year,
                )
                for option, found in shown
                for budget in found
            ),
        ),
        layout="cards",
    )


def _by_year(option: OptionResult, found: list[Budget]) -> Table:
    years = [entry.year for entry in found[0].years]
    cash = {(budget.organisation, entry.year): entry.cash for budget in found for entry in budget.years}
    return Table(
        f"budgets-{option.id}",
        f"{option.name}: nominal cash by financial year, middle of the draws",
        (Column("Financial year"), *(Column(words.service_name(budget.organisation)) for budget in found)),
        tuple(
            (
                words.financial_year(year),
                *(words.money_change(cash[budget.organisation, year].p50) for budget in found),
            )
            for year in years
        ),
        data=(
            ("financial_year", "organisation", "p10_gbp", "p50_gbp", "p90_gbp"),
            *(
                (
                    words.financial_year(year),
                    budget.organisation,
                    *_rounded(cash[budget.organisation, year]),
                )
                for budget in found
                for year in years
            ),
        ),
    )


def _rounded(money: MoneyRange) -> tuple[int, int, int]:
    return round(money.p10), round(money.p50), round(money.p90)


def fairness(results: Results) -> Section | None:
    """Response by fifth of deprivation, and money by income where the study gives incomes; None where neither is."""
    blocks: list[Block] = []
    for option in others(results):
        drawn = [
            Figure(charts.fifths(option, service, base_of(results).response[service].in_headline))
            for service in services(results)
            if any(row.service == service and words.detectable(row.change_min) for row in option.fifths)
        ]
        if drawn:
            blocks.append(SideBySide(tuple(drawn)))
    told = [option.name for option in others(results) if option.fifths]
    if told and not blocks:
        blocks.append(Paragraph("Under no option does any fifth of deprivation wait detectably longer or less."))
    elif told:
        blocks.insert(0, Paragraph("Charts are drawn where some fifth of deprivation waits detectably longer or less."))
    weighted = [option for option in others(results) if option.money.appraised and option.money.appraised.weighted]
    if weighted:
        blocks.append(_weights(weighted))
    return Section("fairness", "Rich places and poor ones", tuple(blocks)) if blocks else None


def _weights(options: list[OptionResult]) -> Table:
    rows: list[tuple[Text, ...]] = []
    for option in options:
        found = option.money.appraised.weighted if option.money.appraised else None
        if found is None:
            continue
        rows.append((f"{option.name}: unweighted", "1", words.money_range(found.unweighted), ""))
        rows.append((f"{option.name}: weighted", "", words.money_range(found.npsv), ""))
        for group in found.groups:
            switch = "at no weight" if group.switching_weight is None else f"{group.switching_weight:.2f}"
            rows.append((f"{option.name}: {group.group}", f"{group.weight:.2f}", words.money_range(group.npsv), switch))
    return Table(
        "weights-table",
        "With and without distributional weights",
        (Column("Option and who gains or pays"), Column("Weight"), Column("Present value"), Column("Zero at")),
        tuple(rows),
        layout="cards",
    )
