"""What each site of an area reaches by road: the table beside the outlines on the map."""

from __future__ import annotations

import numpy as np

from bluelight.area import Area
from bluelight.documents import words
from bluelight.documents.model import Column
from bluelight.service.areas.cells import Cell, Grid


def minutes_of(area: Area) -> float | None:
    """The minutes that the outlines are for; None where the area has none."""
    features = (area.reach or {}).get("features", [])
    return float(features[0]["properties"]["minutes"]) if features else None


def within_reach(area: Area) -> Grid:
    """Zones and residents whose zone's centre each site reaches in as many minutes; no rows without outlines."""
    minutes, travel = minutes_of(area), area.travel
    rows: list[tuple[Cell, ...]] = []
    if minutes is not None and travel is not None:
        people = area.zones.set_index("zone")["population"].reindex(list(travel.zone_ids)).to_numpy(float)
        names = dict(zip(area.sites["site"], area.sites["name"], strict=True))
        row_of = {site: row for row, site in enumerate(travel.site_ids)}
        for feature in (area.reach or {})["features"]:
            site = feature["properties"]["site"]
            near = travel.minutes[row_of[site]] <= minutes
            known = not np.isnan(people[near]).any()
            rows.append(
                (
                    names[site],
                    words.count(float(near.sum())),
                    words.count(float(people[near].sum())) if known else words.NOT_KNOWN,
                )
            )
    columns = (Column("Site"), Column("Zones", numeric=True), Column("Residents", numeric=True))
    return Grid("What each site reaches by road", columns, tuple(rows))
