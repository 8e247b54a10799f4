"""Reads a search.toml, and what options of the command put in its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bluelight.errors import InputError, Problem
from bluelight.files import read_toml
from bluelight.studies.model import MoneySettings
from bluelight.studies.search.settings import NewSite, Question, Search

M = TypeVar("M", bound=BaseModel)
FIRST = int(Question.model_fields["first_replications"].default)
SECTIONS = ("search", "weights", "new_site", "money")


def load_search(path: Path | None = None, **asked: Any) -> Search:
    """A search from its file, or from nothing; `asked` replaces keys of `[search]` where it is not None or empty.

    Raises InputError with every problem found.
    """
    content: dict[str, Any] = {}
    name = "search.toml"
    if path is not None:
        name = str(path)
        content, problems = read_toml(path.parent, path.name, "docs/methods/search.md")
        if problems:
            raise InputError(problems)
    problems = [
        Problem(name, f'has an unknown part "{key}".', f"Use only {', '.join(SECTIONS)}.")
        for key in content
        if key not in SECTIONS
    ]
    given = content.get("search", {})
    if isinstance(given, dict):
        given = {**given, **{key: value for key, value in asked.items() if value not in (None, ())}}
        most = given.get("replications")
        if isinstance(most, int) and "first_replications" not in given:
            given["first_replications"] = min(most, FIRST)
    question = _read(given, Question, f"{name}, [search]", problems)
    money = _read({"draws": 2_000, **content.get("money", {})}, MoneySettings, f"{name}, [money]", problems)
    for key in ("overlap_groups", "reference_ranges"):
        if money is not None and getattr(money, key):
            what = f"gives {key}, and a search prices each move by itself, with its own range."
            problems.append(Problem(f"{name}, [money]", what, "Leave it out here; give it in a study of the plans."))
    rows = content.get("new_site", [])
    rows = rows if isinstance(rows, list) else [rows]
    sites = [_read(row, NewSite, f"{name}, new_site {i}", problems) for i, row in enumerate(rows, start=1)]
    weights = _weights(content.get("weights", {}), name, problems)
    if problems or question is None or money is None:
        raise InputError(problems)
    return Search(question, tuple(site for site in sites if site is not None), weights, money)


def _read(given: object, model: type[M], where: str, problems: list[Problem]) -> M | None:
    try:
        return model.model_validate(given)
    except ValidationError as error:
        for item in error.errors(include_url=False):
            what = item["msg"].removeprefix("Value error, ").rstrip(".")
            got = "" if item["type"] in ("missing", "value_error") else f" (got {item['input']!r})"
            column = ".".join(str(part) for part in item["loc"]) or None
            problems.append(
                Problem(
                    where,
                    f"{what[:1].lower()}{what[1:]}{got}.",
                    "docs/methods/search.md says what it may be.",
                    column=column,
                )
            )
        return None


def _weights(given: object, name: str, problems: list[Problem]) -> dict[str, float]:
    found: dict[str, float] = {}
    for key, value in given.items() if isinstance(given, dict) else ():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1e6:
            problems.append(Problem(f"{name}, [weights]", f"{key} is {value!r}.", "Give a number of 0 or more."))
        else:
            found[str(key)] = float(value)
    return found
