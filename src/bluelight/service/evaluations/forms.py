"""The forms of an attached evaluation."""

from __future__ import annotations

from typing import Any

from django import forms

from bluelight.register import codelists
from bluelight.service.register import words
from bluelight.service.register.models import Claim

# What a claim may be of here: a date is no effect.
_CLASSES = {code: said for code, said in codelists.MEASURE_CLASSES.items() if code != "date"}


class EvaluatorForm(forms.Form):
    """Who did it."""

    evaluator = forms.ChoiceField(
        label="Who did the evaluation?",
        help_text="Who chose the question and worked it out, whoever sends it here.",
        choices=list(codelists.EVALUATORS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who did the evaluation"},
    )
    evaluator_name = forms.CharField(
        label="Which organisation? (optional)",
        help_text="Leave out names of people.",
        max_length=200,
        required=False,
    )


class _NumberField(forms.FloatField):
    """A number whose minus may be a sign of its own, as it stands on the page, or a hyphen."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace("−", "-") if isinstance(value, str) else value)


class FindingForm(forms.Form):
    """One claim that it speaks to."""

    claim = forms.ChoiceField(label="Claim", error_messages={"required": "Choose a claim"})
    measure_class = forms.ChoiceField(
        label="What is the claim of?",
        choices=list(_CLASSES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the claim is of"},
    )
    factor = _NumberField(
        label="What is one unit of the effect in the unit of the claim?",
        help_text="1 where the claim is of the same thing in the same unit; −1 where a fall of the one is a gain of "
        "the other.",
        initial=1,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "inputmode": "decimal"}),
        error_messages={"required": "Enter a number", "invalid": "Enter a number, such as −1 or 250"},
    )
    how = forms.CharField(
        label="How does the effect become that figure?",
        help_text="In a sentence, with the source of any price or count that you use.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say how the effect becomes that figure"},
    )

    def __init__(self, *args: Any, claims: list[Claim], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["claim"]
        field.choices = [("", "Choose a claim"), *((claim.key, _said(claim)) for claim in claims)]

    def clean_factor(self) -> float:
        """A number that says something."""
        factor: float = self.cleaned_data["factor"]
        if factor == 0 or abs(factor) > 1e12:
            raise forms.ValidationError("Enter a number that is not 0")
        return factor


def _said(claim: Claim) -> str:
    figure = words.amount(claim.amount, claim.amount_max, claim.unit)
    text = claim.statement if len(claim.statement) <= 90 else f"{claim.statement[:87].rstrip()}..."
    return f"{text} ({words.named('state', claim.state).lower()}: {figure})"
