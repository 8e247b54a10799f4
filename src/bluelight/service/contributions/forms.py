"""One form for each page of the task list. Each gives its answer in the words of the open standard."""

from __future__ import annotations

from typing import Any

from django import forms

from bluelight import register as facts
from bluelight.register import codelists
from bluelight.service.contributions.answers import AREA, DATE_HINT, AnswerForm, Checked
from bluelight.service.contributions.claim_forms import ClaimForm
from bluelight.service.register.models import Organisation

_EMMIE_HINTS = {
    "effect": "What is said to have changed, against what, and where it was read. Empty where nobody said.",
    "mechanism": "What is it about the collaboration that brings the change?",
    "moderators": "Places, people or times for which it worked better or worse.",
    "implementation": "Staff, training, systems, agreements: what had to be in place, and what went wrong.",
    "economic_cost": "What it costs to set up and run, and who pays. Single figures belong under benefits and costs.",
}


class _Single(AnswerForm):
    """A page with one field, called `value`."""

    @classmethod
    def filled(cls, value: Any) -> dict[str, Any]:
        """The field."""
        return {"value": "" if value is None else value}

    def answer(self) -> Any:
        """The field's value."""
        value = self.cleaned_data["value"]
        return None if value in ("", None) else value


class NameForm(_Single):
    """What it is called."""

    value = forms.CharField(
        label="What is the collaboration called?",
        max_length=200,
        error_messages={"required": "Enter what the collaboration is called"},
    )


class ThemeForm(_Single):
    """What it is about."""

    value = forms.ChoiceField(
        label="What is it mainly about?",
        choices=list(codelists.THEMES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a theme"},
    )


class RegionForm(_Single):
    """Where it is."""

    value = forms.ChoiceField(
        label="Where is it?",
        choices=[("", "Choose a region"), *codelists.REGIONS.items()],
        error_messages={"required": "Choose a region"},
    )


class StartForm(_Single):
    """When it began."""

    value = forms.IntegerField(
        label="In which year did it start?",
        help_text="Leave it empty where it is not recorded.",
        min_value=1900,
        max_value=2100,
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )


class SummaryForm(_Single):
    """What it is."""

    value = forms.CharField(
        label="What is it, in a few sentences?",
        help_text="Say what is shared, by whom and since when. Leave out names of people.",
        max_length=20_000,
        widget=AREA,
        error_messages={"required": "Say what the collaboration is"},
    )


class PointForm(_Single):
    """One barrier, one thing that helped, or one lesson."""

    value = forms.CharField(
        label="In one or two sentences",
        max_length=20_000,
        widget=AREA,
        error_messages={"required": "Enter a sentence"},
    )


class StatusForm(Checked):
    """What has become of it."""

    model = facts.Status
    value = forms.ChoiceField(
        label="What is its status?", choices=list(codelists.STATUSES.items()), widget=forms.RadioSelect
    )
    as_of = forms.CharField(label="When was that so?", help_text=DATE_HINT, max_length=10, required=False)


class EmmieForm(Checked):
    """What is said under the five EMMIE headings."""

    model = facts.Emmie

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, asked in codelists.EMMIE.items():
            self.fields[name] = forms.CharField(
                label=asked, help_text=_EMMIE_HINTS[name], max_length=20_000, required=False, widget=AREA
            )


class PartnerForm(Checked):
    """One organisation that takes part."""

    model = facts.Partner
    organisation = forms.CharField(
        label="Organisation",
        help_text="As the register names it. One that it does not list is kept under the name that you give.",
        max_length=200,
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "off"}),
        error_messages={"required": "Enter the organisation"},
    )
    service = forms.ChoiceField(
        label="What is it?",
        help_text="Only where the register does not list it: of one that it lists, it knows.",
        choices=[("", "Choose"), *codelists.SERVICES.items()],
        required=False,
    )
    area = forms.CharField(label="Area it covers, if not all of it", max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        """One that the register does not list has to say what it is."""
        cleaned = super().clean()
        if "service" in self.errors and not cleaned.get("service"):
            self.errors["service"] = self.error_class(
                ["Choose what it is: the register lists no organisation of that name"]
            )
        return cleaned

    @classmethod
    def filled(cls, value: Any) -> dict[str, Any]:
        """All but the slug, which follows from the name."""
        return {name: text for name, text in super().filled(value).items() if name != "slug"}

    def answer(self) -> Any:
        """The partner, with the slug and service of the listed organisation of that name.

        One that is still called what it was stays what it was, as some entries call listed organisations otherwise.
        """
        said = super().answer()
        before = self.initial.get("kept") or {}
        if before.get("organisation") == said["organisation"]:
            return {**said, "slug": before["slug"], **({"service": before["service"]} if before["slug"] else {})}
        listed = Organisation.objects.public().filter(name__iexact=said["organisation"] or "").first()
        if listed is None:
            return {**said, "slug": None}
        return {**said, "organisation": listed.name, "slug": listed.slug, "service": listed.service}


class SourceForm(Checked):
    """Where something was read."""

    model = facts.Source
    url = forms.CharField(label="Address", max_length=1000, error_messages={"required": "Enter the address"})
    title = forms.CharField(label="Title", max_length=300, error_messages={"required": "Enter the title"})
    publisher = forms.CharField(label="Publisher", max_length=200, required=False)
    published = forms.CharField(label="When was it published?", help_text=DATE_HINT, max_length=10, required=False)
    supports = forms.CharField(label="What of the entry does it support?", max_length=2000, required=False)


FORMS: dict[str, type[AnswerForm]] = {
    "name": NameForm,
    "theme": ThemeForm,
    "summary": SummaryForm,
    "partners": PartnerForm,
    "region": RegionForm,
    "start_year": StartForm,
    "status": StatusForm,
    "emmie": EmmieForm,
    "claims": ClaimForm,
    "barriers": PointForm,
    "enablers": PointForm,
    "lessons": PointForm,
    "sources": SourceForm,
}
