"""Parameters, published figures, buildings' figures and costs."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator

from bluelight.area.tables import Row, Sheet
from bluelight.errors import Problem

TRAVEL_PARAMETERS = {
    "travel_c0_min": (0.0, 60.0),
    "travel_b": (0.0, 60.0),
    "travel_p": (0.0, 2.0),
    "travel_scale": (0.0, 10.0),
    "travel_residual_sigma": (0.0, 2.0),
    "return_factor": (0.0, 10.0),
}
"""Parameters that every pack gives, with the limits beyond which they make no sense."""

ONE_FOR_ALL = ("travel_c0_min", "travel_b", "travel_p")
"""The distance model is one for all services; a service differs by its travel_scale."""

_ABOVE_ZERO = ("travel_p", "travel_scale", "return_factor")
_USES = {"judges": "judge the response", "fits": "fit a parameter"}
_PRICE_YEAR = re.compile(r"[0-9]{4}(/[0-9]{2})?|undated")


def missing_parameters(sheets: dict[str, Sheet], distance_model: bool) -> Iterator[Problem]:
    """Parameters that must be there; those of the distance model only where travel is by it."""
    sheet, services = sheets["parameters"], sheets["services"].values("service")
    if not sheet.knows("parameter", "service"):
        return
    given = {(row.get("parameter"), row.get("service")) for row in sheet}
    for name in TRAVEL_PARAMETERS:
        if (name, "all") in given or (name in ONE_FOR_ALL and not distance_model):
            continue
        for service in ["all"] if name in ONE_FOR_ALL else sorted(services):
            if (name, service) not in given:
                what = f"the parameter {name} is missing for {service}."
                yield Problem(
                    sheet.where, what, f"Add a row for {name}, for all{_or_a_service(name)}.", None, "parameter"
                )


def _or_a_service(name: str) -> str:
    return "" if name in ONE_FOR_ALL else " or for the service"


def _parameters(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    for row in sheets["parameters"]:
        name, value = row.get("parameter"), row.get("value")
        if name in ONE_FOR_ALL and row.get("service") not in (None, "all"):
            what = f"{name} is one for all services."
            yield row.problem("service", what, "Write all, and let travel_scale say how the service differs.")
        if name in TRAVEL_PARAMETERS and value is not None:
            low, high = TRAVEL_PARAMETERS[name]
            if not low <= value <= high or (value == 0 and name in _ABOVE_ZERO):
                above = "above" if name in _ABOVE_ZERO else "from"
                what = f"{name} is {value:g}, which cannot be."
                yield row.problem("value", what, f"Give a number {above} {low:g} to {high:g}.")
        yield from _range(row, "low", "value", "high")
        empty = [limit for limit in ("low", "high") if row.has(limit) and math.isnan(row.values[limit])]
        if row.get("free") and empty:
            what = "may be fitted, but has no limits to fit within."
            yield row.problem(empty[0], what, "Give low and high, or set free to no.")


def _range(row: Row, low: str, mode: str, high: str) -> Iterator[Problem]:
    """Low, mode and high in order, as far as they are given."""
    values = {name: row.get(name) for name in (low, mode, high)}
    given = [(name, value) for name, value in values.items() if value is not None and not math.isnan(value)]
    for (first, smaller), (second, larger) in itertools.pairwise(given):
        if smaller > larger:
            what = f"{first}, {smaller:g}, is above {second}, {larger:g}."
            yield row.problem(first, what, f"Put {low}, {mode} and {high} in order.")


def _published(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    for row in sheets["published"]:
        measure = row.get("measure")
        empty = [
            name
            for name in ("incident_types", "arrival", "clock", "within_min")
            if row.has(name) and (row.values[name] in ("", ()) or row.values[name] != row.values[name])
        ]
        uses = [use for use in ("judges", "fits") if row.get(use)]
        needed = ["incident_types", "arrival", "clock"] if uses else []
        if measure in ("count_per_year", "context"):
            for use in uses:
                what = f"a figure of measure {measure} cannot {_USES[use]}."
                yield row.problem(use, what, f"Set {use} to no.")
            needed = []
        elif "fits" in uses and row.get("value") == 0:
            yield row.problem("value", "is 0: nothing can be fitted to it.", "Set fits to no.")
        if measure == "share_within":
            needed.append("within_min")
            value = row.get("value")
            if value is not None and not 0 <= value <= 1:
                yield row.problem("value", f"{value:g} is not a share.", "Write it as 0.83 for 83%.")
        for name in needed:
            if name in empty:
                yield row.problem(name, "is empty, but this figure needs it.", f"Give {name}.")


def _site_figures(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    for row in sheets["site_figures"]:
        if not row.has("figure", "value", "basis"):
            continue
        figure, value, basis = row.values["figure"], row.values["value"], row.values["basis"]
        if math.isnan(value):
            if basis != "unknown":
                yield row.problem("value", f"is empty, but its basis is {basis}.", "Give it, or set basis to unknown.")
            continue
        if basis == "unknown":
            yield row.problem("basis", "is unknown, but a value is given.", "Say how the value is known.")
        if figure.endswith("_share") and value > 1:
            yield row.problem("value", f"{value:g} is not a share.", "Write it as 0.83 for 83%.")
        if "_gbp" in figure and row.get("price_year") == "":
            yield row.problem("price_year", "is empty.", "Give the price year, as 2024/25, or undated.")


def _money(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    for row in sheets["costs"]:
        yield from _range(row, "low_gbp", "amount_gbp", "high_gbp")
    for name in ("costs", "site_figures"):
        for row in sheets[name]:
            year = row.get("price_year")
            if year and not _PRICE_YEAR.fullmatch(year):
                what = f'"{year}" is not a price year.'
                yield row.problem("price_year", what, "Write a financial year as 2024/25, a year as 2018, or undated.")


RULES = (_parameters, _published, _site_figures, _money)
