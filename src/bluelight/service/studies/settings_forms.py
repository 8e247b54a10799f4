"""How the money of a study is worked out: prices, years, what acts, and where ranges come from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from bluelight.area import Area
from bluelight.register.codelists import THEMES
from bluelight.service.studies.choices import moves_of
from bluelight.service.studies.move_fields import field_of
from bluelight.service.studies.refusing import refuse_study
from bluelight.studies.model import MoneySettings, Study
from bluelight.studies.societal import relations_offered

_PLAIN = (
    "price_year",
    "first_year",
    "appraisal_years",
    "measure",
    "inflation_percent",
    "inflation_source",
    "optimism_bias_mitigation",
    "mitigation_evidence",
)
_MEASURES = (("saving", "Savings"), ("cost", "Costs"), ("receipt", "Receipts"))
_RANGES = "range-"


class SettingsForm(forms.Form):
    """The section `[money]` of a study's content, but for its caps and what falls on income groups."""

    def __init__(self, data: QueryDict | None, *, content: dict[str, Any], area: Area) -> None:
        self.content, self.money = content, content.get("money", {})
        super().__init__(data)
        for name in _PLAIN:
            self.fields[name] = field_of(name, MoneySettings.model_fields[name], None)
            if name in self.money:
                self.fields[name].initial = self.money[name]
        self._offer_relations(area)
        self._offer_ranges(area)

    def _offer_relations(self, area: Area) -> None:
        usual = Study.settings_of(MoneySettings.model_validate({}), seed=1)
        unverified = [found for found in relations_offered(area, usual) if not found.verified]
        if unverified:
            self.fields["accept_unverified"] = forms.MultipleChoiceField(
                choices=[(found.id, f"{found.name}. {found.note}") for found in unverified],
                widget=forms.CheckboxSelectMultiple,
                required=False,
                label="Relations that may act though they are not verified",
                help_text="They were not read where they were published. What rests on one is marked in the report.",
                initial=self.money.get("accept_unverified", []),
            )

    def _offer_ranges(self, area: Area) -> None:
        """By theme of the moves, which ranges come from what became of such promises."""
        moves = [move for option in self.content["option"] for move in moves_of(option, area)]
        asked = self.money.get("reference_ranges", {})
        for theme in [theme for theme in THEMES if theme in asked or any(move.theme == theme for move in moves)]:
            self.fields[f"{_RANGES}{theme}"] = forms.MultipleChoiceField(
                choices=_MEASURES,
                widget=forms.CheckboxSelectMultiple,
                required=False,
                label=f"{THEMES[theme]}: ranges from the register",
                initial=asked.get(theme, []),
            )

    def clean(self) -> dict[str, Any]:
        """The study must be one that can be counted with them."""
        cleaned = super().clean() or {}
        if not self.errors:
            refuse_study(self, self.changed_content())
        return cleaned

    def changed_content(self) -> dict[str, Any]:
        """What the study says with these settings."""
        said = self.cleaned_data
        kept = {name: value for name, value in self.money.items() if name not in _PLAIN}
        plain = {name: said[name] for name in _PLAIN if said.get(name) not in (None, "")}
        ranges = {name.removeprefix(_RANGES): said[name] for name in self.fields if name.startswith(_RANGES)}
        asked = {theme: list(measures) for theme, measures in ranges.items() if measures}
        chosen = {**kept, **plain, "reference_ranges": asked}
        if "accept_unverified" in self.fields:
            chosen["accept_unverified"] = list(said["accept_unverified"])
        return {**self.content, "money": {name: value for name, value in chosen.items() if value not in ([], {})}}
