"""Somebody who was invited to a running Bluelight just now, and what they see as pictures."""

from __future__ import annotations

import os
import subprocess
import sys
from base64 import b32decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django_otp.oath import totp
from playwright.sync_api import Browser, Page

PASSWORD = "seven-otters-under-ice"
PICTURES = os.environ.get("BLUELIGHT_PICTURES")


def picture(page: Page, name: str) -> None:
    """Keeps the page as a picture where a folder is named: docs/contributing-walk.md shows them, made small."""
    if PICTURES:
        page.locator("main").screenshot(path=Path(PICTURES) / f"{name}.png")


@contextmanager
def invited(
    browser: Browser, live, name: str, role: str, *organisations: str, scripts: bool = True, width: int = 1280
) -> Iterator[Page]:
    """A browser of somebody of this name and role, who has made their account."""
    said = subprocess.run(
        [sys.executable, "-m", "bluelight.cli", "invite", f"{name}@example.org", "--role", role]
        + ["--address", live.address, "--data", str(live.folder)]
        + [part for slug in organisations for part in ("--organisation", slug)],
        capture_output=True,
        text=True,
        check=True,
    )
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(said.stdout.strip())
    page.get_by_label("Your name").fill(f"A {role}")
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("New password confirmation").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    if role != "contributor":
        key = page.locator("code").inner_text().replace(" ", "")
        page.get_by_label("Code").fill(code(key))
        page.get_by_role("button", name="Continue").click()
        page.get_by_role("button", name="I have kept them").click()
    yield page
    context.close()


def code(key: str) -> str:
    return f"{totp(b32decode(key + '=' * (-len(key) % 8))):06d}"
