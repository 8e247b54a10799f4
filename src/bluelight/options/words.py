"""Plain words for what tables call by short names."""

from __future__ import annotations

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
    """Pounds, rounded to three figures, as '£1.32m', '£45,000' or '−£300'."""
    sign, size = ("−" if amount < 0 else ""), abs(amount)
    if size >= 999_500:
        return f"{sign}£{float(f'{size / 1e6:.3g}'):,.15g}m"
    return f"{sign}£{float(f'{size:.3g}'):,.0f}"
