"""Owners: who answers for what falls on each organisation."""

from __future__ import annotations

from typing import Any

from django import forms
from pydantic import Field
from pydantic.fields import FieldInfo

from bluelight.register.codelists import THEMES
from bluelight.service.studies.entries.base import ORGANISATIONS, Content, EntryForm, EntryKind
from bluelight.studies.sections import Section

OWNED = {**THEMES, "response": "Response", "outcome": "Outcomes", "risk": "Risks"}


class OwnerEntry(Section):
    """One owner of a study, as a form states it."""

    of: str = Field(description="What they answer for: a theme of savings and costs, response, outcomes or risks.")
    organisation: str = Field(description="Whose it is.")
    who: str = Field(min_length=1, max_length=200, description="Who answers for it: organisation and role.")


class OwnerForm(EntryForm):
    """Who answers for what falls on an organisation."""

    model = OwnerEntry
    key = "who"
    replaces = True
    path = ("owners",)

    def field(self, name: str, info: FieldInfo) -> forms.Field:
        """What is owned, and whose it is, are chosen."""
        choices = {"of": list(OWNED.items()), "organisation": ORGANISATIONS}.get(name)
        if choices is None:
            return super().field(name, info)
        label = "What they answer for" if name == "of" else "Organisation"
        return forms.ChoiceField(choices=choices, label=label, help_text=info.description or "")

    @classmethod
    def key_of(cls, entry: Content) -> str:
        """What they answer for, and whose it is."""
        return f"{entry['of']} {entry['organisation']}"

    @classmethod
    def entries(cls, content: Content) -> list[dict[str, Any]]:
        """The owners of the section `[owners]`, one by one."""
        return [
            {"of": of, "organisation": organisation, "who": who}
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


def _told(entry: dict[str, Any]) -> tuple[str, str]:
    return f"{OWNED.get(entry['of'], entry['of'])}, {entry['organisation']}", f"{entry['who']} answers for it."


KIND = EntryKind(
    OwnerForm,
    "Owners",
    "Who answers for what falls on each organisation. Where nobody is named the register of benefits gives the "
    "role that usually answers, marked as a default.",
    "Name an owner",
    _told,
)
