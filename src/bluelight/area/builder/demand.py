"""Families, their shares by zone and hour, incident types, attendance and what was measured: from a log."""

from __future__ import annotations

import pandas as pd

from bluelight.area.builder import figures
from bluelight.area.builder.defaults import Assumed
from bluelight.area.builder.given import Row
from bluelight.area.builder.log import Log
from bluelight.area.builder.mapping import LogPart, Mapping
from bluelight.area.builder.places import Zones

Tables = dict[str, list[Row]]
DAYS_PER_YEAR = 365.25
TABLES = ("families", "demand", "hours", "incident_types", "attendance", "published")


def number(value: float) -> str:
    """A figure as a cell has it."""
    return f"{value:.6g}"


def from_log(
    log: Log,
    part: LogPart,
    mapping: Mapping,
    zones: Zones,
    residents: figures.Floats,
    units: list[Row],
    conveys: bool,
    assumed: Assumed,
    lines: list[str],
) -> Tables:
    """The tables of demand out of a log. `conveys`: whether patients are taken to hospitals of the pack."""
    source = part.source or log.name.replace("\\", "/").rsplit("/", 1)[-1]
    source = f"{source}, {log.period}"
    kinds = {row["unit"]: row["kind"] for row in units}
    responses = log.responses.assign(kind=log.responses["kind"].where(log.responses["kind"] != "", None))
    responses["kind"] = responses["kind"].fillna(responses["unit"].map(kinds)).fillna("")
    leads = {name: told.lead_service for name, told in mapping.types.items() if told.lead_service}
    types, names, pooled = figures.pooled_types(log, part)
    lines += pooled
    responses["type"] = responses["incident"].map(types)
    tables: Tables = {name: [] for name in TABLES}
    for name in mapping.types:
        if name not in names:
            lines.append(f"The mapping describes the type {name}, which the log does not have.")
    for identifier in sorted(names):
        mine = types.index[types == identifier]
        incidents = log.incidents.loc[mine]
        lead = leads.get(identifier) or figures.commonest(incidents["service"])
        asked = responses[responses["type"] == identifier]
        _family(tables, identifier, incidents, zones, residents, part, source)
        tables["incident_types"].append(
            _type(identifier, names[identifier], lead, log, part, mapping, asked, responses, conveys, assumed, source)
        )
        _attendance(tables, identifier, asked, len(mine), lead, units, part, assumed, lines)
    if conveys:
        sent = {row["incident_type"] for row in tables["attendance"] if row["unit_kind"] == "dsa"}
        for row in tables["incident_types"]:
            if row["incident_type"] not in sent:
                row["conveyance_share"] = "0"
    _published(tables, log, types, part, source)
    if log.days < 365 - 7:  # the last call of a year is not at its end
        lines.append(
            f"The log spans {log.days:.1f} days: its incidents were multiplied to a year, and no season is in them."
        )
    return tables


def _family(
    tables: Tables,
    family: str,
    incidents: pd.DataFrame,
    zones: Zones,
    residents: figures.Floats,
    part: LogPart,
    source: str,
) -> None:
    by = "residents" if residents.sum() > 0 else "zones alike"
    tables["families"].append(
        {
            "family": family,
            "recipe": f"{len(incidents):,} incidents counted, {part.zone_prior:g} a zone added and spread by {by}",
            "zones_basis": "derived",
            "zones_source": source,
            "hours_basis": "derived",
            "hours_source": f"{source}; {part.hour_prior:g} added to each hour, then half of each hour with a quarter "
            "of either neighbour",
        }
    )
    shares = figures.zone_shares(incidents["zone"], zones.ids, residents, part.zone_prior)
    for zone, share in zip(zones.ids, shares, strict=True):
        tables["demand"].append({"family": family, "zone": zone, "share": f"{share:.9f}"})
    for hour, share in enumerate(figures.hour_shares(incidents["time"], part.hour_prior)):
        tables["hours"].append({"family": family, "hour": str(hour), "share": f"{share:.9f}"})


