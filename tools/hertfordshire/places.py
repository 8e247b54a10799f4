"""Services, zones, sites, what each site is for, what is known of it, and what is shared already."""

from __future__ import annotations

from hertfordshire.facts import Facts, Row, Tables, join

DISTRICTS = {
    "E07000095": "Broxbourne",
    "E07000096": "Dacorum",
    "E07000098": "Hertsmere",
    "E07000099": "North Hertfordshire",
    "E07000102": "Three Rivers",
    "E07000103": "Watford",
    "E07000240": "St Albans",
    "E07000241": "Welwyn Hatfield",
    "E07000242": "East Hertfordshire",
    "E07000243": "Stevenage",
}
RURAL_BELOW_PER_KM2 = 300
"""Eurostat's degree of urbanisation counts a grid cell rural below 300 residents per km2; taken for zones here."""

CUSTODY_FROM_M2 = 3000
UNKNOWN_FIGURES = {
    "spare_bays": "room at the station for vehicles of others",
    "spare_desks": "room for staff of others",
    "spare_lockers": "room for crews of others",
    "spare_yard_m2": "room in the yard",
    "lease_end_year": "when a lease ends, if there is one",
    "dilapidations_gbp": "owed when a lease is given up",
    "maintenance_backlog_gbp": "repairs put off",
    "vat_recoverable_share": "how much VAT on works can be recovered",
    "rent_gbp_per_year": "rent paid or received",
    "fit_out_gbp_per_m2": "what fitting out here would cost; costs has a general price",
    "receipt_kept_share": "how much of a sale the service keeps",
}
POSTS = {
    "P05": ("roads_policing", "assumed", "a post beside the motorway"),
    "P14": ("neighbourhood_base", "assumed", "a police point: what it is for was not found; verify that it is open"),
    "P20": ("roads_policing", "derived", "from its name, a motorway post"),
}
_HOUSE = ("leased", "freehold")


def tables(facts: Facts) -> Tables:
    """Every table about places."""
    sites = facts.sites + facts.osm_sites
    return [
        ("services", "services.csv", _services()),
        ("zones", "zones.csv", _zones(facts)),
        ("sites", "sites.csv", [_site(row) for row in facts.sites]),
        ("sites", "sites_osm.csv", [_site(row) for row in facts.osm_sites]),
        ("site_functions", "site_functions.csv", [f for row in sites for f in _functions(row, facts)]),
        ("site_figures", "site_figures.csv", [f for row in sites for f in _figures(row)]),
        ("shared", "shared.csv", [_shared(row) for row in facts.table("shared_today")]),
    ]


def _services() -> list[Row]:
    return [
        {
            "service": "police",
            "organisation": "Hertfordshire Constabulary",
            "register_slug": "hertfordshire-constabulary",
            "waits": "patrol",
            "basis": "assumed",
            "note": "cars patrol; that a free car is anywhere in its district in proportion to police calls is assumed",
        },
        {
            "service": "fire",
            "organisation": "Hertfordshire Fire and Rescue Service",
            "register_slug": "hertfordshire-fire-and-rescue-service",
            "waits": "site",
            "basis": "published",
            "source": "openregister/fire-data fire-data.xlsx (compiled 2017 from hertfordshire.gov.uk)",
            "note": "duty systems are by station",
        },
        {
            "service": "ambulance",
            "organisation": "East of England Ambulance Service NHS Trust",
            "register_slug": "east-of-england-ambulance-service-nhs-trust",
            "waits": "site",
            "basis": "assumed",
            "note": "standby points are not known: a free ambulance is taken to wait at its base",
        },
    ]


def _zones(facts: Facts) -> list[Row]:
    rows = []
    for zone in facts.zones:
        population, area = int(zone["population"]), float(zone["area_km2"])
        district = DISTRICTS[zone["district"]]
        if not zone["name"].startswith(district):
            raise ValueError(f"{zone['name']} does not lie in {district}")
        rows.append(
            {
                "zone": zone["zone"],
                "name": zone["name"],
                "district": zone["district"],
                "district_name": district,
                "lon": zone["lon"],
                "lat": zone["lat"],
                "population": population,
                "over65": zone["over65"],
                "imd_decile": zone["imd_decile"],
                "area_km2": zone["area_km2"],
                "rural": population / area < RURAL_BELOW_PER_KM2,
                "basis": "derived",
                "source": "ONS LSOA 2011, mid-2020; IMD 2019; point: mean of live postcodes (Code-Point Open)",
            }
        )
    return rows


def _site(row: dict[str, str]) -> Row:
    tenure, basis = _tenure(row["tenure"])
    return {
        "site": row["site_id"],
        "name": row["name"],
        "kind": row["kind"],
        "services": row["services"].split(";"),
        "lon": row["lon"],
        "lat": row["lat"],
        "location_quality": row["location_quality"],
        "location_basis": row["location_basis"],
        "tenure": tenure,
        "tenure_basis": basis,
        "outside": "outside the county" in row["note"] or "(out of county)" in row["name"],
        "vintage": "" if row["vintage"] == "n/a" else row["vintage"],
        "source": row["source"],
        "note": row["note"],
    }


def _tenure(text: str) -> tuple[str, str]:
    """Published only where the text itself names the deal; the owner's name alone is an assumption."""
    if text == "unknown":
        return "unknown", "unknown"
    if text == "n/a":
        return "not_applicable", "derived"
    if text == "shared/leased":
        return "leased", "derived"
    kind = next(word for word in _HOUSE if text.startswith(word))
    return kind, "published" if "bought" in text or "leased from" in text else "assumed"


