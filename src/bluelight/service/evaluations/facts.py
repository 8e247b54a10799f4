"""What an attached evaluation says, in the words of the open standard."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from pydantic import ValidationError

from bluelight import register
from bluelight.errors import BluelightError
from bluelight.evaluation.result import Evaluation
from bluelight.service.evaluations.models import Attached

Fact = tuple[register.Evaluation, tuple[register.Realised, ...]]


def result_of(row: Attached) -> Evaluation:
    """What was worked out. BluelightError where nothing was yet."""
    if not row.result:
        raise BluelightError("It has not been worked out yet, so there is nothing to read. Wait, then reload the page.")
    return Evaluation.model_validate_json(row.result)


def key_of(row: Attached) -> str:
    """Under what the register knows it; 0 until it has its number."""
    return f"{row.collaboration.slug}/evaluation-{row.number or 0}"


def of(row: Attached, address: str = "") -> Fact:
    """The evaluation and what it says came of claims. BluelightError where it cannot be said in the standard."""
    found = result_of(row)
    claims = {claim.key: claim for claim in row.collaboration.claims.all()}
    gone = [said["claim"] for said in row.findings if said["claim"] not in claims]
    if gone:
        raise BluelightError(f"The entry no longer makes the claim {gone[0]}. Take it off the list of claims first.")
    try:
        return _evaluation(row, found, address), tuple(_realised(row, found, said, claims) for said in row.findings)
    except ValidationError as error:
        what = "; ".join(
            f"{item['loc'][0]}: {item['msg'].removeprefix('Value error, ')}" for item in error.errors(include_url=False)
        )
        raise BluelightError(
            f"This cannot be published as it is ({what}). Correct the protocol, then send it."
        ) from None


def _evaluation(row: Attached, found: Evaluation, address: str) -> register.Evaluation:
    asked, design, estimate = found.asked, found.design, found.estimate
    ends = ("effect", "low", "high", "percent", "percent_low", "percent_high", "expected")
    return register.Evaluation(
        collaboration=row.collaboration.slug,
        id=key_of(row),
        title=asked.title,
        question=asked.question,
        outcome=asked.outcome_words,
        unit=asked.unit,
        better=asked.better,
        method=design.method_words,
        first=design.first,
        start=min(design.starts),
        last=design.last,
        verdict=found.verdict,
        maryland=found.rating.maryland,
        nesta=found.rating.nesta,
        certainty=found.rating.grade,
        evaluator=row.evaluator or "partner",
        evaluator_name=row.evaluator_name or None,
        protocol=protocol_state(found),
        protocol_sha256=asked.protocol_sha256,
        panel_sha256=asked.panel_sha256,
        treatment_sha256=asked.treatment_sha256,
        published=timezone.localdate().isoformat(),
        url=address or None,
        **{name: getattr(estimate, name) for name in ends},
    )


def protocol_state(found: Evaluation) -> str:
    """Whether the question came before the answer, as a code of the register."""
    if found.asked.log_altered:
        return "altered"
    if found.asked.changed_after_seen:
        return "changed"
    return "registered" if found.asked.registered else "not_registered"


def _realised(row: Attached, found: Evaluation, said: dict[str, Any], claims: dict[str, Any]) -> register.Realised:
    estimate, factor = found.estimate, said["factor"]
    known = estimate.low is not None and estimate.high is not None
    ends = sorted((estimate.low * factor, estimate.high * factor)) if known else [None, None]
    return register.Realised(
        collaboration=row.collaboration.slug,
        evaluation=key_of(row),
        claim=said["claim"],
        measure_class=said["measure_class"],
        amount=estimate.effect * factor,
        low=ends[0],
        high=ends[1],
        unit=claims[said["claim"]].unit or found.asked.unit,
        how=said["how"],
    )
