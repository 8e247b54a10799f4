"""Reading the register's files, with every problem of every file reported at once."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bluelight.errors import InputError, Problem
from bluelight.register.model import Collaboration, Organisation, Pair

REGISTER_FOLDER = Path(__file__).parent.parent / "data" / "register"

_PROMISE_AND_DELIVERY = (["forecast", "realised"],)
_FORECAST_AGAIN = (["forecast", "forecast"], ["forecast", "profiled"])

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Register:
    """Every collaboration, organisation and pair, in the order of their files."""

    collaborations: tuple[Collaboration, ...]
    organisations: tuple[Organisation, ...]
    pairs: tuple[Pair, ...]

    @cached_property
    def collaboration(self) -> dict[str, Collaboration]:
        """Collaborations by slug."""
        return {entry.slug: entry for entry in self.collaborations}

    @cached_property
    def organisation(self) -> dict[str, Organisation]:
        """Organisations by slug."""
        return {entry.slug: entry for entry in self.organisations}


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
    collaborations = _read_json(folder / "collaborations.json", Collaboration, problems)
    organisations = _read_json(folder / "organisations.json", Organisation, problems)
    pairs = _read_pairs(folder / "pairs.csv", problems)
    if not problems:
        problems += _check(folder, collaborations, organisations, pairs)
    if problems:
        raise InputError(problems)
    return Register(tuple(collaborations), tuple(organisations), tuple(pairs))


def _read_json(path: Path, model: type[Model], problems: list[Problem]) -> list[Model]:
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
    return _parse(path, rows, model, problems, first_row=None)


def _read_pairs(path: Path, problems: list[Problem]) -> list[Pair]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = [
                {name: value or None for name, value in row.items() if name is not None} for row in csv.DictReader(file)
            ]
    except FileNotFoundError:
        problems.append(Problem(str(path), "is missing.", "Put the file back."))
        return []
    except (UnicodeDecodeError, csv.Error) as error:
        problems.append(Problem(str(path), f"is not a CSV file in UTF-8: {error}.", "Save it as CSV, UTF-8."))
        return []
    return _parse(path, rows, Pair, problems, first_row=2)


def _parse(
    path: Path, rows: Sequence[Any], model: type[Model], problems: list[Problem], first_row: int | None
) -> list[Model]:
    found = []
    for number, row in enumerate(rows):
        try:
            found.append(model.model_validate(row))
        except ValidationError as error:
            name = row.get("slug") or f"entry {number + 1}" if isinstance(row, Mapping) else f"entry {number + 1}"
            for item in error.errors(include_url=False):
                what = item["msg"].removeprefix("Value error, ").rstrip(".")
                problems.append(
                    Problem(
                        str(path),
                        f"{what}." if first_row is not None else f"{name}: {what}.",
                        "See docs/register.md for the fields and their codes.",
                        row=None if first_row is None else number + first_row,
                        column=".".join(map(str, item["loc"])) or None,
                    )
                )
    return found


def _check(
    folder: Path, collaborations: list[Collaboration], organisations: list[Organisation], pairs: list[Pair]
) -> Iterable[Problem]:
    """What only shows when the files are read together."""
    entries = str(folder / "collaborations.json")
    for file, slugs in (
        (entries, [entry.slug for entry in collaborations]),
        (str(folder / "organisations.json"), [entry.slug for entry in organisations]),
    ):
        for slug, times in Counter(slugs).items():
            if times > 1:
                yield Problem(file, f"{slug} appears {times} times.", "Give each entry its own slug.", column="slug")
    known = {entry.slug for entry in organisations}
    for entry in collaborations:
        for partner in entry.partners:
            if partner.slug is not None and partner.slug not in known:
                yield Problem(
                    entries,
                    f"{entry.slug}: partner {partner.organisation} has the unknown slug {partner.slug}.",
                    "Use a slug of organisations.json, or none.",
                    column="partners",
                )
        yield from _check_pairs_of(entry, entries)
    own_pairs = {entry.slug: {claim.pair for claim in entry.claims} for entry in collaborations}
    for number, pair in enumerate(pairs):
        file = str(folder / "pairs.csv")
        if pair.collaboration not in own_pairs:
            yield Problem(
                file,
                f"there is no collaboration {pair.collaboration}.",
                "Use a slug of collaborations.json.",
                row=number + 2,
                column="collaboration",
            )
        elif pair.pair is not None and pair.pair not in own_pairs[pair.collaboration]:
            yield Problem(
                file,
                f"{pair.collaboration} has no claims paired as {pair.pair}.",
                "Use the pair of two of its claims, or leave it empty.",
                row=number + 2,
                column="pair",
            )


def _check_pairs_of(entry: Collaboration, file: str) -> Iterable[Problem]:
    """A pair is a promise and what came, or (ending -rf) a promise and a later promise: never an outturn."""
    by_pair: dict[str, list[str]] = {}
    for claim in entry.claims:
        if claim.pair is not None:
            by_pair.setdefault(claim.pair, []).append(claim.state)
    for pair, states in by_pair.items():
        allowed = _FORECAST_AGAIN if pair.endswith("-rf") else _PROMISE_AND_DELIVERY
        if sorted(states) not in allowed:
            yield Problem(
                file,
                f"{entry.slug}: the claims of pair {pair} are {', '.join(states)}.",
                "A pair is a forecast and what was realised; ending -rf, a forecast and a later forecast or profile.",
                column="claims",
            )
