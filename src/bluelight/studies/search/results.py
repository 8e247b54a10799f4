"""What a search says: the shape of `search.json`. Minutes, shares from 0 to 1, pounds of the search's price year."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from bluelight.studies.results import Estimate, MoneyRange

Kind = Literal["one more", "one fewer", "keeps a site", "a condition"]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Asked(_Value):
    """The question with every default filled in."""

    area: str
    area_name: str
    area_digest: str
    service: str
    aim: str
    aim_words: str
    least_sites: int
    most_sites: int
    units: str
    stay: list[str]
    close: list[str]
    hosts: list[str]
    new_sites: list[str]
    weights: dict[str, float]
    slowest_min: float | None
    budget_gbp: float | None
    keep_standards: bool
    seed: int
    days: int
    confidence: float
    smallest: float
    price_year: str
    first_year: int
    appraisal_years: int


class OnTheMap(_Value):
    """The location model for a number of sites: its best plan, and what no plan can be better than.

    `value` and `bound` are mean minutes of driving, or the share of calls within the drive; `gap` their distance by the
    value.
    """

    sites: int
    value: float
    bound: float
    gap: float
    proven: bool
    open: list[str]


class StandardKept(_Value):
    """One standard today and under a plan: the share or minutes it is about, and whether the plan keeps it."""

    standard: str
    today: float
    plan: float
    change: Estimate
    asked: str
    kept: bool


class Plan(_Value):
    """One plan of the race; money and response are against today. `spent` is what must be found, at the modes."""

    id: str
    name: str
    sites: int
    open: list[str]
    closes: list[str]
    opens: list[str]
    summary: str
    moves: list[str]
    cautions: list[str]
    npsv: MoneyRange
    yearly_cash: MoneyRange
    one_off: MoneyRange
    spent: float
    mean_min: Estimate
    mean_change: Estimate
    within: Estimate | None
    within_change: Estimate | None
    replications: int
    drive: float
    drive_gap: float | None
    standards: list[StandardKept]
    keeps: bool
    on_front: bool
    recommended: bool
    is_today: bool
    beaten_by: str | None
    why: str


class Asks(_Value):
    """A plan or a condition that a planner would ask about next, screened on the same calls as the recommended plan."""

    question: str
    answer: str
    kind: Kind
    plan: str | None = None
    closes: list[str] = []
    opens: list[str] = []
    change: Estimate | None = None
    npsv_change: float | None = None
    drive_change: float | None = None


class SearchResults(_Value):
    """Everything a search says."""

    bluelight_version: str
    asked: Asked
    headline: list[str]
    on_the_map: list[OnTheMap]
    plans: list[Plan]
    asks: list[Asks]
    screened: int
    screening_calls: int
    notes: list[str]
