"""Published performance: the facts' targets, taken apart into figures with a unit, a clock and a period."""

from __future__ import annotations

import re
from collections.abc import Callable

from hertfordshire.facts import Facts, Row, join

PROPERTY = ("dwelling_fire", "other_building_fire")
PRIMARY = (*PROPERTY, "vehicle_fire", "outdoor_primary_fire")
COLLISIONS = ("rtc_person_trapped", "rtc_fire_attended_other")
C1 = ("cardiac_arrest", "medical_c1_other")
JUDGES = {
    ("first pump mean attendance", "2024/25"),
    ("second pump mean attendance", "2024/25"),
    ("C1 mean", "Feb 2023"),
    ("C2 mean", "Dec 2025"),
}
"""The fire means of 2024/25 and the latest category 1 and 2 means: what the baseline is judged by."""

FITS = {("first pump mean attendance", "2024/25"), ("second pump mean attendance", "2024/25")}
"""What the travel scale of fire is fitted to; every other figure of the service judges the fit."""

Target = dict[str, str]
Shape = Callable[[Target, Facts], list[Row]]


def rows(facts: Facts) -> list[Row]:
    """Every published figure. ValueError where the facts hold one this does not know."""
    found: list[Row] = []
    for target in facts.table("targets"):
        shape = next((make for pattern, make in SHAPES if re.fullmatch(pattern, target["metric"])), None)
        if shape is None:
            raise ValueError(f"a published figure of an unknown kind: {target['metric']}")
        found += [_told(target) | row for row in shape(target, facts)]
    return found


def _told(target: Target) -> Row:
    return {
        "figure": f"{_slug(target['metric'])}_{_slug(target['period'])}",
        "name": _capital(target["metric"].replace(">", "over ")),
        "service": "ambulance" if target["service"] == "nhs" else target["service"],
        "measure": "context",
        "value": target["value"],
        "unit": {"min": "minutes", "count/yr": "per year"}.get(target["unit"], target["unit"]),
        "period": target["period"],
        "judges": (target["metric"], target["period"]) in JUDGES,
        "fits": (target["metric"], target["period"]) in FITS,
        "basis": target["basis"],
        "source": target["source"],
        "note": target["note"],
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.lower().replace(">", "over ")).strip("_")


def _engine_mean(target: Target, _: Facts) -> list[Row]:
    word, arrival = _nth(target)
    note = "read as decimal minutes; when the clock starts is not stated: mobilisation fits best"
    return [
        {"name": f"{word} engine at a building fire, mean", "incident_types": PROPERTY, "arrival": arrival}
        | {"measure": "mean_min", "clock": "mobilisation", "note": join(target["note"], note)}
    ]


def _engine_within(target: Target, _: Facts) -> list[Row]:
    word, arrival = _nth(target)
    within = int(re.findall(r"[0-9]+", target["metric"])[0])
    row: Row = {"name": f"{word} engine at a building fire within {within} minutes", "incident_types": PROPERTY}
    row |= {"arrival": arrival, "measure": "share_within", "within_min": within, "clock": "mobilisation"}
    second = re.fullmatch(r"second (0\.[0-9]+)", target["note"])
    if not second:
        return [row]
    # The note holds the second engine's share of the same year.
    also = row | {"figure": "second_pump_within_13_min_2019_20", "value": second[1], "arrival": 2, "within_min": 13}
    return [row | {"note": ""}, also | {"name": "Second engine at a building fire within 13 minutes", "note": ""}]


def _nth(target: Target) -> tuple[str, int]:
    word = target["metric"].split()[0]
    return word.capitalize(), ("first", "second", "third").index(word) + 1


def _primary_mean(target: Target, _: Facts) -> list[Row]:
    row = _primary("from the call, mean") | {"measure": "mean_min", "clock": "call", "incident_types": PRIMARY}
    handling = re.search(r"call handling ([0-9]+:[0-9]+)", target["note"])
    if not handling:
        return [row]
    part = _part("call handling") | {"value": _minutes(handling[1])}
    return [row, part | {"figure": f"primary_fire_call_handling_{_slug(target['period'])}", "note": handling[1]}]


