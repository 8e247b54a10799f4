"""An evaluation walked from its files to the public: attached, worked out by the worker, reviewed and published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page
from tests.browser.people import invited, picture

FILES = Path(__file__).resolve().parents[1] / "data" / "evaluation"
ENTRY, PARTNER = "hull-first-falls-team", "humberside-fire-and-rescue-service"


def walk(browser: Browser, live, axe: Callable[[Page], None]) -> str:
    """The address of the published evaluation; axe has looked at every page on the way."""

    def look(page: Page, name: str) -> None:
        axe(page)
        picture(page, f"evaluation-{name}")

    with invited(browser, live, "evaluation-author", "contributor", PARTNER) as page:
        page.goto(f"{live.address}/register/{ENTRY}/")
        page.get_by_role("link", name="Attach an evaluation").click()
        look(page, "attach")
        for label in ("Protocol", "Panel", "Treatment"):
            name = "protocol.toml" if label == "Protocol" else f"{label.lower()}.csv"
            page.get_by_label(label, exact=True).set_input_files(FILES / name)
        page.get_by_role("button", name="Send it").click()
        address = page.url
        wait_for_result(page)
        look(page, "draft")
        say_more(page, look)
        page.get_by_role("button", name="Hand it in").click()
    with invited(browser, live, "evaluation-reader", "reviewer") as page:
        page.goto(f"{live.address}/review/")
        look(page, "queue")
        page.goto(address)
        page.get_by_role("button", name="Take it up for review").click()
        look(page, "review")
        page.get_by_label("Reasons").fill("Read with its data.")
        page.get_by_role("button", name="Publish").click()
    return address.removeprefix(live.address)


def wait_for_result(page: Page) -> None:
    for _ in range(90):
        if page.get_by_role("heading", name="For a board").count():
            return
        page.wait_for_timeout(1000)
        page.reload()
    raise AssertionError(page.locator("main").inner_text())


def say_more(page: Page, look: Callable[[Page, str], None]) -> None:
    """Who did it, and which claim of the entry it speaks to."""
    page.get_by_role("link", name="Say who did it").click()
    look(page, "evaluator")
    page.get_by_label("Somebody who is no partner and is not paid by one").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Say which claims it speaks to").click()
    page.get_by_label("Claim", exact=True).select_option(f"{ENTRY}/benefit-1")
    page.get_by_label("Level of service").check()
    page.get_by_label("What is one unit of the effect in the unit of the claim?").fill("−1")
    page.get_by_label("How does the effect become that figure?").fill("A minute less of waiting is a minute gained.")
    page.get_by_role("button", name="Add it").click()
    look(page, "claims")
    page.get_by_role("link", name="Back to the evaluation").click()
