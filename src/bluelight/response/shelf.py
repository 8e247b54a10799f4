"""A shelf for arrays that are not needed for a while: in memory while they are few, in a file without a name beyond."""

from __future__ import annotations

import math
import threading
import weakref
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile, gettempdir
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bluelight.errors import BluelightError

IN_MEMORY = 64 * 2**20  # bytes; an answer of a county for a year takes some 150,000


class Shelf:
    """Holds arrays until the last of those it gave out is forgotten."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (closed with the shelf)
        self._lock = threading.Lock()
        weakref.finalize(self, self._file.close)

    def put(self, array: NDArray[Any]) -> Shelved:
        """Keep an array. BluelightError where the disk is full."""
        with self._lock:
            try:
                at = self._file.seek(0, 2)
                self._file.write(np.ascontiguousarray(array).data)
                self._file.flush()
            except OSError as error:
                raise BluelightError(
                    f"What was simulated cannot be kept in {gettempdir()}: {error.strerror}. Make room there, or set "
                    "TMPDIR to a folder on a disk that has some."
                ) from None
        return Shelved(self, at, array.dtype, array.shape)

    def take(self, at: int, size: int) -> bytes:
        """Some of its bytes."""
        with self._lock:
            self._file.seek(at)
            return self._file.read(size)


@dataclass(frozen=True, eq=False, slots=True)
class Shelved:
    """An array on a shelf."""

    shelf: Shelf
    at: int
    dtype: np.dtype[Any]
    shape: tuple[int, ...]

    def read(self) -> NDArray[Any]:
        """The array as it was."""
        size = self.dtype.itemsize * math.prod(self.shape)
        return np.frombuffer(self.shelf.take(self.at, size), dtype=self.dtype).reshape(self.shape)
