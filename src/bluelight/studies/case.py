"""Builds the case of a study: response, money, lives, and everything they rest on, as `Results`."""

from __future__ import annotations

from collections.abc import Sequence

from bluelight import __version__
from bluelight.appraisal import Appraisal
from bluelight.options import expand, not_looked_at
from bluelight.options.moves.co_respond import CoRespond
from bluelight.options.moves.share_neighbours import ShareNeighbours
from bluelight.options.words import join
from bluelight.register import Observation, load_register, observations
from bluelight.response import off_services
from bluelight.studies.assumptions import assumptions_of, exclusions_of, sources_of
from bluelight.studies.beside import beside_published, published_elsewhere
from bluelight.studies.cases.build import business_case_of
from bluelight.studies.fairness import fifths_of
from bluelight.studies.headline import headline_of
from bluelight.studies.model import Option, Study
from bluelight.studies.money import appraise_study, money_of
from bluelight.studies.output import rounded
from bluelight.studies.overlapping import overlapping_of
from bluelight.studies.reference import reference_ranges
from bluelight.studies.responses import OptionRows, calibration_rows
from bluelight.studies.results import SERVICES, OptionResult, Results, StudySettings
from bluelight.studies.running import StudyResult
from bluelight.studies.societal import relations_offered, societal_of
from bluelight.studies.told import moves_told, sites_on_map
from bluelight.studies.worth import ranking_of


def build_case(
    result: StudyResult, appraisal: Appraisal | None = None, observed: Sequence[Observation] | None = None
) -> Results:
    """Everything a run says, with numbers to six significant digits.

    `appraisal` is the study's own, where it has been made already. `observed` is what a register says came of promises;
    the shipped register unless given.

    The same study gives the same results, whoever ran it and with however many workers.
    """
    study = result.study
    observed = observations(load_register()) if observed is None else observed
    appraisal = appraisal or appraise_study(study, observed)
    calibration, table = calibration_rows(study.area, result.base)
    caveats = off_services(table)
    options: list[OptionResult] = []
    unrounded: list[OptionResult] = []
    for option in study.options:  # one by one: zones are most of what results hold, and there may be many options
        whole = _option(result, option, appraisal, caveats)
        options.append(OptionResult.model_validate(rounded(whole.model_dump())))
        unrounded.append(_for_headline(whole))
    results = Results(
        bluelight_version=__version__,
        study=_settings(study, appraisal),
        headline=[],
        options=[],
        sites=sites_on_map(study.area),
        calibration=calibration,
        assumptions=assumptions_of(study, appraisal),
        exclusions=[
            *exclusions_of(study.area, {move.kind for option in study.options for move in option.moves}),
            *_not_looked_at(study),
        ],
        sources=sources_of(study, appraisal),
        notices=list(study.area.notices),
        overlapping_risk=overlapping_of(study.area),
        reference_classes=reference_ranges(study, appraisal, observed),
        business_case=business_case_of(study, appraisal, options, calibration),
        ranking=ranking_of(appraisal),
        relations=relations_offered(study.area, study.settings),
        beside_published=beside_published(study, appraisal),
        published_elsewhere=published_elsewhere(study),
    )
    content = rounded(results.model_dump())
    content["options"] = options
    content["headline"] = headline_of(unrounded, study.money.appraisal_years, study.money.price_year)
    return Results.model_validate(content)


def _for_headline(option: OptionResult) -> OptionResult:
    """Without what no headline is made from."""
    less: dict[str, list[object]] = {"incident_types": [], "hours": [], "curve": [], "load": []}
    response = {service: each.model_copy(update=less) for service, each in option.response.items()}
    return option.model_copy(update={"response": response, "zones": []})


def _option(result: StudyResult, option: Option, appraisal: Appraisal, caveats: dict[str, str | None]) -> OptionResult:
    study = result.study
    rows = OptionRows.of(result.areas[option.id], result.base, result.performances[option.id], caveats)
    response = {service: rows.service(service) for service in SERVICES}
    first = [
        row
        for incident_type, services in _co_responded(study).items()
        for row in rows.first_responders([incident_type], services)
    ]
    societal = societal_of(study, option, first, response)
    return OptionResult(
        id=option.id,
        name=option.name,
        summary=option.summary,
        is_base=option is study.options[0],
        moves=moves_told(study.area, option.moves),
        response=response,
        zones=rows.zones(),
        first_responder=first,
        calls_answered=rows.calls_answered(),
        fifths=fifths_of(study.area, result.base, result.performances[option.id]),
        money=money_of(study, option, appraisal, societal),
    )


def _co_responded(study: Study) -> dict[str, set[str]]:
    """Incident types that some option sends another service to, with every service that is sent under any option."""
    found: dict[str, set[str]] = {}
    attendance = study.area.attendance
    for option in study.options:
        for move in expand(study.area, option.moves):
            if isinstance(move, CoRespond):
                for incident_type in move.incident_types:
                    sent = attendance["incident_type"] == incident_type
                    today = attendance.loc[sent & (attendance["probability"] > 0), "service"]
                    found.setdefault(incident_type, set()).update(today, [move.service(study.area)])
    return found


def _not_looked_at(study: Study) -> list[str]:
    rules = [move for option in study.options for move in option.moves if isinstance(move, ShareNeighbours)]
    names = not_looked_at(study.area)
    if not rules or not names:
        return []
    return [f"Stations whose place is not published were not looked at for neighbours: {join(names)}."]


def _settings(study: Study, appraisal: Appraisal) -> StudySettings:
    about, money = study.about, study.money
    schedule = appraisal.parameters.schedules[appraisal.settings.schedule]
    return StudySettings(
        id=about.id,
        name=about.name,
        question=about.question,
        area=study.area.id,
        area_name=study.area.name,
        area_digest=study.area.digest,
        seed=about.seed,
        replications=about.replications,
        days=about.days,
        warm_up_days=about.warm_up_days,
        draws=money.draws,
        price_year=money.price_year,
        first_year=money.first_year,
        appraisal_years=money.appraisal_years,
        discounting=f"{schedule.name}, as of {schedule.current.as_of}",
        inflation=""
        if money.inflation_percent is None
        else f"Inflation {money.inflation_percent:g}% a year: {money.inflation_source}",
    )
