"""What can be wrong with a set of line items under given settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bluelight.appraisal.items import CONTRACTED, LineItem, Settings
from bluelight.appraisal.parameters import Parameters
from bluelight.errors import BluelightError, Problem

_FILE = "line items"


def _name(line: LineItem) -> str:
    return f"line '{line.id}' of option '{line.option}'"


def check_settings(settings: Settings, parameters: Parameters) -> list[Problem]:
    """Settings against the dated parameters."""
    problems = []
    if settings.schedule not in parameters.schedules:
        problems.append(
            Problem(
                "settings",
                f"there is no discount schedule {settings.schedule!r}.",
                f"Use one of {', '.join(parameters.schedules)}.",
                column="schedule",
            )
        )
    try:
        parameters.gdp_deflator.at(settings.price_year)
    except BluelightError as error:
        what, _, remedy = str(error).partition(". ")
        problems.append(Problem("settings", f"{what}.", remedy, column="price_year"))
    return problems


def check_lines(lines: Sequence[LineItem], settings: Settings, parameters: Parameters) -> list[Problem]:
    """Every problem of every line, each naming its line."""
    problems: list[Problem] = []
    seen: set[tuple[str, str]] = set()
    by_option: dict[str, dict[str, LineItem]] = {}
    for line in lines:
        if (line.option, line.id) in seen:
            problems.append(
                Problem(_FILE, f"{_name(line)} appears twice.", "Give each line of an option its own id.", column="id")
            )
        seen.add((line.option, line.id))
        by_option.setdefault(line.option, {})[line.id] = line
        problems += _check_years(line, settings)
        problems += _check_price_year(line, parameters)
        problems += _check_asset_type(line, parameters)
    for option in by_option.values():
        problems += _check_dependencies(option, parameters)
    return problems


def _check_years(line: LineItem, settings: Settings) -> Iterable[Problem]:
    if line.start_year < settings.first_year:
        yield Problem(
            _FILE,
            f"{_name(line)} starts in {line.start_year}, before the appraisal does in {settings.first_year}.",
            "What is already spent is sunk: leave it out, or start the appraisal earlier.",
            column="start_year",
        )
    if line.start_year > settings.last_year:
        yield Problem(
            _FILE,
            f"{_name(line)} starts in {line.start_year}, after the last year of the appraisal, {settings.last_year}.",
            "Lengthen the appraisal or leave the line out.",
            column="start_year",
        )


def _check_price_year(line: LineItem, parameters: Parameters) -> Iterable[Problem]:
    try:
        parameters.gdp_deflator.at(line.price_year)
    except BluelightError as error:
        what, _, remedy = str(error).partition(". ")
        yield Problem(_FILE, f"{_name(line)}: {what}.", remedy, column="price_year")


def _check_asset_type(line: LineItem, parameters: Parameters) -> Iterable[Problem]:
    if line.asset_type in (None, CONTRACTED):
        return
    kind = parameters.project_types.get(str(line.asset_type))
    if kind is None:
        yield Problem(
            _FILE,
            f"{_name(line)} has the unknown asset type {line.asset_type!r}.",
            f"Use one of {', '.join([*parameters.project_types, CONTRACTED])}.",
            column="asset_type",
        )
    elif kind.applies_to != line.category:
        yield Problem(
            _FILE,
            f"{_name(line)} is {line.category}, but optimism bias of {kind.name.lower()} is measured on "
            f"{kind.applies_to}.",
            f"Leave asset_type empty, or record the line as {kind.applies_to}.",
            column="asset_type",
        )


def _check_dependencies(option: Mapping[str, LineItem], parameters: Parameters) -> Iterable[Problem]:
    for line in option.values():
        if line.depends_on is None:
            continue
        works = option.get(line.depends_on)
        if works is None or works.category != "capital" or works.works_months is None:
            yield Problem(
                _FILE,
                f"{_name(line)} depends on {line.depends_on!r}, which is not a capital line with works_months here.",
                "Name the line of the works it waits for, in the same option.",
                column="depends_on",
            )
            continue
        trail = [line.id]
        step: LineItem | None = works
        while step is not None and step.id not in trail:
            trail.append(step.id)
            step = option.get(step.depends_on) if step.depends_on is not None else None
        if step is not None and step.id == line.id:
            yield Problem(
                _FILE,
                f"{_name(line)} waits for itself: {' -> '.join([*trail, line.id])}.",
                "Break the circle of depends_on.",
                column="depends_on",
            )
