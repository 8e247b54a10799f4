"""A contributor and a reviewer walked through: invited, signed in, an entry written, read and published."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from benchmarks.hostile_files import GOOD
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page
from tests.browser.people import invited, picture

MERGE = "/review/organisations/department-for-communities-and-local-government/"
PAGES = (
    *("/account/", "/people/", "/people/invite/", "/people/audit/", "/review/organisations/", MERGE),
    *("/lessons/5/concerns/?q=fire+control", "/group/edit/entry/", "/review/conflicts/?left=yes"),
    "/review/pairs/norfolk-suffolk-police-collaboration/",
    *("/overview/freeze/", "/group/members/", "/group/edit/turns/", "/group/edit/meeting/", "/following/"),
)


STATE = "Is it forecast, profiled or realised?"
BESIDE = "Which other benefit or cost of this entry does it stand beside?"


@pytest.fixture
def somebody(browser: Browser, live, request: pytest.FixtureRequest):
    """Opens a browser for somebody who was invited just now, and has made their account."""

    def opened(role: str, *organisations: str, scripts: bool = True, width: int = 1280) -> AbstractContextManager[Page]:
        name = f"{role}-{abs(hash(request.node.name)) % 10**8}"
        return invited(browser, live, name, role, *organisations, scripts=scripts, width=width)

    return opened


def tell(page: Page, task: str, *answers: tuple[str, str]) -> None:
    page.get_by_role("link", name=task, exact=True).click()
    answer(page, *answers)


def answer(page: Page, *answers: tuple[str, str]) -> None:
    for label, text in answers:
        field = page.get_by_label(label, exact=True)
        if field.get_attribute("type") == "radio":
            field.check()
        elif field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)
    page.get_by_role("button", name="Save").click()


def add(page: Page, task: str, one: str, *answers: tuple[str, str]) -> None:
    page.get_by_role("link", name=task, exact=True).click()
    page.get_by_role("button", name=f"Add a {one}").click()
    answer(page, *answers)
    page.get_by_role("button", name="Back to the task list").click()


def write(page: Page, name: str) -> None:
    page.get_by_role("link", name="Contribute", exact=True).first.click()
    page.get_by_role("button", name="Start a new entry").click()
    tell(page, "Name", ("What is the collaboration called?", name))
    tell(page, "Theme", ("Shared buildings", ""))
    tell(page, "Summary", ("What is it, in a few sentences?", "One yard for both, says yard@example.org."))
    for state, said, figure, beside in (
        ("forecast", "Rent will be saved.", "£9,000", ""),
        ("realised", "Rent was saved.", "6,300", "1. Forecast, £9,000: Rent will be saved."),
    ):
        claim = [("Benefit or cost?", "benefit"), ("What was said", said), ("Kind", "cashable"), (STATE, state)]
        figures = [("Figure, or lowest of a range", figure), ("Unit", "£"), (BESIDE, beside)]
        read = ("Address where this was read", f"https://example.org/{state}")
        add(page, "Benefits and costs", "benefit or cost", *claim, *figures, read)
    add(page, "Sources", "source", ("Address", "https://example.org/yard"), ("Title", "The plan of the yard"))


@pytest.mark.parametrize("scripts", [True, False])
def test_an_entry_goes_from_a_contributor_through_a_reviewer_to_the_public(
    somebody, live, axe, browser: Browser, scripts: bool
) -> None:
    look = axe if scripts else (lambda page: None)
    name = f"A yard for two{'' if scripts else ', plainly'}"
    with somebody("contributor", "bedfordshire-police", scripts=scripts) as page:
        look(page)
        write(page, name)
        add(page, "What stood in the way", "barrier", ("In one or two sentences", "Written by mistake."))
        page.get_by_role("link", name="What stood in the way", exact=True).click()
        page.get_by_role("link", name="Change barrier 1").click()
        page.get_by_role("button", name="Remove").click()
        look(page)
        page.get_by_role("button", name="Yes, remove it").click()
        page.get_by_text("The barrier is removed.").wait_for()
        page.get_by_role("button", name="Back to the task list").click()
        look(page)
        picture(page, "contribute-task-list")
        page.get_by_role("button", name="Check your answers").click()
        look(page)
        picture(page, "contribute-check")
        page.get_by_role("button", name="Hand it in").click()
        page.get_by_text("It is handed in").wait_for()
    with somebody("reviewer", scripts=scripts) as page:
        look(page)
        page.get_by_role("link", name="Review", exact=True).first.click()
        look(page)
        page.get_by_role("link", name=name, exact=True).click()
        page.get_by_role("button", name="Take it up for review").click()
        page.get_by_label("yard@example.org (an email address)").check()
        picture(page, "review")
        look(page)
        page.get_by_role("button", name="Redact what is ticked").click()
        page.get_by_label("Reasons").fill("Read against the plan.")
        page.get_by_role("button", name="Publish").click()
        assert page.get_by_role("heading", level=1).inner_text() == name
        assert "70% of what was forecast." in page.locator("main").inner_text()
        look(page)
        picture(page, "published")
        address = page.url
    reader = browser.new_context(viewport={"width": 320, "height": 800}, java_script_enabled=scripts).new_page()
    reader.goto(address)
    assert "[redacted]" in reader.locator("main").inner_text()
    reader.get_by_role("link", name="What it said before").click()
    assert re.search("Read against the plan", reader.locator("main").inner_text())
    look(reader)
    picture(reader, "public-history")
    assert reader.evaluate("document.scrollingElement.scrollWidth <= 320")
    reader.context.close()


def test_rows_of_a_spreadsheet_become_drafts(somebody, live, axe, tmp_path: Path) -> None:
    with somebody("contributor", "bedfordshire-police") as page:
        page.goto(f"{live.address}/contribute/spreadsheet/")
        axe(page)
        picture(page, "spreadsheet")
        page.set_viewport_size({"width": 320, "height": 900})
        assert page.evaluate("document.scrollingElement.scrollWidth <= 320")
        page.set_viewport_size({"width": 1280, "height": 900})
        with page.expect_download() as template:
            page.get_by_role("link", name="Download the template").click()
        template.value.save_as(tmp_path / "template.xlsx")
        book = load_workbook(tmp_path / "template.xlsx")
        for sheet, cells in GOOD.items():
            book[sheet].append(cells)
        book["Collaborations"].append(["A worse yard", "gardening", "Wales", "soon"])
        book.save(tmp_path / "ours.xlsx")
        page.get_by_label("Workbook").set_input_files(tmp_path / "ours.xlsx")
        page.get_by_role("button", name="Send it").click()
        page.get_by_text("Row 3: A worse yard").wait_for()
        axe(page)
        picture(page, "spreadsheet-rows")
        page.get_by_role("button", name="Make drafts of the rows ticked").click()
        page.get_by_text("1 draft made").wait_for()
        axe(page)


@pytest.fixture
def other_register(live, tmp_path: Path) -> Iterator[str]:
    """The address of a register that tells one entry otherwise."""
    with urllib.request.urlopen(f"{live.address}/register/open-data/register.json") as answer:
        told = json.load(answer)
    told["collaborations"][0]["summary"] = "Told otherwise there."
    (tmp_path / "theirs.json").write_text(json.dumps(told))
    serve = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/theirs.json"
        server.shutdown()


def test_pages_behind_signing_in_keep_nobody_out(somebody, live, axe, other_register: str) -> None:
    join = [sys.executable, "-m", "bluelight.cli", "register", "join", other_register, "--data", str(live.folder)]
    subprocess.run(join, check=True, capture_output=True)
    with somebody("administrator", width=320) as page:

        def look() -> None:
            axe(page)
            assert page.evaluate("document.scrollingElement.scrollWidth <= 320"), page.url

        for address in PAGES:
            page.goto(live.address + address)
            look()
        page.goto(f"{live.address}/register/?q=fire")
        page.get_by_role("button", name="Keep this search").click()
        look()
        page.get_by_role("link", name="“fire”").click()
        look()
        page.goto(f"{live.address}/review/conflicts/")
        look()
        entry = page.locator("main table a").first
        entry.focus()
        page.keyboard.press("Enter")
        page.get_by_text("Told otherwise there.").wait_for()
        look()
        page.get_by_label("Summary").focus()
        page.keyboard.press("Space")
        page.get_by_role("button", name="Leave it as it is here").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/review/conflicts/")
        assert page.locator("main table a").count() == 0


def test_a_gigabyte_is_refused_before_it_is_read(live) -> None:
    host, port = live.address.removeprefix("http://").split(":")
    before = most_held(live.processes[0].pid)
    with socket.create_connection((host, int(port)), timeout=30) as wire:
        wire.sendall(b"POST /contribute/spreadsheet/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000\r\n\r\n")
        told = b"".join(iter(lambda: wire.recv(4096), b""))
    assert b" 413 " in told.splitlines()[0]
    assert b"exceeds max_body of 50000000" in told
    assert most_held(live.processes[0].pid) - before < 20_000_000


def most_held(process: int) -> int:
    """Bytes of memory that a process has held at most, where the system tells it."""
    status = Path(f"/proc/{process}/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return 1024 * int(found[1]) if found else 0
