"""An evaluation as a document: did it work, how sure are we, and what would change our mind."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bluelight.documents import words
from bluelight.documents.charts import effects
from bluelight.documents.formats import PAPERS, named, papers
from bluelight.documents.model import (
    Block,
    Bullets,
    Column,
    Document,
    Figure,
    KeyFigure,
    KeyFigures,
    Note,
    Paragraph,
    Section,
    SideBySide,
    Table,
)
from bluelight.evaluation.figures import change, figure
from bluelight.evaluation.result import Evaluation, TrendBound
from bluelight.files import write_all

PASSED = {True: "passed", False: "FAILED", None: "not judged"}
WEIGHTS = {"rating": "costs a level", "verdict": "nobody can tell", "note": "for information"}


def write_evaluation(found: Evaluation, folder: Path, formats: Iterable[str] | None = None) -> list[Path]:
    """Write `result.json` and the document in these formats, all where none is named; the paths written.

    All are complete or none is replaced. Raises `BluelightError` for a format there is not.
    """
    document = evaluation_document(found)
    files: dict[str, str | bytes] = {"result.json": found.to_json()}
    return write_all(folder, files | papers(document, "evaluation", named(formats, PAPERS)))


def evaluation_document(found: Evaluation) -> Document:
    """The document, whatever format it will be written in."""
    asked = found.asked
    return Document(
        title=asked.title,
        kicker="Evaluation",
        lead=asked.question,
        sections=(
            Section("answer", "Did it work, and how sure are we?", tuple(_answer(found))),
            Section("pictures", "What happened, and what was to be expected", tuple(_pictures(found))),
            Section("mind", "What would change our mind", tuple(_mind(found))),
            Section("believe", "How far to believe it", tuple(_believe(found))),
            Section("how", "How it was done", tuple(_how(found))),
            Section("protocol", "The protocol and the data", tuple(_protocol(found))),
        ),
        foot=(
            f"Made by Bluelight {found.bluelight_version}, seed {found.design.seed}. An estimate after the event: "
            "it holds for the units and periods named, and only as far as its checks do.",
        ),
    )


def _answer(found: Evaluation) -> Iterable[Block]:
    estimate, unit = found.estimate, found.asked.unit
    yield Paragraph(found.sentence, lead=True)
    percent = "" if estimate.percent is None else f"{change(estimate.percent)}% of what was to be expected"
    seen = "not known" if estimate.detectable is None else f"{figure(abs(estimate.detectable))} {unit}"
    yield KeyFigures(
        (
            KeyFigure("Effect", f"{change(estimate.effect)} {unit}", percent),
            KeyFigure("95% interval", _interval(estimate.low, estimate.high), estimate.kind),
            KeyFigure(
                "Strength of evidence",
                f"{found.rating.maryland} of 5",
                f"Maryland scale; this method can reach {found.rating.ceiling}",
            ),
            KeyFigure("Would have been seen", seen, "four times in five, had it been there"),
        )
    )
    yield Paragraph(found.paragraph)
    if found.asked.changed_after_seen or found.asked.log_altered:
        what = (
            "The log of its history was altered."
            if found.asked.log_altered
            else "It was changed after the data had been evaluated under another one."
        )
        yield Note("The protocol did not come first", f"{what} The rating is a level lower for it.", "warning")


def _pictures(found: Evaluation) -> Iterable[Block]:
    yield SideBySide((Figure(effects.trends(found)), Figure(effects.gap(found))))
    study = effects.event_study(found)
    rest = [Figure(chart) for chart in (study, effects.placebo(found)) if chart is not None]
    yield SideBySide(tuple(rest))
    if found.others:
        yield Table(
            "others",
            f"Other methods asked the same question, {found.asked.unit}",
            (Column("Method"), Column("Effect", True), Column("95% interval", True)),
            (
                (
                    found.design.method_words,
                    change(found.estimate.effect),
                    _ends(found.estimate.low, found.estimate.high),
                ),
                *((other.name, change(other.effect), _ends(other.low, other.high)) for other in found.others),
            ),
            notes=("The first decides; the others are a check of it.",),
            layout="cards",
        )


def _mind(found: Evaluation) -> Iterable[Block]:
    failed = [check for check in found.checks if check.passed is False]
    unasked = [check for check in found.checks if check.passed is None and check.weight != "note"]
    points = [f"{check.question} {check.finding}" for check in failed]
    points += [f"Not asked: {check.question} {check.finding}" for check in unasked]
    points += [check.finding for check in found.checks if check.id == "drift" and check.passed]
    if found.estimate.detectable is not None:
        points.append(
            f"More periods or comparators: an effect below {figure(abs(found.estimate.detectable))} {found.asked.unit} "
            "would probably have been missed."
        )
    points.append("Another evaluation elsewhere that found otherwise.")
    yield Bullets(tuple(points))


def _believe(found: Evaluation) -> Iterable[Block]:
    rating = found.rating
    yield Table(
        "rating",
        "The rating, by rule",
        (Column("Scale"), Column("Rating"), Column("Why")),
        (
            ("Maryland Scientific Methods Scale", f"{rating.maryland} of 5", " ".join(rating.maryland_reasons)),
            ("Nesta Standards of Evidence", f"{rating.nesta} of 5", rating.nesta_reason),
            ("GRADE", rating.grade, " ".join(rating.grade_reasons)),
        ),
        layout="cards",
    )
    yield Table(
        "checks",
        "What was checked",
        (Column("Question"), Column("Result"), Column("What was found"), Column("If it fails")),
        tuple((c.question, PASSED[c.passed], c.finding, WEIGHTS[c.weight]) for c in found.checks),
        layout="cards",
    )
    yield from _sensitivity(found)
    yield Table(
        "emmie",
        "What is known beside the effect (EMMIE)",
        (Column("Heading"), Column("What is said"), Column("Quality of its evidence")),
        tuple((row.heading, row.text, row.quality) for row in rating.emmie),
        layout="cards",
    )


RESTRICTIONS = {
    "smoothness": "The gap's slope changes by at most",
    "relative_magnitude": "No step of the gap is larger than",
}


def _sensitivity(found: Evaluation) -> Iterable[Block]:
    told = found.sensitivity
    if told is None:
        return
    unit = found.asked.unit if found.asked.scale == "natural" else "log points"
    if told.breakdown is None:
        finding = "The interval holds nothing already if trends went on in straight lines."
    else:
        finding = (
            f"The answer bears a bend of {figure(told.breakdown)} {unit} a period: with more, the interval holds "
            "nothing. "
            f"The largest bend before the start was {figure(told.bend)}."
        )
    yield Table(
        "sensitivity",
        f"If trends had parted after the start: the effect averaged over {told.after} periods since, {unit}",
        (Column("What is allowed"), Column("Size"), Column("Effect, from", True), Column("to", True)),
        tuple((RESTRICTIONS[b.restriction], _size(b, unit), change(b.low), change(b.high)) for b in told.bounds),
        notes=(
            finding,
            "After Rambachan and Roth. Slopes: a 95% interval. Steps: the range without doubt from chance, as no "
            "interval for them is known to be right.",
        ),
        data=(
            ("restriction", "size", "over_largest_seen", "low", "high"),
            *((b.restriction, b.size, b.seen, b.low, b.high) for b in told.bounds),
        ),
        layout="cards",
    )


def _size(bound: TrendBound, unit: str) -> str:
    if bound.restriction == "relative_magnitude":
        return f"{figure(bound.size)} times the largest before the start"
    if bound.size == 0:
        return "not at all: straight lines"
    return f"{figure(bound.size)} {unit} a period, {figure(bound.seen)} times the largest before the start"


def _how(found: Evaluation) -> Iterable[Block]:
    design = found.design
    yield Paragraph("The method follows from the data by rule. Each step:")
    yield Bullets(design.steps, numbered=True)
    yield Table(
        "treated",
        "Who was treated, and from when",
        (Column("Unit"), Column("From")),
        tuple(zip(design.treated, design.starts, strict=True)),
    )
    if found.weights:
        yield Table(
            "weights",
            "What the comparison is made of",
            (Column("Comparator"), Column("Weight", True)),
            tuple((unit, f"{weight:.3f}") for unit, weight in found.weights.items()),
        )
    else:
        yield Paragraph(f"Comparators: {words.listed(list(design.comparators)) or 'none'}.")
    if design.excluded:
        yield Bullets(tuple(f"Left out: {unit}. {why}" for unit, why in design.excluded.items()))
    if design.neighbours:
        yield Paragraph(f"Neighbours, who are no comparators: {words.listed(list(design.neighbours))}.")


def _protocol(found: Evaluation) -> Iterable[Block]:
    asked = found.asked
    registered = "not before its first use" if asked.registered is None else words.dated(asked.registered[:10])
    yield Table(
        "protocol-table",
        "The protocol, as it was written before",
        (Column("What"), Column("As written")),
        (
            ("Written", words.dated(asked.written)),
            ("Registered", registered),
            ("Outcome", f"{asked.outcome_words}, {asked.unit}; {asked.better} is better"),
            ("Estimand", "the average over every treated unit and period after its start"),
            ("Smallest effect that matters", f"{figure(asked.smallest_effect)} {asked.unit}"),
            ("Scale", asked.scale),
            ("Anticipation", f"{found.design.anticipation} periods"),
            ("Periods", f"{found.design.first} to {found.design.last}"),
            ("SHA-256 of the protocol", asked.protocol_sha256),
            ("SHA-256 of the panel", asked.panel_sha256),
            ("SHA-256 of the treatment", asked.treatment_sha256),
            ("Sources of the data", "; ".join(asked.sources) or "the panel names none"),
        ),
        layout="cards",
    )


def _interval(low: float | None, high: float | None) -> str:
    return "none: too few units" if low is None or high is None else f"{change(low)} to {change(high)}"


def _ends(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else _interval(low, high)
