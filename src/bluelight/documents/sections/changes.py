"""What changed since the outline: inputs that differ, then every figure beside the outline's with its reason."""

from __future__ import annotations

from bluelight.documents import words
from bluelight.documents.model import Block, Column, Folded, Paragraph, Section, Table, Text
from bluelight.documents.sections.outline import line_link, option_names
from bluelight.studies.cases.shape import AgainstOutline, FigureChange, InputChange
from bluelight.studies.results import Results


def changes(results: Results) -> Section | None:
    """None for an outline, which has nothing to be set beside."""
    found = results.outline
    if found is None:
        return None
    names = option_names(results)
    moved = [row for row in found.figures if row.because]
    same = [row for row in found.figures if not row.because]
    blocks: list[Block] = [Paragraph(_lead(found, len(moved)), lead=True)]
    if found.inputs:
        blocks.append(_inputs(found.inputs, names))
    if moved:
        blocks.append(_figures("outline-changed", "Figures that changed", moved, names))
    if same:
        title = f"{words.count(len(same), 'figure')} as in the outline"
        blocks.append(Folded(title, (_figures("outline-same", title, same, names),)))
    return Section("changes", "What changed since the outline", tuple(blocks))


def _lead(found: AgainstOutline, moved: int) -> str:
    said = (
        f"{words.count(len(found.inputs), 'input')} and {words.count(moved, 'figure')} of "
        f"{words.count(len(found.figures))} differ from the outline (Bluelight {found.outline_version}, "
        f"seed {found.outline_seed})."
    )
    if found.added_options or found.removed_options:
        said += (
            f" Options new since then: {words.listed(found.added_options) or 'none'}; "
            f"no longer there: {words.listed(found.removed_options) or 'none'}."
        )
    return said


def _inputs(inputs: list[InputChange], names: dict[str, str]) -> Table:
    return Table(
        "outline-inputs",
        "Inputs that changed",
        (Column("Input"), Column("Option"), Column("In the outline"), Column("Now")),
        tuple(
            (
                line_link(change.option, None if change.now == "not there" else change.line, change.what)
                if change.option is not None
                else change.what,
                "all" if change.option is None else names.get(change.option, change.option),
                change.outline,
                change.now,
            )
            for change in inputs
        ),
        layout="cards",
    )


def _figures(id: str, caption: str, rows: list[FigureChange], names: dict[str, str]) -> Table:
    return Table(
        id,
        caption,
        (Column("Option and figure"), Column("In the outline"), Column("Now"), Column("Why")),
        tuple(
            (
                f"{names.get(row.option, row.option)}: {row.figure}",
                _said(row.outline, row.outline_low, row.outline_high, row.unit),
                _said(row.now, row.now_low, row.now_high, row.unit),
                _why(row),
            )
            for row in rows
        ),
        data=(
            ("option", "figure", "unit", "outline", "outline_low", "outline_high", "now", "now_low", "now_high", "why"),
            *(
                (
                    row.option,
                    row.figure,
                    row.unit,
                    row.outline,
                    row.outline_low,
                    row.outline_high,
                    row.now,
                    row.now_low,
                    row.now_high,
                    "; ".join(row.because),
                )
                for row in rows
            ),
        ),
        layout="cards",
    )


def _why(row: FigureChange) -> Text:
    return " ".join(words.sentence(reason) for reason in row.because) or "unchanged"


def _said(value: float | None, low: float | None, high: float | None, unit: str) -> str:
    if value is None:
        return "none"
    middle = _one(value, unit)
    return middle if low is None or high is None else f"{middle} ({_one(low, unit)} to {_one(high, unit)})"


def _one(value: float, unit: str) -> str:
    if unit == "pounds":
        return f"{'-' if round(value) < 0 else ''}{words.money(value)}"
    if unit == "minutes":
        return f"{'-' if value < 0 else ''}{words.duration(value, short=True)}"
    return words.share(value, 1) if unit == "share" else f"{value:.3g} {unit if unit == 'years' else ''}".strip()
