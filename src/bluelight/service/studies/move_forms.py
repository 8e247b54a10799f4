"""Adding a move of any kind to an option: which kind and where, then its fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from pydantic import ValidationError

from bluelight.area import Area
from bluelight.options import KINDS, Move, check_moves
from bluelight.service.studies.choices import moves_of
from bluelight.service.studies.move_fields import fields_of
from bluelight.service.studies.refusing import refuse, refuse_invalid, refuse_study


class KindForm(forms.Form):
    """Which kind of move, for which option."""

    option = forms.ChoiceField(label="Option", error_messages={"required": "Choose an option"})
    kind = forms.ChoiceField(
        label="Kind of move",
        widget=forms.RadioSelect,
        choices=[(kind, move.title) for kind, move in KINDS.items()],
        error_messages={"required": "Choose a kind of move", "invalid_choice": "Choose one of the kinds of move"},
    )

    def __init__(self, data: QueryDict | None, content: dict[str, Any]) -> None:
        super().__init__(data)
        choices = [(option["id"], option["name"]) for option in content["option"][1:]]
        self.fields["option"].choices = choices  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    """The fields of one kind of move, for one option of a study's content."""

    def __init__(
        self, data: QueryDict | None, *, kind: str, option: dict[str, Any], content: dict[str, Any], area: Area
    ) -> None:
        super().__init__(data)
        self.kind, self.option, self.content, self.area = KINDS[kind], option, content, area
        self.existing = [KINDS[move["kind"]].model_validate(move) for move in option.get("move", [])]
        others = [(move.id, move.sentence(area)) for move in self.existing if move.id is not None]
        self.fields.update(fields_of(self.kind, area, others))

    @property
    def title(self) -> str:
        """The verb a planner would say."""
        return self.kind.title

    @property
    def asks(self) -> str:
        """What the kind does, as its own words say."""
        return (self.kind.__doc__ or "").strip().split("\n")[0]

    def clean(self) -> dict[str, Any]:
        """The move must be one that can be done, together with those that the option has."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        said = {name: value for name, value in cleaned.items() if value not in (None, "", [], {})}
        kind = self.kind.model_fields["kind"].default
        try:
            move = self.kind.model_validate({"kind": kind, **said})
        except ValidationError as error:
            refuse_invalid(self, error)
            return cleaned
        number = len(self.existing) + 1
        for problem in check_moves(self.area, [*self.existing, move]):
            own = problem.file is not None and problem.file.startswith(f"move {number} ")
            refuse(self, problem.column if own else None, f"{problem.what} {problem.remedy}")
        cleaned["move"] = move
        if not self.errors:
            refuse_study(self, self.changed_content())
        return cleaned

    def changed_content(self) -> dict[str, Any]:
        """What the study says with the move in its option."""
        move: Move = self.cleaned_data["move"]
        options = [
            {**option, "move": [*option.get("move", []), move.table()]} if option["id"] == self.option["id"] else option
            for option in self.content["option"]
        ]
        return {**self.content, "option": options}


def needs_words(option: dict[str, Any], area: Area) -> list[str]:
    """What the moves of an option need of one another or exclude, in sentences."""
    moves = moves_of(option, area)
    named = {move.id: move.sentence(area) for move in moves if move.id is not None}
    said = []
    for move in moves:
        for verb, ids in (("needs", move.needs), ("cannot be with", move.excludes)):
            said += [f"“{move.sentence(area)}” {verb} “{named.get(id, id)}”" for id in ids]
    return said
