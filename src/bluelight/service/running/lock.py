"""One worker per data folder: a lock that the operating system drops when its holder ends, however it ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from bluelight.errors import BluelightError

LOCK = "worker.lock"


@contextmanager
def sole_worker(folder: Path) -> Iterator[None]:
    """Hold the folder's worker lock; BluelightError where another worker holds it."""
    with (folder / LOCK).open("a+") as file:
        if not _take(file):
            raise BluelightError(
                f"A worker is already running on {folder}. Stop it, or name another folder: --data DIR"
            )
        yield


def check_no_worker(folder: Path) -> None:
    """BluelightError where a worker is running on the folder. Makes nothing."""
    if (folder / LOCK).exists():
        with sole_worker(folder):
            pass


if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[str]) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
