"""What happens when people call: demand, dispatch, the simulation, performance and calibration."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bluelight.response.calibration import calibration_table, off_services
    from bluelight.response.comparison import compare, estimates
    from bluelight.response.fitting import Fit, fit
    from bluelight.response.performance import Performance
    from bluelight.response.ready import check_call_takers
    from bluelight.response.run import simulate, simulate_options
    from bluelight.response.screening import screen

__all__ = [
    "Fit",
    "Performance",
    "calibration_table",
    "check_call_takers",
    "compare",
    "estimates",
    "fit",
    "off_services",
    "screen",
    "simulate",
    "simulate_options",
]

_HOMES = {
    "Fit": "fitting",
    "Performance": "performance",
    "calibration_table": "calibration",
    "check_call_takers": "ready",
    "compare": "comparison",
    "estimates": "comparison",
    "fit": "fitting",
    "off_services": "calibration",
    "screen": "screening",
    "simulate": "run",
    "simulate_options": "run",
}


def __getattr__(name: str) -> Any:
    """Load what is asked for when it is asked for: numba takes a third of a second to import."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
