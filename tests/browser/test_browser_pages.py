"""Every page, looked at as people meet it: wide and narrow, with and without scripts, by keyboard, by axe."""

from __future__ import annotations

import re

import pytest

STUDY, OPTION = "{study}", "{study}options/next-door/"
PAGES = [
    "/",
    "/about/",
    "/register/",
    "/register/?q=fire+station",
    "/organisations/",
    "/areas/",
    "/areas/littleham/",
    "/areas/hertfordshire/",
    "/studies/",
    "/studies/littleham/",
    "/studies/hertfordshire/",
    STUDY,
    OPTION,
    "{study}edit/",
]
NO_SIDEWAYS = "document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth"


@pytest.fixture(params=PAGES)
def path(request: pytest.FixtureRequest) -> str:
    written: str = request.param
    return written.format(study=request.getfixturevalue("finished_study")) if "{study}" in written else written


def test_page_is_clean_at_both_widths(path, visit, axe) -> None:
    with visit(path) as page:
        assert page.get_by_role("heading", level=1).count() == 1
        axe(page)
        assert page.evaluate(NO_SIDEWAYS)
    with visit(path, width=320) as page:
        assert page.evaluate(NO_SIDEWAYS)
        axe(page)


def test_page_says_the_same_without_scripts(path, visit) -> None:
    with visit(path) as page:
        title, heading = page.title(), page.get_by_role("heading", level=1).inner_text()
        said = set(re.findall(r"\w+", page.locator("main").inner_text()))
    with visit(path, width=320, scripts=False) as page:
        assert page.title() == title
        assert page.get_by_role("heading", level=1).inner_text() == heading
        missing = said - set(re.findall(r"\w+", page.locator("main").text_content() or ""))
        # Scripts may add only what the map's own controls say.
        assert missing <= {"Find", "a", "site", "on", "the", "map", "Choose", "Clear", "Show", "−"}, missing


def test_keyboard_reaches_the_content_past_the_navigation(path, visit) -> None:
    with visit(path) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to main content"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        inside = "document.activeElement.closest('main, footer') !== null"
        assert page.evaluate(inside), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
