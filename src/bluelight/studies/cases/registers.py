"""The registers of a business case: benefits, what is bought, and when things happen."""

from __future__ import annotations

from collections.abc import Sequence

from bluelight.options import expand
from bluelight.options.words import pounds
from bluelight.studies.cases.rules import measure_of
from bluelight.studies.cases.shape import Benefit, Milestone, Purchase
from bluelight.studies.evaluations import PlannedEvaluation, sentence_of
from bluelight.studies.headline import RESPONDERS, slower
from bluelight.studies.model import Study
from bluelight.studies.owners import PROGRAMME, Owners, owner_of
from bluelight.studies.results import SERVICES, MoneyLine, OptionResult, SocietalValue

_CLASSES = {
    "cash_releasing": "cash",
    "non_cash_releasing": "time freed, no cash",
    "societal": "value to society",
    "unmonetised": "not priced",
}


def benefits_of(
    options: Sequence[OptionResult], owners: Owners, evaluations: Sequence[PlannedEvaluation] = ()
) -> list[Benefit]:
    """Every gain: lines of money, responses that get faster where the model is relied on, and outcomes.

    Each says what the evaluation that is planned of it could show.
    """
    told = [(found, sentence_of(found)) for found in evaluations]
    found = [each for option in options if not option.is_base for each in _benefits(option, owners)]
    return [_with_plan(benefit, category, told) for category, benefit in found]


def _benefits(option: OptionResult, owners: Owners) -> list[tuple[str, Benefit]]:
    """The benefits of an option under their categories."""
    return [
        *((line.category, _of_line(option, line)) for line in option.money.lines if _gains(line)),
        *(("response", benefit) for benefit in _of_response(option, owners)),
        *(("outcome", benefit) for benefit in _of_outcomes(option, owners)),
    ]


def _with_plan(benefit: Benefit, category: str, told: Sequence[tuple[PlannedEvaluation, str]]) -> Benefit:
    said = [sentence for plan, sentence in told if plan.concerns(category, benefit.organisation)]
    return benefit.model_copy(update={"plan": " ".join(said)}) if said else benefit


def _gains(line: MoneyLine) -> bool:
    return line.high > 0 or line.benefit_class == "unmonetised"


def _of_line(option: OptionResult, line: MoneyLine) -> Benefit:
    measure, evaluation = measure_of(line.category)
    each = " a year" if line.end_year > line.start_year else ""
    return Benefit(
        option=option.id,
        line=line.id,
        label=line.label,
        organisation=line.organisation,
        kind=_CLASSES[line.benefit_class],
        amount=f"{pounds(line.mode)}{each} ({pounds(line.low)} to {pounds(line.high)}), {line.price_year} prices",
        from_year=line.start_year,
        owner=line.owner,
        owner_named=line.owner_named,
        measure=measure,
        evaluation=evaluation,
        needs_governance=line.governance_dependent,
    )


def _of_response(option: OptionResult, owners: Owners) -> list[Benefit]:
    measure, evaluation = measure_of("response")
    found = []
    for service in SERVICES:
        response = option.response[service]
        change = response.change.mean_min if response.change is not None else None
        if response.in_headline and change is not None and change.high < 0:
            owner = owner_of(owners, "response", service)
            found.append(
                Benefit(
                    option=option.id,
                    line=None,
                    label=f"Response of {RESPONDERS[service]}",
                    organisation=service,
                    kind="response",
                    amount=slower(change),
                    from_year=None,
                    owner=owner.said,
                    owner_named=owner.named,
                    measure=measure,
                    evaluation=evaluation,
                    needs_governance=False,
                )
            )
    return found


def _of_outcomes(option: OptionResult, owners: Owners) -> list[Benefit]:
    measure, evaluation = measure_of("outcome")
    owner = owner_of(owners, "outcome", PROGRAMME)
    return [
        Benefit(
            option=option.id,
            line=None,
            label=value.label,
            organisation="residents",
            kind="value to society",
            amount=amount_of(value),
            from_year=None,
            owner=owner.said,
            owner_named=owner.named,
            measure=measure,
            evaluation=evaluation,
            needs_governance=False,
        )
        for value in option.money.societal
    ]


def amount_of(value: SocietalValue) -> str:
    """How much of an outcome, with its interval."""
    found = value.quantity
    return "not estimated" if found is None else f"{found.value:.2g} {value.unit} ({found.low:.2g} to {found.high:.2g})"


def purchases_of(options: Sequence[OptionResult]) -> list[Purchase]:
    """What each option has to buy or build, and what it sells."""
    kinds = {"capital": "buy or build", "transition": "set up", "receipt": "sell"}
    return [
        Purchase(
            option=option.id,
            line=line.id,
            label=line.label,
            organisation=line.organisation,
            kind=kinds[line.category],
            year=line.start_year,
        )
        for option in options
        for line in option.money.lines
        if line.category in kinds
    ]


def milestones_of(study: Study, options: Sequence[OptionResult]) -> list[Milestone]:
    """When each move happens and when the first saving and receipt of each option come, in order of years."""
    found = []
    for option, result in zip(study.options, options, strict=True):
        own = [(move.starts(study.settings), move.sentence(study.area)) for move in expand(study.area, option.moves)]
        for category, what in (("saving", "First saving"), ("receipt", "First receipt")):
            lines = [line for line in result.money.lines if line.category == category]
            if lines:
                first = min(lines, key=lambda line: line.start_year)
                own.append((first.start_year, f"{what}: {first.label}"))
        found += [Milestone(option=option.id, year=year, what=what) for year, what in sorted(own, key=lambda m: m[0])]
    return found
