"""The logs and the quality assurance of a case: what was decided about the analysis, and what was checked."""

from __future__ import annotations

from collections.abc import Sequence

from bluelight.appraisal import Appraisal
from bluelight.options.words import join
from bluelight.studies.cases.shape import Check, LogEntry
from bluelight.studies.model import Study
from bluelight.studies.results import CalibrationRow


def decisions_of(study: Study, appraisal: Appraisal) -> list[LogEntry]:
    """What was decided about how the analysis is done, each with its reason."""
    money, settings = study.money, appraisal.settings
    schedule = appraisal.parameters.schedules[settings.schedule]
    bias = appraisal.parameters.optimism_bias
    return [
        LogEntry(
            decision="Yardstick", value=study.options[0].name, why="every option is set beside what is done today"
        ),
        LogEntry(
            decision="Years appraised",
            value=f"{money.appraisal_years} from {money.first_year}/{(money.first_year + 1) % 100:02d}",
            why="set in the study; ten is the Green Book's working assumption, up to 60 for buildings",
        ),
        LogEntry(decision="Prices", value=money.price_year, why="real, brought together by the index of prices"),
        LogEntry(
            decision="Discount rates",
            value=f"{schedule.name}, {schedule.current.as_of}",
            why=schedule.current.source.title,
        ),
        LogEntry(
            decision="Optimism bias",
            value=f"upper bounds, {money.optimism_bias_mitigation:.0%} taken off",
            why=money.mitigation_evidence or f"nothing has been done about its causes; bounds of {bias.as_of}",
        ),
        LogEntry(
            decision="Measure",
            value=money.measure,
            why="set in the study; the other measures stand beside it",
        ),
        LogEntry(
            decision="Inflation",
            value="none" if money.inflation_percent is None else f"{money.inflation_percent:g}% a year",
            why=money.inflation_source or "no nominal cash was asked for",
        ),
        LogEntry(
            decision="Draws and seed",
            value=f"{money.draws:,} draws; {study.about.replications} replications of {study.about.days} days; "
            f"seed {study.about.seed}",
            why="set in the study; the same seed gives the same figures",
        ),
        LogEntry(
            decision="Lives and health",
            value="beside cash, never in it",
            why="only published relations turn minutes into outcomes, and no budget gets their value",
        ),
        LogEntry(
            decision="Unverified relations",
            value=join(list(money.accept_unverified)) or "none",
            why="accepted in the study by name, and marked" if money.accept_unverified else "none acts by default",
        ),
    ]


def checks_of(study: Study, calibration: Sequence[CalibrationRow], appraisal: Appraisal) -> list[Check]:
    """What the program checked of this run, then what only people can check."""
    judging = [row for row in calibration if row.judges and row.model is not None]
    off = [row for row in judging if row.off]
    lines = [money for option in appraisal.options.values() for money in option.lines]
    assumed = sum(money.line.basis in ("assumed", "unknown") for money in lines)
    found = [
        Check(
            check="The model of today beside what is published",
            outcome=f"{len(judging) - len(off)} of {len(judging)} judging figures agree within a tenth; effects on "
            "services that miss are kept out of the headline",
            done=True,
        ),
        _short_list(study),
        Check(
            check="Every option can be done",
            outcome=f"the moves of {len(study.options) - 1} options were checked against the area and one another",
            done=True,
        ),
        Check(
            check="No saving is claimed twice",
            outcome="lines of one option that save on the same budget are refused",
            done=True,
        ),
        Check(
            check="How much rests on assumptions",
            outcome=f"{assumed} of {len(lines)} lines of money have an assumed or unknown basis",
            done=True,
        ),
        Check(
            check="The sums can be worked out again",
            outcome="the workbook holds every line, factor and total as formulas, beside what the program found",
            done=True,
        ),
        Check(
            check="The method against published cases",
            outcome="`bluelight validate` sets the engine beside published appraisals and the simulation beside theory",
            done=True,
        ),
    ]
    people = (
        ("Verification: an analyst outside the team recomputed a headline figure", "docs/methods has the equations"),
        ("Validation: the question answered is the one that the board asks", "the question is on the first page"),
        ("The inputs were confirmed by each organisation", "the assumptions that matter most come first"),
    )
    return [*found, *(Check(check=check, outcome=f"to be done; {said}", done=False) for check, said in people)]


def _short_list(study: Study) -> Check:
    """Business as usual, a do-minimum and at least two more, as the framework of options asks."""
    least = [option.name for option in study.options if option.do_minimum]
    more = len(study.options) - 1 - len(least)
    named = f"{join(least)} as the do-minimum" if least else "no option that the study names as the do-minimum"
    return Check(
        check="The short list has business as usual, a do-minimum and at least two more",
        outcome=f"it has {study.options[0].name}, {named}, and {more} more",
        done=bool(least) and more >= 2,
    )
