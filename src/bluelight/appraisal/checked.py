"""Frozen models whose mistakes are reported as problems a user can put right, all of them at once."""

from __future__ import annotations

from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, ValidationError, model_validator

from bluelight.errors import InputError, Problem


def problems_of(error: ValidationError, place: str) -> list[Problem]:
    """One `Problem` for each thing pydantic found, with the field in dotted form as its column."""
    found = []
    for item in error.errors(include_url=False):
        column = ".".join(str(part) for part in item["loc"]) or None
        what = item["msg"].removeprefix("Value error, ")
        if column is not None and item["type"] not in ("missing", "extra_forbidden"):
            what += f" (got {item['input']!r})"
        found.append(Problem(file=place, what=f"{what.rstrip('.')}.", remedy="Correct this value.", column=column))
    return found


class CheckedModel(BaseModel):
    """A frozen value that raises `InputError`, naming itself, instead of pydantic's own error."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @classmethod
    def place(cls, data: object) -> str:
        """How a message names this value before it is known to be sound."""
        return cls.__name__.lower()

    def faults(self) -> list[tuple[str, str, str]]:
        """What is wrong although every field is right in itself: (column, what, remedy)."""
        return []

    @model_validator(mode="wrap")
    @classmethod
    def _as_problems(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        place = cls.place(data)
        try:
            value = handler(data)
        except ValidationError as error:
            raise InputError(problems_of(error, place)) from None
        faults = value.faults()
        if faults:
            raise InputError(Problem(place, what, remedy, column=column) for column, what, remedy in faults)
        return value
