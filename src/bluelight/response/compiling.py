"""How the functions of the kernel are compiled."""

from __future__ import annotations

from typing import Any

from numba import njit

from bluelight.compiling import kept

# Without counting who refers to which array, which took nine tenths of the time: so nothing compiled here may make an
# array or return one. Helpers are put into their caller, for an array is handed on as seven numbers and they take many;
# Python cannot call them, which halves the time to compile them.
_both: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False, "no_cfunc_wrapper": True}
_helper: dict[str, Any] = {"forceinline": True, "no_cpython_wrapper": True, **_both}
_apart: dict[str, Any] = {"no_cpython_wrapper": True, **_both}
compiled = njit(**_helper)
apart = njit(**_apart)  # a helper that is seldom called: put into every caller it would take long to compile
entry = kept(**_both)
