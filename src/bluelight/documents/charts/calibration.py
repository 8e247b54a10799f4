"""The chart that says how far the model can be believed."""

from __future__ import annotations

from collections.abc import Sequence

from bluelight.documents import words
from bluelight.documents.charts.draw import SIGNED, Row, intervals, to_svg
from bluelight.documents.model import Chart, Column, Table
from bluelight.documents.palette import mark
from bluelight.studies.results import CalibrationRow, Service

TENTH = 10.0


def calibration(service: Service, rows: Sequence[CalibrationRow]) -> Chart:
    """One service's model beside what was published, as a difference in percent; a tenth either way is shaded."""
    id = f"chart-calibration-{service}"
    here = mark(service)
    drawn_rows = []
    for row in rows:
        if row.model is None or not row.published or not _drawn(row):
            continue
        low, value, high = (100 * (x / row.published - 1) for x in (row.model.low, row.model.value, row.model.high))
        drawn_rows.append(
            Row(
                f"{row.name}, {row.period}",
                f"published {figure_words(row.published, row.unit)}, model {figure_words(row.model.value, row.unit)}",
                value,
                low,
                high,
                here.colour,
                here.shape,
                quiet=not row.judges,
            )
        )
    title = f"{words.service_name(service)}: {calibration_finding(rows)}"
    summary = (
        "Zero is the published figure; the shaded band is a tenth either way. Mark: the model's business as usual, "
        "with its 95% interval. Hollow marks are shown for interest and do not judge the service."
    )
    table = calibration_table(rows, id, f"{words.service_name(service)}: the model beside published figures")
    chart = intervals(
        drawn_rows,
        "Model against published figure",
        band=(-TENTH, TENTH),
        label_expression=SIGNED + " + '%'",
    )
    return Chart(to_svg(chart, id, f"{title}. {summary}"), title, summary, table)


def _drawn(row: CalibrationRow) -> bool:
    """Whether a figure is one of response; how many calls there are goes into the model and only comes out again."""
    return row.unit.startswith("min") or row.unit == "share"


def calibration_finding(rows: Sequence[CalibrationRow]) -> str:
    """How many of the figures that judge a service the model misses by more than a tenth."""
    judged = [row for row in rows if row.judges and row.model is not None]
    off = [row for row in judged if row.off]
    if not judged:
        return "nothing published judges the model"
    if not off:
        few = {1: "the one figure that judges it", 2: "both figures that judge it"}
        return f"the model is within a tenth of {few.get(len(judged), f'all {len(judged)} figures that judge it')}"
    if len(off) == len(judged) == 1:
        return "the model misses the one figure that judges it by more than a tenth"
    return f"the model misses {len(off)} of the {len(judged)} figures that judge it by more than a tenth"


def calibration_table(rows: Sequence[CalibrationRow], id: str, caption: str) -> Table:
    """Published figures beside the model's, with the verdict in words."""
    return Table(
        id,
        caption,
        (
            Column("Figure"),
            Column("When"),
            Column("Published"),
            Column("Model"),
            Column("Verdict"),
        ),
        tuple(
            (
                f"{words.service_name(row.service)}: {row.name}",
                words.dated(row.period),
                figure_words(row.published, row.unit),
                _model_words(row),
                words.sentence(row.verdict),
            )
            for row in rows
        ),
        data=(
            (
                "figure",
                "name",
                "service",
                "period",
                "unit",
                "published",
                "model",
                "low",
                "high",
                "judges",
                "off",
                "verdict",
                "basis",
                "source",
                "note",
            ),
            *(
                (
                    row.figure,
                    row.name,
                    row.service,
                    row.period,
                    row.unit,
                    row.published,
                    *((None, None, None) if row.model is None else (row.model.value, row.model.low, row.model.high)),
                    "yes" if row.judges else "no",
                    "yes" if row.off else "no",
                    row.verdict,
                    row.basis,
                    row.source,
                    row.note,
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
    said = words.count(value) if abs(value) >= 10 else f"{value:g}"
    return said if unit == "count" else f"{said} {unit}".strip()


def _model_words(row: CalibrationRow) -> str:
    if row.model is None:
        return "not measured"
    low, high = figure_words(row.model.low, row.unit), figure_words(row.model.high, row.unit)
    return f"{figure_words(row.model.value, row.unit)} ({low} to {high})"
