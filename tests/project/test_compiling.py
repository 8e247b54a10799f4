"""Compiled code is kept for whoever comes next, by processes that know nothing of each other."""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numba
import numpy as np
import pytest

from bluelight import compiling
from bluelight.compiling import kept
from bluelight.response.tally import first_of_any

# Compiles a function for a type of its own, and keeps it in the moment in which another process does, on a slow disk.
COMPILES = """
import sys, time
from pathlib import Path
import numpy as np
from numba.core.caching import FunctionCache, IndexDataCacheFile
from bluelight.response.tally import first_of_any

folder, mine, other = sys.argv[1:]
save, load_index = FunctionCache.save_overload, IndexDataCacheFile._load_index


def save_together(self, types, code):
    Path(folder, mine).touch()
    while not Path(folder, other).exists():
        time.sleep(0.001)
    save(self, types, code)


def load_slowly(self):
    found = load_index(self)
    time.sleep(0.5)
    return found


FunctionCache.save_overload, IndexDataCacheFile._load_index = save_together, load_slowly
first_of_any(np.zeros((2, 4), mine), np.zeros((2, 4), bool))
"""


def test_two_processes_that_compile_at_one_time_keep_the_code_of_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_in = str(tmp_path / "compiled")
    both = [
        subprocess.Popen(
            [sys.executable, "-c", COMPILES, str(tmp_path), *types], env={**os.environ, "NUMBA_CACHE_DIR": kept_in}
        )
        for types in (("f4", "f8"), ("f8", "f4"))
    ]
    assert [process.wait(timeout=120) for process in both] == [0, 0]
    monkeypatch.setattr(numba.config, "CACHE_DIR", kept_in)
    third = kept(nogil=True, error_model="numpy")(first_of_any.py_func)
    times = np.array([[5.0, np.nan, 3.0, np.nan], [4.0, 9.0, 3.0, np.nan]])
    late = np.array([[True, False, False, False], [False, True, True, False]])
    for type in ("f4", "f8"):
        first, soonest, waited = third(times.astype(type), late)
        assert first.tolist() == [1, 1, 0, 0]
        np.testing.assert_array_equal(soonest, np.array([4.0, 9.0, 3.0, np.nan], type))
        assert waited.tolist() == [False, True, False, False]
    assert (sum(third.stats.cache_hits.values()), sum(third.stats.cache_misses.values())) == (2, 0)


@pytest.fixture
def doubled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """What a kept function of a little package gives for 1, as in a new process, where it calls `code`."""
    part = tmp_path / "little" / "part"
    part.mkdir(parents=True)
    for folder in (part, part.parent):
        (folder / "__init__.py").touch()
    shutil.copy(str(compiling.__file__), part.parent / "compiling.py")
    (part / "caller.py").write_text(
        "from little.compiling import kept\nfrom little.part.called import called\n\n"
        "@kept()\ndef caller(x):\n    return 2 * called(x)\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path / "compiled"))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def given(code: str) -> int:
        lines = ("from numba import njit", "@njit", "def called(x):", f"    return {code}")
        (part / "called.py").write_text("\n".join(lines), encoding="utf-8")
        for name in [name for name in sys.modules if name.partition(".")[0] == "little"]:
            del sys.modules[name]
        importlib.invalidate_caches()
        return int(importlib.import_module("little.part.caller").caller(1))

    return given


def test_a_function_is_compiled_anew_when_what_it_calls_changes(doubled: Callable[..., int]) -> None:
    assert [doubled(code) for code in ("x + 1", "x + 2", "x + 1")] == [4, 6, 4]


def test_code_torn_by_a_machine_that_went_down_is_compiled_anew(doubled: Callable[..., int], tmp_path: Path) -> None:
    assert doubled("x + 1") == 4
    [file] = (tmp_path / "compiled").rglob("caller*.nbc")
    whole = file.read_bytes()
    for size in (0, len(whole) // 2):
        file.write_bytes(whole[:size])
        assert doubled("x + 1") == 4
        assert file.stat().st_size > len(whole) // 2
