"""Plain words for what tables call by short names."""

from __future__ import annotations

import math
from collections.abc import Iterable

UNITS = {
    "pump": ("fire engine", "fire engines"),
    "aerial": ("aerial ladder", "aerial ladders"),
    "response_car": ("police response car", "police response cars"),
    "roads_policing_car": ("roads policing car", "roads policing cars"),
    "dsa": ("ambulance", "ambulances"),
    "rrv": ("ambulance response car", "ambulance response cars"),
}
FUNCTIONS = {
    "response": "response",
    "public_counter": "public counter",
    "custody": "custody suite",
    "neighbourhood_base": "neighbourhood policing base",
    "roads_policing": "roads policing base",
    "headquarters": "headquarters",
    "control_room": "control room",
    "training": "training centre",
    "workshop": "vehicle workshop",
    "emergency_department": "emergency department",
}
FIGURES = {
    "floor_area_m2": "floor area",
    "running_cost_gbp_per_year": "running cost",
    "existing_use_value_gbp": "value",
    "spare_bays": "spare vehicle bays",
    "spare_desks": "spare desks",
    "spare_lockers": "spare lockers",
    "spare_yard_m2": "spare yard",
    "lease_end_year": "when the lease ends",
    "dilapidations_gbp": "what the lease asks to be put right on leaving",
    "maintenance_backlog_gbp": "repairs waiting to be done",
    "vat_recoverable_share": "how much VAT can be reclaimed",
    "rent_gbp_per_year": "rent between the services",
    "fit_out_gbp_per_m2": "fit-out cost of this building",
    "receipt_kept_share": "who keeps the receipt",
}


def count_units(kinds: Iterable[str]) -> str:
    """Units in words: 'two pumps and a car' of the tables becomes '2 fire engines and 1 police response car'."""
    counts: dict[str, int] = {}
    for kind in kinds:
        counts[kind] = counts.get(kind, 0) + 1
    said = []
    for kind, number in counts.items():
        one, many = UNITS.get(kind, (kind.replace("_", " "), kind.replace("_", " ") + "s"))
        said.append(f"{number} {one if number == 1 else many}")
    return join(said)


def join(items: Iterable[str]) -> str:
    """A list as a person would write it: 'a, b and c'."""
    items = list(items)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def pounds(amount: float) -> str:
    """Pounds as people say them, to three figures at most: "£1.2 million", "£340,000", "−£85"."""
    sign, size = ("−" if round(amount) < 0 else ""), abs(amount)
    if size >= 999_500:
        for unit, name in ((1e9, "billion"), (1e6, "million")):
            if size >= unit * 0.9995:
                scaled = size / unit
                digits = 2 if scaled < 9.995 and name == "billion" else 1 if scaled < 99.95 else 0
                return f"{sign}£{_trim(scaled, digits)} {name}"
    if size >= 1000:
        step = 10 ** max(0, math.floor(math.log10(size)) - 1)
        return f"{sign}£{round(size / step) * step:,.0f}"
    return f"{sign}£{size:,.0f}"


def _trim(value: float, digits: int) -> str:
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
