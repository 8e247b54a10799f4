"""Writes a study as a study.toml that reads back as the same study."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import tomli_w

from bluelight.errors import BluelightError
from bluelight.studies.model import Study


def to_content(study: Study) -> dict[str, Any]:
    """What the study's TOML says: the shape `parse_study` reads."""
    return {
        "study": study.about.model_dump(),
        "money": study.money.model_dump(mode="json", exclude_none=True),
        **({"owners": {of: dict(named) for of, named in study.owners.items()}} if study.owners else {}),
        "option": [
            {
                "id": option.id,
                "name": option.name,
                "summary": option.summary,
                **({"published": option.published} if option.published else {}),
                **({"do_minimum": True} if option.do_minimum else {}),
                **({"move": [move.table() for move in option.moves]} if option.moves else {}),
            }
            for option in study.options
        ],
        **({"case": study.case.model_dump(mode="json", exclude_none=True)} if study.case.objectives else {}),
        **({"risks": [risk.table() for risk in study.risks]} if study.risks else {}),
        **({"evaluate": [plan.about.table() for plan in study.evaluations]} if study.evaluations else {}),
    }


def to_toml(study: Study) -> str:
    """The study as the text of a study.toml."""
    return tomli_w.dumps(to_content(study))


def save_study(study: Study, path: Path) -> None:
    """Write the study's file, whole or not at all. BluelightError where it cannot be written."""
    write_text(path, [to_toml(study)])


def write_text(path: Path, pieces: Iterable[str]) -> None:
    """Write a text file, given in pieces, under another name first, then give it its own: never half a file."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(pieces)
        os.replace(partial, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise BluelightError(f"{path} cannot be written: {error.strerror}. Choose another folder.") from None


def check_folder(folder: Path) -> None:
    """Make a folder and try to write in it, so that long work does not end at a closed door. BluelightError if not."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise BluelightError(f"{folder} cannot be written to: {error.strerror}. Choose another folder.") from None
