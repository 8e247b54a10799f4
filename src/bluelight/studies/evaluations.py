"""What a study says of how its benefits will be evaluated: an `[[evaluate]]`, and what it could show."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import Field, model_validator

from bluelight.errors import BluelightError, InputError, Problem
from bluelight.studies.sections import Section

if TYPE_CHECKING:
    from bluelight.evaluation import Case

NEEDED = (
    "indicator",
    "unit",
    "smallest_effect",
    "spread",
    "periods",
    "comparators",
    "source",
)
"""What a plan without a protocol must give."""


class EvaluationPlan(Section):
    """How one kind of benefit will be evaluated: by a planned protocol, or by what is known of an indicator."""

    benefit: Literal["saving", "receipt", "capital", "response", "outcome"] = Field(
        description="Which benefits: `saving`, `receipt`, `capital`, `response` or `outcome`."
    )
    organisation: str | None = Field(None, description="Whose; all of that kind where it is left out.")
    protocol: str | None = Field(
        None, description="A planned protocol with its panel, below the study's folder; the rest is then left out."
    )
    indicator: str = Field("", description="What will be measured.")
    unit: str = Field("", description="Its unit.")
    smallest_effect: float = Field(0, ge=0, description="The smallest effect that would matter, in that unit.")
    mean: float = Field(0, description="Its mean.")
    spread: float = Field(
        0, ge=0, description="Standard deviation of one service's values about what is common to all services."
    )
    memory: float = Field(
        0.5, ge=0, lt=1, description="How alike neighbouring periods are (autocorrelation); 0.5 is assumed."
    )
    frequency: Literal["month", "quarter", "year"] = Field("month", description="`month`, `quarter` or `year`.")
    periods: int = Field(0, ge=0, le=1000, description="How many periods there are before the start.")
    treated: int = Field(1, ge=1, le=100, description="How many services take part.")
    comparators: int = Field(0, ge=0, le=500, description="How many others there are to compare with.")
    source: str = Field("", description="Where mean and spread were read.")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        given = self.model_fields_set - {"benefit", "organisation", "protocol"}
        if self.protocol is not None and given:
            raise ValueError(f"names a protocol, which says {sorted(given)[0]} itself; leave one of the two out")
        missing = [name for name in NEEDED if not getattr(self, name)]
        if self.protocol is None and missing:
            raise ValueError(f"has neither a protocol nor {missing[0]}")
        return self

    def table(self) -> dict[str, Any]:
        """What a study's text says of it: the fields that were given, as one left out is told to be assumed."""
        return self.model_dump(mode="json", exclude_unset=True, exclude_none=True)


@dataclass(frozen=True, eq=False)
class PlannedEvaluation:
    """A plan with the case that it is worked out from."""

    about: EvaluationPlan
    case: Case

    def concerns(self, category: str, organisation: str) -> bool:
        """Whether it speaks of such a benefit."""
        return self.about.benefit == category and self.about.organisation in (None, organisation)


def planned(about: EvaluationPlan, folder: Path | None) -> PlannedEvaluation:
    """The plan with its case. Raises InputError with every problem of its protocol and panel."""
    if about.protocol is None:
        return PlannedEvaluation(about, _known(about))
    from bluelight.evaluation import load_case

    path = None if folder is None else (folder / about.protocol).resolve()
    if folder is None or path is None or not path.is_relative_to(folder.resolve()):
        what = f"{about.protocol} does not lie below the study's folder."
        remedy = "Put protocol and panel beside the study, or say spread and comparators instead."
        raise InputError([Problem("study.toml", what, remedy, column="protocol")])
    return PlannedEvaluation(about, load_case(path, planned=True))


def _known(about: EvaluationPlan) -> Case:
    from datetime import date

    from bluelight.evaluation import Protocol
    from bluelight.evaluation.known import known_case

    protocol = Protocol(
        title=about.indicator,
        question=f"Did {about.indicator} change?",
        written=date(2000, 1, 1),
        outcome="indicator",
        outcome_words=about.indicator,
        unit=about.unit,
        better="lower",
        smallest_effect=about.smallest_effect,
    )
    return known_case(
        protocol,
        about.frequency,
        mean=about.mean,
        spread=about.spread,
        memory=about.memory,
        periods=about.periods,
        treated=about.treated,
        comparators=about.comparators,
    )


def sentence_of(found: PlannedEvaluation) -> str:
    """What effect could be seen after how long with how many comparators, or that none could; and on what it rests."""
    from bluelight.evaluation.power import plan

    about, protocol = found.about, found.case.protocol
    rests = f"from the panel of {about.protocol}"
    if about.protocol is None:
        assumed = ", assumed" if "memory" not in about.model_fields_set else ""
        rests = (
            f"from a spread of {about.spread:g} {about.unit} ({about.source}) and a memory of {about.memory:g}{assumed}"
        )
    try:
        worked_out = plan(found.case)
    except BluelightError as error:
        return f"{protocol.outcome_words}: cannot be seen. {error} Worked out {rests}."
    verdict = "can be seen" if worked_out.enough else "cannot be seen"
    return f"{protocol.outcome_words}: {verdict}. {worked_out.sentence} Worked out {rests}."
