"""Every page, looked at as people meet it: wide and narrow, with and without scripts, by keyboard, by axe."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import Reader

STUDY, OPTION = "{study}", "{study}options/next-door/"
# Addresses that are known once something was done through the pages or the worker: the fixture that does it.
MADE = {"study": "finished_study", "evaluation": "published_evaluation", "evaluated": "evaluated_entry"}
PAGES = [
    "/",
    "/about/",
    "/register/",
    "/register/?q=fire+station",
    "/register/suffolk-shared-stations-programme/",
    "/evidence/",
    "/overview/",
    "/register/open-data/",
    "/map/",
    "/compare/?entry=derbyshire-nottinghamshire-joint-fire-control&entry=suffolk-shared-stations-programme",
    "/lessons/",
    "/lessons/all/?state=identified",
    "/lessons/1/",
    "/sign-in/",
    "/lost-password/",
    "/organisations/",
    "/organisations/hertfordshire-constabulary/",
    "/organisations/hertfordshire-constabulary/alike/",
    "/group/",
    "/group/members/",
    "/group/meetings/",
    "/group/actions/",
    "/group/fund/",
    "/group/research/collaboration-of-the-emergency-services-2015/",
    "/areas/",
    "/areas/littleham/",
    "/areas/hertfordshire/",
    "/areas/hertfordshire/demand/",
    "/areas/littleham/resources/",
    "/areas/littleham/evidence/",
    "/areas/littleham/reach/?site=F1&service=fire&minutes=8",
    "/areas/littleham/search/?service=fire",
    "/areas/littleham/playback/",
    "/studies/",
    "/studies/littleham/",
    "/studies/hertfordshire/",
    "{evaluation}",
    "{evaluated}",
    STUDY,
    OPTION,
    "{study}options/next-door/playback/",
    "{study}response/",
    "{study}money/",
    "{study}assumptions/",
    "{study}objectives/",
    "{study}settings/",
    "{study}outline/",
    "{study}edit/",
    "{study}moves/add/",
    "{study}risks/",
    "{study}moves/add/?kind=shared_posts&option=next-door",
]
NO_SIDEWAYS = "document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth"


@pytest.fixture(params=PAGES)
def path(request: pytest.FixtureRequest) -> str:
    written: str = request.param
    for name, fixture in MADE.items():
        if f"{{{name}}}" in written:
            return written.format(**{name: request.getfixturevalue(fixture)})
    return written


@pytest.fixture(scope="module")
def readers(browser, live) -> Iterator[dict[str, Reader]]:
    """Who looks at every page. Each keeps their browser open, for a new one takes longer than a page."""
    everybody = {
        "wide": Reader(browser, live.address),
        "narrow": Reader(browser, live.address, width=320),
        "without scripts": Reader(browser, live.address, scripts=False),
    }
    yield everybody
    for reader in everybody.values():
        reader.context.close()


def test_page(path, readers, axe) -> None:
    with readers["wide"].opened(path) as page:
        assert page.get_by_role("heading", level=1).count() == 1
        title, said = page.title(), words_of(page)
        assert page.evaluate(NO_SIDEWAYS), "wider than the window at 1280"
        axe(page)
        skips_to_content(page)
    with readers["narrow"].opened(path) as page:
        assert page.evaluate(NO_SIDEWAYS), "wider than the window at 320"
        axe(page)
    with readers["without scripts"].opened(path) as page:
        assert page.title() == title
        assert said - words_of(page) == set(), "without scripts the page says less"


def test_tables_with_many_columns_fit_a_tablet(visit, finished_study: str) -> None:
    alike = "/organisations/hertfordshire-constabulary/alike/"
    area = [f"/areas/hertfordshire/{part}" for part in ("", "demand/", "resources/", "evidence/")]
    paths = (finished_study, *area, "/evidence/", "/overview/", "/map/", "/organisations/", alike)
    for path in paths:
        with visit(path, width=660) as page:
            for width in (660, 768, 800, 964, 1024):
                page.set_viewport_size({"width": width, "height": 900})
                assert page.evaluate(NO_SIDEWAYS), f"{path} at {width}"


def skips_to_content(page: Page) -> None:
    """The first stop of the keyboard is the skip link, and what comes after it is past the navigation."""
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = "document.activeElement.closest('main, footer') !== null"
    assert page.evaluate(inside), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


def words_of(page: Page) -> set[str]:
    """What can be read on the page, without what the scripts of the map and of the player add."""
    shown = page.locator("main").inner_text()
    added = page.locator("main .map-finder, main .map, main .player")
    return set(re.findall(r"\w+", shown)) - set(re.findall(r"\w+", " ".join(added.all_inner_texts())))