def _type(
    identifier: str,
    name: str,
    lead: str,
    log: Log,
    part: LogPart,
    mapping: Mapping,
    asked: pd.DataFrame,
    everything: pd.DataFrame,
    conveys: bool,
    assumed: Assumed,
    source: str,
) -> Row:
    told = mapping.types.get(identifier)
    if told is None or told.priority is None:
        assumed.say(
            "Rank of an incident type that the mapping does not rank",
            "2",
            "",
            "nothing says which calls go first",
            "priority under [types.*] in the mapping",
        )
    n = int((log.incidents.index.isin(asked["incident"])).sum())
    own = figures.spread(figures.on_scene(asked, conveys), part.fewest)
    pooled = everything[everything["service"] == lead]
    measured = own or figures.spread(figures.on_scene(pooled, conveys), part.fewest)
    notes = []
    if measured is None:
        median, p90 = (float(assumed.value(f"on_scene_{m}_min", lead)) for m in ("median", "p90"))
    else:
        median, p90 = measured.median, measured.p90
        notes.append(f"time on scene from {measured.n:,} responses{'' if own else f' of {lead} to any type'}")
        if own is None:
            assumed.say(
                f"Time on scene of {name}",
                f"{median:.1f}",
                "min",
                f"fewer than {part.fewest} recorded: as for all incidents of {lead}",
                "a longer log",
            )
    share = _conveyed(asked) if conveys and "left_scene" in log.has else 0.0
    if share == 0.0:
        assumed.say(
            "Patients of some types are not taken to a hospital of the pack",
            "0",
            "share",
            "the log gives no time of leaving the scene, or the pack no hospital; time on scene then includes it",
            "a log with left_scene and hospitals in the list of stations",
        )
    return {
        "incident_type": identifier,
        "name": (told.name if told else "") or name,
        "lead_service": lead,
        "family": identifier,
        "annual_count": number(n / log.days * DAYS_PER_YEAR),
        "annual_count_basis": "derived",
        "priority": str(told.priority if told and told.priority is not None else 2),
        "on_scene_median_min": number(min(median, 1440)),
        "on_scene_p90_min": number(min(max(p90, median), 2880)),
        "on_scene_basis": "assumed" if own is None else "derived",
        "conveyance_share": number(share),
        "conveyance_basis": "derived" if share else "assumed",
        "source": source,
        "note": "; ".join(notes),
    }


def _conveyed(asked: pd.DataFrame) -> float:
    """Share of the incidents sent an ambulance in which one left the scene with a patient."""
    sent = asked[asked["kind"] == "dsa"]
    taken = sent.loc[sent["left_scene"].notna(), "incident"].nunique()
    return taken / sent["incident"].nunique() if taken else 0.0


def _attendance(
    tables: Tables,
    identifier: str,
    asked: pd.DataFrame,
    incidents: int,
    lead: str,
    units: list[Row],
    part: LogPart,
    assumed: Assumed,
    lines: list[str],
) -> None:
    known = {(row["service"], row["kind"]) for row in units}
    items, left_out = figures.attendance(asked, incidents, lead, known, part.least_share)
    basis = "derived"
    if not items:
        basis = "assumed"
        kind = next((row["kind"] for row in units if row["service"] == lead), "")
        items = [(lead, kind, 1.0)]
        assumed.say(
            f"What is sent to {identifier}",
            f"one {kind}",
            "",
            "the log names no unit or kind that the list has",
            "a column unit or unit_kind in the log",
        )
    lines += [f"{identifier}: {line}: not in its attendance." for line in left_out]
    for order, (service, kind, share) in enumerate(items, start=1):
        tables["attendance"].append(
            {
                "incident_type": identifier,
                "order": str(order),
                "service": service,
                "unit_kind": kind,
                "probability": f"{min(share, 1.0):.4f}",
                "probability_basis": basis,
            }
        )


def _published(tables: Tables, log: Log, types: pd.Series, part: LogPart, source: str) -> None:
    """Mean time to the first arrival by service, to set the model beside."""
    if "arrived" not in log.has:
        return
    since = {"call": "the call", "mobilisation": "mobilisation"}[log.clock]
    led: dict[str, list[str]] = {}
    for row in tables["incident_types"]:
        sent = {item["service"] for item in tables["attendance"] if item["incident_type"] == row["incident_type"]}
        if row["lead_service"] in sent:
            led.setdefault(row["lead_service"], []).append(row["incident_type"])
    for service, led_types in sorted(led.items()):
        minutes = figures.first_arrival(log, types.index[types.isin(led_types)], service)
        if len(minutes) >= part.fewest:
            tables["published"].append(
                {
                    "figure": f"{service}_log_mean",
                    "name": f"Mean time from {since} to the first arrival of {service}, in the log",
                    "service": service,
                    "incident_types": ";".join(led_types),
                    "arrival": "1",
                    "measure": "mean_min",
                    "clock": log.clock,
                    "value": number(float(minutes.mean())),
                    "unit": "min",
                    "period": log.period,
                    "judges": "yes",
                    "fits": "no",
                    "basis": "derived",
                    "source": source,
                    "note": f"{len(minutes):,} incidents with an arrival",
                }
            )
