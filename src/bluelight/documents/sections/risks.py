"""The risk register: likelihood, impact, what is done about it and what is left, and what the moves ask of people."""

from __future__ import annotations

from bluelight.documents import words
from bluelight.documents.model import Block, Column, Paragraph, Section, Table, Text
from bluelight.documents.sections.marks import assumed, at_once, default_owner, others, unique
from bluelight.documents.sections.outline import line_link, option_names
from bluelight.studies.cases.shape import RiskEntry
from bluelight.studies.results import Results
from bluelight.studies.risks import SEVERITIES
from bluelight.studies.values import MoneyEnds

NOT_SAID = "not judged yet"


def risks(results: Results) -> Section | None:
    """The register: each risk once, those of the study first; None without any."""
    case = results.business_case
    if case is None or not case.risks:
        return None
    names = option_names(results)
    table = Table(
        "risks-table",
        "Risk register",
        (
            Column("What could go wrong"),
            Column("Option"),
            Column("Where"),
            Column("Owner"),
            Column("Likelihood"),
            Column("Impact"),
            Column("Likelihood x impact"),
            Column("What is done about it, and what is left"),
            Column("In the sums, as present value"),
        ),
        tuple(_row(risk, names) for risk in case.risks),
        notes=(
            "Likelihood x impact is what to expect of it before anything is done: in pounds, or as a score out of 5. "
            "What is left once something is done is what the sums hold, year by year, as a line of its own.",
            "Of a risk that moves bring, likelihood and severity are assumed until somebody judges it, and in no sum.",
            "Optimism bias on what is built and the ranges of lines stand for those of cost and time, and for no "
            "others; take a risk out of the bias before pricing it here as well.",
        ),
        data=(_TITLES, *(_data(risk) for risk in case.risks)),
        layout="cards",
    )
    return Section("risks", "What could go wrong", (table, *_people(results)))


def _row(risk: RiskEntry, names: dict[str, str]) -> tuple[Text, ...]:
    said = words.sentence(risk.statement) + (f" Cause: {words.sentence(risk.cause)}" if risk.cause else "")
    expected = expected_words(risk)
    return (
        said,
        words.listed([names[option] for option in risk.options]),
        words.listed(risk.applies_to),
        default_owner(risk.owner, risk.owner_named),
        assumed(likelihood_words(risk), risk.basis or "", "#assumptions", risk.source),
        assumed(impact_words(risk), impact_basis(risk), "#assumptions", risk.source),
        _product(risk.product, risk.score),
        _left(risk),
        line_link(risk.options[0], risk.line, expected) if risk.options else expected,
    )


def likelihood_words(risk: RiskEntry) -> str:
    """How likely it is, in a percentage."""
    return NOT_SAID if risk.likelihood is None else words.share(risk.likelihood)


def expected_words(risk: RiskEntry) -> str:
    """What the sums hold of it."""
    return "not in the sums" if risk.expected is None else words.money_range(risk.expected)


def impact_basis(risk: RiskEntry) -> str:
    """The basis of an impact that the program assumes; one that the study states has its own."""
    return risk.basis or "" if risk.stated_by == "move" else ""


def impact_words(risk: RiskEntry) -> str:
    """What it would cost or do, and how bad that would be."""
    said = [_money(risk.impact)] if risk.impact is not None else []
    said += [text for text in (risk.response, risk.people) if text]
    severity = "" if risk.severity is None else f"{SEVERITIES[risk.severity]}, {risk.severity} of 5"
    if not said:
        return severity or NOT_SAID
    return f"{'; '.join(said)} ({severity})" if severity else "; ".join(said)


def _money(ends: MoneyEnds) -> str:
    low, mode, high = (words.money(amount) for amount in (ends.low, ends.mode, ends.high))
    return f"{mode} ({low} to {high}), {ends.price_year} prices"


def _product(product: float | None, score: float | None) -> str:
    said = [] if product is None else [words.money(product)]
    said += [] if score is None else [f"{score:.1f} of 5"]
    return "; ".join(said) or NOT_SAID


def _left(risk: RiskEntry) -> str:
    if not risk.mitigation:
        return "nothing is stated"
    said = words.sentence(risk.mitigation)
    if risk.residual_likelihood is None:
        return said
    left = words.share(risk.residual_likelihood)
    if risk.residual_impact is not None:
        left += f" of {_money(risk.residual_impact)}"
    return f"{said} Left: {left}, so {_product(risk.residual_product, risk.residual_score)}."


_TITLES = (
    "risk",
    "cause",
    "stated_by",
    "options",
    "where",
    "owner",
    "owner_named",
    "likelihood",
    "impact_low_gbp",
    "impact_mode_gbp",
    "impact_high_gbp",
    "impact_on_response",
    "impact_on_people",
    "severity",
    "likelihood_x_impact_gbp",
    "likelihood_x_severity",
    "mitigation",
    "residual_likelihood",
    "residual_x_impact_gbp",
    "residual_x_severity",
    "expected_p10_gbp",
    "expected_p50_gbp",
    "expected_p90_gbp",
    "basis",
    "source",
)


def _data(risk: RiskEntry) -> tuple[str | float | None, ...]:
    ends = (None,) * 3 if risk.impact is None else (risk.impact.low, risk.impact.mode, risk.impact.high)
    expected = (
        (None,) * 3
        if risk.expected is None
        else (round(e) for e in (risk.expected.p10, risk.expected.p50, risk.expected.p90))
    )
    return (
        risk.statement,
        risk.cause,
        risk.stated_by,
        " ".join(risk.options),
        "; ".join(risk.applies_to),
        risk.owner,
        "yes" if risk.owner_named else "by default",
        risk.likelihood,
        *ends,
        risk.response,
        risk.people,
        risk.severity,
        risk.product,
        risk.score,
        risk.mitigation,
        risk.residual_likelihood,
        risk.residual_product,
        risk.residual_score,
        *expected,
        risk.basis,
        risk.source,
    )


def _people(results: Results) -> list[Block]:
    """What the moves ask of people, and what of them depends on who governs."""
    moves = [move for option in others(results) for move in option.moves]
    told = (
        ("What it asks of the people who work there:", unique([said for move in moves for said in move.people])),
        ("What depends on who governs the services:", unique([m.governance for m in moves if m.governance])),
    )
    blocks: list[Block] = []
    for title, items in told:
        if items:
            blocks += [Paragraph(title), at_once(tuple(words.sentence(item) for item in items))]
    return blocks
