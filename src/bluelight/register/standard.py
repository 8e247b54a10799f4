"""The open standard: a register as one JSON document with a version, and the schema that says what it may hold.

The same register always gives the same bytes: entries are in the order of their slugs, the parts of an entry as they
were given, whole numbers without a point, and a code that is not recorded is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import Any, Literal

import pydantic_core
from pydantic import BaseModel, ConfigDict

from bluelight.errors import InputError, Problem
from bluelight.register.check import LISTS, Fault, Register, build
from bluelight.register.model import Collaboration, Evaluation, Organisation, Pair, Realised

NAME = "bluelight-register"
VERSION = "1.1"
_OPTIONAL = ("evaluations", "realised")
# Versions whose files are read as they are: what they do not say is not recorded.
READABLE = ("1.0", VERSION)
SCHEMA_ID = f"https://bluelight.example.org/schema/register-{VERSION}.json"


# The number of a field that is near nought. Pydantic writes 0.00001 or 1e-7, and the standard says 1e-05, 1e-07.
_TINY = re.compile(r'(?<=": )-?(?:0\.0000\d+|\d[.\d]*e-\d+)(?=,?\n)')


class Document(BaseModel):
    """A register, or part of one, in the open standard."""

    model_config = ConfigDict(extra="forbid")

    standard: Literal["bluelight-register"]
    version: Literal["1.1"]
    collaborations: tuple[Collaboration, ...]
    organisations: tuple[Organisation, ...]
    pairs: tuple[Pair, ...]
    evaluations: tuple[Evaluation, ...] = ()
    realised: tuple[Realised, ...] = ()


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a document, its codelists as `enum` with their words in `x-words`."""
    found = Document.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID, **found}


def canonical(register: Register) -> Register:
    """The same register in the order of the standard."""
    return Register(
        tuple(sorted(register.collaborations, key=lambda entry: entry.slug)),
        tuple(sorted(map(_known_codes, register.organisations), key=lambda entry: entry.slug)),
        tuple(sorted(register.pairs, key=lambda pair: pair.collaboration)),
        tuple(sorted(register.evaluations, key=lambda found: found.collaboration)),
        tuple(sorted(register.realised, key=lambda found: found.collaboration)),
    )


def _known_codes(organisation: Organisation) -> Organisation:
    codes = {scheme: code for scheme, code in sorted(organisation.codes.items()) if code is not None}
    return organisation.model_copy(update={"codes": codes})


def entry_json(entry: BaseModel) -> dict[str, Any]:
    """One entry as the standard writes it: whole numbers without a point."""
    return entry.model_dump(mode="json")


def to_json(register: Register) -> str:
    """The register as a document of the standard."""
    ordered = canonical(register)
    document = {"standard": NAME, "version": VERSION, **{name: getattr(ordered, name) for name in LISTS}}
    written = pydantic_core.to_json(document, indent=1).decode()
    return _TINY.sub(lambda number: json.dumps(float(number[0])), written) + "\n"


def from_json(text: str, file: str, known: Collection[str] = ()) -> Register:
    """The register of a document; `known` are slugs of organisations that it may name without giving them.

    Raises `InputError` with every problem, each naming the entry and the field.
    """
    try:
        given = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise InputError([Problem(file, f"is not valid JSON: {error}.", "Correct the file.")]) from None
    problems = _envelope(given, file)
    if problems:
        raise InputError(problems)

    def tell(fault: Fault) -> Problem:
        kind, number = fault.place[:2]
        return Problem(file, f"{fault.entry}: {fault.what}", fault.remedy, column=f"{kind}.{number}.{fault.column}")

    return build(given, tell, known)


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is not a number")


def _envelope(given: Any, file: str) -> list[Problem]:
    """What is wrong with the document around the entries."""
    remedy = "See docs/register-standard.md for what a document holds."
    if not isinstance(given, dict) or given.get("standard") != NAME:
        return [Problem(file, f'is not a register document: its "standard" is not "{NAME}".', remedy)]
    if given.get("version") not in READABLE:
        said = json.dumps(given.get("version"))[:20]
        return [Problem(file, f"is of version {said} of the standard, and this is {VERSION}.", "Export it again.")]
    problems = [
        Problem(file, f'"{name}" is not a list of entries.', remedy)
        for name in LISTS
        if not isinstance(given.get(name, [] if name in _OPTIONAL else None), list)
    ]
    unknown = sorted(set(given) - {"standard", "version", *LISTS})
    return problems + [Problem(file, f'"{name[:40]}" is not part of the standard.', remedy) for name in unknown]
