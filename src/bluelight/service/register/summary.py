"""What lists, filters and counts ask of an entry's parts, in a few short texts and numbers kept with the entry.

Codes stand between spaces, so that " fire " is found in " fire police " and nowhere else; a rating is the kind of claim
and the strongest rung on which the entry's claims of that kind stand, " cost=plan capital=account ".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from bluelight.register import codelists
from bluelight.register.overview import OUTCOME_GRADES
from bluelight.register.ratings import Rating, rate, strongest


def summary(
    partners: Iterable[Any],
    claims: Iterable[Any],
    sources: Iterable[Any],
    pairs: Iterable[Any],
    evaluations: Collection[Any] = (),
    came: Iterable[Any] = (),
) -> dict[str, Any]:
    """The fields that say it, from the rows of an entry's parts; `came` is what evaluations say came of its claims."""
    grades: dict[str | None, set[str]] = defaultdict(set)
    outcomes = 0
    states: Counter[str] = Counter()
    told = speaking(evaluations, came)
    for pair in pairs:
        grades[pair.pair].add(pair.grade)
        outcomes += pair.grade in OUTCOME_GRADES
    ratings: dict[str, list[Rating]] = defaultdict(list)
    for claim in claims:
        graded = grades[claim.pair] if claim.pair else ()
        ratings[claimed(claim)].append(rate(claim.state, graded, told.get(claim.key, ())))
        states[claim.state] += 1
    return {
        "services": _between(sorted({partner.service for partner in partners})),
        "ratings": _between(f"{kind}={strongest(each).rung}" for kind, each in sorted(ratings.items())),
        "evaluated": len(evaluations),
        "outcomes": outcomes,
        **{state: states[state] for state in codelists.CLAIM_STATES},
        "read": sum(1 for _ in sources),
    }


def speaking(evaluations: Iterable[Any], came: Iterable[Any]) -> dict[str, list[Any]]:
    """The evaluations of an entry that speak to each of its claims, by the claim's key."""
    by_key = {evaluation.key: evaluation for evaluation in evaluations}
    found: dict[str, list[Any]] = defaultdict(list)
    for each in came:
        found[each.claim].append(by_key[each.evaluation])
    return found


def claimed(claim: Any) -> str:
    """What a claim is about: its kind where it is a benefit, "cost" where it is one."""
    return "cost" if claim.side == "cost" else str(claim.kind)


def rungs(ratings: str) -> dict[str, str]:
    """The strongest rung of each kind of claim that the text names."""
    return dict(rating.split("=") for rating in ratings.split())


def _between(codes: Iterable[str]) -> str:
    text = " ".join(codes)
    return f" {text} " if text else ""
