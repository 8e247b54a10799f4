"""Reference material that may not ship: recorded traces and published test cases, where this machine has them."""

from __future__ import annotations

import os
from pathlib import Path

MISSING = "needs BLUELIGHT_REFERENCE"


def reference_folder() -> Path | None:
    """The folder named by BLUELIGHT_REFERENCE, or `shared` beside the repository, where there is one."""
    named = os.environ.get("BLUELIGHT_REFERENCE")
    repository = Path(__file__).resolve().parents[3]
    folder = Path(named) if named else repository.parent / "shared"
    return folder if (folder / "facts").is_dir() else None
