"""Risks: those that a study states, and those of its moves that nobody has judged yet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import slugify
from pydantic.fields import FieldInfo

from bluelight.area import Area
from bluelight.options import Risk
from bluelight.service.studies.choices import moves_of
from bluelight.service.studies.entries.base import Beside, Content, EntryForm, EntryKind, ticks
from bluelight.studies.risk_scale import assumed_likelihood
from bluelight.studies.risks import StudyRisk, same_words


class RiskForm(EntryForm):
    """A risk of the study. Its short name is made of its words."""

    model = StudyRisk
    key = "id"
    path = ("risks",)

    def __init__(
        self, data: QueryDict | None, *, content: Content, area: Area, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, content=content, area=area, initial=initial)
        del self.fields["id"]

    def field(self, name: str, info: FieldInfo) -> forms.Field:
        """Options are ticked, and so is whether only a change of who governs brings it."""
        if name == "options":
            options = [(option["id"], option["name"]) for option in self.content["option"][1:]]
            return ticks("Options", info.description or "", options, required=False)
        if name == "needs_governance":
            return forms.BooleanField(required=False, label="Only a change of who governs brings it")
        return super().field(name, info)

    def entry(self, given: dict[str, Any]) -> StudyRisk:
        """The risk, under a free short name."""
        return StudyRisk.model_validate({"id": self._free_id(given["what"]), **given})

    def _free_id(self, what: str) -> str:
        taken = {risk["id"] for risk in self.entries(self.content)}
        stem = slugify(what)[:40].strip("-") or "risk"
        return next(name for name in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)


def standing_risks(content: Content, area: Area) -> list[Risk]:
    """What the moves of a study say could go wrong and nobody has judged yet, each once."""
    judged = {same_words(risk["what"]) for risk in content.get("risks", [])}
    moves = [move for option in content["option"] for single in moves_of(option, area) for move in single.expand(area)]
    risks = {risk.statement: risk for move in moves for risk in move.risks(area)}
    return [risk for risk in risks.values() if same_words(risk.statement) not in judged]


def judging(risk: Risk) -> dict[str, Any]:
    """What a form says of a risk of a move before anybody has judged it."""
    likelihood = assumed_likelihood(risk.chance)
    return {"what": risk.statement, "where": risk.applies_to, "likelihood": likelihood, "severity": risk.severity}


def _beside(content: Content, area: Area, asked: QueryDict) -> Beside:
    """What the moves bring, to be judged; the form begins with the one that somebody asks to judge."""
    standing = standing_risks(content, area)
    judged = next((risk for risk in standing if risk.statement == asked.get("judge")), None)
    return Beside({"standing": standing, "judged": judged}, judging(judged) if judged else {})


def _told(risk: Content) -> tuple[str, str]:
    said = f"Likelihood {risk['likelihood']}"
    if "residual_likelihood" in risk:
        said += f", {risk['residual_likelihood']} once something is done about it"
    said += "."
    if "impact" in risk:
        said += f" Impact £{risk['impact']['mode']:,.0f}, {risk['organisation']}."
    if "severity" in risk:
        said += f" Severity {risk['severity']} of 5."
    if "owner" in risk:
        said += f" Owner: {risk['owner']}."
    return risk["what"], said


KIND = EntryKind(
    RiskForm,
    "Risks",
    "A risk with an amount is in the sums as likelihood times impact. All of them are in the risk register of the "
    "report, with those that the moves bring.",
    "Add a risk",
    _told,
    "The risk",
    _beside,
    "studies/risks.html",
)
