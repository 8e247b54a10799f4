"""The chart that says how far the model can be believed."""

from __future__ import annotations

from collections.abc import Sequence

from bluelight.documents import words
from bluelight.documents.charts.draw import Row, intervals, to_svg
from bluelight.documents.model import Chart, Column, Table
from bluelight.documents.palette import mark
from bluelight.studies.results import CalibrationRow

TENTH = 10.0


def calibration(rows: Sequence[CalibrationRow]) -> Chart:
    """The model beside what was published, as a difference in percent; a tenth either way is shaded."""
    id = "chart-calibration"
    shown = [row for row in rows if row.model is not None and row.published]
    drawn_rows = []
    for row in shown:
        assert row.model is not None
        low, value, high = (100 * (x / row.published - 1) for x in (row.model.low, row.model.value, row.model.high))
        here = mark(row.service)
        drawn_rows.append(
            Row(
                f"{words.service_name(row.service)}: {row.name}",
                f"published {figure_words(row.published, row.unit)}, model {figure_words(row.model.value, row.unit)}",
                value,
                low,
                high,
                here.colour,
                here.shape,
                quiet=not row.judges,
            )
        )
    off = [row for row in shown if row.judges and row.off]
    judged = [row for row in shown if row.judges]
    title = calibration_finding(judged, off)
    summary = (
        "Zero is the published figure; the shaded band is a tenth either way. Dot: the model's business as usual, "
        "with its 95% interval. Hollow dots are shown for interest and do not judge a service."
    )
    table = calibration_table(rows, id)
    chart = intervals(
        drawn_rows,
        "Model against published figure",
        band=(-TENTH, TENTH),
        label_expression="(datum.value > 0 ? '+' : '') + datum.label + '%'",
    )
    return Chart(to_svg(chart, id, f"{title}. {summary}"), title, summary, table)


def calibration_finding(judged: Sequence[CalibrationRow], off: Sequence[CalibrationRow]) -> str:
    """How many of the judging figures the model misses by more than a tenth, and for whom."""
    if not judged:
        return "Nothing published judges this model"
    if not off:
        return (
            f"The model is within a tenth of {'the one' if len(judged) == 1 else f'all {len(judged)}'} judging figure"
            + ("" if len(judged) == 1 else "s")
        )
    services = list(dict.fromkeys(words.service_name(row.service).lower() for row in off))
    return (
        f"The model misses {len(off)} of {len(judged)} judging figures by more than a tenth: {words.listed(services)}"
    )


def calibration_table(rows: Sequence[CalibrationRow], id: str) -> Table:
    """Every published figure beside the model's, with the verdict in words."""
    return Table(
        id,
        "The model beside published figures",
        (
            Column("Figure"),
            Column("When"),
            Column("Published"),
            Column("Model"),
            Column("Difference"),
            Column("Verdict"),
        ),
        tuple(
            (
                f"{words.service_name(row.service)}: {row.name}",
                row.period,
                figure_words(row.published, row.unit),
                _model_words(row),
                "not known" if row.difference_percent is None else f"{row.difference_percent:+.0f}%",
                row.verdict,
            )
            for row in rows
        ),
        data=(
            (
                "figure",
                "service",
                "period",
                "unit",
                "published",
                "model",
                "low",
                "high",
                "judges",
                "off",
                "basis",
                "source",
            ),
            *(
                (
                    row.figure,
                    row.service,
                    row.period,
                    row.unit,
                    row.published,
                    *((None, None, None) if row.model is None else (row.model.value, row.model.low, row.model.high)),
                    "yes" if row.judges else "no",
                    "yes" if row.off else "no",
                    row.basis,
                    row.source,
                )
                for row in rows
            ),
        ),
        layout="cards",
    )


def figure_words(value: float, unit: str) -> str:
    """A published figure in its unit: minutes as minutes and seconds, shares as percentages, counts whole."""
    if unit.startswith("min"):
        return words.duration(value, short=True)
    if unit == "share":
        return words.share(value, 1)
    return f"{words.count(value)} {unit}".strip() if abs(value) >= 10 else f"{value:g} {unit}".strip()


def _model_words(row: CalibrationRow) -> str:
    if row.model is None:
        return "not measured"
    return (
        f"{figure_words(row.model.value, row.unit)} "
        f"({figure_words(row.model.low, row.unit)} to {figure_words(row.model.high, row.unit)})"
    )
