"""What it costs, what it saves, who pays, and what the answer turns on."""

from __future__ import annotations

from bluelight.documents import charts, words
from bluelight.documents.model import (
    Block,
    Column,
    Figure,
    Folded,
    Mark,
    Paragraph,
    Section,
    SideBySide,
    Table,
    Text,
    Value,
)
from bluelight.documents.sections.marks import assumed, at_once, default_owner, linked, others, pieces, unique
from bluelight.studies.results import MoneyLine, MoneyRange, OptionResult, RelationOffered, Results, SocietalValue

_CATEGORIES = {
    "capital": "building work",
    "receipt": "sale",
    "transition": "cost of the change itself",
    "running_cost": "cost each year",
    "saving": "saving each year",
    "risk": "risk",
}
_CLASSES = {
    "cash_releasing": "cash",
    "non_cash_releasing": "time freed, not cash",
    "societal": "value to society",
    "unmonetised": "not priced",
}


def money(results: Results) -> Section:
    """Value with its range, cash by organisation and year, what it turns on, every line, what is not counted."""
    shown = others(results)
    year = results.study.price_year
    blocks: list[Block] = [
        Paragraph(
            f"All money is against business as usual, in {year} prices, over {results.study.appraisal_years} years "
            f"from {words.financial_year(results.study.first_year)}. Discount rates: "
            f"{words.dated(results.study.discounting)}. {words.count(results.study.draws)} draws within "
            "each line's range."
        ),
        Figure(charts.npsv(results.options, year)),
        _by_organisation(shown),
    ]
    with_cash = [option for option in shown if option.money.cash_by_year]
    if with_cash:
        blocks.append(
            Section(
                "money-years",
                "Year by year",
                (SideBySide(tuple(Figure(charts.cash_over_time(option, year)) for option in with_cash)),),
            )
        )
    with_lines = [option for option in shown if option.money.lines]
    if with_lines:
        blocks.append(
            Section(
                "money-lines",
                "Every line, its basis and its source",
                tuple(
                    Folded(f"{option.name}: {words.count(len(option.money.lines), 'line')}", (_lines(option),))
                    for option in with_lines
                ),
            )
        )
    blocks += _caps(results)
    uncounted = unique([item for option in shown for item in option.money.not_counted])
    if uncounted:
        listed = at_once(tuple(words.sentence(item) for item in uncounted))
        blocks.append(
            Section(
                "money-uncounted",
                "Money that is not counted",
                (Paragraph("Nobody has told us these; they are left out, not taken to be zero."), listed),
            )
        )
    return Section("money", "What it costs, what it saves, and who pays", tuple(blocks))


def _by_organisation(options: list[OptionResult]) -> Table:
    rows: list[tuple[Text, ...]] = []
    data: list[tuple[Value, ...]] = [
        (
            "option",
            "organisation",
            *(f"{m}_{p}_gbp" for m in ("yearly_cash", "one_off", "npsv") for p in ("p10", "p50", "p90")),
        )
    ]
    for option in options:
        for who in option.money.by_organisation:
            rows.append(
                (
                    f"{option.name}: {words.service_name(who.organisation)}",
                    words.money_change(who.yearly_cash.p50),
                    words.money_change(who.one_off.p50),
                    words.money_change(who.npsv.p50),
                    words.money_range(who.npsv),
                )
            )
            sums = (who.yearly_cash, who.one_off, who.npsv)
            data.append((option.id, who.organisation, *(round(v) for s in sums for v in (s.p10, s.p50, s.p90))))
    return Table(
        "money-organisations",
        "Who pays and who gains",
        (
            Column("Option and organisation"),
            Column("Cash each year"),
            Column("One-off"),
            Column("Present value"),
            Column("P10 to P90"),
        ),
        tuple(rows),
        notes=("Ranges of organisations do not add up to the range of the whole: not everything goes badly at once.",),
        data=tuple(data),
        layout="cards",
    )


