"""The result of an evaluation, as `result.json` holds it and a document reads it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Verdict = Literal["better", "worse", "no detectable change", "cannot tell"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Asked(_Part):
    """What was asked, and when it was written down."""

    title: str
    question: str
    outcome: str
    outcome_words: str
    unit: str
    better: Literal["lower", "higher"]
    smallest_effect: float
    scale: Literal["natural", "log"]
    estimand: str
    written: str
    registered: str | None
    changed_after_seen: bool
    log_altered: bool
    protocol_sha256: str
    panel_sha256: str
    treatment_sha256: str
    sources: tuple[str, ...]


class Design(_Part):
    """How it was answered, and each step of choosing that."""

    method: str
    method_words: str
    inference: str
    steps: tuple[str, ...]
    treated: tuple[str, ...]
    starts: tuple[str, ...]
    comparators: tuple[str, ...]
    excluded: dict[str, str]
    neighbours: tuple[str, ...]
    anticipation: int
    frequency: str
    first: str
    last: str
    seed: int


class Estimate(_Part):
    """The effect with its 95% interval, in the unit of the outcome and in percent of what was to be expected.

    An end that the data do not set is None. `detectable` would have been seen four times in five.
    """

    effect: float
    low: float | None
    high: float | None
    percent: float | None
    percent_low: float | None
    percent_high: float | None
    p_value: float
    smallest_p: float
    expected: float
    detectable: float | None
    kind: str


class OtherEstimate(_Part):
    """Another estimator's answer."""

    name: str
    effect: float
    low: float | None
    high: float | None


class CheckResult(_Part):
    """One check; `passed` is None where it could not be asked, or is told and not judged."""

    id: str
    question: str
    passed: bool | None
    finding: str
    weight: Literal["rating", "verdict", "note"]


class Emmie(_Part):
    """One heading of EMMIE, and the quality of what stands behind it."""

    heading: str
    text: str
    quality: str


class Rating(_Part):
    """How far the answer can be believed, by four scales, each with its reasons."""

    maryland: int
    ceiling: int
    maryland_reasons: tuple[str, ...]
    nesta: int
    nesta_reason: str
    grade: Literal["high", "moderate", "low", "very low"]
    grade_reasons: tuple[str, ...]
    emmie: tuple[Emmie, ...]


class TrendPoint(_Part):
    """Treated and expected in one period, in the unit of the outcome."""

    period: str
    treated: float
    expected: float
    after: bool


class PathPoint(_Part):
    """The gap so many periods from the start, with its band, on the protocol's scale."""

    relative: int
    gap: float
    low: float
    high: float


class Placebo(_Part):
    """What the method finds where nothing happened, on the protocol's scale."""

    name: str
    effect: float


class TrendBound(_Part):
    """What is left of the effect if trends parted by at most so much.

    Under `smoothness` the slope of the gap changes by at most `size` from one period to the next, and the ends are of a
    95% interval. Under `relative_magnitude` no step is larger than `size` times the largest before the start, and the
    ends leave chance out. `seen` is the size over the largest seen before.
    """

    restriction: Literal["smoothness", "relative_magnitude"]
    size: float
    seen: float
    low: float
    high: float


class Sensitivity(_Part):
    """The effect averaged over `after` periods since the start if trends parted, on the protocol's scale.

    `bend` is the largest change of the gap's slope before the start, `breakdown` the least under which the interval
    holds nothing; None where it holds it without any.
    """

    after: int
    bend: float
    bounds: tuple[TrendBound, ...]
    breakdown: float | None


class Evaluation(_Part):
    """Everything an evaluation says."""

    bluelight_version: str
    asked: Asked
    design: Design
    estimate: Estimate
    others: tuple[OtherEstimate, ...]
    verdict: Verdict
    sentence: str
    paragraph: str
    rating: Rating
    checks: tuple[CheckResult, ...]
    trends: tuple[TrendPoint, ...]
    path: tuple[PathPoint, ...]
    placebos: tuple[Placebo, ...]
    null_paths: tuple[tuple[float, ...], ...]
    weights: dict[str, float]
    sensitivity: Sensitivity | None = None

    def to_json(self) -> str:
        """The text of `result.json`; the same evaluation gives the same bytes."""
        return self.model_dump_json(indent=1) + "\n"
