"""Objectives: what the organisations want to achieve."""

from __future__ import annotations

from typing import Any, get_args

from django import forms
from pydantic.fields import FieldInfo

from bluelight.service.studies.entries.base import EntryForm, EntryKind
from bluelight.studies.objectives import Factor, MeasuredBy, Objective

_WORDS = {
    "text": ("What is to be achieved", "In a sentence."),
    "measure": ("How it will be told whether it was", "In words, such as: mean response of fire engines."),
    "factor": ("Critical success factor that it is of", ""),
    "source": ("The plan that says so", "Leave empty where this study alone does."),
    "figure": (
        "Figure of this study that measures it",
        "Money is in pounds, a chance from 0 to 1, and response the change of its mean in minutes.",
    ),
    "at_least": ("The least that the figure must be", "A figure needs this, or the most."),
    "at_most": ("The most that the figure may be", ""),
}


class ObjectiveForm(EntryForm):
    """What the organisations want to achieve."""

    model = Objective
    key = "text"
    path = ("case", "objectives")

    def field(self, name: str, info: FieldInfo) -> forms.Field:
        """Each in words of its own: those of the study file name the codes of its keys."""
        field = super().field(name, info)
        field.label, field.help_text = _WORDS[name]
        field.error_messages["required"] = f"Enter {field.label[:1].lower()}{field.label[1:]}"
        if isinstance(field, forms.ChoiceField):
            empty, values = ("Strategic fit", get_args(Factor)[1:])
            if name == "figure":
                empty, values = "None: people judge it", get_args(MeasuredBy)
            field.choices = [("", empty), *((value, value.replace("_", " ").capitalize()) for value in values)]
        return field


def _told(entry: dict[str, Any]) -> tuple[str, str]:
    target = ""
    for name, words in (("at_least", "at least"), ("at_most", "at most")):
        if name in entry:
            target = f" {str(entry['figure']).replace('_', ' ').capitalize()}: {words} {entry[name]:g}."
    return entry["text"], f"Measured by {entry['measure']}.{target}"


KIND = EntryKind(
    ObjectiveForm,
    "Objectives",
    "What the organisations want to achieve. The strategic case sets every option beside each objective, and says "
    "which are met where a figure of the study measures them.",
    "Add an objective",
    _told,
)
