"""Plans of how the benefits of a study will be evaluated, from what is known of an indicator."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from pydantic.fields import FieldInfo

from bluelight.area import Area
from bluelight.service.studies.entries.base import ORGANISATIONS, Content, EntryForm, EntryKind
from bluelight.service.studies.move_fields import field_of
from bluelight.studies.evaluations import NEEDED, EvaluationPlan

_WORDS = {
    "benefit": ("Benefits that it is about", ""),
    "organisation": ("Whose", ""),
    "indicator": ("What will be measured", "In words, such as: mean response to dwelling fires."),
    "unit": ("Its unit", "Such as minutes."),
    "smallest_effect": ("The smallest effect that would matter", "A number, in that unit."),
    "mean": ("Its mean", "A number, in that unit."),
    "spread": ("Its spread", "Standard deviation of one service's values about what is common to all services."),
    "memory": ("How alike neighbouring periods are", "From 0 to 1; 0.5 is assumed where nobody knows."),
    "frequency": ("A period is a", ""),
    "periods": ("Periods before the start", "A whole number."),
    "treated": ("Services that take part", "A whole number."),
    "comparators": ("Others to compare with", "How many services that take no part. A whole number."),
    "source": ("Where mean and spread were read", ""),
}
_NUMBERS = ("smallest_effect", "spread", "periods", "comparators")


class EvaluationForm(EntryForm):
    """A plan without a protocol: a protocol and its panel are files, and come with a study file."""

    model = EvaluationPlan
    key = "indicator"
    path = ("evaluate",)

    def __init__(
        self, data: QueryDict | None, *, content: Content, area: Area, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, content=content, area=area, initial=initial)
        del self.fields["protocol"]

    def field(self, name: str, info: FieldInfo) -> forms.Field:
        """Each in words of its own; what a plan without a protocol needs must be given."""
        field = field_of(name, info, None)  # its unit is no vehicle of the area
        field.label, field.help_text = _WORDS.get(name, ("", ""))
        if name == "organisation":
            choices = [("", "All that have such a benefit"), *ORGANISATIONS]
            return forms.ChoiceField(choices=choices, required=False, label=field.label)
        if name == "frequency":
            field.choices = field.choices[1:]  # type: ignore[attr-defined]
        if name in (*_NUMBERS, "mean"):
            field.initial = None  # nothing, rather than 0
        field.required = name == "benefit" or name in NEEDED
        field.error_messages["required"] = f"Enter {field.label[:1].lower()}{field.label[1:]}"
        return field

    def clean(self) -> dict[str, Any]:
        """Nothing can be told of no effect, no spread, no periods or nobody to compare with."""
        for name in _NUMBERS:
            if self.cleaned_data.get(name) == 0:
                self.add_error(name, f"{self.fields[name].label} must be above 0")
        return super().clean()

    @classmethod
    def key_of(cls, entry: Content) -> str:
        """Whose benefit it is about, and what is measured."""
        named = (entry.get(name) or "" for name in ("benefit", "organisation", "indicator", "protocol"))
        return " | ".join(named)


def _told(entry: Content) -> tuple[str, str]:
    whose = f", {entry['organisation']}" if "organisation" in entry else ""
    title = f"{entry['benefit'].capitalize()}{whose}"
    if "protocol" in entry:
        return title, f"By the protocol {entry['protocol']}, which came with the study file."
    unit = entry["unit"]
    return title, (
        f"Measured by {entry['indicator']}. The smallest effect that would matter is {entry['smallest_effect']:g} "
        f"{unit}, beside a spread of {entry['spread']:g} {unit} ({entry['source']}). "
        f"{entry['periods']} {entry.get('frequency', 'month')}s before the start; {entry['comparators']} others to "
        "compare with."
    )


KIND = EntryKind(
    EvaluationForm,
    "Plans to evaluate",
    "How it will be told afterwards whether benefits came. Once the study has run, its register of benefits says of "
    "each plan what effect could be seen after how many periods, or that none could.",
    "Add a plan",
    _told,
)
