"""The protocol of an evaluation: what is asked, of what, and what would count as an answer, written before looking."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from bluelight.errors import InputError, Problem
from bluelight.files import read_toml

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Context(BaseModel):
    """What an entry says under EMMIE's headings beside the effect; empty where nothing is known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mechanism: str = ""
    moderators: str = ""
    implementation: str = ""
    economics: str = ""


class Protocol(BaseModel):
    """What is asked and how it will be answered.

    `smallest_effect` is in the unit of the outcome: an effect below it would not matter. `anticipation` counts periods
    before the start in which behaviour may already have changed. `covariates` are outcomes of the same panel.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    title: Words
    question: Words
    written: date
    outcome: Words
    outcome_words: Words
    unit: Words
    better: Literal["lower", "higher"]
    smallest_effect: float = Field(gt=0)
    estimand: Literal["average"] = "average"
    scale: Literal["natural", "log"] = "natural"
    intervention: str | None = None
    comparators_why: str = ""
    donor_exclusions: dict[Words, Words] = Field(default_factory=dict)
    spillover_neighbours: tuple[Words, ...] = ()
    anticipation: int = Field(default=0, ge=0, le=60)
    covariates: tuple[Words, ...] = ()
    panel: str = "panel.csv"
    treatment: str = "treatment.csv"
    permutations: int = Field(default=1000, ge=200, le=20_000)
    seed: int = Field(default=1, ge=0)
    context: Context = Context()

    @property
    def scale_unit(self) -> str:
        """The unit of an effect on the scale it is worked out on."""
        return self.unit if self.scale == "natural" else "log points"


def read_protocol(path: Path) -> tuple[Protocol, str]:
    """A protocol and the SHA-256 of its bytes. Raises `InputError` with every problem."""
    content, problems = read_toml(path.parent, path.name, "docs/evaluation-guide.md")
    if problems:
        raise InputError(problems)
    try:
        protocol = Protocol.model_validate(content)
    except ValidationError as error:
        raise InputError(_problems(path.name, error)) from None
    if protocol.written > date.today():
        what = f"says that it was written on {protocol.written}, which is yet to come."
        raise InputError([Problem(path.name, what, "Give the day on which it was written.", column="written")])
    return protocol, hashlib.sha256(path.read_bytes()).hexdigest()


def _problems(name: str, error: ValidationError) -> list[Problem]:
    found = []
    for item in error.errors(include_url=False):
        key = ".".join(str(part) for part in item["loc"]) or None
        what, remedy = item["msg"], "Correct this value; docs/evaluation-guide.md lists the keys."
        if item["type"] == "missing":
            what, remedy = "is missing", "Add it: a protocol says this before anybody looks at the data."
        elif item["type"] == "extra_forbidden":
            what, remedy = "is no key of a protocol", f"Use only {', '.join(Protocol.model_fields)}."
        else:
            what = f"{what} (got {_short(item['input'])})"
        found.append(Problem(name, f"{what}.", remedy, column=key))
    return found


def _short(value: Any) -> str:
    said = repr(value)
    return said if len(said) <= 60 else f"{said[:57]}..."
