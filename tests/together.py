"""How tests share the cores: which run in one process, which of them begin first, and one writer of compiled code."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).parent

# Folders whose tests share a browser, a server or a cluster: started once, in one process.
SHARED = ("response_cluster", "browser", "demo")
# What takes longest begins first, so that no core waits for it at the end.
LONGEST = (
    "response_cluster",
    "browser",
    "response/test_response_rules.py",
    "response/test_response_breaks.py",
    "demo",
    "response_fitlog/test_fitlog_reference.py",
    "studies/test_studies_moves.py",
    "validation",
)


def put_together(items: list[pytest.Item]) -> None:
    """Put the tests of a file, or of a folder that shares something, into one group, which one process runs."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item)))


def longest_first(items: list[pytest.Item]) -> None:
    """Let the groups that take longest begin first, the others in the order in which they come."""
    items.sort(key=_rank)


def _group(item: pytest.Item) -> str:
    path = item.path.relative_to(TESTS)
    return path.parts[0] if path.parts[0] in SHARED else path.as_posix()


def _rank(item: pytest.Item) -> int:
    path = item.path.relative_to(TESTS).as_posix()
    return next((rank for rank, name in enumerate(LONGEST) if path.startswith(name)), len(LONGEST))


def write_compiled_code_one_at_a_time() -> None:
    """Let no two processes add to numba's index of one function at the same time.

    Each would take the same free file name for different code, and a third process would then run the wrong one.
    """
    from numba.core.caching import IndexDataCacheFile

    save = IndexDataCacheFile.save

    def alone(self: Any, key: object, data: object) -> None:
        with _locked(Path(self._cache_path) / f"{self._index_name}.lock"):
            save(self, key, data)

    IndexDataCacheFile.save = alone


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    import fcntl

    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
