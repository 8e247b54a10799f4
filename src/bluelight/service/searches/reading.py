"""What a search wrote, read back."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bluelight.service.searches.models import Search

if TYPE_CHECKING:
    from bluelight.studies.search import SearchResults

FILES = {
    "search.html": ("The search as a page", "text/html; charset=utf-8"),
    "search.pdf": ("The search as PDF", "application/pdf"),
    "plans.csv": ("Every plan as CSV", "text/csv; charset=utf-8"),
    "search.json": ("Everything as JSON", "application/json"),
    "study.toml": ("The plans as a study", "application/toml; charset=utf-8"),
}


def files_of(search: Search) -> list[tuple[str, str, int]]:
    """Title, file and size in bytes of what was written and is still there."""
    return [
        (title, name, (search.folder / name).stat().st_size)
        for name, (title, _) in FILES.items()
        if (search.folder / name).is_file()
    ]


def read_results(search: Search) -> SearchResults | None:
    """The results of the search; None where there are none, or none that this version understands."""
    path = search.folder / "search.json"
    try:
        return _read(path, path.stat().st_mtime_ns)
    except (OSError, ValueError):
        return None


def read_study(search: Search) -> dict[str, Any] | None:
    """What the study with every plan says; None where it is gone."""
    try:
        return tomllib.loads((search.folder / "study.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


@lru_cache(maxsize=16)
def _read(path: Path, changed: int) -> SearchResults:
    from bluelight.studies.search import SearchResults

    return SearchResults.model_validate_json(path.read_bytes())
