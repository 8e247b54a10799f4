"""One form for each page of the task list. Each gives its answer in the words of the open standard."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from pydantic import BaseModel, ValidationError

from bluelight import register as facts
from bluelight.register import codelists
from bluelight.service.contributions import pairs
from bluelight.service.contributions.content import NOT_YET, Content
from bluelight.service.register import words
from bluelight.service.register.models import Organisation

_LISTED = 60
_THOUSANDS = re.compile(r"^-?\d{1,3}(,\d{3})+(\.\d+)?$")
_POUNDS = {"£", "pound", "pounds", "gbp"}
_AREA = forms.Textarea(attrs={"rows": 5})
_DATE_HINT = "As near as you know: 2019, 2019-05 or 2019-05-31. Leave it empty where it is not recorded."


_EMMIE_HINTS = {
    "effect": "What is said to have changed, against what, and where it was read. Empty where nobody said.",
    "mechanism": "What is it about the collaboration that brings the change?",
    "moderators": "Places, people or times for which it worked better or worse.",
    "implementation": "Staff, training, systems, agreements: what had to be in place, and what went wrong.",
    "economic_cost": "What it costs to set up and run, and who pays. Single figures belong under benefits and costs.",
}


class AnswerForm(forms.Form):
    """A page with one answer. `answer` is what goes into the content, `filled` what the form shows of it.

    `number` is the place of the answer among several; None for a new one.
    """

    def __init__(self, *args: Any, content: Content, number: int | None = None, **kwargs: Any) -> None:
        self.content, self.number = content, number
        super().__init__(*args, **kwargs)

    @classmethod
    def filled(cls, value: Any) -> dict[str, Any]:
        """The fields that show a value; each of its parts under its own name."""
        return {name: "" if part is None else part for name, part in dict(value).items()}

    def answer(self) -> Any:
        """The value that the fields say; None where nothing is recorded."""
        return {name: None if value in ("", None) else value for name, value in self.cleaned_data.items()}

    def around(self, several: list[Any]) -> list[Any]:
        """The things of the section, which have the answer among them, as the answer changes the others."""
        return several


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
        widget=_AREA,
        error_messages={"required": "Say what the collaboration is"},
    )


class PointForm(_Single):
    """One barrier, one thing that helped, or one lesson."""

    value = forms.CharField(
        label="In one or two sentences",
        max_length=20_000,
        widget=_AREA,
        error_messages={"required": "Enter a sentence"},
    )


class _Checked(AnswerForm):
    """A page whose answer has several parts, checked as the open standard wants them."""

    model: type[BaseModel]

    def checked(self) -> Any:
        """What is held against the model."""
        return self.answer()

    def clean(self) -> dict[str, Any]:
        """Say what is wrong at the field where it is wrong."""
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                self.model.model_validate(self.checked())
            except ValidationError as error:
                for item in error.errors(include_url=False):
                    name = str(item["loc"][0]) if item["loc"] else None
                    what = item["msg"].removeprefix("Value error, ")
                    self.add_error(name if name in self.fields else None, _plain(name, what))
        return cleaned


def _plain(name: str | None, what: str) -> str:
    if name in {"as_of", "published"}:
        return "Enter a year, a month or a day, such as 2019, 2019-05 or 2019-05-31"
    if name in {"url", "source_url"}:
        return "Enter an address that starts with http:// or https://"
    return what[:1].upper() + what[1:]


class StatusForm(_Checked):
    """What has become of it."""

    model = facts.Status
    value = forms.ChoiceField(
        label="What is its status?", choices=list(codelists.STATUSES.items()), widget=forms.RadioSelect
    )
    as_of = forms.CharField(label="When was that so?", help_text=_DATE_HINT, max_length=10, required=False)


class EmmieForm(_Checked):
    """What is said under the five EMMIE headings."""

    model = facts.Emmie

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, asked in codelists.EMMIE.items():
            self.fields[name] = forms.CharField(
                label=asked, help_text=_EMMIE_HINTS[name], max_length=20_000, required=False, widget=_AREA
            )


class _Figure(forms.FloatField):
    """A number as people write it: with commas between thousands, and a pound sign before it."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        said = {"invalid": "Enter a figure in digits, such as 12000 or 1.5"}
        super().__init__(required=False, error_messages=said, **kwargs)

    def to_python(self, value: Any) -> Any:
        """The number, without the signs."""
        if isinstance(value, str):
            value = value.strip().removeprefix("£").strip()
            value = value.replace(",", "") if _THOUSANDS.match(value) else value
        return super().to_python(value)

    def widget_attrs(self, widget: Any) -> dict[str, Any]:
        """A narrow field with the keys for numbers."""
        return {**super().widget_attrs(widget), "inputmode": "decimal", "class": "govuk-input--width-10"}


class PartnerForm(_Checked):
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


class SourceForm(_Checked):
    """Where something was read."""

    model = facts.Source
    url = forms.CharField(label="Address", max_length=1000, error_messages={"required": "Enter the address"})
    title = forms.CharField(label="Title", max_length=300, error_messages={"required": "Enter the title"})
    publisher = forms.CharField(label="Publisher", max_length=200, required=False)
    published = forms.CharField(label="When was it published?", help_text=_DATE_HINT, max_length=10, required=False)
    supports = forms.CharField(label="What of the entry does it support?", max_length=2000, required=False)


