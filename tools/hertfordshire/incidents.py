"""Incident types, the units each is sent, and the standards they are held to."""

from __future__ import annotations

import itertools

from hertfordshire.facts import Facts, Row, Tables, join

NAMES = {
    "dwelling_fire": "Fire in a home",
    "other_building_fire": "Fire in another building",
    "vehicle_fire": "Vehicle fire",
    "outdoor_primary_fire": "Large outdoor fire",
    "secondary_fire": "Small outdoor fire",
    "false_alarm_automatic": "False alarm from an automatic system",
    "false_alarm_good_intent": "False alarm with good intent",
    "hoax_malicious_call": "Malicious false alarm",
    "rtc_person_trapped": "Road collision with somebody trapped",
    "rtc_fire_attended_other": "Road collision, fire service attending",
    "rtc_injury_no_fire": "Road collision with injury, no fire service",
    "gaining_entry_medical": "Getting in to a patient",
    "assist_other_agency": "Helping another service",
    "flooding_water_rescue": "Flooding or water rescue",
    "other_special_service": "Other rescue or help by the fire service",
    "cardiac_arrest": "Cardiac arrest",
    "medical_c1_other": "Other life-threatening illness or injury (category 1)",
    "medical_c2": "Emergency illness or injury (category 2)",
    "medical_c3": "Urgent illness or injury (category 3)",
    "medical_c4": "Less urgent illness or injury (category 4)",
    "ambulance_no_patient_or_hoax": "Ambulance call without a patient",
    "assault_with_injury": "Assault with injury",
    "mental_health_crisis": "Mental health crisis, police and ambulance",
    "mental_health_police_only": "Mental health crisis, police alone",
    "concern_for_welfare": "Concern for somebody's welfare",
    "missing_person_high_risk": "Missing person at high risk",
    "missing_person_other": "Other missing person",
    "police_emergency_other": "Other police emergency",
    "police_priority_other": "Other police priority call",
}
PRIORITY = {"1": 1, "2": 2, "3": 3, "C1": 1, "C2": 2, "C3": 3, "C4": 4}

CONVEYED_WHEN_ATTENDED = 0.648
"""Share of face-to-face ambulance incidents that end in conveyance: NHS England National Cost Collection 2024/25."""

BUILDING_FIRES = ("dwelling_fire", "other_building_fire")
SECOND_PUMP = (
    0.85,
    "derived",
    "65 misses were 17% of first attendances and 55 misses 17% of second ones in 2024/25 (hemeltoday.co.uk "
    "2025-10-15): 324 second for 382 first",
)
THIRD_PUMP = (
    0.2,
    "assumed",
    "a third engine has a standard and a published share, so some fires are sent one; how many was not found. When the "
    "third arrives hardly depends on it",
)
POLICE_AT_FIRE = (
    0.5,
    "assumed",
    "sent on part only: for casualties, road closures and fires set on purpose; no share was found, so half",
)
Chance = tuple[float, str, str]


def tables(facts: Facts) -> Tables:
    """Incident types, attendance, standards."""
    rows = _spelled_out(facts.table("incident_types"))
    return [
        ("incident_types", "incident_types.csv", [_type(row) for row in rows]),
        ("attendance", "attendance.csv", [item for row in rows for item in _attendance(row)]),
        ("standards", "standards.csv", _standards(rows)),
    ]


