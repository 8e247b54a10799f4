"""What the figures rest on: published ones, what came of promises, relations, assumptions and sources."""

from __future__ import annotations

from typing import Literal

from bluelight.studies.values import Basis, Estimate, Service, Value


class PairSeen(Value):
    """One pair of a promise and what came: realised over forecast, or months late; None where not comparable."""

    collaboration: str
    theme: str
    measure: str
    grade: str
    low: float | None
    high: float | None
    left_out: str  # why it has no weight; empty where it has
    sources: list[str]
    note: str


class ReferenceRange(Value):
    """What became of promises of a theme and measure: multiples of a forecast, or months late for dates.

    `own` pairs are of the theme itself; where they are fewer than `needed`, those of all themes are pooled and the
    worse end and the middle moved by the haircut, an assumption. `lines` names the lines whose range it gave, as
    option/line.
    """

    theme: str
    measure: Literal["saving", "cost", "date", "receipt"]
    low: float
    mode: float
    high: float
    own: int
    needed: int
    number: int
    pooled: bool
    haircut: float
    words: str
    pairs: list[PairSeen]
    lines: list[str]


class PublishedFigure(Value):
    """One figure that a real case published; `high` is None where it was stated as "more than"."""

    case: str
    area: str
    title: str
    theme: str
    measure: str
    low: float
    high: float | None
    period: str
    years: int | None
    price_year: str
    price_year_basis: Basis = "assumed"  # assumed where the case did not say its prices: those of its publication
    state: str
    missing: str
    outcome: str
    sources: list[str]


class BesideLine(Value):
    """One line of the option at its low, most likely and high, in the study's prices, optimism bias included."""

    id: str
    label: str
    organisation: str
    period: Literal["year", "once"]
    low: float
    mode: float
    high: float
    governance_dependent: bool
    basis: Basis
    source: str


class BesideGroup(Value):
    """What the option counts of one group of benefits, and what of it nobody can put a figure on."""

    theme: str
    moves: list[str]
    lines: list[BesideLine]
    not_counted: list[str]
    words: str


class Beside(Value):
    """An option set beside what a real case published for it: `figures` as printed, `words` why they differ."""

    option: str
    case: str
    figures: list[PublishedFigure]
    groups: list[BesideGroup]
    words: list[str]


class RelationOffered(Value):
    """A published relation between minutes and outcomes; one that is not `verified` acts only where it is accepted."""

    id: str
    name: str
    incident: str
    outcome: str
    population: str
    verified: bool
    acts: bool
    source: str
    note: str


class CalibrationRow(Value):
    """One published figure beside what the model gives for business as usual."""

    figure: str
    name: str
    service: Service
    period: str
    unit: str
    published: float
    model: Estimate | None
    difference_percent: float | None
    judges: bool
    off: bool
    verdict: str
    basis: Basis
    source: str
    note: str


class Assumption(Value):
    """Something assumed, why, and what would replace it; the ones that matter most first."""

    id: str
    statement: str
    value: str
    unit: str
    why: str
    replace_with: str
    matters: str


class Source(Value):
    """Where figures were read, and how many rest on it."""

    source: str
    used_for: str
    figures: int
