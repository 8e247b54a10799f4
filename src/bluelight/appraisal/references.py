"""What every value of a parameter file carries: its date, its confidence and where it was read."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Confidence = Literal["primary", "secondary"]
DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"


class DatedValue(BaseModel):
    """A frozen value of a parameter file."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Reference(DatedValue):
    """Where a value was read."""

    title: str
    publisher: str
    href: str = Field(pattern=r"^https?://[^\s/]+(/\S*)?$")
