"""A new folder, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bluelight.errors import BluelightError


def refuse_used(folder: Path) -> None:
    """BluelightError where something is there already."""
    try:
        used = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as error:
        raise _cannot(folder, error) from error
    if used:
        raise BluelightError(f"{folder} is there already and not empty. Name a new folder.")


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A folder beside `folder`, moved into its place once it is filled; on any error nothing is left behind.

    `folder` must be new or empty. BluelightError where it is not, or cannot be written.
    """
    refuse_used(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
            filled = Path(temporary) / "filled"
            filled.mkdir()
            yield filled
            if folder.exists():
                folder.rmdir()
            os.replace(filled, folder)
    except OSError as error:
        raise _cannot(folder, error) from error


def _cannot(folder: Path, error: OSError) -> BluelightError:
    return BluelightError(f"{folder} cannot be written ({error.strerror}). Name a folder you may write to.")
