"""The report of a study: results in, a document that answers "should the board say yes?" out."""

from __future__ import annotations

from bluelight.area import Area
from bluelight.documents.html import to_html
from bluelight.documents.model import Document, Section
from bluelight.documents.sections import (
    changes,
    credit,
    decision,
    evidence,
    money,
    outline,
    overlap,
    place,
    published,
    response,
    risks,
    society,
    worth,
)
from bluelight.studies.results import Results


def build_report(results: Results, area: Area) -> Document:
    """The whole report, whatever format it will be written in: the answer, the five cases, the tests, the annexes."""
    sections = [
        decision.decision(results, area),
        decision.options_table(results, area),
        changes.changes(results),
        _strategic(results, area),
        _economic(results, area),
        _commercial(results),
        _financial(results),
        _management(results),
        outline.statutory(results),
        evidence.limits(results),
        evidence.calibration(results),
        evidence.assumptions(results),
        outline.assurance(results),
        evidence.sources(results),
        evidence.again(results),
    ]
    return Document(
        title=results.study.name,
        kicker=f"{_stage(results)} business case: a study of {results.study.area_name}",
        lead=results.study.question,
        sections=tuple(section for section in sections if section is not None and section.blocks),
        foot=(
            f"Made by Bluelight {results.bluelight_version}, seed {results.study.seed}. Figures are model results, not "
            "promises; what is assumed is marked.",
        ),
    )


def _stage(results: Results) -> str:
    return "Outline" if results.outline is None else "Full"


def _strategic(results: Results, area: Area) -> Section:
    case = results.business_case
    lead = "What is there today, how it responds, and why anything should change."
    gaps = outline.gaps(case, "strategic")
    return outline.part(
        "strategic",
        "Strategic case",
        lead,
        outline.objectives(results),
        *gaps,
        place.today(results, area),
        overlap.overlap(results.overlapping_risk, area),
    )


def _economic(results: Results, area: Area) -> Section:
    return outline.part(
        "economic",
        "Economic case",
        "Which option is worth most to the public, counting who waits and who gains, and how sure that is.",
        outline.framework(results),
        place.places(results, area),
        response.response(results, area),
        money.money(results),
        worth.worth(results),
        worth.order(results),
        worth.turns_on(results),
        credit.credit(results),
        society.society(results),
        credit.fairness(results),
        published.published(results),
    )


def _commercial(results: Results) -> Section:
    lead = "What has to be bought, built or sold, and whether the market can do it."
    gaps = outline.gaps(results.business_case, "commercial")
    return outline.part("commercial", "Commercial case", lead, *outline.purchases(results), *gaps)


def _financial(results: Results) -> Section:
    lead = "Whose budget pays in which year, in the prices of that year, and whether it can."
    gaps = outline.gaps(results.business_case, "financial")
    return outline.part("financial", "Financial case", lead, credit.budgets(results), *gaps)


def _management(results: Results) -> Section:
    case = results.business_case
    return outline.part(
        "management",
        "Management case",
        "What happens when, who answers for each benefit, what could go wrong, and how to tell whether it worked.",
        *outline.milestones(results),
        outline.benefits(results),
        risks.risks(results),
        *outline.gaps(case, "management"),
    )


def render_report(results: Results, area: Area) -> str:
    """The report as one HTML page that fetches nothing. The same results and area give the same bytes."""
    return to_html(build_report(results, area))
