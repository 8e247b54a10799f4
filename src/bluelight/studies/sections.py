"""What every part of a study file is: frozen, and without keys that nobody knows."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
"""A short name: small letters, digits and hyphens."""


class Section(BaseModel):
    """A table of a study file."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
