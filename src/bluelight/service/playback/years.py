"""The simulated year that a page shows a day of: the area as it is, or under an option of a study that was run.

Answering a year takes about a second; the last few are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from threading import Lock

import pandas as pd

from bluelight.area import Area
from bluelight.response.trace import Replication, replicate
from bluelight.response.trace.days import Picks, figures_by_day, pick_days
from bluelight.response.trace.journeys import Journeys, find_journeys
from bluelight.response.trace.waits import Waits, calls_waiting, find_waits
from bluelight.service.areas import places
from bluelight.service.studies.files import study_from_text
from bluelight.studies.tracing import area_of, trace_settings

_one_at_a_time = Lock()


@dataclass(frozen=True, eq=False)
class Source:
    """What is simulated: an area, the settings of its replications, and words for it."""

    area: Area
    days: int
    seed: int
    warm_up_days: int
    replications: int  # years that may be shown, each with other luck
    option: str = ""  # name of the option, "" for an area as it is

    @property
    def key(self) -> str:
        """The same key, the same days."""
        return f"{self.area.digest[:16]}-{self.days}-{self.seed}-{self.warm_up_days}-{version('bluelight')}"


@dataclass(frozen=True, eq=False)
class Year:
    """A replication answered, with what every day of it is told from."""

    replication: Replication
    journeys: Journeys
    waits: Waits  # of requests
    waiting: Waits  # of calls
    figures: pd.DataFrame
    picks: Picks


@lru_cache(maxsize=8)
def of_area(identifier: str) -> Source:
    """An area as it is today. KeyError where there is none."""
    return Source(places.area(identifier), days=365, seed=1, warm_up_days=7, replications=10)


@lru_cache(maxsize=8)
def of_option(run_toml: str, option: str) -> Source:
    """An option of a study, as it was when it was run. InputError where the study has no such option."""
    study = study_from_text(run_toml)
    name = next((o.name for o in study.options if o.id == option), "")
    replications = study.about.replications
    return Source(area_of(study, option), replications=replications, option=name, **trace_settings(study))


def year(source: Source, replication: int = 0) -> Year:
    """A replication, counted from 0, of what is simulated. BluelightError where it cannot be."""
    with _one_at_a_time:  # two readers who ask for the same year wait for one answer
        return _year(source, replication)


@lru_cache(maxsize=2)
def _year(source: Source, replication: int) -> Year:
    settings = {"days": source.days, "seed": source.seed, "warm_up_days": source.warm_up_days}
    answered = replicate(source.area, replication=replication, **settings)
    journeys = find_journeys(answered)
    waits = find_waits(answered, journeys)
    waiting = calls_waiting(answered, waits)
    figures = figures_by_day(answered, waits, waiting)
    return Year(answered, journeys, waits, waiting, figures, pick_days(figures))
