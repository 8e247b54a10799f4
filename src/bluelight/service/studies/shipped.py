"""The studies that ship, and those the host names, as they are put into the database.

Read as text, not checked: checking needs the whole area, and the first page must not wait for it. A run checks it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import tomli_w
from django.conf import settings

from bluelight.errors import BluelightError


@dataclass(frozen=True)
class Shipped:
    """A study as it came: its short name, its name, its area's id, and its text with the area by that id."""

    slug: str
    name: str
    area: str
    toml: str


def shipped_studies() -> Iterator[Shipped]:
    """The studies of the package, by id, then those of the setting STUDY_FILES."""
    folder = Path(str(files("bluelight"))) / "data" / "studies"
    for path in [*sorted(folder.glob("*/study.toml")), *map(Path, settings.STUDY_FILES)]:
        content = _read(path)
        about = content["study"]
        pack = path.parent / about["area"] / "area.toml"
        if pack.is_file():
            about["area"] = _read(pack)["area"]["id"]
        yield Shipped(about["id"], about["name"], about["area"], tomli_w.dumps(content))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BluelightError(f"{path} cannot be read: {error}. Check BLUELIGHT_STUDIES and BLUELIGHT_AREAS.") from None
