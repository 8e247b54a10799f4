"""Reads tables of keys and values of a study file, collecting what is wrong with all of them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bluelight.errors import Problem

M = TypeVar("M", bound=BaseModel)


class TableReader:
    """Reads tables into models; `problems` are those found on the way, all of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def wrong(self, what: str, remedy: str, column: str | None = None) -> None:
        """Note a problem."""
        self.problems.append(Problem(self.file, what, remedy, column=column))

    def known(self, table: dict[str, Any], names: Iterable[str], where: str) -> None:
        """Note each key that is not among the names."""
        names = list(names)
        for key in table:
            if key not in names:
                close = difflib.get_close_matches(key, names, n=1)
                remedy = f'Did you mean "{close[0]}"?' if close else f"Use only {', '.join(names)}."
                self.wrong(f'{where}has an unknown key "{key}".', remedy)

    def model(self, table: object, model: type[M], where: str) -> M | None:
        """The model that a table holds; None, with its problems noted, where it holds none."""
        if not isinstance(table, dict):
            self.wrong(f"{where}is not a table of keys and values.", "docs/study-file.md has an example.")
            return None
        fields = list(model.model_fields)
        self.known(table, fields, where)
        try:
            return model.model_validate({key: value for key, value in table.items() if key in fields})
        except ValidationError as error:
            for item in error.errors(include_url=False):
                field = ".".join(str(part) for part in item["loc"])
                what = item["msg"].removeprefix("Value error, ").rstrip(".")
                got = "" if item["type"] == "missing" or not field else f" (got {item['input']!r})"
                self.wrong(f"{where}{what[:1].lower()}{what[1:]}{got}.", _remedy(model, field), field or None)
            return None


def _remedy(model: type[BaseModel], field: str) -> str:
    found = model.model_fields.get(field.split(".")[0])
    return found.description if found is not None and found.description else "docs/study-file.md has an example."
