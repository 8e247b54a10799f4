"""Who waits longer, by how deprived the place is: the change of response by fifth of deprivation."""

from __future__ import annotations

from collections.abc import Sequence

from bluelight.documents import words
from bluelight.documents.charts.draw import SIGNED, Row, intervals, to_svg
from bluelight.documents.model import Chart, Column, Table
from bluelight.documents.palette import mark
from bluelight.studies.results import FifthResponse, OptionResult, Service

NAMES = {1: "Most deprived fifth", 2: "Second fifth", 3: "Middle fifth", 4: "Fourth fifth", 5: "Least deprived fifth"}


def fifths(option: OptionResult, service: Service, relied_on: bool) -> Chart:
    """One dot with its interval for each fifth of deprivation, the most deprived on top."""
    id = f"chart-fifths-{option.id}-{service}"
    found = [row for row in option.fifths if row.service == service]
    largest = max((max(abs(row.change_min.low), abs(row.change_min.high)) for row in found), default=0.0)
    scale, unit = (60.0, "seconds") if largest < 3 else (1.0, "minutes")
    drawn_as = mark(service)
    rows = [
        Row(
            NAMES[row.fifth],
            words.time_change(row.change_min, short=True),
            row.change_min.value * scale,
            row.change_min.low * scale,
            row.change_min.high * scale,
            drawn_as.colour,
            drawn_as.shape,
            quiet=not relied_on,
        )
        for row in found
    ]
    off = "" if relied_on else " (not relied on)"
    title = f"{words.service_name(service)}{off}: {option.name}: {finding(found)}"
    summary = (
        f"Change of the mean time to the first {words.vehicle(service)}, by fifth of deprivation of the places called "
        "from, weighted by calls, with its 95% interval."
    )
    table = Table(
        id,
        f"{option.name}: change of {words.service_name(service).lower()} response by fifth of deprivation",
        (
            Column("Deprivation"),
            Column("Zones", numeric=True),
            Column("Calls a year", numeric=True),
            Column("Change"),
        ),
        tuple(
            (
                NAMES[row.fifth],
                words.count(row.zones),
                words.count(row.calls_per_year),
                words.time_change(row.change_min),
            )
            for row in found
        ),
        data=(
            ("fifth", "zones", "calls_per_year", "change_min", "low_min", "high_min"),
            *(
                (
                    row.fifth,
                    row.zones,
                    round(row.calls_per_year, 1),
                    row.change_min.value,
                    row.change_min.low,
                    row.change_min.high,
                )
                for row in found
            ),
        ),
    )
    axis = f"← faster\u00a0\u00a0\u00a0\u00a0{unit}\u00a0\u00a0\u00a0\u00a0slower →"
    drawn = intervals(rows, axis, label_expression=SIGNED)
    return Chart(to_svg(drawn, id, f"{title}. {summary}"), title, summary, table)


def finding(rows: Sequence[FifthResponse]) -> str:
    """Which fifths wait longer, which less; those whose interval holds nought are not told apart from today."""
    slower = [row for row in rows if words.detectable(row.change_min) and row.change_min.value > 0]
    faster = [row for row in rows if words.detectable(row.change_min) and row.change_min.value < 0]
    said = []
    for which, what in ((slower, "longer"), (faster, "less")):
        if which and len(which) == len(rows):
            said.append(f"every fifth waits {what}")
        elif which:
            said.append(f"{words.listed([NAMES[row.fifth].lower() for row in which])} wait {what}")
    return "; ".join(said) or "no fifth waits detectably longer or less"
