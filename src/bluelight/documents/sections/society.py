"""Value to society, beside the cash: what effects are worth, and the relations they rest on."""

from __future__ import annotations

from bluelight.documents import words
from bluelight.documents.model import Block, Column, Mark, Paragraph, Section, Table, Text, Value
from bluelight.documents.sections.marks import linked, others
from bluelight.studies.results import MoneyRange, OptionResult, RelationOffered, Results, SocietalValue


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
                _source(value),
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


def _source(value: SocietalValue) -> Text:
    """The basis and source of an effect, with its note."""
    return linked(" ".join(words.sentence(part) for part in (value.basis, value.source, value.note) if part))


def _quantity(value: SocietalValue) -> str:
    if value.quantity is None:
        return "not estimated"
    q = value.quantity
    return f"{q.value:.2g} {value.unit} ({q.low:.2g} to {q.high:.2g})"
