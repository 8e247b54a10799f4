"""Units with their crews, hospitals and the roads to them, control rooms."""

from __future__ import annotations

from hertfordshire.facts import Facts, Row, Tables, basis_of, join

DUTY = {
    "24/7": ("00:00", "24:00"),
    "24/7 (cross-crewed)": ("00:00", "24:00"),
    "24/7 subject to availability (0.70 assumed)": ("00:00", "24:00"),
    "staffed 07:00-19:00 daily; on pager overnight": ("00:00", "24:00"),
    "10:00-22:00": ("10:00", "22:00"),
    "07:00-19:00": ("07:00", "19:00"),
    "12:00-03:00": ("12:00", "03:00"),
}
"""Each duty pattern of the facts as hours on duty. What happens overnight on a pager is in the crewing table."""

MAIT = "GOV.UK, Multi-Agency Incident Transfer: 4 minutes by telephone, 16 seconds electronically, in one case study"


def tables(facts: Facts) -> Tables:
    """Every table about crews, hospitals and control rooms."""
    return [
        ("units", "units.csv", [_unit(row) for row in facts.units]),
        ("crewing", "crewing.csv", _crewing(facts)),
        ("hospitals", "hospitals.csv", [_hospital(row) for row in facts.table("hospitals")]),
        ("hospital_minutes", "hospital_minutes.csv", [_minutes(row) for row in facts.table("lsoa_hospital_minutes")]),
        ("control_rooms", "control_rooms.csv", _control_rooms()),
    ]


def _unit(row: dict[str, str]) -> Row:
    on_from, on_to = DUTY[row["on_duty_pattern"]]
    variant_assumed = row["note"].startswith("Published duty type is")
    return {
        "unit": row["unit_id"],
        "service": row["service"],
        "kind": row["kind"],
        "site": row["home_site_id"],
        "crewing": row["crewing"],
        "crew": row["crew_size"],
        "on_from": on_from,
        "on_to": on_to,
        "cross_crewed": "cross-crewed" in row["on_duty_pattern"],
        # A station with a published wholetime duty has an engine; that it is the day-crewed kind is the assumption.
        "unit_basis": "published" if variant_assumed else row["basis"],
        "crewing_basis": row["basis"],
        "source": row["source"],
        "note": row["note"],
    }


def _crewing(facts: Facts) -> list[Row]:
    """One row per service and crewing; turnout from the units' own figures, which must agree."""
    rows = []
    for service, crewing, night, availability, spell, note in (
        ("fire", "wholetime", 78, 1.0, 24, "Hertfordshire all-pump mean 85 s (2018/19); aerials 90 s, never sent here"),
        ("fire", "day_crewed", 180, 1.0, 24, "pager from home or an adjacent block overnight"),
        ("fire", "on_call", 300, 0.7, 12, "must live or work within 4 minutes; how long spells last is assumed"),
        ("police", "shift", 60, 1.0, 24, "a car already on the move has none"),
        ("ambulance", "shift", 45, 1.0, 24, ""),
    ):
        mine = [u for u in facts.units if (u["service"], u["crewing"]) == (service, crewing) and u["kind"] != "aerial"]
        (day,) = {int(unit["turnout_median_s"]) for unit in mine}
        (basis,) = {basis_of(unit["numbers_basis"]) for unit in mine}
        rows.append(
            {
                "service": service,
                "crewing": crewing,
                "turnout_day_s": day,
                "turnout_night_s": night,
                "day_from": "07:00",
                "day_to": "19:00",
                "availability": availability,
                "spell_h": spell,
                "turnout_basis": basis,
                "availability_basis": "assumed",
                "source": "assumptions A01 to A04" if service == "fire" else "",
                "note": note,
            }
        )
    return rows


def _hospital(row: dict[str, str]) -> Row:
    observed = row["handover_median_min_observed"]
    return {
        "hospital": row["hospital_id"],
        "site": row["site_id"],
        "handover_median_min": row["handover_median_min_planning"],
        "handover_sigma": row["handover_sigma_log"],
        "clear_min": row["post_handover_clear_min"],
        "handover_basis": "assumed",
        "clear_basis": "assumed",
        "source": row["source"],
        "note": join(row["note"], f"observed: {observed} min, basis {row['basis']}"),
    }


def _minutes(row: dict[str, str]) -> Row:
    return {
        "zone": row["zone"],
        "hospital": row["hospital_id"],
        "minutes": row["minutes"],
        "basis": row["basis"],
        "source": row["source"],
    }


def _control_rooms() -> list[Row]:
    transfer: Row = {"transfer_s": 120, "transfer_basis": "assumed"}
    between = (
        "transfer between rooms is taken between the two times of that case study: how these rooms do it is not known"
    )
    return [
        {"service": "police", "site": "C02", "handling_s": 120, "handling_basis": "assumed", **transfer}
        | {"source": MAIT, "note": join("call to sending: no figure found", between)},
        {"service": "fire", "site": "C01", "handling_s": 93, "handling_basis": "published", **transfer}
        | {"source": f"hemeltoday.co.uk 2023-08-10: 1:33 in 2022/23; {MAIT}", "note": join("1:28 in 2018/19", between)},
        {"service": "ambulance", "site": "C03", "handling_s": 60, "handling_basis": "assumed", **transfer}
        | {"source": MAIT, "note": join("call to sending: no figure found", between)},
    ]