def _primary_parts(target: Target, _: Facts) -> list[Row]:
    """ "1:28 / 1:25 / 5:56" is call handling, turnout and drive; the note has their total."""
    year = _slug(target["period"])
    parts = zip(("call handling", "turnout", "drive"), target["value"].split(" / "), strict=True)
    found = [
        _part(part)
        | {"figure": f"primary_fire_{_slug(part)}_{year}", "value": _minutes(clock), "unit": "minutes", "note": clock}
        for part, clock in parts
    ]
    (total,) = re.findall(r"[0-9]+:[0-9]+", target["note"])
    whole = _primary("from the call, mean") | {"figure": f"primary_fire_mean_response_from_call_{year}"}
    whole |= {"measure": "mean_min", "clock": "call", "incident_types": PRIMARY, "value": _minutes(total)}
    return [whole | {"unit": "minutes", "note": total}, *found]


def _primary(what: str) -> Row:
    return {"name": f"First engine at a primary fire {what}", "arrival": 1}


def _part(part: str) -> Row:
    return {"name": f"{_capital(part)} of the first engine at a primary fire, mean", "arrival": 1}


def _minutes(clock: str) -> float:
    minutes, seconds = clock.split(":")
    return round(int(minutes) + int(seconds) / 60, 3)


def _count(name: str, chosen: Callable[[Facts], tuple[str, ...]]) -> Shape:
    def shape(_: Target, facts: Facts) -> list[Row]:
        return [{"name": name, "measure": "count_per_year", "incident_types": chosen(facts), "unit": "per year"}]

    return shape


def _sent(service: str, *without: str) -> Callable[[Facts], tuple[str, ...]]:
    """The types to which the facts send a service."""

    def chosen(facts: Facts) -> tuple[str, ...]:
        return tuple(
            row["incident_type"]
            for row in facts.table("incident_types")
            if re.search(rf"{service}:[a-z]+:[1-9]", row["attendance"]) and row["incident_type"] not in without
        )

    return chosen


def _fire_attended(facts: Facts) -> tuple[str, ...]:
    return _sent("fire")(facts)


def _category(target: Target, _: Facts) -> list[Row]:
    number = target["metric"][1]
    types = C1 if number == "1" else (f"medical_c{number}",)
    name = f"Ambulance category {number}, mean"
    return [{"name": name, "incident_types": types, "arrival": 1, "measure": "mean_min", "clock": "call"}]


def _expectation(target: Target, _: Facts) -> list[Row]:
    """ "15 urban / 20 rural" is two limits."""
    limits = re.findall(r"([0-9]+) (urban|rural)", target["value"])
    return [
        {"figure": f"emergency_response_standard_{where}", "name": f"National expectation, {where} emergencies"}
        | {"value": minutes, "unit": "minutes"}
        for minutes, where in limits
    ]


def _as_it_is(_: Target, __: Facts) -> list[Row]:
    return [{}]


SHAPES: tuple[tuple[str, Shape], ...] = (
    (r"(first|second) pump mean attendance", _engine_mean),
    (r"(first|second|third) pump within [0-9]+ min", _engine_within),
    (r"primary fire mean response from call", _primary_mean),
    (r"primary fire mean: call handling / turnout / drive", _primary_parts),
    (r"incidents attended", _count("Incidents the fire service attended", _fire_attended)),
    (r"primary fires", _count("Primary fires", lambda _: PRIMARY)),
    (r"secondary fires", _count("Secondary fires", lambda _: ("secondary_fire",))),
    (r"RTCs attended", _count("Road collisions the fire service attended", lambda _: COLLISIONS)),
    (
        r"face-to-face C1-C4 incidents, Herts",
        _count("Incidents with an ambulance face to face", _sent("ambulance", "dwelling_fire")),
    ),
    (r"C[1-4] mean", _category),
    (r"emergency response standard", _expectation),
    (
        r"999\+101 calls per day|999 calls per day|(999|101) answered in [0-9]+ s|incidents per week|C[34] figure"
        r"|999 calls, trust|frontline ambulances, trust|conveyance share|handovers >30 min, .*|handover mean, .*"
        r"|road casualties|police officers FTE",
        _as_it_is,
    ),
)