def _caps(results: Results) -> list[Block]:
    """Savings that claim from one pot, and what the cap on it takes off."""
    rows = [
        (option, cap, [line for line in option.money.lines if line.overlap_group == cap.group])
        for option in others(results)
        for cap in option.money.caps
    ]
    if not rows:
        return []
    table = Table(
        "money-caps",
        "Savings that claim from one pot",
        (
            Column("Option and pot"),
            Column("Lines that claim from it"),
            Column("Most it can save a year"),
            Column("Taken off, as present value", numeric=True),
            Column("Source"),
        ),
        tuple(
            (
                f"{option.name}: {cap.group}",
                words.listed([line.label for line in lines]),
                f"{words.money(cap.cap)}, {cap.price_year} prices",
                words.money(sum(line.taken_off for line in lines)),
                linked(cap.source),
            )
            for option, cap, lines in rows
        ),
        notes=("Where more is claimed than can be saved, each line keeps the same share of it, year by year.",),
        layout="cards",
    )
    return [Section("money-overlap", "Savings that overlap", (table,))]


def _price_years(option: OptionResult) -> str:
    return words.listed(sorted({line.price_year for line in option.money.lines}))


def line_anchor(option: OptionResult, line: MoneyLine) -> str:
    """Where a line's basis and source stand."""
    return f"line-{option.id}-{line.id}"


def _kind(line: MoneyLine) -> str:
    category = _CATEGORIES.get(line.category, line.category)
    if line.category == "risk":
        category += f", {words.share(line.likelihood)} likely: only that share of it is in the sums"
    return f"{category}; {_CLASSES.get(line.benefit_class, line.benefit_class)}"


def _who(line: MoneyLine) -> Text:
    name = words.service_name(line.organisation)
    return (f"{name}. Owner: ", *pieces(default_owner(line.owner, line.owner_named))) if line.owner else name


def _lines(option: OptionResult) -> Table:
    return Table(
        f"lines-{option.id}",
        f"{option.name}: every line of money",
        (
            Column("Line"),
            Column("Who"),
            Column("Kind"),
            Column("Most likely"),
            Column("Low to high"),
            Column("Years"),
            Column("Basis"),
            Column("Source"),
        ),
        tuple(
            (
                line.label,
                _who(line),
                _kind(line),
                assumed(
                    words.money_change(line.mode),
                    line.basis,
                    f"#{line_anchor(option, line)}",
                    line.source,
                ),
                f"{words.money_change(line.low)} to {words.money_change(line.high)}",
                words.financial_year(line.start_year)
                if line.end_year == line.start_year
                else f"{words.financial_year(line.start_year)} to {words.financial_year(line.end_year)}",
                line.basis,
                linked(f"{line.source} {line.note}".strip()),
            )
            for line in option.money.lines
        ),
        notes=(f"Amounts are in the price year of each line's source: {_price_years(option)}.",),
        data=(
            (
                "line",
                "label",
                "organisation",
                "category",
                "benefit_class",
                "low_gbp",
                "mode_gbp",
                "high_gbp",
                "price_year",
                "start_year",
                "end_year",
                "npsv_p50_gbp",
                "owner",
                "overlap_group",
                "taken_off_by_cap_gbp",
                "basis",
                "source",
                "note",
            ),
            *(
                (
                    x.id,
                    x.label,
                    x.organisation,
                    x.category,
                    x.benefit_class,
                    x.low,
                    x.mode,
                    x.high,
                    x.price_year,
                    x.start_year,
                    x.end_year,
                    round(x.npsv_p50),
                    x.owner,
                    x.overlap_group,
                    round(x.taken_off),
                    x.basis,
                    x.source,
                    x.note,
                )
                for x in option.money.lines
            ),
        ),
        layout="cards",
        row_ids=tuple(line_anchor(option, line) for line in option.money.lines),
    )


