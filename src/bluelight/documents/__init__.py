"""What people read: one document model, its charts and maps, and a writer for each format."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bluelight.documents.case_report import CaseReport, case
    from bluelight.documents.report import build_report, render_report

__all__ = ["CaseReport", "build_report", "case", "render_report"]

_HOMES = {"CaseReport": "case_report", "build_report": "report", "case": "case_report", "render_report": "report"}


def __getattr__(name: str) -> Any:
    """Load what is asked for when it is asked for: charts are slow to import, and a page of links needs none."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
