"""Writes docs/examples/overview, the overview of the shipped register: `python tools/build_overview_example.py`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bluelight.documents.overview.edition import Edition
from bluelight.documents.overview.files import edition_files
from bluelight.files import write_all
from bluelight.register import load_register

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "examples" / "overview"
NAME, MADE = "2026-autumn", date(2026, 11, 22)


def example() -> dict[str, bytes]:
    """The files, without the open data: that is the shipped register itself."""
    files = edition_files(Edition(NAME, MADE, load_register()))
    return {name: content for name, content in files.items() if not name.startswith("register.")}


if __name__ == "__main__":
    write_all(FOLDER, example())
