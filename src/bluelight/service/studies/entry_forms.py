"""What a study states several of (objectives, owners, caps on savings): one more, or one less, in plain form fields."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any, ClassVar, NamedTuple, get_args

from django import forms
from django.http import QueryDict
from pydantic import BaseModel, Field, ValidationError
from pydantic.fields import FieldInfo

from bluelight.area import Area
from bluelight.options import KINDS
from bluelight.options.stated import Organisation
from bluelight.register.codelists import THEMES
from bluelight.service.studies.move_fields import field_of
from bluelight.service.studies.refusing import refuse_invalid, refuse_study
from bluelight.studies.objectives import Factor, MeasuredBy, Objective
from bluelight.studies.overlaps import StudyCap
from bluelight.studies.sections import Section

Content = dict[str, Any]
ORGANISATIONS = [(name, "NHS" if name == "nhs" else name.capitalize()) for name in get_args(Organisation)]
OWNED = {**THEMES, "response": "Response", "outcome": "Outcomes", "risk": "Risks"}


class OwnerEntry(Section):
    """One owner of a study, as a form states it."""

    of: str = Field(description="What they answer for: a theme of savings and costs, response, outcomes or risks.")
    organisation: str = Field(description="Whose it is.")
    who: str = Field(min_length=1, max_length=200, description="Who answers for it: organisation and role.")


class EntryForm(forms.Form):
    """One more entry of a kind for a study's content. Entries are told apart by `key`."""

    model: ClassVar[type[BaseModel]]
    key: ClassVar[str]
    path: ClassVar[tuple[str, ...]]  # of the entries in the content

    def __init__(self, data: QueryDict | None, *, content: Content, area: Area) -> None:
        super().__init__(data)
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
        return cls.put(content, [entry for entry in cls.entries(content) if entry[cls.key] != key])

    def clean(self) -> dict[str, Any]:
        """It must be one that the study can have."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        given = {name: value for name, value in cleaned.items() if value not in (None, "", [])}
        if any(entry[self.key] == given.get(self.key) for entry in self.entries(self.content)):
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


_OBJECTIVE_WORDS = {
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
        field.label, field.help_text = _OBJECTIVE_WORDS[name]
        field.error_messages["required"] = f"Enter {field.label[:1].lower()}{field.label[1:]}"
        if isinstance(field, forms.ChoiceField):
            empty, values = ("Strategic fit", get_args(Factor)[1:])
            if name == "figure":
                empty, values = "None: people judge it", get_args(MeasuredBy)
            field.choices = [("", empty), *((value, value.replace("_", " ").capitalize()) for value in values)]
        return field


class CapForm(EntryForm):
    """Savings that claim from one pot."""

    model = StudyCap
    key = "group"
    path = ("money", "overlap_groups")

    def field(self, name: str, info: FieldInfo) -> forms.Field:
        """Kinds of move and organisations are ticked."""
        if name == "moves":
            kinds = [(kind, move.title) for kind, move in KINDS.items()]
            return ticks("Moves", info.description or "", kinds, required=True)
        if name == "organisations":
            return ticks("Organisations", info.description or "", ORGANISATIONS, required=False)
        return super().field(name, info)


class OwnerForm(EntryForm):
    """Who answers for what falls on an organisation."""

    model = OwnerEntry
    key = "key"
    path = ("owners",)

    def field(self, name: str, info: FieldInfo) -> forms.Field:
        """What is owned, and whose it is, are chosen."""
        choices = {"of": list(OWNED.items()), "organisation": ORGANISATIONS}.get(name)
        if choices is None:
            return super().field(name, info)
        label = "What they answer for" if name == "of" else "Organisation"
        return forms.ChoiceField(choices=choices, label=label, help_text=info.description or "")

    @classmethod
    def entries(cls, content: Content) -> list[dict[str, Any]]:
        """The owners of the section `[owners]`, one by one."""
        return [
            {"key": f"{of} {organisation}", "of": of, "organisation": organisation, "who": who}
            for of, by_organisation in content.get("owners", {}).items()
            for organisation, who in by_organisation.items()
        ]

    @classmethod
    def put(cls, content: Content, entries: list[dict[str, Any]]) -> Content:
        """The content with these owners; the last of two for one thing is the one."""
        owners: dict[str, dict[str, str]] = {}
        for entry in entries:
            owners.setdefault(entry["of"], {})[entry["organisation"]] = entry["who"]
        return {**content, "owners": owners}


class EntryKind(NamedTuple):
    """A page of entries: its form, its words, and how one of them is told."""

    form: type[EntryForm]
    title: str
    lead: str
    add: str
    told: Callable[[dict[str, Any]], tuple[str, str]]


def _objective_told(entry: dict[str, Any]) -> tuple[str, str]:
    target = ""
    for name, words in (("at_least", "at least"), ("at_most", "at most")):
        if name in entry:
            target = f" {str(entry['figure']).replace('_', ' ').capitalize()}: {words} {entry[name]:g}."
    return entry["text"], f"Measured by {entry['measure']}.{target}"


def _cap_told(entry: dict[str, Any]) -> tuple[str, str]:
    moves = ", ".join(KINDS[kind].title.lower() for kind in entry["moves"] if kind in KINDS)
    return entry["group"], f"At most £{entry['cap']:,.0f} a year, {entry['price_year']} prices, from: {moves}."


def _owner_told(entry: dict[str, Any]) -> tuple[str, str]:
    return f"{OWNED.get(entry['of'], entry['of'])}, {entry['organisation']}", f"{entry['who']} answers for it."


ENTRIES = {
    "objectives": EntryKind(
        ObjectiveForm,
        "Objectives",
        "What the organisations want to achieve. The strategic case sets every option beside each objective, and says "
        "which are met where a figure of the study measures them.",
        "Add an objective",
        _objective_told,
    ),
    "owners": EntryKind(
        OwnerForm,
        "Owners",
        "Who answers for what falls on each organisation. Where nobody is named the register of benefits gives the "
        "role that usually answers, marked as a default.",
        "Name an owner",
        _owner_told,
    ),
    "caps": EntryKind(
        CapForm,
        "Savings that overlap",
        "Savings of several moves that claim from one pot. Where they claim more than the cap in a year, each keeps "
        "the same share of it.",
        "Add a cap",
        _cap_told,
    ),
}