def _functions(row: dict[str, str], facts: Facts) -> list[Row]:
    site, kind = row["site_id"], row["kind"]
    found: list[tuple[str, str, str, str, str]] = []  # function, service, basis, source, note
    units = [unit for unit in facts.units if unit["home_site_id"] == site]
    for service in dict.fromkeys(unit["service"] for unit in units):
        first = next(unit for unit in units if unit["service"] == service)
        station = service == "fire" and kind == "fire_station"
        basis = "published" if station else "assumed"
        note = "" if station else "units are based here in this pack; numbers and homes are assumed"
        found.append(("response", service, basis, first["source"], note))
    if kind == "police_station":
        found.append(("neighbourhood_base", "police", "derived", _listed(row), "taken from its being a police station"))
        if float(row["floor_area_m2"]) >= CUSTODY_FROM_M2:
            note = (
                f"custody is taken to be at the largest stations, {CUSTODY_FROM_M2:,} m2 and more, and that is assumed"
            )
            found.append(("custody", "police", "assumed", "", note))
    if "front desk" in row["source"]:
        found.append(("public_counter", "police", "published", row["source"], row["note"]))
    if site in POSTS:
        function, basis, note = POSTS[site]
        found.append((function, "police", basis, "", note))
    fixed = {"headquarters": "headquarters", "control_room": "control_room", "hospital_ed": "emergency_department"}
    if kind in fixed:
        found += [(fixed[kind], service, "published", row["source"], "") for service in row["services"].split(";")]
    if site == "X01":
        found += [("training", service, "published", row["source"], "") for service in row["services"].split(";")]
    if "workshop" in row["note"]:
        found.append(("workshop", "ambulance", "published", row["source"], "make-ready hub and workshop"))
    return [
        {"site": site, "function": f, "service": service, "basis": basis, "source": source, "note": note}
        for f, service, basis, source, note in found
    ]


def _listed(row: dict[str, str]) -> str:
    """Where a police station is named as one: the press list in the note of a site whose point is from a map."""
    return row["note"].split(". ")[0].split(";")[0] if row["source"].startswith("OpenStreetMap") else row["source"]


def _figures(row: dict[str, str]) -> list[Row]:
    site = row["site_id"]
    if row["kind"] == "hospital_ed":
        return []
    known = [
        {"site": site, "figure": figure, "value": row[figure], "price_year": year, "basis": row["figures_basis"]}
        | {"source": source, "note": "size class, price per m2: assumptions A30 to A32"}
        for figure, year, source in (
            ("floor_area_m2", "", ""),
            ("running_cost_gbp_per_year", "2024/25", ""),
            ("existing_use_value_gbp", "2024/25", ""),
        )
        if row[figure]
    ]
    unknown = dict(UNKNOWN_FIGURES)
    for item in known:
        if item["figure"] == "existing_use_value_gbp":
            _mend_value(item, row)
            if not item["value"]:
                unknown["existing_use_value_gbp"] = "the facts gave 0 for a freehold: nobody has valued it"
    given = [item for item in known if item["value"]]
    for figure in ("floor_area_m2", "running_cost_gbp_per_year", "existing_use_value_gbp"):
        if not row[figure]:
            unknown[figure] = "not known"
    return given + [
        {"site": site, "figure": figure, "basis": "unknown", "note": note} for figure, note in unknown.items()
    ]


def _mend_value(item: Row, row: dict[str, str]) -> None:
    """The one published value is a purchase; a value of nought means different things by tenure."""
    if row["site_id"] == "P21":
        item |= {
            "price_year": "2021/22",
            "basis": "published",
            "source": row["source"],
            "note": "price paid in 2021, not a valuation",
        }
    elif item["value"] == "0":
        if "leased" in row["tenure"]:
            item["note"] = "not owned: nothing to sell"
        elif row["note"].startswith("Inside police HQ"):
            item["note"] = "inside police headquarters: its value is counted there"
        else:
            item["value"] = ""


IN_USE = {
    "S1": (True, ["X01"]),
    "S2": (True, ["Q01"]),
    "S3": (True, []),
    "S4": (False, ["C01", "C02"]),
    "S5": (False, []),
    "S6": (True, ["F02"]),
    "S7": (False, []),
    "S8": (False, []),
    "S9": (True, ["P22"]),
    "S10": (True, ["P19"]),
    "S11": (True, ["P16"]),
    "S12": (True, ["P15"]),
    "S13": (True, ["P14", "F27"]),
    "S14": (True, []),
}
"""Which rows count as shared today, and the sites concerned. Pilots whose end was not seen, ended trials and
arrangements at stations nobody named do not count; a probable one does, so that it is not proposed again."""


def _shared(row: dict[str, str]) -> Row:
    in_use, sites = IN_USE[row["share_id"]]
    if row["site_id"] and row["site_id"] not in sites:
        raise ValueError(f"{row['share_id']} is about {row['site_id']}")
    return {
        "share": row["share_id"],
        "sites": sites,
        "what": row["what"],
        "services": row["services"].split(";"),
        "since": "" if row["since"] == "unknown" else row["since"],
        "status": row["status"],
        "in_use": in_use,
        "basis": row["basis"],
        "source": row["source"],
        "note": join(row["note"]),
    }
