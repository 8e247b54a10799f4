"""Optimism bias of a line: which type's bounds, how much of it is managed, and what that does to an amount."""

from __future__ import annotations

from typing import Literal

from bluelight.appraisal.items import CONTRACTED, LineItem
from bluelight.appraisal.parameters import Parameters
from bluelight.appraisal.rules import ProjectType
from bluelight.appraisal.settings import Settings

Bias = Literal["mitigated", "upper", "lower", "none"]
"""Upper bound less what is managed, as the settings say; or one of the bounds; or none at all."""


def project_type(line: LineItem, parameters: Parameters) -> ProjectType | None:
    """The type whose bounds act on a line; None where none does."""
    if line.asset_type in (None, CONTRACTED):
        return None
    return parameters.optimism_bias.project_type(str(line.asset_type))


def bias_of(kind: ProjectType, of: Literal["cost", "duration"], settings: Settings, bias: Bias = "mitigated") -> float:
    """Optimism bias of a type of project, in percent: its upper bound, less the share that is managed."""
    upper, lower = (kind.cost_upper, kind.cost_lower) if of == "cost" else (kind.duration_upper, kind.duration_lower)
    if bias == "none" or upper is None:
        return 0.0
    if bias == "lower":
        return lower or 0.0
    return upper * (1.0 - (settings.mitigation(of) if bias == "mitigated" else 0.0))


def bias_percent(line: LineItem, settings: Settings, parameters: Parameters, bias: Bias = "mitigated") -> float:
    """Optimism bias on the amount of a line, in percent: its own evidence first, its type's otherwise; never on gains.

    Own evidence has no lower bound, so a test at the lower bound leaves it as it is.
    """
    if line.high > 0 or bias == "none":
        return 0.0
    if line.optimism_bias_percent is not None:
        return line.optimism_bias_percent * (1.0 if bias == "upper" else 1.0 - settings.mitigation("cost"))
    kind = project_type(line, parameters)
    return 0.0 if kind is None else bias_of(kind, "cost", settings, bias)


def uplift(line: LineItem, settings: Settings, parameters: Parameters, bias: Bias = "mitigated") -> float:
    """Factor on the amount of a line for optimism bias."""
    return 1.0 + bias_percent(line, settings, parameters, bias) / 100
