"""The loop as a person walks it: find who has done it, look at the area, copy a study, change it, run it, read it."""

from __future__ import annotations

import json
import urllib.request


def test_area_map_shows_every_site_and_answers_without_a_pointer(visit, littleham) -> None:
    with visit("/areas/littleham/") as page:
        page.locator(".leaflet-marker-icon").first.wait_for()
        rows = page.locator("details:has(table)").first.locator("tbody tr")
        assert page.locator(".leaflet-marker-icon").count() == rows.count() > 5
        page.get_by_label("Find a site on the map").select_option(index=1)
        name = page.get_by_label("Find a site on the map").locator("option").nth(1).inner_text()
        assert name in page.locator(".leaflet-popup-content").inner_text()


def test_study_is_copied_changed_run_and_read(visit, finished_study, live) -> None:
    with visit(finished_study) as page:
        assert "Littleham, as the test would have it" in page.get_by_role("heading", level=1).inner_text()
        table = page.get_by_role("table", name="Options side by side")
        names = table.get_by_role("rowheader").all_inner_texts()
        assert names[0] == "Business as usual"
        assert {"Share what is next door", "Engines to cardiac arrests"} <= set(names)
        with page.expect_download() as kept:
            page.get_by_role("link", name="the results (JSON)").click()
        results = json.loads(kept.value.path().read_text(encoding="utf-8"))
        assert [option["name"] for option in results["options"]] == names
        page.get_by_role("link", name="Read the report").click()
        page.wait_for_load_state()
        assert "/report/" in page.url
        assert page.get_by_role("heading", level=1).is_visible()
        assert page.evaluate("getComputedStyle(document.body).fontFamily").strip() != "serif"


def test_report_runs_no_script_and_fetches_nothing(live, finished_study) -> None:
    with urllib.request.urlopen(f"{live.address}{finished_study}report/") as answer:
        policy = answer.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_progress_is_shown_and_a_double_click_is_one_run(finished) -> None:
    assert finished.progress_shown
    assert finished.runs == 1


def test_mistakes_in_the_form_are_named_and_linked(visit, axe) -> None:
    with visit("/studies/littleham/", refused=422) as page:
        page.get_by_role("button", name="Copy this study and change it").click()
        page.get_by_label("Simulated years for each option").fill("1")
        page.get_by_label("Name of the study").fill("")
        for box in page.locator("#option-1").get_by_role("checkbox").all():
            box.uncheck()
        with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
            page.get_by_role("button", name="Save and run").click()
        assert answer.value.status == 422
        summary = page.locator(".govuk-error-summary")
        links = summary.get_by_role("link").all_inner_texts()
        assert links[0] == "Enter a name for the study"
        assert "Simulated years must be 2 or more" in links
        assert any("Tick at least one move" in link for link in links)
        for link in summary.get_by_role("link").all():
            target = (link.get_attribute("href") or "").removeprefix("#")
            assert page.locator(f"[id='{target}']").count() == 1, target
        axe(page)


def test_study_runs_without_scripts(visit) -> None:
    with visit("/studies/littleham/", scripts=False) as page:
        page.get_by_role("button", name="Copy this study and change it").click()
        page.get_by_role("button", name="Save and run").click()
        page.get_by_text("You may leave this page").wait_for()
        page.get_by_role("heading", name="Options side by side").wait_for(timeout=120_000)


def test_figure_opens_how_it_is_known(visit) -> None:
    with visit("/areas/littleham/evidence/", scripts=False) as page:
        mark = page.locator("[aria-labelledby=calibration] > table .basis").first
        assert not mark.locator(".basis__body").is_visible()
        mark.locator("summary").click()
        assert mark.locator(".basis__body").is_visible()
        assert "ssumed" in mark.locator(".basis__body").inner_text()
