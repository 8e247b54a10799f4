"""Performance: what the simulated calls say about response, summarised replication by replication."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.area.schema import SERVICES
from bluelight.response.arrays import Floats
from bluelight.response.breaks_given import no_breaks
from bluelight.response.calls_answered import none_answered
from bluelight.response.load import no_load
from bluelight.response.shelf import Shelf, Shelved
from bluelight.response.standards import CLOCKS, limits_of
from bluelight.response.tally import ARRIVALS

ANY = "any"  # the first unit of whatever service
CURVE_MINUTES = np.arange(0.0, 60.5, 0.5)
KEYS = ["service", "grouping", "group", "arrival", "clock"]
HOURS = [str(hour) for hour in range(24)]
FIGURES = ["n", "mean_min", "median_min", "p90_min", "within_share", "waited_share"]


@dataclass(frozen=True, eq=False)
class Performance:
    """What a simulation says about response: by service, incident type, zone and hour, for each replication.

    `measures`, made anew from `measured` when read: replication, service, grouping ("all", "incident_type", "zone",
    "hour"), group, arrival ("first", "second", "third", "full": the last unit sent), clock ("call", "mobilisation":
    from when the service was asked), n, mean_min, median_min, p90_min, within_share (of the calls that a standard with
    this clock covers; NaN where none does), waited_share (of calls whose unit was not free when asked for). Rows of
    zones and hours are first arrivals by the clock of the service's standards. A call counts for the services that were
    asked to send a unit; rows of all, zones and hours, and the curves, hold the incident types that the first of the
    options simulated together sends the service to, so that an option which sends it to more is compared on the same
    calls. Service "any" is the first unit of whatever service, from the call, by incident type.

    `units`: replication, unit, service, jobs, busy_share (hours from being sent to being free, of hours on duty),
    overrun_min (minutes of work and of the drive home after it beyond the end of its shifts).
    `curves`: service, minutes, share of calls reached by then (first arrival, the standard's clock, all replications).
    `first`: replication, incident_type, service, share of calls at which a unit of that service is first.
    `published`: replication, figure, value: the model's counterpart of each figure the area publishes.
    `standards`: replication, standard, value: each standard's own statistic (share or minutes) of the calls it covers.
    `load`: service, hour of the day, on_duty, busy, busy_low, busy_high: units on average over all days, and the ends
    of where 95% of days lie.
    `calls_answered`: how soon control rooms answer, as `calls_answered.calls_answered` says; empty without queues.
    `breaks`: meal breaks given, cut short and missed, as `breaks_given.breaks_given` says; empty without breaks.
    """

    area_id: str
    days: int
    replications: int
    seed: int
    warm_up_days: int
    measured: Callable[[], pd.DataFrame]
    units: pd.DataFrame
    curves: pd.DataFrame
    first: pd.DataFrame
    published: pd.DataFrame
    standards: pd.DataFrame
    calls_answered: pd.DataFrame = field(default_factory=none_answered)
    load: pd.DataFrame = field(default_factory=no_load)
    breaks: pd.DataFrame = field(default_factory=no_breaks)

    @property
    def measures(self) -> pd.DataFrame:
        """How soon units arrive, by replication and group: a new table, which takes several times what is kept."""
        return self.measured()


@dataclass(frozen=True, eq=False)
class Figures:
    """The figures of one part of the layout, for its rows that have any calls; shared by options that respond alike."""

    rows: NDArray[np.int32]
    values: Floats  # (rows, 6)

    def read(self) -> Figures:
        """Themselves, as they are at hand."""
        return self


@dataclass(frozen=True, eq=False, slots=True)
class ShelvedFigures:
    """Figures on a shelf."""

    rows: Shelved
    values: Shelved

    def read(self) -> Figures:
        """The figures as they were."""
        return Figures(self.rows.read(), self.values.read())


@dataclass(frozen=True, eq=False)
class Told:
    """What one replication says of one service."""

    figures: Figures | ShelvedFigures
    reached: NDArray[np.int64]  # calls by curve minute
    called: int
    published: Floats  # by row of the area's table, NaN for other services
    standards: Floats
    first: Floats  # by call: when it was first there, NaN where it was not
    waited: NDArray[np.bool_]

    def without_calls(self) -> Told:
        """The same without its columns by call, which take room."""
        return replace(self, first=np.empty(0), waited=np.empty(0, dtype=np.bool_))


@dataclass(frozen=True, eq=False)
class Summary:
    """One replication's part of a Performance."""

    replication: int
    told: tuple[Told, ...]  # by service
    any_figures: Figures | ShelvedFigures
    first: NDArray[np.int64]  # (types, services) calls at which a unit of that service is first
    jobs: NDArray[np.int64]  # by unit
    busy_share: Floats
    calls_answered: pd.DataFrame | None = None  # None without queues
    load: tuple[Floats, ...] | None = None  # as `load_of`, by service; None where it is brief or added up already
    breaks: pd.DataFrame | None = None  # None without meal breaks
    overrun_min: Floats | None = None  # as `overrun_minutes`


class Shelves:
    """Puts the figures of summaries on a shelf, those that options share once: they are most of what is kept."""

    def __init__(self) -> None:
        self._shelf = Shelf()
        self._known: WeakKeyDictionary[Figures, ShelvedFigures] = WeakKeyDictionary()

    def put(self, summary: Summary) -> Summary:
        """The same summary, its figures on the shelf. BluelightError where the disk is full."""
        return replace(
            summary,
            told=tuple(replace(told, figures=self._shelved(told.figures.read())) for told in summary.told),
            any_figures=self._shelved(summary.any_figures.read()),
        )

    def _shelved(self, figures: Figures) -> ShelvedFigures:
        found = self._known.get(figures)
        if found is None:
            found = ShelvedFigures(self._shelf.put(figures.rows), self._shelf.put(figures.values))
            self._known[figures] = found
        return found


def combine(
    area: Area, summaries: list[Summary], load: pd.DataFrame, days: int, seed: int, warm_up_days: int
) -> Performance:
    """A Performance from its replications, in their order, and its load."""
    answered = [s.calls_answered for s in summaries if s.calls_answered is not None]
    breaks = [s.breaks for s in summaries if s.breaks is not None]
    replications = np.array([s.replication for s in summaries])
    called = np.sum([[t.called for t in s.told] for s in summaries], axis=0)
    reached = np.sum([[t.reached for t in s.told] for s in summaries], axis=0)
    with np.errstate(invalid="ignore"):
        share = reached / called[:, None]
    curves = pd.DataFrame(
        {
            "service": np.repeat(np.array(SERVICES, dtype=object), len(CURVE_MINUTES)),
            "minutes": np.tile(CURVE_MINUTES, len(SERVICES)),
            "share": share.ravel(),
        }
    )
    units = pd.DataFrame(
        {
            "replication": np.repeat(replications, len(area.units)),
            "unit": np.tile(area.units["unit"].to_numpy(dtype=object), len(summaries)),
            "service": np.tile(area.units["service"].to_numpy(dtype=object), len(summaries)),
            "jobs": np.concatenate([s.jobs for s in summaries]),
            "busy_share": np.concatenate([s.busy_share for s in summaries]),
            "overrun_min": np.concatenate([s.overrun_min for s in summaries if s.overrun_min is not None]),
        }
    )
    return Performance(
        area_id=area.id,
        days=days,
        replications=len(summaries),
        seed=seed,
        warm_up_days=warm_up_days,
        measured=partial(_measures, area, {s.replication: _parts(s) for s in summaries}),
        units=units,
        curves=curves.dropna(subset=["share"]).reset_index(drop=True),
        first=_first(area, summaries),
        published=_by_name("figure", area.published["figure"], summaries, "published", area.published["service"]),
        standards=_by_name("standard", area.standards["standard"], summaries, "standards", area.standards["service"]),
        calls_answered=pd.concat(answered, ignore_index=True) if answered else none_answered(),
        load=load,
        breaks=pd.concat(breaks, ignore_index=True) if breaks else no_breaks(),
    )


def layout(area: Area) -> tuple[pd.DataFrame, list[int]]:
    """The keys of every row that measures could have, and where the rows of each service, and of any, begin."""
    types, zones = (area.incident_types["incident_type"].tolist(), area.zones["zone"].tolist())
    parts: list[tuple[str, str, list[str], str, str]] = []
    begin = []
    for service in SERVICES:
        begin.append(sum(len(part[2]) for part in parts))
        main_clock = limits_of(area, service).main_clock
        for arrival in ARRIVALS:
            for clock in CLOCKS:
                groupings = [("incident_type", types), ("all", ["all"])]
                if arrival == "first" and clock == main_clock:
                    groupings += [("zone", zones), ("hour", HOURS)]
                parts += [(service, grouping, names, arrival, clock) for grouping, names in groupings]
    begin.append(sum(len(part[2]) for part in parts))
    parts.append((ANY, "incident_type", types, "first", "call"))
    lengths = [len(part[2]) for part in parts]
    columns = {
        key: [name for part in parts for name in part[2]]
        if key == "group"
        else np.repeat(np.array([part[i] for part in parts], dtype=object), lengths)
        for i, key in enumerate(KEYS)
    }
    return pd.DataFrame(columns), begin


def _parts(summary: Summary) -> list[Figures | ShelvedFigures]:
    """The figures of each part of the layout."""
    return [*(told.figures for told in summary.told), summary.any_figures]


def _measures(area: Area, replications: dict[int, list[Figures | ShelvedFigures]]) -> pd.DataFrame:
    keys, begin = layout(area)
    read = [[part.read() for part in parts] for parts in replications.values()]
    rows = [first + part.rows for parts in read for first, part in zip(begin, parts, strict=True)]
    table = keys.take(np.concatenate(rows)).reset_index(drop=True)
    table.insert(0, "replication", np.repeat(list(replications), [sum(len(p.rows) for p in parts) for parts in read]))
    columns = np.concatenate([part.values for parts in read for part in parts]).T
    for name, column in zip(FIGURES, columns, strict=True):
        table[name] = column.astype(np.int64) if name == "n" else column
    return table


def _first(area: Area, summaries: list[Summary]) -> pd.DataFrame:
    types = area.incident_types["incident_type"].to_numpy(dtype=object)
    count = np.concatenate([s.first for s in summaries])
    some = np.nonzero(count.sum(axis=1))[0]
    return pd.DataFrame(
        {
            "replication": np.repeat(np.repeat([s.replication for s in summaries], len(types))[some], len(SERVICES)),
            "incident_type": np.repeat(np.tile(types, len(summaries))[some], len(SERVICES)),
            "service": np.tile(np.array(SERVICES, dtype=object), len(some)),
            "share": (count[some] / count[some].sum(axis=1, keepdims=True)).ravel(),
        }
    )


def _by_name(key: str, names: pd.Series, summaries: list[Summary], told: str, service: pd.Series) -> pd.DataFrame:
    """The figures of every row of one of the area's tables, each as its own service tells it."""
    row, of = np.arange(len(names)), np.array([SERVICES.index(s) for s in service], dtype=np.int64)
    values = [np.stack([getattr(t, told) for t in summary.told])[of, row] for summary in summaries]
    return pd.DataFrame(
        {
            "replication": np.repeat([s.replication for s in summaries], len(names)),
            key: np.tile(names.to_numpy(dtype=object), len(summaries)),
            "value": np.concatenate(values),
        }
    )
