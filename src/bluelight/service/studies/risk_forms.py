"""Stating a risk of a study: the fields of `[[risks]]`, in plain form fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import slugify
from pydantic import ValidationError

from bluelight.area import Area
from bluelight.options import Risk
from bluelight.service.studies.choices import moves_of
from bluelight.service.studies.move_fields import field_of
from bluelight.service.studies.refusing import refuse_invalid, refuse_study
from bluelight.studies.risk_scale import assumed_likelihood
from bluelight.studies.risks import StudyRisk, same_words


class RiskForm(forms.Form):
    """One more risk for a study's content. Its short name is made of its words."""

    def __init__(
        self, data: QueryDict | None, *, content: dict[str, Any], area: Area, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.content, self.area = content, area
        for name, info in StudyRisk.model_fields.items():
            if name == "options":
                self.fields[name] = self._options(info.description or "")
            elif name == "needs_governance":
                self.fields[name] = forms.BooleanField(required=False, label="Only a change of who governs brings it")
            elif name != "id":
                self.fields[name] = field_of(name, info, area)

    def _options(self, words: str) -> forms.Field:
        options = [(option["id"], option["name"]) for option in self.content["option"][1:]]
        return forms.MultipleChoiceField(
            choices=options, widget=forms.CheckboxSelectMultiple, required=False, label="Options", help_text=words
        )

    def clean(self) -> dict[str, Any]:
        """The risk must be one that the study can have."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        given = {name: value for name, value in cleaned.items() if value not in (None, "", [], False)}
        try:
            cleaned["risk"] = StudyRisk.model_validate({"id": self._free_id(given["what"]), **given})
        except ValidationError as error:
            refuse_invalid(self, error)
        else:
            refuse_study(self, self._with(cleaned["risk"]))
        return cleaned

    def _free_id(self, what: str) -> str:
        taken = {risk["id"] for risk in self.content.get("risks", [])}
        stem = slugify(what)[:40].strip("-") or "risk"
        return next(name for name in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)

    def _with(self, risk: StudyRisk) -> dict[str, Any]:
        return {**self.content, "risks": [*self.content.get("risks", []), risk.table()]}

    def changed_content(self) -> dict[str, Any]:
        """What the study says with the risk."""
        return self._with(self.cleaned_data["risk"])


def without_risk(content: dict[str, Any], identifier: str) -> dict[str, Any]:
    """What the study says without a risk."""
    return {**content, "risks": [risk for risk in content.get("risks", []) if risk["id"] != identifier]}


def standing_risks(content: dict[str, Any], area: Area) -> list[Risk]:
    """What the moves of a study say could go wrong and nobody has judged yet, each once."""
    judged = {same_words(risk["what"]) for risk in content.get("risks", [])}
    moves = [move for option in content["option"] for single in moves_of(option, area) for move in single.expand(area)]
    risks = {risk.statement: risk for move in moves for risk in move.risks(area)}
    return [risk for risk in risks.values() if same_words(risk.statement) not in judged]


def judging(risk: Risk) -> dict[str, Any]:
    """What a form says of a risk of a move before anybody has judged it."""
    likelihood = assumed_likelihood(risk.chance)
    return {"what": risk.statement, "where": risk.applies_to, "likelihood": likelihood, "severity": risk.severity}
