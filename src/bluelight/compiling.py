"""Functions that numba compiles once and keeps on disk, for any number of processes at a time."""

# mypy: allow-untyped-calls

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from numba import __version__, njit
from numba.core.caching import FunctionCache, IndexDataCacheFile
from numba.core.dispatcher import Dispatcher

HERE = Path(__file__).parent
Function = TypeVar("Function", bound=Callable[..., object])


def kept(**options: Any) -> Callable[[Function], Dispatcher[Function]]:
    """As numba's `njit(cache=True)`, but what is kept is what was compiled, whoever else compiles, and of this code.

    numba numbers the files in which it keeps a function for other types of arguments, in an index that it reads and
    writes without a lock: two processes that compile at one time can give one number to different code, and a third
    then runs the wrong one. Nor does it see changes of a function in another module that is called.
    """

    def decorated(function: Function) -> Dispatcher[Function]:
        dispatcher: Dispatcher[Function] = njit(**options)(function)
        dispatcher._cache = _Kept(function)  # type: ignore[attr-defined]
        return dispatcher

    return decorated


class _Kept(FunctionCache):
    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__(function)
        part = Path(function.__code__.co_filename).relative_to(HERE).parts[0]
        self._cache_file = _Files(self.cache_path, self._impl.filename_base, _stamp(part))


class _Files(IndexDataCacheFile):
    """A file for the types of arguments of each call, named after them and the code, in place of numba's index."""

    def save(self, key: object, data: object) -> None:
        self._save_data(self._name(key), (key, data))  # under another name first, then renamed

    def load(self, key: object) -> object:
        try:
            saved, data = self._load_data(self._name(key))
        except (OSError, EOFError, pickle.UnpicklingError):  # not there, or torn by a machine that went down
            return None
        return data if saved == key else None

    def _name(self, key: object) -> str:
        digest = hashlib.sha256(repr((__version__, self._source_stamp, key)).encode()).hexdigest()
        return f"{self._index_name.removesuffix('.nbi')}.{digest[:32]}.nbc"


@cache
def _stamp(part: str) -> str:
    """A digest of the code of a part of this package: a compiled function holds whatever it calls."""
    sha = hashlib.sha256()
    for path in sorted((HERE / part).rglob("*.py")):
        sha.update(path.read_bytes())
    return sha.hexdigest()
