"""One register of risks: those that the study states with their figures, then those that its moves bring."""

from __future__ import annotations

from collections.abc import Sequence

from bluelight.appraisal import Appraisal
from bluelight.options.stated import Stated
from bluelight.studies.cases.shape import RiskEntry
from bluelight.studies.model import Study
from bluelight.studies.owners import PROGRAMME, Owners, owner_of, risk_owner
from bluelight.studies.results import OptionResult, Risk
from bluelight.studies.risk_scale import scale_source
from bluelight.studies.risks import StudyRisk, same_words
from bluelight.studies.values import MoneyEnds, MoneyRange
from bluelight.studies.worth import spread_of

_Touched = dict[str, tuple[Risk, list[str], list[str]]]


def risks_of(study: Study, options: Sequence[OptionResult], appraisal: Appraisal) -> list[RiskEntry]:
    """The study's risks, the dearest first, then each risk of a move once, with the options and places it touches.

    A risk of the study in the words of a move's own is that one with figures: it takes its place. One that nobody has
    judged has the scale's likelihood and severity, marked as assumed; the worst of them come first.
    """
    standing = _standing(options)
    stated = [_stated(study, risk, standing, appraisal) for risk in study.risks]
    stated.sort(key=lambda entry: (-(entry.product or 0.0), -(entry.score or 0.0)))
    taken = {same_words(risk.what) for risk in study.risks}
    rest = [entry for entry in risks_of_moves(options, study.owners) if same_words(entry.statement) not in taken]
    return [*stated, *rest]


def risks_of_moves(options: Sequence[OptionResult], owners: Owners) -> list[RiskEntry]:
    """What the moves of these options bring alone, as nobody has judged it, the worst first."""
    found = [_of_moves(owners, *touched) for touched in _standing(options).values()]
    return sorted(found, key=lambda entry: -(entry.score or 0.0))


def _standing(options: Sequence[OptionResult]) -> _Touched:
    touched: _Touched = {}
    for option in options:
        for move in option.moves:
            for risk in move.risks:
                _, names, places = touched.setdefault(risk.statement, (risk, [], []))
                names.append(option.id)
                places.append(risk.applies_to)
    return touched


def _of_moves(owners: Owners, risk: Risk, names: list[str], places: list[str]) -> RiskEntry:
    owner = owner_of(owners, "risk", PROGRAMME)
    judged = risk.likelihood is not None and risk.severity is not None
    return RiskEntry(
        statement=risk.statement,
        options=list(dict.fromkeys(names)),
        applies_to=list(dict.fromkeys(places)),
        owner=owner.said,
        owner_named=owner.named,
        likelihood=risk.likelihood,
        impact=None,
        expected=None,
        line=None,
        severity=risk.severity,
        score=(risk.likelihood or 0.0) * (risk.severity or 0) if judged else None,
        basis="assumed" if judged else None,
        source=scale_source() if judged else "",
    )


def _stated(study: Study, risk: StudyRisk, standing: _Touched, appraisal: Appraisal) -> RiskEntry:
    owner = risk_owner(study, risk)
    over = [option.id for option in study.options if risk.hangs_over(option.id, option.moves)]
    expected = _expected(risk, over, appraisal)
    places = [
        place for said, (_, _, at) in standing.items() if same_words(said) == same_words(risk.what) for place in at
    ]
    return RiskEntry(
        statement=risk.what,
        options=over,
        applies_to=list(dict.fromkeys([risk.where] if risk.where else places or [risk.organisation or "all"])),
        owner=owner.said,
        owner_named=owner.named,
        likelihood=risk.likelihood,
        impact=_ends(risk.impact, study),
        expected=expected,
        line=None if expected is None else risk.line_id,
        stated_by="study",
        id=risk.id,
        cause=risk.cause,
        response=risk.response,
        people=risk.people,
        severity=risk.severity,
        product=None if risk.impact is None else risk.likelihood * risk.impact.mode,
        score=None if risk.severity is None else risk.likelihood * risk.severity,
        mitigation=risk.mitigation,
        residual_likelihood=risk.acting_likelihood if risk.mitigation else None,
        residual_impact=_ends(risk.acting_impact, study) if risk.mitigation else None,
        residual_product=risk.acting_likelihood * risk.acting_impact.mode
        if risk.mitigation and risk.acting_impact is not None
        else None,
        residual_score=risk.acting_likelihood * risk.severity
        if risk.mitigation and risk.severity is not None
        else None,
        basis=risk.basis,
        source=risk.source,
    )


def _expected(risk: StudyRisk, over: Sequence[str], appraisal: Appraisal) -> MoneyRange | None:
    """The present value of its line: alike under every option that it hangs over."""
    for option in over:
        for money in appraisal.options[option].lines:
            if money.line.id == risk.line_id:
                return spread_of(money.npsv)
    return None


def _ends(amount: Stated | None, study: Study) -> MoneyEnds | None:
    if amount is None or amount.low is None or amount.high is None:
        return None
    year = amount.price_year or study.money.price_year
    return MoneyEnds(low=amount.low, mode=amount.mode, high=amount.high, price_year=year)
