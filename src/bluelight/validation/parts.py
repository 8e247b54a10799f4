"""The parts of `bluelight validate`, in the order in which they are printed. A new check is a line here."""

from __future__ import annotations

from importlib import import_module

from bluelight.validation.check import Checks, Part


def _later(module: str, function: str) -> Part:
    """A group of checks whose module is imported when it runs: a part needs nothing of the others."""

    def run() -> Checks:
        checks: Checks = getattr(import_module(f"bluelight.validation.{module}"), function)()
        return checks

    return run


PARTS: dict[str, tuple[Part, ...]] = {
    "response": (
        _later("queues", "erlang_formulas"),
        _later("queues", "erlang_simulated"),
        _later("queues", "call_takers_simulated"),
        _later("queues", "hypercube_exact"),
        _later("queues", "hypercube_simulated"),
        _later("traces", "frozen_kernel"),
        _later("traces", "frozen_replay"),
        _later("traces", "recorded_replay"),
        _later("traces", "conservation"),
    ),
    "travel": (
        _later("roads", "shipped_roads"),
        _later("roads", "real_roads"),
        _later("roads", "grid_references"),
        _later("london", "travel_curve"),
    ),
    "location": (
        _later("places", "small_cases"),
        _later("places", "published_optima"),
    ),
    "appraisal": (
        _later("money", "discount_factors"),
        _later("money", "move_by_year"),
        _later("worked", "worked_cases"),
        _later("worked", "unit_costs"),
    ),
    "evaluation": (
        _later("effects", "counties"),
        _later("effects", "tobacco"),
        _later("effects", "germany"),
        _later("effects", "seat_belts"),
    ),
}
