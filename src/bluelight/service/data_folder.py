"""The folder that holds the database, the results and the secret key. Nothing is created until it is needed."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

import platformdirs

from bluelight.errors import BluelightError


def data_folder() -> Path:
    """The folder named by BLUELIGHT_DATA, or else one of the user's account. It may not exist yet."""
    named = os.environ.get("BLUELIGHT_DATA")
    return (
        Path(named).expanduser().resolve() if named else Path(platformdirs.user_data_dir("bluelight", appauthor=False))
    )


def prepare(folder: Path) -> Path:
    """Make the folder, and make sure that it can be written to.

    Raises BluelightError where it cannot.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise BluelightError(
            f"{folder}: cannot write here ({error.strerror or error}). "
            "Choose another folder with --data or BLUELIGHT_DATA."
        ) from error
    return folder


def secret_key(folder: Path) -> str:
    """BLUELIGHT_SECRET_KEY, or a key made once and kept in the folder, readable by its owner only."""
    named = os.environ.get("BLUELIGHT_SECRET_KEY")
    if named:
        return named
    kept = prepare(folder) / "secret_key"
    if not kept.exists():
        _keep(kept, secrets.token_urlsafe(50))
    return kept.read_text(encoding="ascii")


def _keep(path: Path, text: str) -> None:
    """Write a file whole, and only if nobody wrote it first: the server and the worker may start together."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(text, encoding="ascii")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
