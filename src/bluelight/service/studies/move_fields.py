"""A plain form field for each field of a kind of move, whatever it holds."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Sequence
from typing import Any, Literal

from django import forms
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bluelight.area import Area
from bluelight.options import Move
from bluelight.options.governing import governance_models
from bluelight.options.stated import Stated
from bluelight.service.studies import move_text

Parse = Callable[[Any], Any]


class TextField(forms.CharField):
    """Text that is read by a function; None where it is empty."""

    def __init__(self, parse: Parse, *, lines: bool = False, **kwargs: Any) -> None:
        if lines:
            kwargs["widget"] = forms.Textarea(attrs={"rows": 3})
        super().__init__(**kwargs)
        self._parse = parse

    def clean(self, value: Any) -> Any:
        """What the text says. ValidationError in words where it says nothing that can be read."""
        text = super().clean(value)
        return self._parse(text) if text else None


def fields_of(kind: type[Move], area: Area, others: Sequence[tuple[str, str]]) -> dict[str, forms.Field]:
    """The form fields of a kind of move; `others` are the ids and sentences of moves it may need or exclude."""
    found: dict[str, forms.Field] = {}
    for name, info in kind.model_fields.items():
        if name == "kind":
            continue
        if name in ("needs", "excludes"):
            if others:
                found[name] = forms.MultipleChoiceField(
                    choices=others, widget=forms.CheckboxSelectMultiple, required=False, **_words(name, info)
                )
            continue
        new = name == "site" and "lon" in kind.model_fields  # a site that is not there yet
        found[name] = field_of(name, info, None if new else area)
    return found


def _words(name: str, info: FieldInfo, more: str = "") -> dict[str, Any]:
    label = name.replace("_gbp", "").replace("_", " ")
    return {"label": label[:1].upper() + label[1:], "help_text": f"{info.description or ''} {more}".strip()}


def field_of(name: str, info: FieldInfo, area: Area | None) -> forms.Field:
    """The form field of one field of a model; sites and units are chosen from those of the area."""
    kind, required = _inner(info.annotation), info.is_required()
    default = None if required or info.default in (None, ()) or info.default == {} else info.default
    choices = _choices(name, kind, area)
    if choices is not None:
        empty = [] if required else [("", "As it is unless said otherwise")]
        chosen = forms.ChoiceField(choices=[*empty, *choices], required=required, **_words(name, info))
        chosen.error_messages["required"] = f"Choose {chosen.label.lower()}"  # type: ignore[union-attr]
        return chosen
    several = _several(kind)
    if several is not None:
        return forms.MultipleChoiceField(
            choices=[(value, value.capitalize()) for value in several],
            widget=forms.CheckboxSelectMultiple,
            required=required,
            initial=list(default) if default else None,
            error_messages={"required": f"Tick at least one of {name.replace('_', ' ')}"},
            **_words(name, info),
        )
    parse, more, lines = _reading(kind)
    shown = ", ".join(map(str, default)) if isinstance(default, tuple) else default
    field = TextField(parse, lines=lines, required=required, initial=shown, **_words(name, info, more))
    field.error_messages["required"] = f"Enter {name.replace('_', ' ')}"
    return field


def _inner(annotation: Any) -> Any:
    """The type without None."""
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return next(part for part in typing.get_args(annotation) if part is not type(None))
    return annotation


def _choices(name: str, kind: Any, area: Area | None) -> list[tuple[str, str]] | None:
    """What there is to choose from: values of a list, sites, units, ways of governing; None for what is typed."""
    if typing.get_origin(kind) is Literal:
        return [(value, str(value).replace("_", " ").capitalize()) for value in typing.get_args(kind)]
    if name in ("site", "host", "units_to") and area is not None:
        return _sites(area)
    if name == "unit" and area is not None:
        units = area.units[["unit", "kind"]].to_dict("records")
        return [(row["unit"], f"{row['unit']} ({str(row['kind']).replace('_', ' ')})") for row in units]
    if name == "model":
        return [(id, model.name.capitalize()) for id, model in governance_models().items() if id != "collaboration"]
    return None


def _sites(area: Area) -> list[tuple[str, str]]:
    here = area.sites[~area.sites["outside"]]
    return sorted(zip(here["site"], here["name"], strict=True), key=lambda site: str(site[1]))


def _several(kind: Any) -> tuple[str, ...] | None:
    """The values of a list of values from a list."""
    if typing.get_origin(kind) is tuple and typing.get_origin(typing.get_args(kind)[0]) is Literal:
        return typing.get_args(typing.get_args(kind)[0])
    return None


def _reading(kind: Any) -> tuple[Parse, str, bool]:
    """How the text of a field is read, what to say of it, and whether it takes several lines."""
    if kind is int:
        return move_text.whole, "A whole number.", False
    if kind is float:
        return move_text.number, "A number.", False
    if kind is Stated:
        return (lambda text: move_text.stated(text).model_dump(exclude_none=True)), move_text.AMOUNT_HELP, False
    if typing.get_origin(kind) is dict:
        one, words, _ = _reading(typing.get_args(kind)[1])
        more = f"One line for each, its name first and a colon, as “police:”. {words}"
        if typing.get_args(kind)[1] is Stated:
            more += f" {move_text.ONE_FIGURE}"
        return (lambda text: move_text.by_key(text, one)), more, True
    if typing.get_origin(kind) is tuple:
        inner = typing.get_args(kind)[0]
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            columns = list(inner.model_fields)
            more = f"One line for each, parted by semicolons: {'; '.join(columns)}."
            return (lambda text: move_text.rows(text, columns)), more, True
        return _listed, "Several are parted by commas.", False
    return str, "", False


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
