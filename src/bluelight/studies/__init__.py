"""A question asked of an area: study, run, case."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bluelight.studies.case import build_case
    from bluelight.studies.load import StudySummary, list_studies, load_study, parse_study
    from bluelight.studies.model import About, MoneySettings, Option, Study
    from bluelight.studies.output import to_json, write_results
    from bluelight.studies.results import Results
    from bluelight.studies.running import StudyResult, run
    from bluelight.studies.write import check_folder, save_study, to_content, to_toml

__all__ = [
    "About",
    "MoneySettings",
    "Option",
    "Results",
    "Study",
    "StudyResult",
    "StudySummary",
    "build_case",
    "check_folder",
    "list_studies",
    "load_study",
    "parse_study",
    "run",
    "save_study",
    "to_content",
    "to_json",
    "to_toml",
    "write_results",
]

_HOMES = {
    "About": "model",
    "MoneySettings": "model",
    "Option": "model",
    "Results": "results",
    "Study": "model",
    "StudyResult": "running",
    "StudySummary": "load",
    "build_case": "case",
    "check_folder": "write",
    "list_studies": "load",
    "load_study": "load",
    "parse_study": "load",
    "run": "running",
    "save_study": "write",
    "to_content": "write",
    "to_json": "output",
    "to_toml": "write",
    "write_results": "output",
}


def __getattr__(name: str) -> Any:
    """Load what is asked for when it is asked for: the simulation is slow to import, and most readers need results."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
