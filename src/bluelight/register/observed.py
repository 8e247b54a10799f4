"""What came of what was promised, one observation for each pair of the register."""

from __future__ import annotations

from dataclasses import dataclass

from bluelight.register.check import Register
from bluelight.register.model import Pair

MONTHS_LATE = "months late"


@dataclass(frozen=True)
class Observation:
    """One pair as a figure: realised over forecast, or, for a date, months late.

    `low` and `high` differ where the source gives a range. Both are None where the two are not comparable.
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
        return tuple(dict.fromkeys((self.source_forecast, self.source_realised)))


def observations(register: Register) -> tuple[Observation, ...]:
    """Every pair of a register, in its order. Ratios are those of the amounts, not the rounded ones of the file."""
    return tuple(_observed(register, pair) for pair in register.pairs)


def _observed(register: Register, pair: Pair) -> Observation:
    low, high = _months_late(register, pair) if pair.measure_class == "date" else _ratio(pair)
    return Observation(
        collaboration=pair.collaboration,
        theme=pair.theme,
        measure_class=pair.measure_class,
        measure=pair.measure,
        grade=pair.grade,
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
