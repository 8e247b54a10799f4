"""What real business cases published: one figure of one case a row, as reference cases to set a study beside."""

from __future__ import annotations

import csv
from functools import lru_cache
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from bluelight.errors import InputError, Problem
from bluelight.register import codelists
from bluelight.register.load import REGISTER_FOLDER

FILE = "local_claims.csv"


def _words(value: object) -> object:
    return tuple(value.split()) if isinstance(value, str) else () if value is None else value


class LocalClaim(BaseModel):
    """A figure as a case published it, in pounds of its own time.

    `high` is None where it was stated as "more than" `low`. `period` is `year`, `once`, or `whole` for a sum over
    `years` (None where the period was not stated). `price_year` is that of publication where `price_year_basis` is
    "assumed": the case did not say its price base. `covers` names the themes of its benefits where it said them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    case: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    area: str = Field(min_length=1)
    area_id: str | None
    title: str = Field(min_length=1)
    theme: str
    measure: Literal["saving", "receipt", "cost", "net"]
    low: float = Field(ge=0)
    high: float | None
    period: Literal["year", "once", "whole"]
    years: int | None
    price_year: str = Field(pattern=r"^\d{4}/\d{2}$")
    price_year_basis: Literal["published", "assumed"]
    state: Literal["forecast", "profiled", "claimed", "realised"]
    covers: Annotated[tuple[str, ...], BeforeValidator(_words)]
    missing: str | None
    outcome: str | None
    sources: Annotated[tuple[str, ...], BeforeValidator(_words), Field(min_length=1)]

    @model_validator(mode="after")
    def _known(self) -> Self:
        unknown = [theme for theme in (self.theme, *self.covers) if theme not in codelists.THEMES]
        if unknown:
            raise ValueError(f"the theme {unknown[0]} is not in the codelist")
        if self.high is not None and self.high < self.low:
            raise ValueError("high is below low")
        if self.years is not None and self.period != "whole":
            raise ValueError("years belong to a sum over them")
        return self


@lru_cache(maxsize=1)
def local_claims() -> tuple[LocalClaim, ...]:
    """Every figure that ships, in the order of the file. InputError with every problem of it."""
    path, found, problems = REGISTER_FOLDER / FILE, [], []
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                found.append(LocalClaim.model_validate({name: value or None for name, value in row.items()}))
            except ValidationError as error:
                problems += [
                    Problem(FILE, f"{item['msg']}.", "See docs/register.md.", number, ".".join(map(str, item["loc"])))
                    for item in error.errors(include_url=False)
                ]
    if problems:
        raise InputError(problems)
    return tuple(found)
