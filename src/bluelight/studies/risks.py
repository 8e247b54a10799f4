"""Risks that a study states: how likely, what they would cost, who answers for them, and what is left of them.

Expected risk is likelihood times impact, as the Green Book asks (docs/methods/appraisal.md); the line that it makes is
the engine's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from bluelight.appraisal import LineItem, Settings
from bluelight.options import Move
from bluelight.options import counterpart as without_governance
from bluelight.options.stated import Stated
from bluelight.studies.sections import ID, Section

_WEAKER = ("published", "derived", "assumed")  # a product is known no better than the weaker of its factors
SEVERITIES = {1: "slight", 2: "minor", 3: "moderate", 4: "serious", 5: "severe"}


def same_words(statement: str) -> str:
    """A statement so that two that differ in capitals, spaces or a full stop are one."""
    return " ".join(statement.casefold().split()).rstrip(".")


class StudyRisk(Section):
    """One `[[risks]]` of a study file."""

    id: str = Field(pattern=ID, description="Short name: small letters, digits and hyphens.")
    what: str = Field(
        min_length=1,
        description="What could go wrong, in a sentence. In the words of a move's own risk it takes that one's place.",
    )
    cause: str = Field("", description="What would bring it about.")
    options: tuple[str, ...] = Field((), description="The options that it hangs over, by id; all of them if left out.")
    where: str = Field("", description="What or whom it applies to: a building, a crew, a contract.")
    likelihood: float = Field(gt=0, le=1, description="Chance that it happens, above 0 and at most 1.")
    basis: Literal["published", "derived", "assumed"] = Field(
        "assumed", description="How the likelihood and the severity are known: published, derived or assumed."
    )
    source: str = Field(min_length=1, description="Who judged the likelihood and the severity, or where it was read.")
    impact: Stated | None = Field(
        None,
        description="What it would cost, as an amount with low and high; left out where it is no money.",
    )
    organisation: str = Field("", description="Whose money the impact is; needed with it.")
    response: str = Field("", description="What it would do to response, in words; it needs a severity.")
    people: str = Field("", description="What it would do to staff or residents, in words; it needs a severity.")
    severity: int | None = Field(
        None, ge=1, le=5, description="How bad that would be: 1 slight, 2 minor, 3 moderate, 4 serious, 5 severe."
    )
    owner: str = Field("", description="Who answers for it: organisation and role; a default is marked as one.")
    mitigation: str = Field("", description="What is done about it.")
    residual_likelihood: float | None = Field(
        None, ge=0, le=1, description="Chance that is left once that is done; it acts in the sums. It needs mitigation."
    )
    residual_impact: Stated | None = Field(
        None, description="What it would still cost once that is done; it acts in the sums. It needs mitigation."
    )
    year: int | None = Field(
        None, ge=2000, le=2100, description="Financial year in which it may happen; the year after the study's first."
    )
    last_year: int | None = Field(
        None, ge=2000, le=2100, description="Where it may happen once in each year: the last of them."
    )
    needs_governance: bool = Field(False, description="Whether only a change of who governs brings it.")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.impact is None and not self.response and not self.people:
            raise ValueError("it has no impact: give an amount as impact, or say what it does to response or people")
        if (self.response or self.people) and self.severity is None:
            raise ValueError("its impact on response or people has no severity: give one from 1 to 5")
        if self.impact is not None and not self.organisation:
            raise ValueError("its impact is money and nobody's: name the organisation")
        for name, amount in (("impact", self.impact), ("residual_impact", self.residual_impact)):
            if amount is not None and amount.high is None:
                raise ValueError(f"its {name} has no low and high: a risk gives both ends of what it would cost")
        if self.residual_impact is not None and self.impact is None:
            raise ValueError("what is left of its impact is given, and its impact is not")
        if (self.residual_likelihood is not None or self.residual_impact is not None) and not self.mitigation:
            raise ValueError("less of it is left and nothing is done about it: say what in mitigation")
        if self.residual_likelihood is not None and self.residual_likelihood > self.likelihood:
            raise ValueError("more of it is left than there was: residual_likelihood is above likelihood")
        if self.last_year is not None and (self.year is None or self.last_year < self.year):
            raise ValueError("last_year is before year, or there is no year: give both, in order")
        return self

    def table(self) -> dict[str, Any]:
        """What a study's text says of it: its fields, without those that are left out or empty."""
        fields = self.model_dump(mode="json", exclude_none=True)
        return {name: value for name, value in fields.items() if value not in ("", [], False)}

    @property
    def line_id(self) -> str:
        """The id of its line of money."""
        return f"risk:{self.id}"

    @property
    def acting_likelihood(self) -> float:
        """The chance that counts: what is left of it once something is done."""
        return self.likelihood if self.residual_likelihood is None else self.residual_likelihood

    @property
    def acting_impact(self) -> Stated | None:
        """The amount that counts: what is left of it once something is done."""
        return self.impact if self.residual_impact is None else self.residual_impact

    def hangs_over(self, option: str, moves: Sequence[Move]) -> bool:
        """Whether an option with such moves has it; business as usual has none."""
        if not moves or (self.options and option not in self.options):
            return False
        return not self.needs_governance or tuple(without_governance(moves)) != tuple(moves)

    def starts(self, settings: Settings) -> int:
        """The financial year in which it may first happen."""
        return self.year if self.year is not None else settings.first_year + 1

    def line(self, option: str, settings: Settings, owner: str) -> LineItem | None:
        """Its expected cost under an option; None where it is no money or nothing of it is left."""
        amount = self.acting_impact
        if amount is None or amount.high is None or amount.low is None or self.acting_likelihood == 0:
            return None
        start = self.starts(settings)
        return LineItem(
            id=self.line_id,
            option=option,
            label=self.what,
            organisation=self.organisation,
            category="risk",
            benefit_class="cash_releasing",
            low=-amount.high,
            mode=-amount.mode,
            high=-amount.low,
            price_year=amount.price_year or settings.price_year,
            start_year=start,
            end_year=self.last_year or start,
            basis=max(amount.basis, self.basis, key=_WEAKER.index),
            source="; ".join(dict.fromkeys((amount.source, self.source))),
            note="; ".join(said for said in (amount.note, self._left_words()) if said),
            likelihood=self.acting_likelihood,
            owner=owner,
            governance_dependent=self.needs_governance,
        )

    def _left_words(self) -> str:
        if self.residual_likelihood is None and self.residual_impact is None:
            return ""
        return f"what is left once something is done about it: {self.mitigation}"
