"""What a study states several of: one more, or one less, in plain form fields."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any, ClassVar, NamedTuple, get_args

from django import forms
from django.http import QueryDict
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from bluelight.area import Area
from bluelight.options.stated import Organisation
from bluelight.service.studies.move_fields import field_of
from bluelight.service.studies.refusing import refuse_invalid, refuse_study

Content = dict[str, Any]
ORGANISATIONS = [(name, "NHS" if name == "nhs" else name.capitalize()) for name in get_args(Organisation)]


class EntryForm(forms.Form):
    """One more entry of a kind for a study's content. Entries are told apart by `key`."""

    model: ClassVar[type[BaseModel]]
    key: ClassVar[str]
    replaces: ClassVar[bool] = False  # whether one more takes the place of another of its key
    path: ClassVar[tuple[str, ...]]  # of the entries in the content

    def __init__(
        self, data: QueryDict | None, *, content: Content, area: Area, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.content, self.area = content, area
        for name, info in self.model.model_fields.items():
            self.fields[name] = self.field(name, info)

    def field(self, name: str, info: FieldInfo) -> forms.Field:
        """The form field of one field of the model."""
        return field_of(name, info, self.area)

    def entry(self, given: dict[str, Any]) -> BaseModel:
        """What was typed, as the model has it. ValidationError where it cannot be."""
        return self.model.model_validate(given)

    @classmethod
    def key_of(cls, entry: Content) -> str:
        """What tells it from the others."""
        return str(entry.get(cls.key, ""))

    @classmethod
    def entries(cls, content: Content) -> list[dict[str, Any]]:
        """Those that the study has."""
        *sections, name = cls.path
        return list(reduce(lambda at, section: at.get(section, {}), sections, content).get(name, []))

    @classmethod
    def put(cls, content: Content, entries: list[dict[str, Any]]) -> Content:
        """The study's content with these in their place."""
        changed: Any = entries
        for depth in range(len(cls.path) - 1, -1, -1):
            within = reduce(lambda at, section: at.get(section, {}), cls.path[:depth], content)
            changed = {**within, cls.path[depth]: changed}
        return dict(changed)

    @classmethod
    def without(cls, content: Content, key: str) -> Content:
        """The study's content without one of them."""
        return cls.put(content, [entry for entry in cls.entries(content) if cls.key_of(entry) != key])

    def clean(self) -> dict[str, Any]:
        """It must be one that the study can have."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        given = {name: value for name, value in cleaned.items() if value not in (None, "", [])}
        if not self.replaces and self.key_of(given) in map(self.key_of, self.entries(self.content)):
            self.add_error(self.key, "The study has one of these already. Take it out first, or call this another")
            return cleaned
        try:
            cleaned["entry"] = self.entry(given).model_dump(mode="json", exclude_defaults=True, exclude_none=True)
        except ValidationError as error:
            refuse_invalid(self, error)
        else:
            refuse_study(self, self._with(cleaned["entry"]))
        return cleaned

    def _with(self, entry: dict[str, Any]) -> Content:
        return self.put(self.content, [*self.entries(self.content), entry])

    def changed_content(self) -> Content:
        """What the study says with the entry."""
        return self._with(self.cleaned_data["entry"])


def ticks(label: str, words: str, choices: list[tuple[str, str]], *, required: bool) -> forms.Field:
    """Boxes to tick, any number of them or, where required, one at least."""
    return forms.MultipleChoiceField(
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        required=required,
        label=label,
        help_text=words,
        error_messages={"required": f"Tick at least one of {label.lower()}"},
    )


class Beside(NamedTuple):
    """What a page shows beside the entries that are stated, and what its form begins with."""

    shown: dict[str, Any] = {}
    initial: dict[str, Any] = {}


def nothing_beside(content: Content, area: Area, asked: QueryDict) -> Beside:
    """Of most kinds."""
    return Beside()


class EntryKind(NamedTuple):
    """A page of entries: its form, its words, how one of them is told, and what stands beside them."""

    form: type[EntryForm]
    title: str
    lead: str
    button: str
    told: Callable[[Content], tuple[str, str]]
    one: str = "It"
    beside: Callable[[Content, Area, QueryDict], Beside] = nothing_beside
    template: str = "studies/entries.html"
