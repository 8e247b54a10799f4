"""What a study file says beside its options: the risks that hang over them, who owns what, and what it is all for."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from bluelight.register import codelists
from bluelight.studies.model import MoneySettings, Option, counterpart_of
from bluelight.studies.objectives import CaseSection, Objective
from bluelight.studies.owners import NOT_LINES, Owners
from bluelight.studies.reader import TableReader
from bluelight.studies.risks import StudyRisk


def risks_from(
    reader: TableReader,
    tables: object,
    given: Sequence[Option],
    every: Sequence[Option],
    money: MoneySettings | None,
) -> tuple[StudyRisk, ...]:
    """The `[[risks]]`; one that names an option hangs over the counterpart made of it as well.

    `given` are the options of the file, `every` those and their counterparts.
    """
    if not isinstance(tables, list):
        reader.wrong("risks is not a list.", "Write [[risks]] on a line of its own for each risk.")
        return ()
    found: list[StudyRisk] = []
    for number, table in enumerate(tables, start=1):
        name = table.get("id", number) if isinstance(table, dict) else number
        risk = reader.model(table, StudyRisk, f"risk '{name}': ")
        if risk is None:
            continue
        if risk.id in {other.id for other in found}:
            reader.wrong(f"two risks have the id '{risk.id}'.", "Give each risk its own id.", "id")
        _check_options(reader, risk, given)
        if money is not None:
            _check_years(reader, risk, money)
        found.append(risk.model_copy(update={"options": _with_made(risk, given, every)}))
    return tuple(found)


def _check_options(reader: TableReader, risk: StudyRisk, given: Sequence[Option]) -> None:
    known = [option.id for option in given if option.moves]
    for option in risk.options:
        if option not in known:
            close = difflib.get_close_matches(option, known, n=1)
            remedy = f"Did you mean '{close[0]}'?" if close else f"Use {', '.join(known) or 'none'}."
            reader.wrong(f"risk '{risk.id}' hangs over '{option}', which is no option with moves.", remedy, "options")


def _check_years(reader: TableReader, risk: StudyRisk, money: MoneySettings) -> None:
    last = money.first_year + money.appraisal_years - 1
    for column in ("year", "last_year"):
        year = getattr(risk, column)
        if year is not None and not money.first_year <= year <= last:
            reader.wrong(
                f"risk '{risk.id}' may happen in {year}, outside the appraisal, {money.first_year} to {last}.",
                f"Give a year from {money.first_year} to {last}, or change first_year or appraisal_years.",
                column,
            )


def _with_made(risk: StudyRisk, given: Sequence[Option], every: Sequence[Option]) -> tuple[str, ...]:
    if risk.needs_governance:
        return risk.options
    named = [option for option in every if option.id in risk.options]
    others = (counterpart_of(option, every) for option in named)
    made = [other.id for other in others if other is not None and other not in given]
    return tuple(dict.fromkeys([*risk.options, *made]))


def owners_from(reader: TableReader, table: object) -> Owners:
    """The section `[owners]`: who owns by organisation, for a theme of the register or for `NOT_LINES`."""
    if not isinstance(table, dict):
        reader.wrong("[owners] is not a table.", "docs/study-file.md has an example.")
        return {}
    reader.known(table, [*codelists.THEMES, *NOT_LINES], "[owners] ")
    for of, by_organisation in table.items():
        if not isinstance(by_organisation, dict) or not all(
            isinstance(owner, str) and owner.strip() for owner in by_organisation.values()
        ):
            reader.wrong(
                f"[owners] {of} does not name an owner for each organisation.",
                f'Write [owners.{of}], then a line such as fire = "the head of property".',
                of,
            )
    return table


def case_from(reader: TableReader, table: object) -> CaseSection:
    """The section `[case]`: its objectives, each wrong one named by its number."""
    if not isinstance(table, dict):
        reader.wrong("[case] is not a table.", "docs/study-file.md has an example.")
        return CaseSection()
    reader.known(table, CaseSection.model_fields, "[case] ")
    rows = table.get("objectives", [])
    if not isinstance(rows, list):
        reader.wrong("[case] objectives is not a list.", "Write [[case.objectives]] for each of them.", "objectives")
        return CaseSection()
    found = [reader.model(row, Objective, f"[case] objective {n}: ") for n, row in enumerate(rows, start=1)]
    return CaseSection(objectives=tuple(objective for objective in found if objective is not None))
