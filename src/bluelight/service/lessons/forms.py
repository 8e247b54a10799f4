"""The forms of a lesson's steps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from bluelight.register import codelists
from bluelight.service.lessons.models import Lesson
from bluelight.service.register.models import Collaboration, Organisation


def _text(label: str, missing: str, help_text: str = "", rows: int = 4, most: int = 5000) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
    )


def _one_of(label: str, codes: dict[str, str], missing: str = "", help_text: str = "") -> forms.ChoiceField:
    required = bool(missing)
    choices = list(codes.items()) if required else [("", "Not known"), *codes.items()]
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        required=required,
        help_text=help_text,
        error_messages={"required": missing},
    )


class WordsForm(forms.Form):
    """The lesson itself, before anything is asked about it."""

    title = forms.CharField(
        label="The lesson in one line", max_length=200, error_messages={"required": "Enter the lesson in one line"}
    )
    text = _text(
        "What happened, and what others should know",
        "Enter what happened and what others should know",
        "Leave out names and anything by which a person could be known.",
        rows=8,
    )


class CorrectForm(WordsForm):
    """The lesson in better words; `seen` is what the form was filled from."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class IdentifyForm(WordsForm):
    """Everything asked of whoever adds a lesson."""

    origin = _one_of("What was it drawn from?", codelists.LESSON_ORIGINS, "Choose what it was drawn from")
    origin_note = forms.CharField(
        label="Which one? (optional)", max_length=300, required=False, help_text="For example the name of the exercise."
    )
    happened = forms.RegexField(
        r"^\d{4}(-\d{2})?$",
        label="When? (optional)",
        required=False,
        help_text="A year, or year and month: 2026 or 2026-05",
        error_messages={"invalid": "When must be a year, or year and month, like 2026-05"},
    )
    theme = _one_of("Theme", codelists.THEMES, "Choose a theme")
    services = forms.MultipleChoiceField(
        label="Whom does it concern?",
        choices=list(codelists.SERVICES.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one service"},
    )
    principle = _one_of("Which principle of working together does it touch?", codelists.PRINCIPLES)
    organisation = forms.ModelChoiceField(
        label="For which of your organisations do you write?",
        queryset=Organisation.objects.none(),
        error_messages={"required": "Choose an organisation"},
    )
    collaborations = forms.ModelMultipleChoiceField(
        label="Collaborations that sound like this",
        queryset=Collaboration.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Tick those that this lesson is about.",
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        organisations: QuerySet[Organisation],
        near: QuerySet[Collaboration],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        for name, rows in (("organisation", organisations), ("collaborations", near)):
            field: Any = self.fields[name]
            field.queryset = rows
        if organisations.count() == 1:
            self.fields["organisation"].initial = organisations.get()
        if not near:
            del self.fields["collaborations"]

    def lesson(self) -> dict[str, Any]:
        """What the lesson says, without whom it belongs to."""
        return {name: v for name, v in self.cleaned_data.items() if name not in ("organisation", "collaborations")}


class AssessForm(forms.Form):
    """What a reviewer finds."""

    cause = _one_of("What lay behind it?", codelists.CAUSES, "Choose what lay behind it")
    risk = _one_of("How great is the risk if nothing is done?", codelists.RISKS, "Choose how great the risk is")
    assessment = _text("Why", "Enter why")
    public = forms.BooleanField(
        label="Anyone may read it: it names no person, and nothing in it must be kept back", required=False
    )


class WhyForm(forms.Form):
    """One reason."""

    why = _text("Why", "Enter why")


class _DueForm(forms.Form):
    due = forms.DateField(
        label="To be reported on by",
        help_text="For example 2027-03-31",
        error_messages={"required": "Enter the date by which to report", "invalid": "Enter a date like 2027-03-31"},
    )

    def clean_due(self) -> Any:
        """A date that is still to come."""
        due = self.cleaned_data["due"]
        if due <= timezone.localdate():
            raise forms.ValidationError("The date must be in the future")
        return due


class NoteForm(_DueForm):
    """An action note and whom it is for."""

    kind = _one_of("Kind of note", codelists.NOTE_KINDS, "Choose the kind of note")
    text = _text("What is to be done", "Enter what is to be done")
    organisations = forms.ModelMultipleChoiceField(
        label="Who is to report",
        queryset=Organisation.objects.public(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one organisation"},
    )
    field_order = ["kind", "text", "due", "organisations"]


class ReopenForm(WhyForm, _DueForm):
    """Why it was not learned after all, and the new date."""

    field_order = ["why", "due"]


class ReportForm(forms.Form):
    """What an organisation did."""

    report = _text("What was done, and what shows it", "Enter what was done")


STEPS: dict[str, type[forms.Form]] = {
    "assess": AssessForm,
    "set-aside": WhyForm,
    "note": NoteForm,
    "assure": WhyForm,
    "reopen": ReopenForm,
}
_OFFERED = {
    "identified": ("assess", "set-aside"),
    "assessed": ("note", "set-aside"),
    "reported": ("assure", "reopen"),
    "learned": ("reopen",),
    "set_aside": ("assess",),
}
STEP_WORDS = {
    "assess": "Assess this lesson",
    "set-aside": "Set it aside",
    "note": "Issue an action note",
    "assure": "Assure it as learned",
    "reopen": "Reopen it",
}


def steps_of(lesson: Lesson) -> list[tuple[str, str]]:
    """The steps a reviewer may take now: the address's word, and the words on the page."""
    return [(step, STEP_WORDS[step]) for step in _OFFERED.get(lesson.state, ())]
