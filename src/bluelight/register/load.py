"""Reading the register's files, with every problem of every file reported at once."""

from __future__ import annotations

import csv
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from bluelight.errors import InputError, Problem
from bluelight.register.check import Fault, Register, build

REGISTER_FOLDER = Path(__file__).parent.parent / "data" / "register"


def load_register(folder: Path | None = None) -> Register:
    """The shipped register, or that of a folder with the same files.

    Raises `InputError` with every problem of `collaborations.json`, `organisations.json` and `pairs.csv`.
    """
    return _shipped() if folder is None else _load(folder)


@lru_cache(maxsize=1)
def _shipped() -> Register:
    return _load(REGISTER_FOLDER)


def _load(folder: Path) -> Register:
    problems: list[Problem] = []
    collaborations = _read_json(folder / "collaborations.json", problems)
    organisations = _read_json(folder / "organisations.json", problems)
    pairs = _read_pairs(folder / "pairs.csv", problems)

    def tell(fault: Fault) -> Problem:
        if fault.place[0] == "pairs":
            row = int(fault.place[1]) + 2
            return Problem(str(folder / "pairs.csv"), fault.what, fault.remedy, row, fault.column)
        file = str(folder / f"{fault.place[0]}.json")
        return Problem(file, f"{fault.entry}: {fault.what}", fault.remedy, column=fault.column)

    if problems:
        raise InputError(problems)
    return build({"collaborations": collaborations, "organisations": organisations, "pairs": pairs}, tell)


def _read_json(path: Path, problems: list[Problem]) -> list[Any]:
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        problems.append(Problem(str(path), "is missing.", "Put the file back."))
        return []
    except ValueError as error:
        problems.append(Problem(str(path), f"is not valid JSON: {error}.", "Correct the file."))
        return []
    if not isinstance(rows, list):
        problems.append(Problem(str(path), "is not a list of entries.", "Wrap the entries in [ and ]."))
        return []
    return rows


def _read_pairs(path: Path, problems: list[Problem]) -> list[Any]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return [
                {name: value or None for name, value in row.items() if name is not None} for row in csv.DictReader(file)
            ]
    except FileNotFoundError:
        problems.append(Problem(str(path), "is missing.", "Put the file back."))
    except (UnicodeDecodeError, csv.Error) as error:
        problems.append(Problem(str(path), f"is not a CSV file in UTF-8: {error}.", "Save it as CSV, UTF-8."))
    return []
