"""How far one claim of the register can be believed, by stated rules.

Three scales side by side, because each answers another question: the rung says what kind of account it is, the
Maryland Scientific Methods Scale (as the What Works Centre for Local Economic Growth applies it) how well the
comparison was made, and Nesta's Standards of Evidence how sure we may be of the cause. A level of None means that the
scale does not apply, which is normal: almost no collaboration between emergency services has been evaluated.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bluelight.register.model import Evaluation

# The weakest first.
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


def rate(state: str, grades: Collection[str], evaluations: Collection[Evaluation] = ()) -> Rating:
    """The rating of a claim of this state whose pairs of promise and outcome have these grades.

    `evaluations` are those that say what came of it: the strongest of them then decides, whatever the state.

    Source of the scales: What Works Centre for Local Economic Growth, scoring guide; Nesta, Standards of Evidence
    (2013). The rungs below an evaluation are the register's own, after the research on how collaborations are reported.
    """
    if evaluations:
        return strongest([_evaluated(found) for found in evaluations])
    if state == "realised":
        return _OFFICIAL if "OUTTURN" in grades else _ACCOUNT
    return _PLAN if state in ("forecast", "profiled") else _NOT_RECORDED


_DOUBT = {
    "changed": " Its protocol was changed after the data had been evaluated under another one, which cost a level.",
    "altered": " The log of its protocol was altered, which cost a level.",
}


def _evaluated(found: Evaluation) -> Rating:
    whose = "An independent evaluation" if found.evaluator == "independent" else "A partner's own evaluation"
    return Rating(
        "independent_evaluation" if found.evaluator == "independent" else "internal_evaluation",
        found.maryland,
        found.nesta,
        f"{whose} ({found.title}) says what came of this, so it is rated as that evaluation is: by its method, less a "
        f"level for each check that failed.{_DOUBT.get(found.protocol, '')}",
    )


def evidence(said: str, evaluations: Collection[Evaluation]) -> tuple[str, str]:
    """What an entry says of its evidence once it has these evaluations, and the rule that says so.

    `said` is what it says without them.
    """
    if evaluations:
        return "evaluated", "An evaluation is published with its protocol and data."
    if said == "evaluated":
        return "evaluation_mentioned", "An evaluation was published and has been withdrawn."
    return said, "No evaluation is published."


def strongest(ratings: Collection[Rating]) -> Rating:
    """The highest rung of these, of one rung the higher on the Maryland scale; "not recorded" where there are none."""
    rungs = list(RUNGS)
    return max(ratings, key=lambda rating: (rungs.index(rating.rung), rating.maryland or 0), default=_NOT_RECORDED)