class ClaimForm(_Checked):
    """One benefit or cost, as one source gives it. Another source that says otherwise is another claim."""

    model = facts.Claim
    side = forms.ChoiceField(
        label="Benefit or cost?",
        choices=[("", "Choose"), *codelists.CLAIM_SIDES.items()],
        error_messages={"required": "Choose whether it is a benefit or a cost"},
    )
    statement = forms.CharField(
        label="What was said", max_length=20_000, widget=_AREA, error_messages={"required": "Enter what was said"}
    )
    kind = forms.ChoiceField(
        label="Kind",
        help_text="Cash: money saved or spent each year. Capital: money once, for a building or a vehicle. Outcome: "
        "what changed for people. Response: how soon help comes.",
        choices=[("", "Choose"), *codelists.CLAIM_KINDS.items()],
        error_messages={"required": "Choose what kind it is"},
    )
    state = forms.ChoiceField(
        label="Is it forecast, profiled or realised?",
        help_text="Profiled: planned year by year in a budget. Realised: it has happened.",
        choices=list(codelists.CLAIM_STATES.items()),
        initial="not_recorded",
    )
    measure = forms.CharField(label="Measure", help_text="Such as “saving per year”.", max_length=200, required=False)
    amount = _Figure(label="Figure, or lowest of a range", help_text="In full: 1200000 or 1,200,000 for 1.2 million.")
    amount_max = _Figure(label="Highest of the range", help_text="Leave it empty where there is one figure.")
    unit = forms.CharField(label="Unit", help_text="GBP for pounds.", max_length=80, required=False)
    period = forms.CharField(label="Period", help_text="Such as “per year”.", max_length=120, required=False)
    partner = forms.ChoiceField(label="Which partner does it fall on?", required=False)
    source_url = forms.CharField(label="Address where this was read", max_length=1000, required=False)
    as_of = forms.CharField(label="When was that so?", help_text=_DATE_HINT, max_length=10, required=False)

    beside = forms.ChoiceField(
        label="Which other benefit or cost of this entry does it stand beside?",
        help_text="A forecast beside what was realised shows readers what was promised and what came; beside a later "
        "forecast, how it moved. Both must be of the same thing, in the same unit and over the same time, and say "
        "where they were read. Add the other one first if it is not listed.",
        required=False,
        error_messages={
            "invalid_choice": "Choose a benefit or cost of this entry: one of another entry cannot stand here"
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [row["organisation"] for row in self.content["partners"]]
        self.fields["partner"].choices = [("", "Not recorded"), *((name, name) for name in names)]  # type: ignore[attr-defined]
        others = [(str(at), _listed(at, claim)) for at, claim in enumerate(self.content["claims"]) if at != self.number]
        self.fields["beside"].choices = [("", "None"), *others]  # type: ignore[attr-defined]
        other = pairs.beside(self.content["claims"], self.number)
        self.initial["beside"] = "" if other is None else str(other)

    @classmethod
    def filled(cls, value: Any) -> dict[str, Any]:
        """All but what the register keeps of it by itself."""
        return {name: text for name, text in super().filled(value).items() if name not in {"id", "pair"}}

    def clean_unit(self) -> str:
        """Pounds by the code of the standard, however they were written."""
        unit: str = self.cleaned_data["unit"]
        return "GBP" if unit.lower() in _POUNDS else unit

    def clean(self) -> dict[str, Any]:
        """Say why it cannot stand beside the other one, at that field."""
        cleaned = super().clean()
        other = self._other()
        if other is not None and not self.errors:
            told, claims = self.answer(), self.content["claims"]
            taken = pairs.beside(claims, other)
            wrong = pairs.misfit(told, claims[other])
            if taken is not None and taken != self._here(told):
                wrong = f"That one stands beside number {taken + 1} already. Part the two there first"
            if wrong:
                self.add_error("beside", wrong)
        return cleaned

    def answer(self) -> Any:
        """The claim; its number comes when it is published, or stays."""
        before = self.initial.get("kept") or {}
        kept = before.get("id") if before.get("side") == self.cleaned_data.get("side") else None
        said = {name: value for name, value in super().answer().items() if name != "beside"}
        told, other = {**said, "id": kept, "pair": before.get("pair")}, self._other()
        if other is None:
            return {**told, "pair": None}
        claims = self.content["claims"]
        here = self._here(told)
        if here is not None:
            told["pair"] = claims[here]["pair"]
        return {**told, "pair": pairs.word_for(claims, told, claims[other])}

    def around(self, several: list[Any]) -> list[Any]:
        """The claims, of which the one that it stands beside has its word too, and no other has."""
        other, here = self._other(), len(several) - 1 if self.number is None else self.number
        word = several[here]["pair"]
        return [{**each, "pair": word} if at == other else each for at, each in enumerate(several)]

    def _other(self) -> int | None:
        chosen = self.cleaned_data.get("beside")
        return int(chosen) if chosen else None

    def _here(self, told: Content) -> int | None:
        """Where it stands; a new one that was sent twice stands last already."""
        claims = self.content["claims"]
        if self.number is None and claims and {**claims[-1], "pair": None} == {**told, "pair": None}:
            return len(claims) - 1
        return self.number

    def checked(self) -> Any:
        """A claim that has no number yet, under one that it could have."""
        said = self.answer()
        return {**said, "id": said["id"] or f"{NOT_YET}/{said['side']}-1"}


def _listed(at: int, claim: Content) -> str:
    """A claim in a list to choose from: its place, what it is, and how it begins."""
    figure = words.amount(claim["amount"], claim["amount_max"], claim["unit"] or "")
    said = claim["statement"] if len(claim["statement"]) <= _LISTED else f"{claim['statement'][:_LISTED].rstrip()}…"
    return f"{at + 1}. {codelists.CLAIM_STATES[claim['state']]}, {figure}: {said}"


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
