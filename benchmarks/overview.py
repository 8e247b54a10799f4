"""The overview of a register of 20,000 collaborations and 100,000 claims, an edition of as many before it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TypeVar

from benchmarks.big_register import big_register
from benchmarks.registry import Row

from bluelight.documents.formats import PAPERS
from bluelight.documents.overview.document import overview_document
from bluelight.documents.overview.edition import Edition
from bluelight.documents.overview.files import edition_files

COLLABORATIONS, CLAIMS_EACH = 20_000, 5
PDF_LIMIT_S = 60.0
_Made = TypeVar("_Made")


def run() -> list[Row]:
    """Seconds of the clock: what a worker takes that does nothing else meanwhile."""
    register = big_register(COLLABORATIONS, CLAIMS_EACH)
    earlier = replace(register, collaborations=register.collaborations[COLLABORATIONS // 100 :], pairs=())
    edition = Edition("big", date(2026, 1, 31), register, Edition("before", date(2025, 10, 31), earlier))
    document, drawn = _timed(lambda: overview_document(edition))
    rows = [Row(f"{COLLABORATIONS:,} collaborations counted, compared, drawn", drawn, "s", "", None)]
    for name, write in PAPERS.items():
        content, seconds = _timed(partial(write, document))
        limit = f"at most {PDF_LIMIT_S:g} s" if name == "pdf" else ""
        ok = drawn + seconds <= PDF_LIMIT_S if name == "pdf" else None
        rows.append(Row(f"{name}, {len(content) / 1e6:.1f} MB", seconds, "s", limit, ok))
    _, whole = _timed(lambda: edition_files(Edition(edition.name, edition.made, register, edition.before)))
    return [*rows, Row("all files of the edition, open data included", whole, "s", "", None)]


def _timed(work: Callable[[], _Made]) -> tuple[_Made, float]:
    begin = time.perf_counter()
    done = work()
    return done, time.perf_counter() - begin
