"""Savings that claim from one pot: which lines of a study a cap holds together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from pydantic import Field, field_validator, model_validator

from bluelight.appraisal import LineItem
from bluelight.appraisal.settings import OverlapGroup
from bluelight.errors import InputError, Problem
from bluelight.options import KINDS
from bluelight.studies.sections import ID, Section


class StudyCap(Section):
    """One `[[money.overlap_groups]]`: the most that savings of some moves can come to together, under one option."""

    group: str = Field(pattern=ID, description="Short name: small letters, digits and hyphens.")
    cap: float = Field(gt=0, le=1e13, description="Most that they save together, in pounds a year.")
    price_year: str = Field(pattern=r"^\d{4}/\d{2}$", description="Financial year whose prices the cap is in.")
    source: str = Field(min_length=1, description="Why no more than that can be saved, and who says so.")
    moves: tuple[str, ...] = Field(min_length=1, description="Kinds of move whose savings claim from it.")
    organisations: tuple[str, ...] = Field((), description="Whose savings claim from it; all of them if left out.")

    @field_validator("moves")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [kind for kind in value if kind not in KINDS]
        if unknown:
            raise ValueError(f"there is no kind of move {unknown[0]!r}: use {', '.join(KINDS)}")
        return value

    @model_validator(mode="after")
    def _more_than_one(self) -> Self:
        for name in ("moves", "organisations"):
            given = getattr(self, name)
            if len(set(given)) < len(given):
                raise ValueError(f"{name} names one twice")
        return self

    def holds(self, kind: str, line: LineItem) -> bool:
        """Whether a line of a move of the kind claims from it."""
        of_them = not self.organisations or line.organisation in self.organisations
        return line.category == "saving" and kind in self.moves and of_them

    def for_engine(self) -> OverlapGroup:
        """As the appraisal knows it."""
        return OverlapGroup(**self.model_dump(include=set(OverlapGroup.model_fields)))


def group_of(caps: Sequence[StudyCap], kind: str, line: LineItem) -> str | None:
    """The group that a line claims from; None for most. InputError where there are two."""
    found = [cap.group for cap in caps if cap.holds(kind, line)]
    if len(found) > 1:
        raise InputError(
            [
                Problem(
                    "line items",
                    f"line '{line.id}' of option '{line.option}' is in two overlap groups, {' and '.join(found)}.",
                    "Let their moves or organisations leave it to one of them.",
                    column="overlap_groups",
                )
            ]
        )
    return found[0] if found else None
