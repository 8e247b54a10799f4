"""A real browser against a real server: Chromium, the served pages, and axe to say what keeps people out."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.browser.evaluating import ENTRY, walk

HERE = Path(__file__).parent
AXE = (HERE / "vendor" / "axe.min.js").read_text(encoding="utf-8")
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What every node of a page passed is left in the browser: to bring it over takes longer than to look.
LOOK = """async tags => {
  const found = await axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']});
  const said = rule => `${rule.id} (${rule.impact}): ${rule.help}: `
    + JSON.stringify(rule.nodes.slice(0, 5).map(node => node.target));
  return {wrong: found.violations.map(said), passed: found.passes.length};
}"""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# The browser's own event loop runs in the thread of the tests, and Django takes that for asynchronous code of ours.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("BLUELIGHT_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        reason = "No browser found. Install Debian's package chromium, or set BLUELIGHT_CHROMIUM."
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@dataclass
class Live:
    """A running Bluelight: its address, its data folder, and what its processes have said."""

    address: str
    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)


@pytest.fixture(scope="session")
def live(new_folder: Callable[[], Path], littleham: Path) -> Iterator[Live]:
    """A server and a worker of their own on a new folder, with the little test area and a study of it."""
    folder = new_folder()
    environment = {
        **os.environ,
        "BLUELIGHT_DATA": str(folder),
        "BLUELIGHT_AREAS": str(littleham),
        "BLUELIGHT_STUDIES": str(HERE / "littleham.toml"),
    }
    port = free_port()
    server = start(environment, "serve", "--port", str(port))
    live = Live(f"http://127.0.0.1:{port}", folder, [server])
    try:
        wait_until(lambda: answers(live.address), server)
        live.processes.append(start(environment, "worker"))
        yield live
    finally:
        for process in live.processes:
            process.terminate()
        for process in live.processes:
            process.wait(30)


def start(environment: dict[str, str], *command: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "bluelight.cli", *command, "--quiet"], env=environment)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=10):
            return True
    except OSError:
        return False


def wait_until(true: Callable[[], bool], process: subprocess.Popen[bytes], seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert process.poll() is None, f"the server ended with {process.returncode}"
        assert time.monotonic() < end, "the server did not answer in time"
        time.sleep(0.2)


class Reader:
    """Somebody with a browser, who opens one address after the other."""

    def __init__(self, browser: Browser, address: str, width: int = 1280, scripts: bool = True) -> None:
        self.address, self.scripts = address, scripts
        self.context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
        self.page = self.context.new_page()
        self.page.set_default_timeout(90_000)  # the first page that plays a day compiles the kernel
        self.complaints: list[str] = []
        self.page.on("console", lambda said: said.type in ("error", "warning") and self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    @contextmanager
    def opened(self, path: str, refused: int = 0) -> Iterator[Page]:
        """A page; on leaving it, whatever the browser complained about fails the test."""
        self.complaints.clear()
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status == 200, f"{path} answered {answer.status}"
        if self.scripts and self.page.locator("[data-map]").count():
            self.page.locator(".leaflet-marker-icon").last.wait_for()
        if self.scripts and self.page.locator("[data-playback]").count():
            self.page.locator(".player").wait_for()
        yield self.page
        # Chromium complains of the answer to a form that was refused; the test that sends one says which it awaits.
        unexpected = [said for said in self.complaints if not (refused and f"status of {refused}" in said)]
        assert unexpected == [], f"{path}: the browser complained"


@pytest.fixture
def visit(browser: Browser, live: Live):
    """Opens a page of the running Bluelight as somebody who was never here."""

    @contextmanager
    def opened(path: str, *, width: int = 1280, scripts: bool = True, refused: int = 0) -> Iterator[Page]:
        reader = Reader(browser, live.address, width, scripts)
        try:
            with reader.opened(path, refused) as page:
                yield page
        finally:
            reader.context.close()

    return opened


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """Fails the test with what axe finds wrong on a page."""

    def check(page: Page) -> None:
        page.evaluate(AXE)
        found = page.evaluate(LOOK, STANDARD)
        assert found["wrong"] == [], "\n".join([page.url, *found["wrong"]])
        assert found["passed"] > 5, "axe looked at next to nothing"

    return check


@dataclass
class Finished:
    """A study that somebody copied, changed and ran through the pages, with its results, and how it was run."""

    path: str
    progress_shown: bool
    runs: int


@pytest.fixture(scope="session")
def finished(browser: Browser, live: Live) -> Finished:
    """Run with a double click, as happens."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{live.address}/studies/littleham/")
    page.get_by_role("button", name="Copy this study and change it").click()
    page.get_by_label("Name of the study").fill("Littleham, as the test would have it")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Run this study").dblclick()
    page.get_by_text("You may leave this page").wait_for()
    progress_shown = page.get_by_role("progressbar", name="How far the run is").is_visible()
    page.get_by_role("heading", name="Options side by side").wait_for(timeout=120_000)
    page.get_by_text("Run log").click()
    runs = page.get_by_text("Asked for on").count()
    path = page.url.removeprefix(live.address)
    page.context.close()
    return Finished(path, progress_shown, runs)


@pytest.fixture(scope="session")
def finished_study(finished: Finished) -> str:
    """The address of the finished study."""
    return finished.path


@pytest.fixture(scope="session")
def published_evaluation(browser: Browser, live: Live, axe: Callable[[Page], None]) -> str:
    """The address of an evaluation that anyone may read, walked there by a contributor and a reviewer."""
    return walk(browser, live, axe)


@pytest.fixture(scope="session")
def evaluated_entry(published_evaluation: str) -> str:
    """The address of the entry that it is of."""
    return f"/register/{ENTRY}/"
