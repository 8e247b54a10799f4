"""Up to four collaborations side by side: the same fields of each, in rows, as lines of text."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, QueryDict

from bluelight import register as facts
from bluelight.errors import BluelightError
from bluelight.files import safe_cell
from bluelight.register.ratings import RUNGS, Rating, strongest
from bluelight.service.register import words
from bluelight.service.register.evidence import rated
from bluelight.service.register.models import Claim, Collaboration
from bluelight.service.register.promises import promise

MOST = 4

Lines = list[str]


@dataclass(frozen=True)
class Row:
    """One field: its name, and for each collaboration what it says; no line where nothing is recorded."""

    title: str
    cells: list[Lines]


def chosen(query: QueryDict) -> list[Collaboration]:
    """The collaborations that an address names, in its order.

    Raises Http404, in words, for one that may not be read, and BluelightError for too many.
    """
    slugs = list(dict.fromkeys(slug.replace("\0", "") for slug in query.getlist("entry") if slug))
    if len(slugs) > MOST:
        raise BluelightError(f"{len(slugs)} collaborations are ticked. Compare at most {MOST} at a time.")
    found = {each.slug: each for each in Collaboration.objects.public().for_page().filter(slug__in=slugs)}
    for slug in slugs:
        if slug not in found:
            raise Http404(f"The register has no collaboration called “{slug[:60]}” to compare.")
        rated(found[slug], list(found[slug].claims.all()))
    return [found[slug] for slug in slugs]


def query_of(entries: Sequence[Collaboration]) -> str:
    """The end of the address that compares these."""
    return urlencode([("entry", entry.slug) for entry in entries])


def rows(entries: Sequence[Collaboration]) -> list[Row]:
    """Every field of these, as `chosen` gives them. Claims of different states are in rows of their own."""
    return [Row(title, [told(entry) for entry in entries]) for title, told in _fields().items()]


def _fields() -> dict[str, Callable[[Collaboration], Lines]]:
    claims = {
        f"{side}, {state.lower()}": _claims(side_code, state_code)
        for side_code, side in (("benefit", "Benefits"), ("cost", "Costs"))
        for state_code, state in words.values("state").items()
    }
    headings = {asked.partition(":")[0]: _told(name) for name, asked in words.values("emmie").items()}
    return {
        "Theme": lambda entry: [words.named("theme", entry.theme)],
        "Summary": lambda entry: [entry.summary],
        "Partners": _partners,
        "Region": lambda entry: [words.named("region", entry.region)],
        "Started": lambda entry: [str(entry.start_year)] if entry.start_year else [],
        "Status": _status,
        "Promise and outcome": _promises,
        **claims,
        "Evaluations": _evaluations,
        "Evidence": lambda entry: [words.named("evidence", entry.evidence)],
        "Strongest account of what came": _strongest,
        **headings,
        "What stood in the way": _points("barrier"),
        "What helped": _points("enabler"),
        "Lessons": _points("lesson"),
        "Sources": lambda entry: [f"{source.title}: {source.url}" for source in entry.sources.all()],
    }


def _partners(entry: Collaboration) -> Lines:
    return [f"{each.name} ({words.named('service', each.service).lower()})" for each in entry.partners.all()]


def _status(entry: Collaboration) -> Lines:
    when = words.date(entry.status_as_of) if entry.status_as_of else "date not recorded"
    return [f"{words.named('status', entry.status)}, {when}"]


def _promises(entry: Collaboration) -> Lines:
    shown = [promise(pair) for pair in entry.pairs.all()]
    return [
        f"{each.measure}: forecast {each.forecast}; {each.came_label.lower()} {each.came}. {each.finding}".strip()
        for each in shown
    ]


def _claims(side: str, state: str) -> Callable[[Collaboration], Lines]:
    def told(entry: Collaboration) -> Lines:
        return [_claim(claim) for claim in entry.claims.all() if (claim.side, claim.state) == (side, state)]

    return told


def _claim(claim: Claim) -> str:
    figure = words.figure(claim)
    period = f" {claim.period}" if claim.period and claim.period != figure else ""
    falls_on = claim.partner or words.NOT_RECORDED
    rests_on = RUNGS[claim.rating.rung].lower()  # type: ignore[attr-defined]
    came: list[facts.Realised] = claim.came  # type: ignore[attr-defined]
    evaluated = "".join(
        f" Evaluated: {words.estimate(each.amount, each.low, each.high, each.unit)}. {each.how}" for each in came
    )
    return f"{figure}{period}: {claim.statement} Falls on: {falls_on}. Rests on: {rests_on}.{evaluated}"


def _evaluations(entry: Collaboration) -> Lines:
    return [
        f"{each.title}: {words.named('verdict', each.verdict).lower()}. {each.outcome}: "
        f"{words.estimate(each.effect, each.low, each.high, each.unit)}, {each.start} to {each.last}. "
        f"Maryland {each.maryland} of 5, Nesta {each.nesta} of 5."
        for each in entry.evaluations.all()
    ]


def _strongest(entry: Collaboration) -> Lines:
    ratings: list[Rating] = [claim.rating for claim in entry.claims.all()]  # type: ignore[attr-defined]
    return [RUNGS[strongest(ratings).rung]] if ratings else []


def _told(heading: str) -> Callable[[Collaboration], Lines]:
    return lambda entry: [said] if (said := getattr(entry, heading)) else []


def _points(kind: str) -> Callable[[Collaboration], Lines]:
    return lambda entry: [point.text for point in entry.points.all() if point.kind == kind]


def as_csv(entries: Sequence[Collaboration]) -> bytes:
    """The same as a table for spreadsheets, which run none of its cells."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["field", *(safe_cell(entry.name) for entry in entries)])
    for row in rows(entries):
        writer.writerow([row.title, *(safe_cell("\n".join(lines) or words.NOT_RECORDED) for lines in row.cells)])
    return out.getvalue().encode("utf-8-sig")
