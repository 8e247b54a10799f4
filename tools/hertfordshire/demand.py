"""Demand families: their shares over zones and over the hours of the day."""

from __future__ import annotations

from collections import Counter

from hertfordshire.facts import Facts, Row, Tables

SAN_FRANCISCO = (
    "San Francisco Fire Department calls for service, 31 Dec 2016 to 7 Jan 2017 (SF OpenData nuix-tah8, "
    "PDDL 1.0 recalled, verify)"
)
RECIPES = {
    "fire_dwelling": (
        "Home Office share of dwelling fires by MSOA over 3 years, spread in each MSOA by population x deprivation "
        "(2.0 at decile 1 to 1.0 at decile 10)",
        "derived",
        "Home Office dwelling fires by MSOA (British Red Cross resilience-index); ONS; IMD 2019",
    ),
    "fire_other": (
        "40% population, 40% criminal damage and arson, 20% square root of area",
        "assumed",
        "ONS; police.uk 2021",
    ),
    "false_alarm": (
        "40% population, 20% over 65, 40% commercial crime as a proxy of business",
        "assumed",
        "ONS; police.uk 2021",
    ),
    "rtc": (
        "40% population, 30% commercial crime as a proxy of business, 30% square root of area; no roads used, so "
        "motorways are under-weighted",
        "assumed",
        "ONS; police.uk 2021",
    ),
    "special_service": ("40% population, 40% over 65, 20% square root of area", "assumed", "ONS"),
    "medical": ("(under 65 + 4 x over 65) x 1.3 to 1.0 by deprivation decile", "assumed", "ONS; IMD 2019"),
    "cardiac_arrest": ("under 65 + 8 x over 65", "assumed", "ONS"),
    "police_urgent": (
        "55% violence and sexual offences, 25% antisocial behaviour and public order, 10% burglary, robbery and "
        "vehicle crime, 10% population",
        "derived",
        "police.uk Jan 2021 to Jan 2022, counts; the mix is assumed",
    ),
    "violence": ("violence and sexual offences", "derived", "police.uk Jan 2021 to Jan 2022"),
    "welfare": ("50% population, 50% violence and sexual offences", "assumed", "ONS; police.uk 2021"),
}
FROM_LOG = {"medical": "Medical Incident", "false_alarm": "Alarms", "rtc": "Traffic Collision"}
SMOOTH_BELOW = 1000
"""With fewer calls than this an hour's share is mostly chance: it is averaged with the hour before and after."""

Shares = list[float]


def tables(facts: Facts) -> Tables:
    """Families, their shares over zones and over hours."""
    hours, told = _hours(facts)
    families = [
        {
            "family": family,
            "recipe": recipe,
            "zones_basis": basis,
            "zones_source": source,
            "hours_basis": told[family][0],
            "hours_source": told[family][1],
            "note": "not observed incidents; police.uk counts include lockdown months" if "police.uk" in source else "",
        }
        for family, (recipe, basis, source) in RECIPES.items()
    ]
    demand = [
        {"family": family, "zone": zone["zone"], "share": zone[family]}
        for family in RECIPES
        for zone in facts.zones
        if float(zone[family]) > 0
    ]
    return [
        ("families", "families.csv", families),
        ("demand", "demand.csv", demand),
        (
            "hours",
            "hours.csv",
            [
                {"family": family, "hour": hour, "share": f"{share:.5f}"}
                for family in RECIPES
                for hour, share in enumerate(hours[family])
            ],
        ),
    ]


def _hours(facts: Facts) -> tuple[dict[str, Shares], dict[str, tuple[str, str]]]:
    """Shares by hour, and how they are known. What rested on the unverified log rests on San Francisco's instead."""
    rows = facts.table("hourly_profile")
    hours: dict[str, Shares] = {}
    told: dict[str, tuple[str, str]] = {}
    for family in ("fire_dwelling", "fire_other", "police_urgent", "violence"):
        mine = sorted((row for row in rows if row["demand_family"] == family), key=lambda row: int(row["hour"]))
        if [int(row["hour"]) for row in mine] != list(range(24)):
            raise ValueError(f"{family} has not 24 hours")
        hours[family] = [float(row["weight"]) for row in mine]
        told[family] = (mine[0]["basis"], mine[0]["source"])
    for family, call_type in FROM_LOG.items():
        hours[family], counted, smoothed = _from_log(facts.calls, call_type)
        way = "; each hour averaged with its neighbours" if smoothed else ""
        told[family] = ("derived", f"{SAN_FRANCISCO}: {counted:,} calls of type {call_type}{way}; a US city's week")
    mixes = {
        "special_service": ("fire_dwelling", "medical", "half London dwelling fires 2009, half San Francisco medical"),
        "welfare": ("police_urgent", "medical", "mean of the police shape and San Francisco medical"),
        "cardiac_arrest": ("medical", "medical", "as medical: San Francisco"),
    }
    for family, (one, other, source) in mixes.items():
        hours[family] = [(a + b) / 2 for a, b in zip(hours[one], hours[other], strict=True)]
        told[family] = ("assumed", source)
    return hours, told


def _from_log(calls: list[Row], call_type: str) -> tuple[Shares, int, bool]:
    """The share of a call type received in each hour of the day."""
    counts = Counter(_hour(call["Received DtTm"]) for call in calls if call["Call Type"] == call_type)
    total = sum(counts.values())
    smooth = total < SMOOTH_BELOW
    if smooth:
        sums = [(counts[(h - 1) % 24] + counts[h] + counts[(h + 1) % 24]) / 3 for h in range(24)]
    else:
        sums = [float(counts[h]) for h in range(24)]
    return [value / total for value in sums], total, smooth


def _hour(text: str) -> int:
    """The hour of "01/07/2017 11:57:56 PM"."""
    _, clock, half = text.split()
    return int(clock[:2]) % 12 + (12 if half == "PM" else 0)
