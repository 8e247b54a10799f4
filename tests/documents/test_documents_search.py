"""A search as a page: the answer first, every plan in words, and the same page as a tagged PDF."""

from __future__ import annotations

import pytest
from tests.documents.read_pdf import alternatives, structure

from bluelight.area import load_area
from bluelight.documents.html import to_html
from bluelight.documents.model import Figure, Table, blocks_of
from bluelight.documents.pdf import to_pdf
from bluelight.documents.search import plans_data, search_page
from bluelight.response import simulate
from bluelight.studies.search import SearchResults, load_search, search


@pytest.fixture(scope="module")
def results() -> SearchResults:
    asked = load_search(None, hosts=("P1",), least_sites=2, calls=300, finalists=4, replications=3, days=14)
    return search(load_area("tests/data/littleham"), asked).results


@pytest.fixture(scope="module")
def without() -> SearchResults:
    """One site alone: it breaks a standard that today just keeps, and today has too many sites."""
    area = load_area("tests/data/littleham")
    first = area.standards[area.standards["standard"] == "first_engine"].assign(statistic="mean")
    as_now = simulate(area.with_tables(standards=first), days=60, replications=3, seed=1_000_003)
    held = area.with_tables(standards=first.assign(minutes=as_now.standards["value"].mean() + 0.1))
    asked = load_search(None, least_sites=1, most_sites=1, calls=300, finalists=4, replications=3, days=60)
    return search(held, asked).results


def test_the_answer_comes_first_and_every_plan_is_there(results: SearchResults) -> None:
    page = to_html(search_page(results))
    assert page.index(results.headline[0]) < page.index('id="chart-front')
    for plan in results.plans:
        assert plan.name in page
        assert all(said.split("'")[0] in page for said in plan.moves)
    for ask in results.asks:
        assert ask.question.split("'")[0] in page
    assert "<script" not in page


def test_the_chart_has_its_table_and_its_words(results: SearchResults) -> None:
    figure = next(block for block in blocks_of(search_page(results).sections) if isinstance(block, Figure))
    assert len(figure.chart.table.rows) == len(results.plans)
    assert 'role="img"' in figure.chart.svg
    assert "recommended" in figure.chart.title


def test_the_table_to_compute_with_has_every_plan_in_full(results: SearchResults) -> None:
    head, *rows = plans_data(results)
    assert [row[0] for row in rows] == [plan.id for plan in results.plans]
    assert [row[head.index("npsv_p50_gbp")] for row in rows] == [plan.npsv.p50 for plan in results.plans]
    tables = [block for block in blocks_of(search_page(results).sections) if isinstance(block, Table)]
    assert len({table.id for table in tables}) == len(tables)


def test_the_pdf_is_tagged_and_describes_its_chart(results: SearchResults) -> None:
    pdf = to_pdf(search_page(results))
    assert structure(pdf)["Table"] >= 5
    assert any("joined by a line" in said for said in alternatives(pdf))


def test_where_no_plan_keeps_the_standards_none_is_recommended(without: SearchResults) -> None:
    assert not any(plan.recommended for plan in without.plans)
    assert not any(plan.keeps for plan in without.plans if not plan.is_today)
    page = to_html(search_page(without))
    assert "No plan of the race keeps every standard that today keeps" in page
    assert "Not kept: fire, first engine" in page
    to_pdf(search_page(without))
