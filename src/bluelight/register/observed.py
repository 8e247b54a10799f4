"""What came of what was promised: an observation for each pair of the register, and for each claim evaluated."""

from __future__ import annotations

from dataclasses import dataclass

from bluelight.register import codelists
from bluelight.register.check import Register
from bluelight.register.model import Claim, Pair, Realised

MONTHS_LATE = "months late"
# What came of a promise, as a reference class weighs it: the grades of pairs, and what evaluations add to them.
OBSERVED_GRADES = ("EVALUATION", *codelists.PAIR_GRADES, "UNDECIDED", "SUPERSEDED")


@dataclass(frozen=True)
class Observation:
    """What came of one promise as a figure: realised over forecast, or, for a date, months late.

    `low` and `high` differ where the source gives a range, or an evaluation its interval. Both are None where the two
    are not comparable. `grade` is one of `OBSERVED_GRADES`.
    """

    collaboration: str
    theme: str
    measure_class: str
    measure: str
    grade: str
    low: float | None
    high: float | None
    source_forecast: str
    source_realised: str
    note: str

    @property
    def sources(self) -> tuple[str, ...]:
        """Where the promise and the result were read, once each."""
        return tuple(dict.fromkeys(found for found in (self.source_forecast, self.source_realised) if found))


def observations(register: Register) -> tuple[Observation, ...]:
    """Every pair of a register and every claim that was evaluated, in its order.

    Ratios are those of the amounts, not the rounded ones of the file. A pair of a claim that was evaluated is
    superseded, so that no promise counts twice.
    """
    evaluated = tuple(_evaluated(register, found) for found in register.realised)
    told = {(found.collaboration, found.claim) for found in register.realised}
    superseded = {
        (slug, claim.pair)
        for slug, entry in register.collaboration.items()
        for claim in entry.claims
        if claim.pair is not None and (slug, claim.id) in told
    }
    return tuple(_observed(register, pair, superseded) for pair in register.pairs) + evaluated


def _evaluated(register: Register, found: Realised) -> Observation:
    """What an evaluation found over what was promised, its interval as the range; no figure where none was promised."""
    evaluation = next(each for each in register.evaluations if each.id == found.evaluation)
    entry = register.collaboration[found.collaboration]
    claim = next(each for each in entry.claims if each.id == found.claim)
    promised = _promised(claim, found.unit)
    ends: list[float | None] = [None, None]
    if promised and found.low is not None and found.high is not None:
        ends = sorted((found.low / promised, found.high / promised))  # type: ignore[assignment]
    return Observation(
        collaboration=found.collaboration,
        theme=entry.theme,
        measure_class=found.measure_class,
        measure=claim.measure or claim.statement[:200],
        grade="UNDECIDED" if evaluation.verdict == "cannot tell" else "EVALUATION",
        low=ends[0],
        high=ends[1],
        source_forecast=claim.source_url or entry.sources[0].url,
        source_realised=evaluation.url or "",
        note=f"{evaluation.title}: {found.how}",
    )


def _promised(claim: Claim, unit: str) -> float | None:
    """The figure that was promised, the middle of a range; None where it is no promise, or is in another unit."""
    if claim.state not in ("forecast", "profiled") or claim.amount is None or claim.unit != unit:
        return None
    return claim.amount if claim.amount_max is None else (claim.amount + claim.amount_max) / 2


def _observed(register: Register, pair: Pair, superseded: set[tuple[str, str]]) -> Observation:
    low, high = _months_late(register, pair) if pair.measure_class == "date" else _ratio(pair)
    return Observation(
        collaboration=pair.collaboration,
        theme=pair.theme,
        measure_class=pair.measure_class,
        measure=pair.measure,
        grade="SUPERSEDED" if (pair.collaboration, pair.pair) in superseded else pair.grade,
        low=low,
        high=high,
        source_forecast=pair.source_forecast,
        source_realised=pair.source_realised,
        note=pair.note,
    )


def _ratio(pair: Pair) -> tuple[float | None, float | None]:
    if pair.ratio is None or not pair.forecast_amount or pair.realised_amount is None:
        return None, None
    ratio = pair.realised_amount / pair.forecast_amount
    return ratio, ratio


def _months_late(register: Register, pair: Pair) -> tuple[float | None, float | None]:
    """How late, as the second claim of the pair says it."""
    for claim in register.collaboration[pair.collaboration].claims:
        if pair.pair is not None and claim.pair == pair.pair and claim.unit == MONTHS_LATE and claim.amount is not None:
            return claim.amount, claim.amount if claim.amount_max is None else claim.amount_max
    return None, None
