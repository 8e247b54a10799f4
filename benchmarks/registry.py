"""The benchmarks by name. A case is a module with `run() -> list[Row]`; every case prints comparable rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module


@dataclass(frozen=True)
class Row:
    """One figure beside what it must reach; `ok` is None where nothing is asked of it."""

    name: str
    figure: float
    unit: str
    target: str
    ok: bool | None


def _case(module: str) -> Callable[[], list[Row]]:
    """A case that is imported when it runs, so that one can be run without what the others need."""
    return lambda: import_module(f"benchmarks.{module}").run()


CASES: dict[str, Callable[[], list[Row]]] = {
    "kernel": _case("kernel"),
    "cimba": _case("against_cimba"),
    "rules": _case("rules"),
    "options": _case("options"),
    "first_run": _case("first_run"),
    "study": _case("study"),
    "report": _case("report"),
    "overview": _case("overview"),
    "cluster": _case("cluster"),
    "memory": _case("memory"),
    "start": _case("start"),
    "roads": _case("roads"),
    "appraisal": _case("appraisal"),
    "evaluation": _case("evaluation"),
    "location": _case("location"),
    "search": _case("search"),
    "service_register": _case("service_register"),
    "register_import": _case("register_import"),
    "load": _case("load"),
    "hostile": _case("hostile"),
}
