"""An area in a page of text: what it has, how much happens, and how well its figures are known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pandas as pd

from bluelight.area.model import Area
from bluelight.area.schema import BASES, TABLES

_KINDS = {
    "hospital_ed": "emergency department",
    "pump": "fire engine",
    "aerial": "aerial appliance",
    "dsa": "ambulance",
    "rrv": "rapid response car",
}


def basis_counts(area: Area) -> pd.DataFrame:
    """How many figures of each table rest on what: one row per table that says, a column per basis."""
    counts = {}
    for table in TABLES:
        columns = [c.name for c in table.columns if c.name == "basis" or c.name.endswith("_basis")]
        if columns:
            found = pd.concat([getattr(area, table.name)[column] for column in columns]).value_counts()
            counts[table.name] = [int(found.get(basis, 0)) for basis in BASES]
    return pd.DataFrame.from_dict(counts, orient="index", columns=list(BASES))


def describe(area: Area) -> str:
    """A summary to read: sites, units, zones, demand, standards, and what is assumed."""
    blocks = (_place, _sites, _units, _demand, _standards, _basis, _notices)
    return "\n\n".join("\n".join(block(area)) for block in blocks)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def _words(kind: str) -> str:
    return _KINDS.get(kind, kind.replace("_", " "))


def _place(area: Area) -> Iterator[str]:
    zones = area.zones
    yield f"{area.name} ({area.id}), {area.year}"
    yield area.summary
    rural = int(zones["rural"].sum())
    yield (
        f"{len(zones):,} zones in {zones['district'].nunique()} districts, {_residents(zones)}; "
        f"{rural:,} zones are rural."
    )


def _residents(zones: pd.DataFrame) -> str:
    known = zones["population"].dropna()
    if known.empty:
        return "residents not known"
    unknown = f" (not known for {len(zones) - len(known):,} zones)" if len(known) < len(zones) else ""
    return f"{int(known.sum()):,} residents{unknown}"


def _sites(area: Area) -> Iterator[str]:
    sites = _records(area.sites)
    yield f"Sites: {len(sites)}"
    assumed = Counter(site["kind"] for site in sites if site["location_basis"] == "assumed")
    for kind, n in Counter(site["kind"] for site in sites).items():
        yield f"  {_words(kind):<22} {n:>4}" + (f"  (place assumed: {assumed[kind]})" if assumed[kind] else "")
    shared = [share for share in _records(area.shared) if share["in_use"]]
    places = {site for share in shared for site in share["sites"]}
    yield f"  shared today: {len(shared)} arrangements, at {len(places)} of these sites"


def _units(area: Area) -> Iterator[str]:
    units = _records(area.units)
    yield f"Units: {len(units)}"
    for (service, kind), n in Counter((unit["service"], unit["kind"]) for unit in units).items():
        crewing = Counter(unit["crewing"] for unit in units if (unit["service"], unit["kind"]) == (service, kind))
        crews = ", ".join(f"{m} {name.replace('_', '-')}" for name, m in crewing.items())
        yield f"  {service:<10} {_words(kind):<20} {n:>4}  ({crews})"


def _demand(area: Area) -> Iterator[str]:
    types = _records(area.incident_types)
    yield f"Incidents a year: {sum(t['annual_count'] for t in types):,.0f}, of {len(types)} types"
    for service in dict.fromkeys(t["lead_service"] for t in types):
        led = [t for t in types if t["lead_service"] == service]
        most = max(led, key=lambda t: t["annual_count"])
        total = sum(t["annual_count"] for t in led)
        yield f"  {service:<10} {total:>10,.0f}  (most often: {most['name']}, {most['annual_count']:,.0f})"


def _standards(area: Area) -> Iterator[str]:
    yield f"Standards: {len(area.standards)}"
    for row in _records(area.standards):
        limit = f"{row['minutes']:g} min"
        if pd.notna(row["rural_minutes"]):
            limit += f" ({row['rural_minutes']:g} rural)"
        share = f" for {row['share']:.0%}" if pd.notna(row["share"]) else ""
        statistic = {"share_within": "within", "mean": "mean", "p90": "90th percentile"}[row["statistic"]]
        yield f"  {row['service']:<10} {row['standard']:<18} {statistic} {limit}{share}, from {row['clock']}"


def _basis(area: Area) -> Iterator[str]:
    counts = basis_counts(area)
    yield "How the figures are known"
    yield f"  {'':<18}" + "".join(f"{basis:>11}" for basis in BASES)
    for name, row in counts.iterrows():
        yield f"  {name:<18}" + "".join(f"{value:>11,}" for value in row)
    yield f"  {len(area.assumptions)} assumptions are written down in the table assumptions."


def _notices(area: Area) -> Iterator[str]:
    yield "Notices"
    yield from (f"  {notice}" for notice in area.notices)
