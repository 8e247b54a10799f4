"""What a run wrote, read back."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from bluelight.service.studies.models import Run

if TYPE_CHECKING:
    from bluelight.studies.results import Results

RESULTS = "results.json"
REPORT = "report.html"


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
