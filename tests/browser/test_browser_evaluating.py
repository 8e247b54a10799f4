"""What the public sees of an evaluation that a contributor attached and a reviewer published."""

from __future__ import annotations

from tests.browser.evaluating import FILES
from tests.browser.people import picture


def test_the_public_reads_it_on_a_telephone_and_may_work_it_out_again(visit, published_evaluation) -> None:
    with visit(published_evaluation, width=320) as page:
        assert "mean wait got better" in page.locator("main").inner_text().lower()
        value = page.locator(".bluelight-facts dd").nth(1).bounding_box()
        assert value is not None
        assert value["width"] > 200, "its figures are squeezed beside their names"
        picture(page, "evaluation-narrow")
        with page.expect_download() as sent:
            page.get_by_role("link", name="The protocol (TOML)").click()
        assert sent.value.path().read_bytes() == (FILES / "protocol.toml").read_bytes()


def test_its_entry_shows_what_came_beside_the_promise_and_is_rated_by_it(visit, evaluated_entry) -> None:
    with visit(evaluated_entry) as page:
        said = page.locator("main").inner_text()
        assert "An independent evaluation" in said
        assert "1.49 minutes, target (95% interval 1.04 to 1.94 minutes, target)" in said
        assert "−1.49 minutes (95% interval −1.94 to −1.04 minutes)" in said
        picture(page, "evaluation-entry")
    with visit("/register/?sort=evidence") as page:
        assert page.locator(".bluelight-result__name a").first.get_attribute("href") == evaluated_entry
