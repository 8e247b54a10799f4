"""On which income groups the money of a study falls, for distributional weights."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from pydantic import ValidationError

from bluelight.appraisal.settings import IncomeGroups
from bluelight.area import Area
from bluelight.service.studies import move_text
from bluelight.service.studies.entries.base import ORGANISATIONS
from bluelight.service.studies.move_fields import TextField
from bluelight.service.studies.refusing import refuse_invalid, refuse_study

_GROUPS = ("median", "incomes", "source")
_PAYER = "payer-"


class IncomeForm(forms.Form):
    """The income groups of the section `[money]`, and, once there are any, which of them each organisation's falls on.

    All three fields of the groups left empty take them out, and who pays with them.
    """

    median = TextField(
        move_text.number,
        required=False,
        label="Median income",
        help_text="Of all households, in pounds a year, equivalised: made alike for the size of the household.",
    )
    incomes = TextField(
        lambda text: move_text.by_key(text, move_text.number, named=str),
        lines=True,
        required=False,
        label="Income of each group",
        help_text="One line for each group that gains or pays: its name, a colon and its income, as “all households: "
        "33000”. Equivalised, in pounds a year.",
    )
    source = forms.CharField(required=False, label="Where the incomes were read")

    def __init__(self, data: QueryDict | None, *, content: dict[str, Any], area: Area) -> None:
        self.content, self.money = content, content.get("money", {})
        groups, payers = self.money.get("income_groups", {}), self.money.get("payers", {})
        lines = "\n".join(f"{name}: {income:.15g}" for name, income in groups.get("incomes", {}).items())
        initial = {"median": f"{groups['median']:.15g}", "source": groups["source"], "incomes": lines} if groups else {}
        super().__init__(data, initial=initial)
        for organisation, name in ORGANISATIONS if groups else []:
            self.fields[f"{_PAYER}{organisation}"] = forms.ChoiceField(
                choices=[("", "No group"), *((group, group) for group in groups["incomes"])],
                required=False,
                label=f"{name}: whose money it is",
                initial=payers.get(organisation, ""),
            )

    def clean(self) -> dict[str, Any]:
        """The groups must be whole, or none, and the study must be one that can be counted with them."""
        cleaned = super().clean() or {}
        if self.errors or not self._groups():
            return cleaned
        for name in _GROUPS:
            if name not in self._groups():
                label = str(self.fields[name].label)
                self.add_error(name, f"Enter {label[:1].lower()}{label[1:]}, or empty the others too")
        if not self.errors:
            self._refuse_groups()
        if not self.errors:
            refuse_study(self, self.changed_content())
        return cleaned

    def _refuse_groups(self) -> None:
        try:
            IncomeGroups.model_validate(self._groups())
        except ValidationError as error:
            refuse_invalid(self, error)

    def _groups(self) -> dict[str, Any]:
        return {name: said for name in _GROUPS if (said := self.cleaned_data.get(name)) not in (None, "", {})}

    def changed_content(self) -> dict[str, Any]:
        """What the study says with these groups."""
        kept = {name: said for name, said in self.money.items() if name not in ("income_groups", "payers")}
        if not self._groups():
            return {**self.content, "money": kept}
        payers = self.money.get("payers", {})
        said = {name.removeprefix(_PAYER): said for name, said in self.cleaned_data.items() if name.startswith(_PAYER)}
        named = {organisation: group for organisation, group in {**payers, **said}.items() if group}
        chosen = {"payers": named} if named else {}
        return {**self.content, "money": {**kept, "income_groups": self._groups(), **chosen}}
