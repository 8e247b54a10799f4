"""Whether it worked: what a collaboration changed, with its interval and how far to believe it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bluelight.evaluation.case import Case, load_case
    from bluelight.evaluation.protocol import Protocol
    from bluelight.evaluation.result import Evaluation
    from bluelight.evaluation.run import evaluate

__all__ = ["Case", "Evaluation", "Protocol", "evaluate", "load_case"]

_HOMES = {
    "Case": "case",
    "Evaluation": "result",
    "Protocol": "protocol",
    "evaluate": "run",
    "load_case": "case",
}


def __getattr__(name: str) -> Any:
    """Load what is asked for when it is asked for: the estimators are slow to import."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
