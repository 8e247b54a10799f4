"""The report as a file in a browser: nothing fetched, nothing cut off, nothing in the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.documents.make_results import make_area, make_results, with_governance

from bluelight.documents import render_report
from bluelight.studies import Results
from bluelight.studies.cases.against import against_outline

NO_SIDEWAYS = "document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth"
OPEN_ALL = "document.querySelectorAll('details').forEach(each => each.open = true)"
CUT_OFF = """[...document.querySelectorAll('main svg text')].filter(text => {
  const box = text.getBoundingClientRect(), picture = text.ownerSVGElement.getBoundingClientRect();
  return box.width > 0 && (box.right > picture.right + 6 || box.left < picture.left - 6);
}).map(text => text.textContent)"""


def full_case() -> Results:
    """A full business case with an option that changes who governs: every part that a report may have."""
    outline = make_results()
    base, _, other = outline.options
    now = outline.model_copy(update={"options": [base, with_governance(), other]})
    return now.model_copy(update={"outline": against_outline(outline, now)})


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(render_report(full_case(), make_area()), encoding="utf-8")
    return path


@pytest.mark.parametrize("width", [320, 1280])
def test_report_for_everyone_at_every_width(report: Path, browser, axe, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    fetched: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(report.as_uri())
    assert page.evaluate(NO_SIDEWAYS)
    page.evaluate(OPEN_ALL)
    assert page.evaluate(NO_SIDEWAYS)
    assert page.evaluate(CUT_OFF) == []
    axe(page)
    assert fetched == [report.as_uri()]
    assert complaints == []
    page.close()


def test_report_on_paper_shows_what_is_folded(report: Path, browser) -> None:
    page = browser.new_page(viewport={"width": 800, "height": 1000})
    page.goto(report.as_uri())
    table = page.locator("#types-fire table")
    assert not table.is_visible()
    page.emulate_media(media="print")
    assert table.is_visible()
    page.close()


def test_a_mark_leads_to_the_line_it_is_about_even_where_that_is_folded(report: Path, browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(report.as_uri())
    lines = page.locator("#lines-next-door")
    assert not lines.is_visible()
    page.locator('#options-table a[href="#lines-next-door"]').first.click()
    lines.wait_for(state="visible", timeout=5000)
    page.close()
