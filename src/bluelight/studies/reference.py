"""What became of promises like those of a study: the reference classes of its themes."""

from __future__ import annotations

from collections.abc import Sequence

from bluelight.appraisal import Appraisal
from bluelight.appraisal.reference_ranges import measure_of
from bluelight.options import expand
from bluelight.register import Observation, ReferenceClass, reference_class
from bluelight.register.reference_class import MEASURES
from bluelight.studies.model import Study
from bluelight.studies.results import PairSeen, ReferenceRange


def reference_ranges(study: Study, appraisal: Appraisal, observed: Sequence[Observation]) -> list[ReferenceRange]:
    """The classes that gave a line its range, and those with at least one pair of a theme of the study's moves."""
    gave: dict[tuple[str, str], list[str]] = {}
    for option in appraisal.options.values():
        for money in option.lines:
            if money.line.range_basis == "reference_class":
                key = (str(money.line.theme), measure_of(money.line))
                gave.setdefault(key, []).append(f"{option.option}/{money.line.id}")
    moves = [move for option in study.options for move in expand(study.area, option.moves)]
    found = []
    for theme in dict.fromkeys(move.theme for move in moves):
        for measure in MEASURES:
            whole = reference_class(observed, theme, measure)
            lines = gave.get((theme, measure), [])
            if whole is not None and (lines or whole.own):
                found.append(_told(whole, lines))
    return found


def _told(whole: ReferenceClass, lines: list[str]) -> ReferenceRange:
    return ReferenceRange(
        theme=whole.theme,
        measure=whole.measure_class,
        low=whole.low,
        mode=whole.mode,
        high=whole.high,
        own=whole.own,
        needed=whole.needed,
        number=whole.number,
        pooled=whole.pooled,
        haircut=whole.haircut,
        words=whole.words,
        pairs=[*(_seen(pair, "") for pair in whole.used), *(_seen(pair, why) for pair, why in whole.left_out)],
        lines=lines,
    )


def _seen(pair: Observation, why: str) -> PairSeen:
    return PairSeen(
        collaboration=pair.collaboration,
        theme=pair.theme,
        measure=pair.measure,
        grade=pair.grade,
        low=pair.low,
        high=pair.high,
        left_out=why,
        sources=list(pair.sources),
        note=pair.note,
    )
