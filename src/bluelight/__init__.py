"""Bluelight: an open workbench for blue light integration.

The front doors below are imported when first used, so that `import bluelight` is quick.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_DOORS = {
    "load_area": "bluelight.area",
    "load_study": "bluelight.studies",
    "run": "bluelight.studies",
    "case": "bluelight.documents",
    "appraise": "bluelight.appraisal",
    "simulate": "bluelight.response",
}

if TYPE_CHECKING:
    from bluelight.appraisal import appraise as appraise
    from bluelight.area import load_area as load_area
    from bluelight.documents import case as case
    from bluelight.response import simulate as simulate
    from bluelight.studies import load_study as load_study
    from bluelight.studies import run as run

__all__ = ["__version__", "appraise", "case", "load_area", "load_study", "run", "simulate"]


def __getattr__(name: str) -> Any:
    if name in _DOORS:
        return getattr(importlib.import_module(_DOORS[name]), name)
    raise AttributeError(f"module 'bluelight' has no attribute {name!r}")
