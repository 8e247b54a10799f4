"""What moves ask of buildings and units, and the changes they share: units change home, a building is left or used."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

import pandas as pd

from bluelight.area import Area
from bluelight.errors import Problem
from bluelight.options.base import problem
from bluelight.options.tables import record, with_row, with_value
from bluelight.options.words import FUNCTIONS, count_units, join


def site_row(area: Area, site: str) -> dict[str, Any]:
    """The row of a site. KeyError when the area has none of that name."""
    return record(area.sites, "site", site)


def site_name(area: Area, site: str) -> str:
    """The name of a site, or its identifier where the area has none of that name."""
    found = area.sites.loc[area.sites["site"] == site, "name"]
    return str(found.iloc[0]) if len(found) else site


def owner(area: Area, site: str) -> str:
    """The emergency service that runs a building: the first of those it houses, or 'joint'."""
    for service in site_row(area, site)["services"]:
        if service in ("police", "fire", "ambulance"):
            return str(service)
    return "joint"


def units_at(area: Area, site: str) -> pd.DataFrame:
    """The units whose home is a site."""
    return area.units[area.units["site"] == site]


def functions_of(area: Area, site: str) -> list[str]:
    """What a site is for beside response, as the table names it."""
    rows = area.site_functions
    return [f for f in rows.loc[rows["site"] == site, "function"].drop_duplicates() if f != "response"]


def check_site(area: Area, site: str, column: str) -> list[Problem]:
    """A problem when the area has no such site."""
    if (area.sites["site"] == site).any():
        return []
    return [problem(f"there is no site {site!r} in {area.name}.", _remedy(area.sites["site"], site), column)]


def check_unit(area: Area, unit: str, column: str) -> list[Problem]:
    """A problem when the area has no such unit."""
    if (area.units["unit"] == unit).any():
        return []
    return [problem(f"there is no unit {unit!r} in {area.name}.", _remedy(area.units["unit"], unit), column)]


def _remedy(known: pd.Series, wanted: str) -> str:
    close = difflib.get_close_matches(wanted, [str(k) for k in known], n=3, cutoff=0.5)
    return f"Did you mean {join(close)}?" if close else f"Use one of its {len(known)}, such as {known.iloc[0]!r}."


def check_emptied(area: Area, site: str) -> list[Problem]:
    """Problems of leaving a building that cannot be left: a hospital, a control room, one lying outside."""
    row = site_row(area, site)
    if row["kind"] == "hospital_ed":
        return [problem(f"{row['name']} is a hospital, not a building of these services.", "Name a station.", "site")]
    if (area.control_rooms["site"] == site).any():
        return [
            problem(
                f"{row['name']} holds a control room, which would be left without a site.",
                "Leave the building out: only join_control_rooms moves a control room.",
                "site",
            )
        ]
    return []


def move_units(area: Area, units: pd.Series, site: str) -> pd.DataFrame:
    """The units table with the units of a mask at a new home."""
    table = area.units.copy()
    table.loc[units, "site"] = site
    return table


def house(area: Area, site: str, services: Iterable[str]) -> pd.DataFrame:
    """The sites table with services housed at a site beside those there."""
    together = tuple(dict.fromkeys((*site_row(area, site)["services"], *services)))
    return with_value(area.sites, ("site", site), "services", together)


def with_function(area: Area, site: str, function: str, services: Iterable[str]) -> Area:
    """The area with a site used for a function by each of the services, and so housing them."""
    services = tuple(services)
    functions, known = area.site_functions, area.site_functions
    for service in services:
        same = (known["site"] == site) & (known["function"] == function) & (known["service"] == service)
        if not same.any():
            row: dict[str, Any] = {"site": site, "function": function, "service": service, "basis": "assumed"}
            functions = with_row(functions, row | {"source": "stated by the option", "note": ""})
    return area.with_tables(site_functions=functions, sites=house(area, site, services))


def empty_site(area: Area, site: str, host: str | None) -> Area:
    """The area after everything a building houses has gone to a host, or has gone altogether.

    The building stays in the table with nothing in it, so that maps can show it and travel needs no new matrix.
    """
    functions = area.site_functions.copy()
    leaving = site_row(area, site)["services"]
    sites = with_value(area.sites, ("site", site), "services", ())
    if host is None:
        functions = functions[functions["site"] != site]
    else:
        sites = house(area.with_tables(sites=sites), host, leaving)
        functions.loc[functions["site"] == site, "site"] = host
        functions = functions.drop_duplicates(["site", "function"])
    return area.with_tables(sites=sites, site_functions=functions.reset_index(drop=True))


def housed(area: Area, site: str) -> str:
    """What a building houses, in words: its units, then what else it is for."""
    units = count_units(units_at(area, site)["kind"])
    functions = join(FUNCTIONS.get(f, f) for f in functions_of(area, site))
    parts = [p for p in (units, functions) if p]
    return "; ".join(parts) if parts else "no unit of the response model"


def unseen_at(area: Area, site: str) -> list[str]:
    """What a building is for that the response model cannot see."""
    name = site_name(area, site)
    said = []
    functions = functions_of(area, site)
    if functions:
        said.append(
            f"{name} is also a {join(FUNCTIONS.get(f, f) for f in functions)}: "
            "the response model cannot see what that is worth to the people who use it."
        )
    if units_at(area, site).empty:
        said.append(f"No response unit is based at {name}, so the response model sees no cost in leaving it.")
    return said
