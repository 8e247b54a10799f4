"""Keeps a computed matrix in a file named by the digest of what went into it."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def digest(method: str, *arrays: Floats) -> str:
    """SHA-256 of the method's name and of the arrays' shapes and values."""
    sha = hashlib.sha256(method.encode())
    for array in arrays:
        sha.update(repr(array.shape).encode())
        sha.update(np.ascontiguousarray(array, dtype="<f8").tobytes())
    return sha.hexdigest()


def remembered(folder: Path | None, key: str, shape: tuple[int, ...], compute: Callable[[], Floats]) -> Floats:
    """The matrix kept under `key`, or a fresh one, kept for next time.

    A file that is damaged or of another shape is computed again and replaced. A folder that cannot be written is no
    error: the work is only done again next time.
    """
    if folder is None:
        return compute()
    path = folder / f"{key}.npz"
    found = _read(path, key, shape)
    if found is not None:
        return found
    fresh = compute()
    with contextlib.suppress(OSError):
        _write(path, key, fresh)
    return fresh


def _read(path: Path, key: str, shape: tuple[int, ...]) -> Floats | None:
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as content:
            values, checksum = content["minutes"], str(content["checksum"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError):
        return None
    right = values.shape == shape and values.dtype == np.float64 and checksum == digest(key, values)
    return values if right else None


def _write(path: Path, key: str, values: Floats) -> None:
    """Writes beside the file and moves it into place, so that a reader never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, minutes=values, checksum=np.array(digest(key, values)))
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
