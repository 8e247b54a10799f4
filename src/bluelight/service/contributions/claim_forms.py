"""The page of one benefit or cost: what is claimed, how sure it is, and which other claim it stands beside."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from bluelight import register as facts
from bluelight.register import codelists
from bluelight.service.contributions import pairs
from bluelight.service.contributions.answers import AREA, DATE_HINT, Checked
from bluelight.service.contributions.content import NOT_YET, Content
from bluelight.service.register import words

_LISTED = 60
_THOUSANDS = re.compile(r"^-?\d{1,3}(,\d{3})+(\.\d+)?$")
_POUNDS = {"£", "pound", "pounds", "gbp"}


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


class ClaimForm(Checked):
    """One benefit or cost, as one source gives it. Another source that says otherwise is another claim."""

    model = facts.Claim
    side = forms.ChoiceField(
        label="Benefit or cost?",
        choices=[("", "Choose"), *codelists.CLAIM_SIDES.items()],
        error_messages={"required": "Choose whether it is a benefit or a cost"},
    )
    statement = forms.CharField(
        label="What was said", max_length=20_000, widget=AREA, error_messages={"required": "Enter what was said"}
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
    as_of = forms.CharField(label="When was that so?", help_text=DATE_HINT, max_length=10, required=False)

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
