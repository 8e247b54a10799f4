"""A simulated day is watched as people watch it: by keyboard, with a pointer, with less motion, on a phone."""

from __future__ import annotations

import urllib.request

import pytest
from playwright.sync_api import Browser, Page

DAY = "/areas/littleham/playback/"


def clock(page: Page) -> str:
    return page.locator("[data-part=clock]").inner_text()


def minutes(page: Page) -> int:
    hour, minute = clock(page).split(":")
    return 60 * int(hour) + int(minute)


def wait_past(page: Page, minute: int) -> None:
    """Until the clock is past a minute; the policy lets the browser itself wait for no expression."""
    for _ in range(100):
        if minutes(page) > minute:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"the clock stays at {clock(page)}")


def test_the_day_is_played_by_keyboard_alone(visit, axe) -> None:
    with visit(DAY) as page:
        begins = minutes(page)
        page.get_by_role("button", name="Play", exact=True).focus()
        page.keyboard.press("Enter")
        wait_past(page, begins + 4)
        assert page.evaluate("document.activeElement.textContent") == "Pause"
        axe(page)
        page.keyboard.press("Space")
        assert page.evaluate("document.activeElement.textContent") == "Play"
        stopped = clock(page)
        assert page.locator("[role=status][data-part]").inner_text().startswith(f"{stopped}. Calls open: ")
        page.wait_for_timeout(300)
        assert clock(page) == stopped
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "1 hour back"
        before = minutes(page)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert minutes(page) == before - 1
        page.get_by_label("Time of day").focus()
        page.keyboard.press("ArrowRight")
        assert minutes(page) == before
        page.keyboard.press("Home")
        assert clock(page) == "00:00"
        assert page.get_by_label("Time of day").get_attribute("aria-valuetext") == "00:00"
        page.keyboard.press("End")
        assert clock(page) == "23:59"


def test_the_map_changes_as_time_passes_and_says_what_the_table_says(visit) -> None:
    with visit(DAY) as page:
        pictures = set()
        for hour in (0, 6, 12, 18):
            page.get_by_label("Time of day").fill(str(60 * hour))
            assert clock(page) == f"{hour:02d}:00"
            pictures.add(page.locator("canvas").screenshot())
        assert len(pictures) == 4
        rows = page.get_by_role("table", name="hour by hour").get_by_role("row").all()[1:]
        most = [int(row.get_by_role("cell").nth(1).inner_text()) for row in rows]
        hour = most.index(max(most))
        seen = []
        for minute in range(60):
            page.get_by_label("Time of day").fill(str(60 * hour + minute))
            seen.append(int(page.locator("[data-part=waiting]").inner_text()))
            listed = page.locator("[data-part=list] li").all_inner_texts()
            assert len(listed) == max(seen[-1], 1)
        assert max(seen) == max(most) > 0


def test_those_who_ask_for_less_motion_see_jumps(browser: Browser, live) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(live.address + DAY)
    page.locator(".player").wait_for()
    before = minutes(page)
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_timeout(600)
    assert minutes(page) == before
    wait_past(page, before)
    assert minutes(page) == before + 5
    context.close()


def test_a_day_that_cannot_be_loaded_is_said(browser: Browser, live) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/day-*.json", lambda route: route.abort())
    page.goto(live.address + DAY)
    page.get_by_text("The day could not be loaded").wait_for()
    assert not page.locator(".player").is_visible()
    context.close()


def test_day_and_option_are_chosen_without_scripts(visit, finished_study) -> None:
    with visit(f"{finished_study}playback/", scripts=False) as page:
        page.get_by_label("Option").select_option(label="Engines to cardiac arrests")
        page.get_by_label("Day", exact=True).select_option("number")
        page.get_by_label("Day number").fill("3")
        page.get_by_role("button", name="Show the day").click()
        assert "Engines to cardiac arrests" in page.get_by_role("heading", level=1).inner_text()
        assert "This is day 3 of 20" in page.locator("main").inner_text()
        assert page.locator(".stills img").count() == 8


@pytest.mark.parametrize("part", ["", "day-1.json", "day-1/3.svg", "ground.svg"])
def test_everything_is_under_the_policy(live, part) -> None:
    with urllib.request.urlopen(live.address + DAY + part) as answer:
        policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
