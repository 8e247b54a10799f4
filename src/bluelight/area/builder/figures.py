"""Figures that a log gives: demand by zone and hour, incidents a year, attendance, times."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from bluelight.area.builder.log import Log, minutes_between
from bluelight.area.builder.mapping import LogPart

Floats = npt.NDArray[np.float64]
MOST_ITEMS = 20


def slug(text: str) -> str:
    """An identifier out of a name."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_") or "other"


def pooled_types(log: Log, part: LogPart) -> tuple[pd.Series, dict[str, str], list[str]]:
    """The incident type of each incident, names of types, and a line for each that was pooled for being too rare.

    A type with fewer than `part.fewest` incidents joins the others of its service that are as rare.
    """
    raw = log.incidents["type"]
    counts = raw.value_counts()
    lead = {str(name): commonest(group["service"]) for name, group in log.incidents.groupby("type")}
    ids: dict[str, str] = {}
    names: dict[str, str] = {}
    for name in sorted(lead):
        rare = counts[name] < part.fewest
        identifier = f"other_{lead[name]}" if rare else slug(name)
        while not rare and identifier in names:  # two texts that give one id, or one called "other ..."
            identifier += "_2"
        ids[name] = identifier
        names[identifier] = f"Other {lead[name]} incidents" if rare else name
    lines = [
        f"{name} ({counts[name]:,} incidents, fewer than {part.fewest}) is counted under {names[ids[name]]}."
        for name in sorted(lead)
        if counts[name] < part.fewest
    ]
    return raw.map(ids), names, lines


def commonest(values: pd.Series) -> str:
    """The text found most often, of several the first in order."""
    counts = values.value_counts()
    return str(sorted(counts.index[counts == counts.max()])[0])


def zone_shares(zones: pd.Series, ids: tuple[str, ...], residents: Floats, prior: float) -> Floats:
    """Shares over zones: counts, with `prior` incidents for each zone spread by residents.

    Evenly where nobody lives, or where the residents of a zone are not known (NaN).
    """
    counts = zones.value_counts().reindex(list(ids), fill_value=0).to_numpy(dtype=np.float64)
    weights = residents / residents.sum() if residents.sum() > 0 else np.full(len(ids), 1 / len(ids))
    shares: Floats = (counts + prior * len(ids) * weights) / (counts.sum() + prior * len(ids))
    return shares


def hour_shares(times: pd.Series, prior: float) -> Floats:
    """Shares over hours: counts plus `prior` each, then each hour by half with a quarter of either neighbour."""
    counts = np.bincount(times.dt.hour.to_numpy(dtype=np.int64), minlength=24).astype(np.float64) + prior
    smooth = counts / 2 + np.roll(counts, 1) / 4 + np.roll(counts, -1) / 4
    shares: Floats = smooth / smooth.sum()
    return shares


@dataclass(frozen=True)
class Spread:
    """Median and 90th percentile of some times, and how many there were."""

    median: float
    p90: float
    n: int


def spread(minutes: pd.Series, fewest: int) -> Spread | None:
    """None where there are too few to say."""
    if len(minutes) < fewest or minutes.median() <= 0:
        return None
    return Spread(float(minutes.median()), float(minutes.quantile(0.9)), len(minutes))


def on_scene(responses: pd.DataFrame, to_hospital: bool) -> pd.Series:
    """Minutes on scene: to leaving it with a patient where hospitals are modelled, else to being free again."""
    end = responses["cleared"]
    if to_hospital:
        end = responses["left_scene"].where(responses["left_scene"].notna(), end)
    minutes = (end - responses["arrived"]).dt.total_seconds() / 60
    found: pd.Series = minutes[minutes > 0]
    return found


def first_arrival(log: Log, incidents: pd.Index, service: str) -> pd.Series:
    """Minutes from the call to the first arrival of a service, by incident."""
    mine = log.responses[(log.responses["service"] == service) & log.responses["incident"].isin(incidents)]
    minutes = minutes_between(mine, "time", "arrived")
    found: pd.Series = minutes.groupby(mine.loc[minutes.index, "incident"]).min()
    return found


Item = tuple[str, str, float]


def attendance(
    responses: pd.DataFrame, incidents: int, lead: str, known: set[tuple[str, str]], least: float
) -> tuple[list[Item], list[str]]:
    """What is sent: (service, kind, share of incidents), the lead service first, and lines on what is left out.

    The k-th unit of a kind is sent in the share of incidents that had k of them or more.
    """
    items: list[Item] = []
    lines = []
    for (service, kind), mine in responses.groupby(["service", "kind"]):
        sent = mine.groupby("incident").size()
        if not kind:
            lines.append(f"{len(mine):,} responses of {service} by units of no known kind")
            continue
        if (service, kind) not in known:
            lines.append(f"{len(mine):,} responses of {service} by {kind}, of which the list of units has none")
            continue
        for k in range(1, int(sent.max()) + 1):
            share = float((sent >= k).sum()) / incidents
            if share >= least:
                items.append((str(service), str(kind), share))
            else:
                rest = int((sent - k + 1).clip(lower=0).sum())
                after = f" after {k - 1} of them" if k > 1 else ""
                lines.append(f"{rest:,} responses of {service} by {kind}{after}, rarer than the least share")
                break
    items.sort(key=lambda item: (item[0] != lead, -item[2], item[0], item[1]))
    return items[:MOST_ITEMS], lines
