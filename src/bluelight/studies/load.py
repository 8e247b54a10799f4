"""Reads studies: shipped ones by their id, any other by its file or folder."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bluelight.appraisal import load_parameters
from bluelight.appraisal.checks import check_settings
from bluelight.area import Area, list_areas, load_area
from bluelight.errors import InputError, Problem
from bluelight.options import KINDS, Move, check_moves
from bluelight.studies.beside_options import case_from, owners_from, risks_from
from bluelight.studies.evaluations import EvaluationPlan, PlannedEvaluation, planned
from bluelight.studies.model import About, MoneySettings, Option, OptionHead, Study, with_counterparts
from bluelight.studies.reader import M, TableReader

NAME = "study.toml"
SHIPPED = Path(__file__).parent.parent / "data" / "studies"
_SECTIONS = ("study", "money", "option", "risks", "owners", "case", "evaluate")


@dataclass(frozen=True)
class StudySummary:
    """A study that ships: enough to choose it by."""

    id: str
    name: str
    question: str
    path: Path


def list_studies() -> list[StudySummary]:
    """The studies that ship with Bluelight, by id."""
    found = []
    for path in sorted(SHIPPED.glob(f"*/{NAME}")):
        about = _read(path)["study"]
        found.append(StudySummary(about["id"], about["name"], about["question"], path))
    return found


def load_study(id_or_path: str | Path) -> Study:
    """A study that ships, by its id, or a study.toml, by its path or its folder's.

    Raises InputError with every problem found.
    """
    path = _path(id_or_path)
    return parse_study(_read(path), file=str(path), folder=path.parent)


def parse_study(content: dict[str, Any], file: str = NAME, folder: Path | None = None) -> Study:
    """A study from what its TOML says. `folder` is where a relative path to an area starts.

    Raises InputError with every problem found.
    """
    reader = _Reader(file)
    reader.known(content, _SECTIONS, "")
    about = reader.section(content, "study", About)
    money = reader.section(content, "money", MoneySettings)
    options = reader.options(content.get("option"))
    evaluations = reader.evaluations(content.get("evaluate", []), folder)
    area = reader.area(about, content, folder)
    if money is not None:
        reader.money(money)
    if area is not None:
        reader.moves(area, options)
    if money is not None:
        reader.years(money, options)
    every = with_counterparts(options)
    risks = risks_from(reader, content.get("risks", []), options, every, money)
    owners = owners_from(reader, content.get("owners", {}))
    case = case_from(reader, content.get("case", {}))
    if reader.problems or about is None or money is None or area is None:
        raise InputError(reader.problems)
    return Study(about, money, tuple(every), area, risks, owners, case, evaluations)


def _path(id_or_path: str | Path) -> Path:
    text = str(id_or_path)
    if isinstance(id_or_path, str) and Path(text).name == text and (SHIPPED / text / NAME).is_file():
        return SHIPPED / text / NAME
    path = Path(id_or_path)
    try:
        if path.is_dir():
            path = path / NAME
        if path.is_file():
            return path
    except (OSError, ValueError):
        pass
    known = ", ".join(study.id for study in list_studies()) or "none"
    raise InputError(
        [Problem(text, "is neither a study that ships nor a study.toml.", f"Give a path to one, or one of: {known}.")]
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        what, remedy = f"is not TOML: {error}.", "Put the line right; docs/study-file.md has an example."
    except UnicodeDecodeError:
        what, remedy = "is not UTF-8 text.", "Save it as UTF-8."
    except OSError as error:
        what, remedy = f"cannot be read: {error.strerror}.", "Check the file and its permissions."
    raise InputError([Problem(str(path), what, remedy)])


class _Reader(TableReader):
    """Takes the content of a study apart, collecting problems on the way."""

    def section(self, content: dict[str, Any], name: str, model: type[M]) -> M | None:
        if name not in content and name == "study":
            self.wrong("has no section [study].", "Add [study]; docs/study-file.md has an example.")
            return None
        return self.model(content.get(name, {}), model, f"[{name}] ")

    def options(self, content: object) -> list[Option]:
        if not isinstance(content, list) or not content:
            self.wrong("has no [[option]].", "Add one for business as usual, without moves, then one for each idea.")
            return []
        options: list[Option] = []
        seen: set[str] = set()
        for number, table in enumerate(content, start=1):
            option = self.option(number, table)
            if option is None:
                continue
            if option.id in seen:
                self.wrong(f"two options have the id '{option.id}'.", "Give each option its own id.", "id")
            seen.add(option.id)
            options.append(option)
        for number, table in enumerate(content[1:], start=2):
            if isinstance(table, dict) and not table.get("move"):
                self.wrong(
                    f"option {number} has no moves, so it would be business as usual over again.",
                    "Give it an [[option.move]], or take it out.",
                )
        least = [option.id for option in options if option.do_minimum]
        if len(least) > 1 or (least and least[0] == options[0].id):
            self.wrong(
                f"{' and '.join(least)} cannot be the do-minimum: it is one option, and not business as usual.",
                "Name the one that does the least that must be done.",
                "do_minimum",
            )
        first = content[0]
        if isinstance(first, dict) and first.get("move"):
            self.wrong(
                "the first option has moves, and the first is business as usual.",
                "Put an option without moves before it.",
            )
        return options

    def option(self, number: int, table: object) -> Option | None:
        where = f"option {number}: "
        if not isinstance(table, dict):
            self.wrong(f"{where}is not a table of keys and values.", "Write [[option]] on a line of its own.")
            return None
        head = self.model({key: value for key, value in table.items() if key != "move"}, OptionHead, where)
        tables = table.get("move", [])
        if not isinstance(tables, list):
            self.wrong(f"{where}move is not a list.", "Write [[option.move]] on a line of its own for each move.")
            tables = []
        name = f"option '{table.get('id', number)}', "
        read = tuple(self.move(f"{name}move {n}", move) for n, move in enumerate(tables, start=1))
        if head is None:
            return None
        moves = tuple(move for move in read if move is not None)
        return Option(head.id, head.name, head.summary, moves, head.published, head.do_minimum)

    def move(self, where: str, table: object) -> Move | None:
        kind = table.get("kind") if isinstance(table, dict) else None
        if not isinstance(kind, str) or kind not in KINDS:
            what = "has no kind" if kind is None else f"is of an unknown kind {kind!r}"
            close = difflib.get_close_matches(str(kind), KINDS, n=1)
            remedy = f'Did you mean "{close[0]}"?' if close else f"Use one of {', '.join(KINDS)}."
            self.wrong(f"{where} {what}.", remedy, "kind")
            return None
        return self.model(table, KINDS[kind], f"{where} ({kind}): ")

    def evaluations(self, content: object, folder: Path | None) -> tuple[PlannedEvaluation, ...]:
        if not isinstance(content, list):
            self.wrong("evaluate is not a list.", "Write [[evaluate]] on a line of its own for each plan.")
            return ()
        found = []
        for number, table in enumerate(content, start=1):
            about = self.model(table, EvaluationPlan, f"[[evaluate]] {number}: ")
            try:
                found += [] if about is None else [planned(about, folder)]
            except InputError as error:
                self.problems += error.problems
        return tuple(found)

    def area(self, about: About | None, content: dict[str, Any], folder: Path | None) -> Area | None:
        section = content.get("study")
        name = about.area if about is not None else section.get("area") if isinstance(section, dict) else None
        if not isinstance(name, str) or not name:
            return None
        shipped = {area.id for area in list_areas()}
        if name not in shipped and folder is None:
            self.wrong(f"there is no area '{name}'.", f"Use one of {', '.join(sorted(shipped)) or 'none'}.", "area")
            return None
        path = name if name in shipped or folder is None else folder / name
        if isinstance(path, Path) and not path.exists():
            known = ", ".join(sorted(shipped)) or "none"
            self.wrong(
                f"there is no area '{name}'.",
                f"Give the folder of an area pack, seen from this file, or one of: {known}.",
                "area",
            )
            return None
        try:
            return load_area(path)
        except InputError as error:
            self.problems += [replace(p, file=f"{name}/{p.file}") for p in error.problems]
            return None

    def money(self, money: MoneySettings) -> None:
        try:
            settings = Study.settings_of(money, seed=1)
        except InputError as error:
            self.problems += [replace(p, file=self.file, what=f"[money] {p.what}") for p in error.problems]
            return
        for problem in check_settings(settings, load_parameters()):
            self.problems.append(replace(problem, file=self.file, what=f"[money] {problem.what}"))

    def moves(self, area: Area, options: list[Option]) -> None:
        for option in options:
            for problem in check_moves(area, option.moves):
                what = f"option '{option.id}', {problem.file}: {problem.what}"
                self.problems.append(replace(problem, file=self.file, what=what))

    def years(self, money: MoneySettings, options: list[Option]) -> None:
        last = money.first_year + money.appraisal_years - 1
        for option in options:
            for number, move in enumerate(option.moves, start=1):
                year = move.year if move.year is not None else money.first_year + 1
                latest = last - move.settles()
                if latest < money.first_year:
                    self.wrong(
                        f"option '{option.id}', move {number} ({move.kind}): the last of what follows from it begins "
                        f"{move.settles()} years after it, and the appraisal has {money.appraisal_years} years.",
                        "Let it follow sooner, or appraise more years.",
                        "saving_delay_years",
                    )
                elif not money.first_year <= year <= latest:
                    self.wrong(
                        f"option '{option.id}', move {number} ({move.kind}): in {year} it is outside the appraisal, "
                        f"{money.first_year} to {last}, or too late for all that follows from it.",
                        f"Give a year from {money.first_year} to {latest}, or change first_year or appraisal_years.",
                        "year",
                    )
