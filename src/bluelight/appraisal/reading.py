"""Reads line items from a CSV and settings from a TOML file, with every problem of both at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from bluelight.appraisal.items import LineItem
from bluelight.appraisal.settings import Settings
from bluelight.errors import InputError, Problem
from bluelight.files import read_rows, read_toml

NEEDED = tuple(name for name, field in LineItem.model_fields.items() if field.is_required())


def read_case(lines: Path, settings: Path) -> tuple[list[LineItem], Settings]:
    """The line items and settings of a case. Raises `InputError` with every problem of both files."""
    problems: list[Problem] = []
    items: list[LineItem] = []
    given: Settings | None = None
    try:
        items = read_lines(lines)
    except InputError as error:
        problems += error.problems
    try:
        given = read_settings(settings)
    except InputError as error:
        problems += error.problems
    if problems or given is None:
        raise InputError(problems)
    return items, given


def read_lines(path: Path) -> list[LineItem]:
    """Line items from a CSV: one a row, columns named as the fields of `LineItem`, an empty cell for what is usual.

    Raises `InputError` with every problem, each with its row and its line.
    """
    header, rows, problems = read_rows(path.parent, path.name)
    if not problems:
        problems = _check_header(path.name, header)
    items: list[LineItem] = []
    if not problems:
        for number, cells in rows:
            if len(cells) != len(header):
                what = f"has {len(cells)} cells where the header has {len(header)}."
                remedy = "Check for a comma that should be in quotation marks, or a missing one."
                problems.append(Problem(path.name, what, remedy, number))
                continue
            try:
                items.append(LineItem.model_validate(_values(header, cells)))
            except InputError as error:
                problems += [replace(p, file=path.name, what=f"{p.file}: {p.what}", row=number) for p in error.problems]
        if not rows:
            problems.append(Problem(path.name, "has no line items.", "Give one in each row below the header."))
    if problems:
        raise InputError(problems)
    return items


def read_settings(path: Path) -> Settings:
    """Settings from a TOML file. Raises `InputError` with every problem."""
    content, problems = read_toml(path.parent, path.name, "docs/methods/appraisal.md")
    if problems:
        raise InputError(problems)
    known = list(Settings.model_fields)
    problems = [
        Problem(path.name, f'has an unknown key "{key}".', _meant(key, known)) for key in content if key not in known
    ]
    try:
        settings = Settings.model_validate({key: value for key, value in content.items() if key in known})
    except InputError as error:
        raise InputError([*problems, *(replace(p, file=path.name) for p in error.problems)]) from None
    if problems:
        raise InputError(problems)
    return settings


def in_files(problems: Iterable[Problem], lines: Path, settings: Path) -> InputError:
    """Problems of an appraisal with the names of the files that its lines and settings were read from."""
    names = {"line items": lines.name, "settings": settings.name}
    return InputError(replace(problem, file=names.get(problem.file, problem.file)) for problem in problems)


def _check_header(name: str, header: list[str]) -> list[Problem]:
    known = list(LineItem.model_fields)
    problems = []
    for title in dict.fromkeys(header):
        if title not in known:
            problems.append(Problem(name, f'has an unknown column "{title}".', _meant(title, known), 1, title))
        elif header.count(title) > 1:
            problems.append(Problem(name, f'has the column "{title}" twice.', "Keep one.", 1, title))
    for title in NEEDED:
        if title not in header:
            problems.append(Problem(name, f'has no column "{title}".', "Add it.", 1, title))
    return problems


def _meant(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f'Did you mean "{close[0]}"?' if close else f"Use only {', '.join(known)}."


def _values(header: list[str], cells: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {title: text for title, text in zip(header, cells, strict=True) if text}
    if "ramp_shares" in values:
        values["ramp_shares"] = values["ramp_shares"].replace(";", " ").split()
    return values
