"""Parameters, costs and assumptions; published performance is in `published`."""

from __future__ import annotations

import re

from hertfordshire import published
from hertfordshire.facts import Facts, Row, Tables, join

COST_IDS = {
    "HFRS net revenue budget": "fire_budget",
    "HFRS net revenue budget plan": "fire_budget_plan",
    "Wholetime pump crewing (24/7, 4 riders)": "wholetime_pump_crewing",
    "Marginal cost of a pump turnout, on-call": "on_call_turnout",
    "Response car crewing (24/7, 1.5 officers)": "response_car_crewing",
    "DSA crewing (24/7, 2 staff)": "dsa_crewing",
    "Fit-out to share a station": "fit_out_shared_station",
    "Police station running costs, whole estate": "police_stations_running_cost",
    "Estate saving, 8 disposals and 3 council shares": "police_estate_saving",
    "PCC business case 2018, net benefit": "pcc_case_2018_net_benefit",
    "PCC outline case: receipts from shared hubs": "pcc_outline_case_receipts",
}
RANGES = {
    "PCC outline case: receipts from shared hubs": (3_900_000, 12_500_000),
    "Three-force control room merger saving": (5_000_000, None),
}
"""Low and high amounts that the notes or units give."""

PER = {
    "per year": "year",
    "3 years capital": "three-year programme",
    "per appliance hour": "engine hour",
    "per FTE per year": "post per year",
    "per pump per year": "engine per year",
    "per car per year": "car per year",
    "per year (lease, fuel, kit)": "car per year",
    "per vehicle per year": "vehicle per year",
    "per incident": "incident",
    "per episode": "episode",
    "per crew hour": "crew hour",
    "per m2 per year": "m2 per year",
    "per m2": "m2",
    "each": "each",
    "capital": "once",
    "capital, low (high £12.5m)": "once",
    "whole-life": "whole life",
}
FIRE_SCALE = 1.046
"""What `bluelight calibrate hertfordshire --start travel_scale:fire=1` gives: fit it again when a rule changes."""

LONDON = "LFB dwelling fires 2009 (R spatsurv fstimes; London Datastore, OGL v3)"


def tables(facts: Facts) -> Tables:
    """Parameters, published figures, costs and assumptions."""
    return [
        ("parameters", "parameters.csv", _parameters(facts)),
        ("published", "published.csv", published.rows(facts)),
        ("costs", "costs.csv", [_cost(row) for row in facts.table("costs") if row["amount_gbp"]]),
        ("assumptions", "assumptions.csv", _assumptions(facts)),
    ]


def _parameters(facts: Facts) -> list[Row]:
    told = {row["parameter"]: row for row in facts.table("travel")}

    def row(name: str, service: str, value: str | float, unit: str, source: str, **more: object) -> Row:
        return {"parameter": name, "service": service, "value": value, "unit": unit, "source": source, **more}

    fixed: Row = {"free": False, "basis": "derived"}
    fit = "fitted to 6,689 first arrivals; straight-line km"
    far = f"fitted on {told['valid_range']['value']} km: longer drives are extrapolated"
    to = ", ".join(row["figure"] for row in published.rows(facts) if row["fits"])
    scale = "95% 0.98 to 1.11; London's curve as it is would be 1.00; how it does on what was not fitted is documented"
    return [
        row("travel_c0_min", "all", told["c0 (travel constant)"]["value"], "min", LONDON, **fixed)
        | {"note": join(fit, "the fitted constant, 3.0341, less 1.3 min of turnout, which is assumed")},
        row("travel_b", "all", told["fit_b"]["value"], "min per km^p", LONDON, **fixed) | {"note": join(fit, far)},
        row("travel_p", "all", told["fit_p"]["value"], "", LONDON, **fixed) | {"note": join(fit, far)},
        row("travel_scale", "police", told["police_travel_scale"]["value"], "x travel", "", free=False, basis="assumed")
        | {"note": told["police_travel_scale"]["note"]},
        row("travel_scale", "fire", FIRE_SCALE, "x travel", f"fitted by bluelight calibrate to {to}", basis="derived")
        | {"low": 0.8, "high": 1.3, "free": True}
        | {"note": scale},
        row("travel_scale", "ambulance", told["ambulance_travel_scale"]["value"], "x travel", "", free=False)
        | {"basis": "assumed", "note": told["ambulance_travel_scale"]["note"]},
        row("travel_residual_sigma", "all", told["residual_sd_log"]["value"], "sd of log", LONDON, **fixed)
        | {"note": "fitted to turnout and travel together; used for travel"},
        row("return_factor", "all", 1.0, "x speed out", "", free=False, basis="assumed")
        | {"note": "units drive home as fast as they came: no figure found"},
    ]


def _cost(row: dict[str, str]) -> Row:
    name, year = row["item"], row["price_year"]
    note = row["note"]
    if not re.fullmatch(r"[0-9]{4}(/[0-9]{2})?|undated", year):
        note, year = join(note, year), year.split("-")[0]
    low, high = RANGES.get(name, (None, None))
    return {
        "cost": COST_IDS.get(name, _slug(name)),
        "name": name,
        "service": row["agency"],
        "amount_gbp": row["amount_gbp"],
        "low_gbp": low or "",
        "high_gbp": high or "",
        "per": PER[row["unit"]],
        "price_year": year,
        "basis": row["basis"],
        "source": row["source"],
        "note": note,
    }


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


ADDED = (
    (
        "B01",
        "Police sent to fires in buildings and vehicles",
        "0.5",
        "share",
        "sent on part only; no share found",
        "IRS",
    ),
    ("B02", "Ambulance sent to dwelling fires", "0.15", "share", "0.10 conveyed / 0.648 conveyed of attended", "CAD"),
    ("B03", "Second engine sent to building fires", "0.85", "share", "324 second for 382 first attendances", "IRS"),
    ("B04", "Third engine sent to building fires", "0.2", "share", "a standard exists; no count found", "IRS"),
    (
        "B05",
        "Rural zones",
        "below 300",
        "residents per km2",
        "Eurostat's threshold for grid cells",
        "ONS rural-urban class",
    ),
    ("B06", "Spell of on-call availability", "12", "hours", "day and night cover are declared apart", "HFRS records"),
    ("B07", "Police and ambulance call handling", "120 and 60", "s", "no figure found", "control room records"),
    (
        "B08",
        "Asking another control room for a unit",
        "120",
        "s",
        "between 16 s and 4 minutes (MAIT)",
        "CAD of both rooms",
    ),
    (
        "B09",
        "Custody at the largest police stations",
        "3,000",
        "m2 and more",
        "size class",
        "Constabulary estate strategy",
    ),
    ("B10", "Units drive home as fast as they came", "1.0", "x speed out", "no figure found", "vehicle tracking"),
    (
        "B11",
        "Hours of medical calls, collisions and false alarms",
        "San Francisco",
        "",
        "one week of one US city: the only log seen that may ship",
        "IRS/CAD by hour",
    ),
    (
        "B12",
        "Prompt-graded police calls reached within",
        "60",
        "min",
        "usual meaning of the grade",
        "force policy",
    ),
)


def _assumptions(facts: Facts) -> list[Row]:
    carried = [
        {
            "assumption": row["id"],
            "statement": row["statement"],
            "value": row["value"],
            "unit": row["unit"],
            "why": row["why"],
            "replace_with": row["how_to_replace"],
        }
        for row in facts.table("assumptions")
    ]
    keys = ("assumption", "statement", "value", "unit", "why", "replace_with")
    return carried + [dict(zip(keys, row, strict=True)) for row in ADDED]
