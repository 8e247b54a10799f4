"""The report of a study: results in, a document that answers "should the board say yes?" out."""

from __future__ import annotations

from bluelight.area import Area
from bluelight.documents.html import to_html
from bluelight.documents.model import Document
from bluelight.documents.sections import credit, decision, evidence, money, place, published, response, worth
from bluelight.studies.results import Results


def build_report(results: Results, area: Area) -> Document:
    """The whole report, whatever format it will be written in."""
    sections = [
        decision.decision(results, area),
        decision.options_table(results, area),
        place.today(results, area),
        place.places(results, area),
        response.response(results, area),
        money.money(results),
        worth.worth(results),
        worth.order(results),
        worth.turns_on(results),
        credit.credit(results),
        credit.budgets(results),
        money.society(results),
        credit.fairness(results),
        published.published(results),
        evidence.limits(results),
        evidence.risks(results),
        evidence.calibration(results),
        evidence.assumptions(results),
        evidence.sources(results),
        evidence.again(results),
    ]
    return Document(
        title=results.study.name,
        kicker=f"Report on a study of {results.study.area_name}",
        lead=results.study.question,
        sections=tuple(section for section in sections if section is not None and section.blocks),
        foot=(
            f"Made by Bluelight {results.bluelight_version}, seed {results.study.seed}. Figures are model results, not "
            "promises; what is assumed is marked.",
        ),
    )


def render_report(results: Results, area: Area) -> str:
    """The report as one HTML page that fetches nothing. The same results and area give the same bytes."""
    return to_html(build_report(results, area))
