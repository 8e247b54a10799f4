"""The chart of whoever arrives first, where several services are sent to one incident."""

from __future__ import annotations

from collections.abc import Sequence

from bluelight.documents import words
from bluelight.documents.charts.draw import SIGNED, Row, intervals, to_svg
from bluelight.documents.charts.response import base_of, change_finding, change_words, others
from bluelight.documents.model import Chart, Column, Table
from bluelight.documents.palette import INK
from bluelight.studies.results import Estimate, FirstResponder, OptionResult


def first_responder(incident: str, options: Sequence[OptionResult]) -> Chart:
    """The change, under each option, of the time from call to the first crew of any service at one type of incident."""
    id = f"chart-first-{incident}"
    base = _of(base_of(options), incident)
    if base is None:
        raise ValueError(f"business as usual has no first responder for {incident!r}")
    found = [(option, _of(option, incident)) for option in others(options)]
    known = [(option, change) for option, row in found if (change := _change(row)) is not None]
    largest = max((max(abs(c.low), abs(c.high)) for _, c in known), default=0.0)
    scale, unit = (60.0, "seconds") if largest < 3 else (1.0, "minutes")
    rows = [
        Row(
            option.name,
            change_words(change),
            change.value * scale,
            change.low * scale,
            change.high * scale,
            INK,
            "diamond",
            quiet=not base.in_headline,
        )
        for option, change in known
    ]
    title = f"{base.name}{'' if base.in_headline else ' (not relied on)'}: {change_finding(known)}"
    today = words.time_estimate(base.mean_min, short=False)
    summary = f"Mean time from the call to the first crew of any service. Today: {today}."
    if not base.in_headline:
        summary += " Hollow: the model is off for a service that goes there, so these changes are not relied on."
    services = list(base.first_share)
    table = Table(
        id,
        f"{base.name}: first crew of any service",
        (
            Column("Option"),
            Column("Mean, from the call"),
            Column("Change"),
            *(Column(f"{words.service_name(s)} first", numeric=True) for s in services),
        ),
        tuple(
            (
                option.name,
                words.time_estimate(row.mean_min) if row else words.NOT_KNOWN,
                "today" if option.is_base else words.time_change(_change(row)),
                *(words.share(row.first_share.get(s, 0.0), 1) if row else words.NOT_KNOWN for s in services),
            )
            for option in options
            for row in (_of(option, incident),)
        ),
        data=(
            ("option", "mean_min", "change_min", "low_min", "high_min", *(f"{s}_first_share" for s in services)),
            *(
                (
                    option.id,
                    row.mean_min.value if row.mean_min else None,
                    *((c.value, c.low, c.high) if (c := _change(row)) else (None, None, None)),
                    *(row.first_share.get(s) for s in services),
                )
                for option in options
                for row in (_of(option, incident),)
                if row is not None
            ),
        ),
        layout="cards",
    )
    drawn = intervals(
        rows,
        f"← faster\u00a0\u00a0\u00a0\u00a0{unit}\u00a0\u00a0\u00a0\u00a0slower →",
        label_expression=SIGNED,
    )
    return Chart(to_svg(drawn, id, f"{title}. {summary}"), title, summary, table)


def _of(option: OptionResult, incident: str) -> FirstResponder | None:
    return next((row for row in option.first_responder if row.id == incident), None)


def _change(row: FirstResponder | None) -> Estimate | None:
    return row.change.mean_min if row and row.change else None