def _spelled_out(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Rows that say "as above" say it themselves."""
    for above, row in itertools.pairwise(rows):
        for column in ("source", "note"):
            row[column] = row[column].replace("as above", above[column])
    return rows


def _type(row: dict[str, str]) -> Row:
    name = row["incident_type"]
    conveyed, basis, note = float(row["conveyance_share"]), "assumed", row["note"]
    if name == "dwelling_fire":
        conveyed, basis = CONVEYED_WHEN_ATTENDED, "derived"
        note = join(note, "the ambulance is sent to part only, and conveys as often as ambulances do in all (2024/25)")
    elif conveyed and "ambulance:" not in row["attendance"]:
        note = join(
            note,
            f"the facts convey {conveyed:g} of these without sending an ambulance; those journeys are among the "
            "medical types, so none is counted here",
        )
        conveyed = 0.0
    if "fire:pump:0" in row["attendance"]:
        note = join(note, "a fire engine on request is not sent here: no share is known")
    return {
        "incident_type": name,
        "name": NAMES[name],
        "lead_service": row["lead_service"],
        "family": row["demand_family"],
        "annual_count": row["annual_count"],
        "annual_count_basis": row["basis"],
        "priority": PRIORITY[row["priority"]],
        "on_scene_median_min": row["on_scene_median_min"],
        "on_scene_p90_min": row["on_scene_p90_min"],
        "on_scene_basis": "assumed",
        "conveyance_share": conveyed,
        "conveyance_basis": basis,
        "source": row["source"],
        "note": note,
    }


def _attendance(row: dict[str, str]) -> list[Row]:
    name = row["incident_type"]
    wanted: list[tuple[str, str, Chance]] = []
    for item in row["attendance"].split(";"):
        service, kind, count = item.split(":")
        wanted += [(service, kind, _chance(name, service, kind, nth)) for nth in range(1, int(count) + 1)]
        if name in BUILDING_FIRES and kind == "pump":
            wanted.append((service, kind, THIRD_PUMP))
    return [
        {
            "incident_type": name,
            "order": order,
            "service": service,
            "unit_kind": kind,
            "probability": chance,
            "probability_basis": basis,
            "note": note,
        }
        for order, (service, kind, (chance, basis, note)) in enumerate(wanted, start=1)
    ]


def _chance(name: str, service: str, kind: str, nth: int) -> Chance:
    if name in BUILDING_FIRES and kind == "pump" and nth == 2:
        return SECOND_PUMP
    if name in (*BUILDING_FIRES, "vehicle_fire") and service == "police":
        return POLICE_AT_FIRE
    if name == "dwelling_fire" and service == "ambulance":
        conveyed = 0.1
        why = (
            f"sent on part only: the facts convey {conveyed:g} of these fires, and {CONVEYED_WHEN_ATTENDED:g} of "
            "ambulance attendances end in conveyance, so about 0.15 see one"
        )
        return round(conveyed / CONVEYED_WHEN_ATTENDED, 2), "assumed", why
    return 1.0, "assumed", ""


def _standards(rows: list[dict[str, str]]) -> list[Row]:
    police = [row["incident_type"] for row in rows if row["lead_service"] == "police"]
    emergency = [row["incident_type"] for row in rows if row["lead_service"] == "police" and _limit(row) == "15"]
    prompt = [row["incident_type"] for row in rows if row["lead_service"] == "police" and _limit(row) == "60"]
    if set(emergency) | set(prompt) != {name for name in police if name != "missing_person_other"}:
        raise ValueError("a police incident type has a standard of its own")
    fire_source = "hemeltoday.co.uk 2025-10-15; Feb 2025 on HMICFRS (4987710)"
    fire_note = "for property fires; the source does not say when the clock starts: mobilisation fits the figures best"
    found = [
        _standard(f"{word}_engine", "fire", BUILDING_FIRES, "share_within", minutes, "mobilisation")
        | {"arrival": arrival, "share": 0.9, "basis": "published", "source": fire_source, "note": fire_note}
        for arrival, (word, minutes) in enumerate((("first", 10), ("second", 13), ("third", 16)), start=1)
    ]
    found.append(
        _standard("police_emergency", "police", emergency, "share_within", 15, "call")
        | {"rural_minutes": 20, "basis": "published", "source": "The Guardian via briefly.co"}
        | {"note": "national expectation of 2026; the share to be reached was not seen; rural as zones has it"}
    )
    found.append(
        _standard("police_priority", "police", prompt, "share_within", 60, "call")
        | {"basis": "assumed", "note": "prompt grade, taken as one hour"}
    )
    for grade, minutes, types in (
        ("c1", {"mean": 7, "p90": 15}, ["cardiac_arrest", "medical_c1_other"]),
        ("c2", {"mean": 18, "p90": 40}, ["medical_c2", "gaining_entry_medical"]),
        ("c3", {"p90": 120}, ["medical_c3", "ambulance_no_patient_or_hoax"]),
        ("c4", {"p90": 180}, ["medical_c4"]),
    ):
        found += [
            _standard(f"{grade}_{statistic}", "ambulance", types, statistic, limit, "call")
            | {"basis": "published", "source": "NHS England ambulance standards (AmbSYS)"}
            | {"note": "the first ambulance vehicle to arrive"}
            for statistic, limit in minutes.items()
        ]
    return found


def _limit(row: dict[str, str]) -> str:
    return row["response_standard_min"]


def _standard(
    name: str, service: str, types: list[str] | tuple[str, ...], statistic: str, minutes: int, clock: str
) -> Row:
    return {
        "standard": name,
        "service": service,
        "incident_types": types,
        "arrival": 1,
        "statistic": statistic,
        "minutes": minutes,
        "clock": clock,
    }