def society(results: Results) -> Section | None:
    """Value to society, beside cash and never added to it; None where no relation is offered and no option has any."""
    found = [(option, value) for option in others(results) for value in option.money.societal]
    blocks: list[Block] = []
    if found:
        blocks += [
            Paragraph(
                "This is not cash: no budget gets it. It stands beside the money above and is in none of its sums.",
                lead=True,
            ),
            _effects(found, results.study.appraisal_years),
        ]
    elif results.relations:
        blocks.append(
            Paragraph("No option changes a response that a published relation turns into outcomes.", lead=True)
        )
    blocks += _relations(results)
    return Section("society", "Value to society, beside the cash", tuple(blocks)) if blocks else None


def _effects(found: list[tuple[OptionResult, SocietalValue]], years: int) -> Table:
    return Table(
        "societal",
        "Value to society",
        (
            Column("Option and effect"),
            Column("How much"),
            Column("Worth a year"),
            Column(f"Worth over {years} years, present value"),
            Column("Basis and source"),
        ),
        tuple(
            (
                _unverified(f"{option.name}: {value.label}", value),
                _quantity(value),
                _worth(value.value),
                _worth(value.present_value),
                assumed_source(value),
            )
            for option, value in found
        ),
        notes=(
            "Ranges are the ends of the interval of the response and of the relation together. Two relations for one "
            "outcome are two answers to one question: they are not added.",
        ),
        data=(
            (
                "option",
                "effect",
                "relation",
                "unverified",
                "unit",
                "quantity",
                "quantity_low",
                "quantity_high",
                "from_year",
                *(f"{what}_{end}_gbp" for what in ("yearly", "present") for end in ("low", "middle", "high")),
                "source",
            ),
            *(_effect_data(option, value) for option, value in found),
        ),
        layout="cards",
    )


def _effect_data(option: OptionResult, value: SocietalValue) -> tuple[Value, ...]:
    q = value.quantity
    sums = [
        (None,) * 3 if worth is None else (round(worth.p10), round(worth.p50), round(worth.p90))
        for worth in (value.value, value.present_value)
    ]
    return (
        option.id,
        value.label,
        value.relation,
        "yes" if value.unverified else "no",
        value.unit,
        *((None,) * 3 if q is None else (q.value, q.low, q.high)),
        value.from_year,
        *sums[0],
        *sums[1],
        value.source,
    )


def _unverified(text: str, value: SocietalValue) -> Text:
    tip = "The study accepts it by name: it was not read where it was published"
    return (text, Mark("unverified", "#relations", tip)) if value.unverified else text


def _worth(worth: MoneyRange | None) -> str:
    if worth is None:
        return "not priced"
    return words.money_range(worth).replace("saves", "gains").replace("costs", "loses")


def _relations(results: Results) -> list[Block]:
    """The relations that act, and those that are offered and do not."""
    if not results.relations:
        return []
    table = Table(
        "relations-table",
        "Published relations between minutes and outcomes",
        (Column("Relation"), Column("Does it act?"), Column("Who was studied"), Column("Source and limits")),
        tuple(
            (
                f"{each.name}: {each.incident}",
                _acts(each),
                words.sentence(each.population),
                linked(f"{each.source} {each.note}"),
            )
            for each in results.relations
        ),
        layout="cards",
    )
    return [Section("relations", "From minutes to outcomes", (table,))]


def _acts(each: RelationOffered) -> str:
    if each.acts:
        return "yes" if each.verified else "yes, unverified: the study accepts it by name"
    return f'no: unverified, not read where it was published. Accepted by accept_unverified = ["{each.id}"]'


def assumed_source(value: SocietalValue) -> Text:
    """The basis and source of an effect, with its note."""
    return linked(" ".join(words.sentence(part) for part in (value.basis, value.source, value.note) if part))


def _quantity(value: SocietalValue) -> str:
    if value.quantity is None:
        return "not estimated"
    q = value.quantity
    return f"{q.value:.2g} {value.unit} ({q.low:.2g} to {q.high:.2g})"
