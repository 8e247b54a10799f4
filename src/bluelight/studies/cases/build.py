"""Builds the parts of a business case out of a study, its appraisal and what its options were found to do."""

from __future__ import annotations

from collections.abc import Sequence

from bluelight.appraisal import Appraisal
from bluelight.studies.cases import rules
from bluelight.studies.cases.assurance import checks_of, decisions_of
from bluelight.studies.cases.framework import factor_views, framework_of
from bluelight.studies.cases.objectives import objectives_of
from bluelight.studies.cases.registers import benefits_of, milestones_of, purchases_of
from bluelight.studies.cases.risk_register import risks_of
from bluelight.studies.cases.shape import BusinessCase
from bluelight.studies.cases.statutory import statutory_views
from bluelight.studies.headline import recommended
from bluelight.studies.model import Study
from bluelight.studies.results import CalibrationRow, OptionResult


def business_case_of(
    study: Study, appraisal: Appraisal, options: Sequence[OptionResult], calibration: Sequence[CalibrationRow]
) -> BusinessCase:
    """Everything that the five cases say beside the figures; `options` are in the study's order."""
    as_of, law = rules.statutory_rules()
    best = recommended(options)
    objectives = objectives_of(study.case.objectives, options)
    return BusinessCase(
        recommended=None if best is None else best.id,
        framework=framework_of(study, options),
        objectives=objectives,
        factors=factor_views(options, study.money.appraisal_years, objectives),
        statutory=statutory_views(study, options),
        rules=law,
        rules_as_of=as_of,
        benefits=benefits_of(options, study.owners, study.evaluations),
        risks=risks_of(study, options, appraisal),
        purchases=purchases_of(options),
        milestones=milestones_of(study, options),
        decisions=decisions_of(study, appraisal),
        checks=checks_of(study, calibration, appraisal),
        to_write=rules.to_write(with_objectives=bool(objectives)),
        sources=rules.sources(),
    )
