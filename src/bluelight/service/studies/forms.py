"""Changing a study: its name, how long it is simulated, and the moves of each option."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import slugify

from bluelight.area import Area
from bluelight.options import check_moves
from bluelight.options.moves.close_site import CloseSite
from bluelight.service.studies.choices import MoveChoice, can_close, key_of, move_of, moves_of
from bluelight.service.studies.refusing import refuse_study

_NEW_OPTIONS = 1


class StudyForm(forms.Form):
    """One form for the whole study. The first option is business as usual, and is not in it."""

    name = forms.CharField(
        max_length=200, label="Name of the study", error_messages={"required": "Enter a name for the study"}
    )
    question = forms.CharField(
        max_length=300,
        label="The question it answers",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter the question that the study answers"},
    )
    replications = forms.IntegerField(
        min_value=2,
        max_value=50,
        label="Simulated years for each option",
        help_text="Between 2 and 50. More give narrower ranges and take longer; 10 is usual.",
        error_messages={
            "required": "Enter how many years to simulate",
            "invalid": "Simulated years must be a whole number",
            "min_value": "Simulated years must be 2 or more",
            "max_value": "Simulated years must be 50 or fewer",
        },
    )

    def __init__(
        self, data: QueryDict | None, *, content: dict[str, Any], area: Area, choices: list[MoveChoice]
    ) -> None:
        self.content, self.area, self.choices = content, area, choices
        about = content["study"]
        initial: dict[str, Any] = {
            "name": about["name"],
            "question": about["question"],
            "replications": about.get("replications", 10),
        }
        options = content["option"][1:]
        self.options = [*options, *({} for _ in range(_NEW_OPTIONS))]
        for number, option in enumerate(self.options):
            initial[f"option-{number}-name"] = option.get("name", "")
            initial[f"option-{number}-moves"] = [choice.key for choice in choices if choice.in_option(option, area)]
        super().__init__(data, initial=initial)
        self.fields["replications"].widget.attrs.update({"class": "govuk-input--width-3"})
        for number, _ in enumerate(self.options):
            self._add_option(number)

    def _add_option(self, number: int) -> None:
        new = number >= len(self.options) - _NEW_OPTIONS
        name = f"option-{number}-"
        self.fields[name + "name"] = forms.CharField(
            max_length=100,
            required=False,
            label="Name of the new option" if new else "Name of the option",
            help_text="Leave it empty to add no option." if new else "Empty it to take the option out.",
        )
        self.fields[name + "moves"] = forms.MultipleChoiceField(
            choices=[(choice.key, choice.label) for choice in self.choices],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            label="Moves",
            error_messages={"invalid_choice": "One of the moves is not among those offered. Tick the moves again"},
        )
        sites = [("", "No further site"), *can_close(self.area)]
        self.fields[name + "close"] = forms.ChoiceField(choices=sites, required=False, label="Close a further site")
        self.fields[name + "units_to"] = forms.ChoiceField(
            choices=[("", "Nowhere: they are withdrawn"), *sites[1:]],
            required=False,
            label="Its vehicles and crews go to",
        )

    def option_fields(self) -> list[dict[str, Any]]:
        """For the template: each option with its fields, its moves grouped as they are offered."""
        shown = []
        for number in range(len(self.options)):
            moves = self[f"option-{number}-moves"]
            ticked = set(moves.value() or [])
            groups: dict[str, list[dict[str, Any]]] = {}
            for position, choice in enumerate(self.choices):
                box = {"id": f"{moves.auto_id}_{position}", "choice": choice, "checked": choice.key in ticked}
                groups.setdefault(choice.group, []).append(box)
            shown.append(
                {
                    "number": number + 1,
                    "new": number >= len(self.options) - _NEW_OPTIONS,
                    "title": self.options[number].get("name", ""),
                    "name": self[f"option-{number}-name"],
                    "moves": moves,
                    "groups": groups,
                    "close": self[f"option-{number}-close"],
                    "units_to": self[f"option-{number}-units_to"],
                }
            )
        return shown

    def clean(self) -> dict[str, Any]:
        """Every option must be one that can be done; what stops it is said beside its moves."""
        cleaned = super().clean() or {}
        kept: list[dict[str, Any]] = []
        for number, option in enumerate(self.options):
            made = self._option(number, option, cleaned)
            if made is not None:
                made["id"] = _free_id(made["id"], [o["id"] for o in kept])
                kept.append(made)
        if not kept and not self.errors:
            self.add_error("option-0-name", "Keep at least one option to compare with business as usual")
        cleaned["options"] = kept
        if not self.errors:
            refuse_study(self, self.changed_content())
        return cleaned

    def _option(self, number: int, option: dict[str, Any], cleaned: dict[str, Any]) -> dict[str, Any] | None:
        field = f"option-{number}-"
        name = cleaned.get(field + "name", "").strip()
        had = {key_of(move): move for move in moves_of(option, self.area)}
        moves = [had.get(key) or move_of(key) for key in cleaned.get(field + "moves", [])]
        close = cleaned.get(field + "close", "")
        if close:
            moves.append(CloseSite(site=close, units_to=cleaned.get(field + "units_to") or None))
        new = number >= len(self.options) - _NEW_OPTIONS
        if not name:
            if new and moves:
                self.add_error(field + "name", "Enter a name for the new option, or untick its moves")
            return None
        if not moves and field + "moves" not in self.errors:
            self.add_error(field + "moves", f"Tick at least one move for “{name}”, or empty its name to take it out")
        for problem in check_moves(self.area, moves):
            self.add_error(field + "moves", f"“{name}” cannot be done: {problem.what} {problem.remedy}")
        return {
            **option,
            "id": option.get("id") or slugify(name)[:60] or f"option-{number + 1}",
            "name": name,
            "summary": option.get("summary", ""),
            "move": [move.table() for move in moves],
        }

    def changed_content(self) -> dict[str, Any]:
        """What the study says now, for its text."""
        cleaned = self.cleaned_data
        about = {key: cleaned[key] for key in ("name", "question", "replications")}
        options = [self.content["option"][0], *cleaned["options"]]
        return {
            **self.content,
            "study": {**self.content["study"], **about},
            "option": options,
            **_risks_of(self.content, {option["id"] for option in options}),
        }


def _risks_of(content: dict[str, Any], options: set[str]) -> dict[str, Any]:
    """The risks of a study's content without options that are there no more; one that hung over those alone goes."""
    kept = [
        {**risk, "options": [option for option in risk["options"] if option in options]} if "options" in risk else risk
        for risk in content.get("risks", [])
    ]
    found = [risk for risk in kept if risk.get("options", True)]
    return {"risks": found} if "risks" in content else {}


def _free_id(wanted: str, taken: list[str]) -> str:
    tries = [wanted, *(f"{wanted}-{n}" for n in range(2, len(taken) + 3))]
    return next(name for name in tries if name not in taken)
