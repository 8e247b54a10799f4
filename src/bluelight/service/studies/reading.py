"""What a run wrote, read back."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse

from bluelight.documents.formats import FORMATS
from bluelight.service.studies.models import Run

if TYPE_CHECKING:
    from bluelight.studies.results import Results

RESULTS = "results.json"
REPORT = "report.html"


class File(NamedTuple):
    """A file of a run as a page offers it; its size in bytes."""

    title: str
    address: str
    size: int


def files_of(run: Run) -> list[File]:
    """The files that the run wrote and that are still there; an earlier version may have written fewer formats."""
    slug = run.study.slug
    return [
        File(found.title, reverse(f"study_{found.name}", args=[slug]), (run.folder / found.file).stat().st_size)
        for found in FORMATS.values()
        if (run.folder / found.file).is_file()
    ]


def read_results(run: Run) -> Results | None:
    """The results of the run; None where there are none, or none that this version understands."""
    path = run.folder / RESULTS
    try:
        return _read(path, path.stat().st_mtime_ns)
    except (OSError, ValueError):
        return None


@lru_cache(maxsize=16)
def _read(path: Path, changed: int) -> Results:
    from bluelight.studies.results import Results

    return Results.model_validate_json(path.read_bytes())
