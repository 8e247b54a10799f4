"""The chart that judges a fit: how far the fitted model is from figures it was fitted to and from those held out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import cast

import pandas as pd

from bluelight.documents import words
from bluelight.documents.charts.calibration import figure_words
from bluelight.documents.charts.draw import SIGNED, Row, intervals, to_svg
from bluelight.documents.model import Chart, Column, Table
from bluelight.documents.palette import mark
from bluelight.errors import BluelightError
from bluelight.response.judging import FITTED, HELD_OUT, MEAN_PERCENT, SHARE_POINTS
from bluelight.studies.results import Service


def fit_errors(service: str, figures: pd.DataFrame) -> Chart:
    """One service's errors after a fit, `figures` as `Fit.figures`: percent of means, points of shares."""
    here = mark(cast(Service, service))
    rows = figures[(figures["service"] == service) & figures["role"].isin([FITTED, HELD_OUT])].to_dict("records")
    drawn = []
    for row in rows:
        by = 1.0 if row["error_in"] == "points" else row["published"]
        low, high = (100.0 * (row[end] - row["published"]) / by for end in ("low", "high"))
        drawn.append(
            Row(
                f"{row['name']}, {row['period']}",
                f"{row['role']}: published {figure_words(row['published'], row['unit'])}, "
                f"model {figure_words(row['model'], row['unit'])}",
                row["error"],
                low if low == low else row["error"],
                high if high == high else row["error"],
                here.colour,
                here.shape,
                quiet=row["role"] == FITTED,
            )
        )
    out = [row for row in rows if row["role"] == HELD_OUT]
    met = sum(bool(row["within"]) for row in out)
    title = (
        f"{words.service_name(cast(Service, service))}: {met} of {len(out)} figures that the fit has not seen are met"
    )
    summary = (
        f"Zero is the published figure; the shaded band is {MEAN_PERCENT:g}% of a mean, {SHARE_POINTS:g} points of a "
        "share. Mark: the fitted model, with where 95% of single years would lie. Hollow: what it was fitted to."
    )
    id = f"chart-fit-{service}"
    chart = intervals(
        drawn,
        "Error: percent of a mean, points of a share",
        band=(-MEAN_PERCENT, MEAN_PERCENT),
        label_expression=SIGNED,
    )
    table = Table(
        id,
        f"{words.service_name(cast(Service, service))}: errors of the fitted model",
        (Column("Figure"), Column("When"), Column("Role"), Column("Published"), Column("Model"), Column("Error")),
        tuple(
            (
                row["name"],
                words.dated(row["period"]),
                row["role"].capitalize(),
                figure_words(row["published"], row["unit"]),
                figure_words(row["model"], row["unit"]),
                words.sentence(row["said"]),
            )
            for row in rows
        ),
    )
    return Chart(to_svg(chart, id, f"{title}. {summary}"), title, summary, table)


def write_fit_errors(figures: pd.DataFrame, folder: Path) -> list[Path]:
    """Write `<service>.svg` for each service that something was fitted for, each whole or not at all."""
    written = []
    for service in figures.loc[figures["role"] == FITTED, "service"].drop_duplicates():
        path, partial = folder / f"{service}.svg", folder / f".{service}.svg.{os.getpid()}.part"
        try:
            partial.write_text(fit_errors(service, figures).svg, encoding="utf-8")
            os.replace(partial, path)
        except OSError as error:
            raise BluelightError(f"{folder}: cannot be written: {error.strerror}. Choose another folder.") from None
        finally:
            partial.unlink(missing_ok=True)
        written.append(path)
    return written
