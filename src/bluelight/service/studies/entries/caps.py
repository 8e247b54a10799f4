"""Caps on savings that claim from one pot."""

from __future__ import annotations

from typing import Any

from django import forms
from pydantic.fields import FieldInfo

from bluelight.options import KINDS
from bluelight.service.studies.entries.base import ORGANISATIONS, EntryForm, EntryKind, ticks
from bluelight.studies.overlaps import StudyCap


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


def _told(entry: dict[str, Any]) -> tuple[str, str]:
    moves = ", ".join(KINDS[kind].title.lower() for kind in entry["moves"] if kind in KINDS)
    return entry["group"], f"At most £{entry['cap']:,.0f} a year, {entry['price_year']} prices, from: {moves}."


KIND = EntryKind(
    CapForm,
    "Savings that overlap",
    "Savings of several moves that claim from one pot. Where they claim more than the cap in a year, each keeps "
    "the same share of it.",
    "Add a cap",
    _told,
)
