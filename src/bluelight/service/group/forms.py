"""One form for each thing that a reviewer writes about the group."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from bluelight.service.accounts.models import User
from bluelight.service.group.models import HTTP, Body, Entry, ResearchPoint, WorkPackage
from bluelight.service.group.reading import turn_length
from bluelight.service.register.models import Organisation


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"class": "govuk-input--width-10"})


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=_Day, error_messages={"required": "Enter a date"})


def _text(label: str, *, required: bool = True, size: int = 200) -> forms.CharField:
    said = {"required": f"{label}: enter it"}
    return forms.CharField(label=label, max_length=size, required=required, error_messages=said)


def _near(label: str, *, required: bool = True) -> forms.RegexField:
    """A date as near as it is known."""
    return forms.RegexField(
        r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$",
        label=f"{label}, as near as known: 2019, 2019-05 or 2019-05-31",
        required=required,
        error_messages={"required": "Enter when it was", "invalid": "Enter a date such as 2019, 2019-05 or 2019-05-31"},
    )


def _long(label: str, *, required: bool = True) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 8})
    said = {"required": f"{label}: enter it"}
    return forms.CharField(label=label, max_length=100_000, required=required, widget=area, error_messages=said)


def _link(label: str, *, required: bool = False) -> forms.URLField:
    field = forms.URLField(label=label, max_length=1000, required=required, validators=[HTTP], assume_scheme="https")
    field.help_text = "An address that begins with https:// or http://"
    return field


class MemberForm(forms.Form):
    """A body that becomes a member."""

    organisation = forms.ModelChoiceField(
        label="Organisation of the register",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="None of these",
    )
    name = _text("Or the name of a body that the register does not list", required=False)
    joined = _day("Member since")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.public()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        said = super().clean() or {}
        if bool(said.get("organisation")) == bool(said.get("name", "").strip()):
            self.add_error("organisation", "Choose an organisation, or enter the name of another body")
        return said


class SeatForm(forms.Form):
    """A seat of a member body."""

    role = _text("Role, such as chief officer or finance lead", size=120)


class HolderForm(forms.Form):
    """What a seat is, and who holds it."""

    role = _text("Role", size=120)
    holder = forms.ModelChoiceField(
        label="Who holds it",
        queryset=User.objects.none(),
        required=False,
        empty_label="Nobody",
        help_text="Accounts of this service. The public sees only whether the seat is filled.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].queryset = User.objects.filter(is_active=True).order_by("username")  # type: ignore[attr-defined]


class TurnsForm(forms.Form):
    """How long a turn in the chair is."""

    meetings_a_turn = forms.IntegerField(
        label="How many meetings in a row does a body take the chair?",
        help_text="Meetings whose minutes are approved keep the chair that they had.",
        min_value=1,
        max_value=40,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meetings_a_turn"].initial = turn_length()


class LeftForm(forms.Form):
    """When a body stops being a member."""

    left = _day("First day on which it is no member")


class MeetingForm(forms.Form):
    """A meeting."""

    on = _day("Day of the meeting")
    place = _text("Place", required=False)


class ChairForm(forms.Form):
    """Another body in the chair, for once."""

    body = forms.ModelChoiceField(label="Who takes the chair", queryset=Body.objects.none(), required=False)
    body.empty_label = "The body whose turn it is"
    why = _text("Why not the body whose turn it is", required=False, size=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = Body.objects.listed()  # type: ignore[attr-defined]


class ItemForm(forms.Form):
    """An item of the agenda, with a paper where there is one."""

    title = _text("Item")
    paper = _text("Title of its paper", required=False)
    url = _link("Where the paper is published")
    public = forms.BooleanField(label="The public may see the paper", required=False)

    def clean(self) -> dict[str, Any]:
        """A paper has both a title and an address."""
        said = super().clean() or {}
        if not self.errors and bool(said.get("paper")) != bool(said.get("url")):
            self.add_error("paper", "Enter both the title of the paper and where it is, or neither")
        return said


class MinutesForm(forms.Form):
    """Draft minutes."""

    minutes = _long("Minutes")


class DecisionForm(forms.Form):
    """A decision."""

    text = _long("What was decided")


class ActionForm(forms.Form):
    """An action."""

    text = _long("What is to be done")
    owner = forms.ModelChoiceField(label="Which body does it", queryset=Body.objects.none(), empty_label="Choose")
    due = _day("By when")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = Body.objects.members_on(date.today())  # type: ignore[attr-defined]


class DoneForm(forms.Form):
    """An action that was done."""

    done = _day("Done on")
    outcome = _long("What came of it", required=False)


class EntryForm(forms.Form):
    """A line of the ledger."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    kind = forms.ChoiceField(label="Kind", choices=Entry.Kind.choices, widget=forms.RadioSelect)
    when = _near("When")
    what = _text("What it is for", size=300)
    with_whom = _text("From or to which organisation", required=False)
    amount = forms.DecimalField(label="Amount in pounds", min_value=0.01, max_digits=12, decimal_places=2)
    package = forms.ModelChoiceField(
        label="Work package", queryset=WorkPackage.objects.all(), required=False, empty_label="None"
    )
    against = forms.ModelChoiceField(
        label="Which commitment it pays", queryset=Entry.objects.commitments(), required=False, empty_label="None"
    )
    source_title = _text("Where the figure was read", required=False, size=300)
    source_url = _link("Address of that source")


class WhyForm(forms.Form):
    """A reason."""

    why = _long("Why")


class PackageForm(forms.Form):
    """A work package."""

    name = _text("Name of the work package", size=120)


class CommissionForm(forms.Form):
    """Research that the group asks for."""

    title = _text("What it is about")
    asked = _near("Asked for", required=False)
    through = _text("Through whom", required=False)
    done_by = _long("Who did it", required=False)
    published = _near("Published", required=False)
    note = _long("What else should be known", required=False)


class PointForm(forms.Form):
    """A line of a commission."""

    kind = forms.ChoiceField(label="Kind", choices=ResearchPoint.Kind.choices, widget=forms.RadioSelect)
    text = _long("In a sentence or two")
    url = _link("Where it was read")
