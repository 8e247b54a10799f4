"""What can be wrong with a set of line items under given settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bluelight.appraisal.double_claims import check_claims
from bluelight.appraisal.items import CONTRACTED, LineItem
from bluelight.appraisal.parameters import Parameters
from bluelight.appraisal.settings import Settings
from bluelight.errors import BluelightError, Problem
from bluelight.register import codelists

_FILE = "line items"
CURRENCY = "GBP"
HEALTH = "health"


def _name(line: LineItem) -> str:
    return f"line '{line.id}' of option '{line.option}'"


def _split(error: BluelightError) -> tuple[str, str]:
    """What is wrong and what to do, from an error that says both in two sentences."""
    what, _, remedy = str(error).partition(". ")
    return f"{what}.", remedy


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
    if settings.response_changes and HEALTH not in parameters.schedules:
        problems.append(
            Problem(
                "settings",
                "changes in response are valued at the health rate, and the discount rates have no schedule 'health'.",
                "Add it to discount_rates.toml, or leave the changes out.",
                column="response_changes",
            )
        )
    years = [("price_year", settings.price_year)]
    years += [(f"overlap_groups '{group.group}'", group.price_year) for group in settings.overlap_groups]
    for column, year in years:
        try:
            parameters.gdp_deflator.at(year)
        except BluelightError as error:
            problems.append(Problem("settings", *_split(error), column=column))
    return problems


def check_lines(
    lines: Sequence[LineItem], settings: Settings, parameters: Parameters, options: Sequence[str] = ()
) -> list[Problem]:
    """Every problem of every line, each naming its line, and of what the settings say of lines and options."""
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
        problems += _check_currency(line)
        problems += _check_discounting(line, parameters)
        problems += _check_theme(line)
        problems += _check_asset_type(line, parameters)
        problems += _check_groups(line, settings)
        problems += _check_unit_value(line, settings, parameters)
    for option in by_option.values():
        problems += _check_dependencies(option)
        problems += check_claims(list(option.values()))
    return [*problems, *_check_names(settings, parameters, lines, [*options, *by_option])]


def _check_currency(line: LineItem) -> Iterable[Problem]:
    if line.currency != CURRENCY:
        yield Problem(
            _FILE,
            f"{_name(line)} is in {line.currency}, and a case is in one currency, {CURRENCY}.",
            "Turn the amount into pounds at a stated rate, and say so in its note.",
            column="currency",
        )


def _check_theme(line: LineItem) -> Iterable[Problem]:
    if line.theme is not None and line.theme not in codelists.THEMES:
        what = f"{_name(line)} has the unknown theme {line.theme!r}."
        yield Problem(_FILE, what, f"Use one of {', '.join(codelists.THEMES)}.", column="theme")


def _check_discounting(line: LineItem, parameters: Parameters) -> Iterable[Problem]:
    if line.discounting == HEALTH and HEALTH not in parameters.schedules:
        yield Problem(
            _FILE,
            f"{_name(line)} is discounted as health, and the discount rates have no schedule 'health'.",
            "Add it to discount_rates.toml, or use standard.",
            column="discounting",
        )


def _check_groups(line: LineItem, settings: Settings) -> Iterable[Problem]:
    if line.overlap_group is not None and line.overlap_group not in {group.group for group in settings.overlap_groups}:
        yield Problem(
            _FILE,
            f"{_name(line)} is in the overlap group '{line.overlap_group}', which has no cap.",
            "Give the most that the group can save a year under overlap_groups in the settings.",
            column="overlap_group",
        )
    known = settings.income_groups.incomes if settings.income_groups is not None else {}
    if line.income_group is not None and line.income_group not in known:
        yield Problem(
            _FILE,
            f"{_name(line)} falls on the income group '{line.income_group}', whose income is not known.",
            "Give its income under income_groups in the settings, or leave income_group empty.",
            column="income_group",
        )


def _check_unit_value(line: LineItem, settings: Settings, parameters: Parameters) -> Iterator[Problem]:
    if line.unit_value is None:
        return

    def wrong(what: str, remedy: str, column: str = "unit_value") -> Problem:
        return Problem(_FILE, f"{_name(line)} {what}", remedy, column=column)

    value = parameters.values.get(line.unit_value)
    if value is None:
        yield wrong(f"has the unknown unit value {line.unit_value!r}.", f"Use one of {', '.join(parameters.values)}.")
        return
    if not value.verified and value.id not in settings.accept_unverified:
        yield wrong(
            f"uses the unit value {value.id!r}, which is unverified: it was read in a copy.",
            "Give the amount in pounds with your own source, or name the value under accept_unverified.",
        )
    if line.price_year != value.price_year:
        yield wrong(
            f"is in prices of {line.price_year}, and its unit value in those of {value.price_year}.",
            f"Write {value.price_year}.",
            "price_year",
        )
    if value.health and line.discounting != "health":
        yield wrong(
            f"uses a value of health or life, {value.id!r}, at the standard rate.",
            "Make the line societal and set discounting to health.",
            "discounting",
        )


def _check_names(
    settings: Settings, parameters: Parameters, lines: Sequence[LineItem], options: Sequence[str]
) -> Iterator[Problem]:
    def unknown(column: str, what: str, name: str, known: Iterable[str]) -> Iterator[Problem]:
        listed = ", ".join(sorted(set(known))) or "none"
        if name not in set(known):
            yield Problem("settings", f"{what} '{name}' is in no line.", f"There are: {listed}.", column=column)

    if settings.base is not None:
        yield from unknown("base", "the option", settings.base, options)
    for option, counterpart in settings.counterparts.items():
        yield from unknown("counterparts", "the option", option, options)
        yield from unknown("counterparts", "the option", counterpart, options)
        if option == counterpart:
            yield Problem(
                "settings",
                f"'{option}' is its own counterpart.",
                "Name the same moves without the change.",
                column="counterparts",
            )
    groups = [line.correlation_group for line in lines if line.correlation_group is not None]
    for group in settings.correlations:
        yield from unknown("correlations", "the correlation group", group, groups)
    for overlap in settings.overlap_groups:
        yield from unknown(
            "overlap_groups", "the overlap group", overlap.group, [x.overlap_group for x in lines if x.overlap_group]
        )
    offered = [value.id for value in parameters.unit_values.values if not value.verified]
    offered += [item.id for item in parameters.response_outcomes.relations if item.confidence != "primary"]
    for name in settings.accept_unverified:
        if name not in offered:
            what, remedy = f"'{name}' is no unverified value or relation.", f"There are: {', '.join(offered)}."
            yield Problem("settings", what, remedy, column="accept_unverified")
    for change in settings.response_changes:
        yield from unknown("response_changes", "the option", change.option, options)


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
        what, remedy = _split(error)
        yield Problem(_FILE, f"{_name(line)}: {what}", remedy, column="price_year")


def _check_asset_type(line: LineItem, parameters: Parameters) -> Iterable[Problem]:
    if line.asset_type in (None, CONTRACTED):
        return
    try:
        kind = parameters.optimism_bias.project_type(str(line.asset_type))
    except BluelightError as error:
        what, remedy = _split(error)
        yield Problem(_FILE, f"{_name(line)}: {what}", f"{remedy} Or '{CONTRACTED}'.", column="asset_type")
        return
    if kind.applies_to != line.category:
        yield Problem(
            _FILE,
            f"{_name(line)} is {line.category}, but optimism bias of {kind.name.lower()} is measured on "
            f"{kind.applies_to}.",
            f"Leave asset_type empty, or record the line as {kind.applies_to}.",
            column="asset_type",
        )


def _check_dependencies(option: Mapping[str, LineItem]) -> Iterable[Problem]:
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
