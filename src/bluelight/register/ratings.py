"""How far one claim of the register can be believed, by stated rules.

Three scales side by side, because each answers another question: the rung says what kind of account it is, the
Maryland Scientific Methods Scale (as the What Works Centre for Local Economic Growth applies it) how well the
comparison was made, and Nesta's Standards of Evidence how sure we may be of the cause. A level of None means that the
scale does not apply, which is normal: almost no collaboration between emergency services has been evaluated.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

# The weakest first. An evaluation stands on a rung of its own once one is attached to the entry.
RUNGS = {
    "not_recorded": "Not recorded",
    "plan": "A plan or forecast",
    "account": "Somebody's account",
    "official_report": "An official report",
    "internal_evaluation": "An internal evaluation",
    "independent_evaluation": "An independent evaluation",
}


@dataclass(frozen=True)
class Rating:
    """What a claim rests on: `rung` (a key of RUNGS), `maryland` (1 to 5) and `nesta` (1 to 5), and the rule that gave
    all three.
    """

    rung: str
    maryland: int | None
    nesta: int | None
    rule: str


_NOT_RECORDED = Rating(
    "not_recorded", None, None, "Nobody recorded whether it is a forecast or something that came, so nothing is rated."
)
_PLAN = Rating(
    "plan",
    None,
    None,
    "A forecast or a profiled figure cannot be scored on the Maryland scale, and is no account of what came.",
)
_ACCOUNT = Rating(
    "account",
    None,
    1,
    "An account of what came (Nesta 1). Nothing shows what would have come anyway, so the Maryland scale does not "
    "apply.",
)
_OFFICIAL = Rating(
    "official_report",
    None,
    1,
    "An audit, an outturn report or a plain fact says what came (Nesta 1). It says nothing of what would have come "
    "anyway, so the Maryland scale does not apply.",
)


def rate(state: str, grades: Collection[str]) -> Rating:
    """The rating of a claim of this state whose pairs of promise and outcome have these grades.

    Source of the scales: What Works Centre for Local Economic Growth, scoring guide; Nesta, Standards of Evidence
    (2013). The rungs below an evaluation are the register's own, after the research on how collaborations are reported.
    """
    if state == "realised":
        return _OFFICIAL if "OUTTURN" in grades else _ACCOUNT
    return _PLAN if state in ("forecast", "profiled") else _NOT_RECORDED


def strongest(ratings: Collection[Rating]) -> Rating:
    """The highest rung of these; "not recorded" where there are none."""
    rungs = list(RUNGS)
    return max(ratings, key=lambda rating: rungs.index(rating.rung), default=_NOT_RECORDED)
