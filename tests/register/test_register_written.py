"""Files of the standard are written quickly, and to the byte as the plainest writers would write them."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from tests.register.make_registers import registers

from bluelight.files import safe_cell
from bluelight.register import Register, load_register
from bluelight.register.check import LISTS
from bluelight.register.standard import NAME, VERSION, canonical, entry_json, to_json
from bluelight.register.table import COLUMNS, RECORDS, to_csv


def plain(value: Any) -> Any:
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value


def json_slowly(register: Register) -> str:
    ordered = canonical(register)
    lists = {name: [plain(entry.model_dump()) for entry in getattr(ordered, name)] for name in LISTS}
    return json.dumps({"standard": NAME, "version": VERSION, **lists}, ensure_ascii=False, indent=1) + "\n"


def csv_slowly(register: Register) -> str:
    """Every row as a dictionary of columns, found by walking down to each field."""
    ordered, rows = canonical(register), []

    def row(record: str, of: str, entry: dict[str, Any]) -> None:
        said: dict[str, Any] = {"record": record, "of": of}
        for column, path in RECORDS[record].items():
            said[column] = entry[path[0]] if len(path) == 1 else entry[path[0]][path[1]]
        rows.append(said)

    for organisation in ordered.organisations:
        entry = plain(organisation.model_dump())
        row("organisation", "", entry)
        for scheme, code in entry["codes"].items():
            row("code", organisation.slug, {"scheme": scheme, "code": code})
        for alias in entry["aliases"]:
            row("alias", organisation.slug, {"text": alias})
    for collaboration in ordered.collaborations:
        slug, entry = collaboration.slug, plain(collaboration.model_dump())
        row("collaboration", "", entry)
        for part in ("partner", "claim", "barrier", "enabler", "lesson", "source"):
            for each in entry[f"{part}s"]:
                row(part, slug, each if isinstance(each, dict) else {"text": each})
        for record, kept in (("pair", "pairs"), ("evaluation", "evaluations"), ("realised", "realised")):
            for found in getattr(ordered, kept):
                if found.collaboration == slug:
                    row(record, slug, plain(found.model_dump()))
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: safe_cell(value) for name, value in each.items()} for each in rows)
    return out.getvalue()


@given(registers())
@settings(max_examples=60)
def test_any_register_is_written_as_the_plainest_writers_write_it(register: Register) -> None:
    assert to_json(register) == json_slowly(register)
    assert to_csv(register) == csv_slowly(register)


def test_the_shipped_register_is_too() -> None:
    register = load_register()
    assert to_json(register) == json_slowly(register)
    assert to_csv(register) == csv_slowly(register)


@pytest.mark.parametrize(
    "amount", [1e-4, 9.9e-5, 1e-5, -1e-5, 1.25e-6, -1e-7, 5e-324, 0.0, -0.0, 7.0, 1e15, 1e16, 1.5e300, 0.1, -2.5]
)
def test_a_number_is_written_as_python_writes_it_and_a_whole_one_without_a_point(amount: float) -> None:
    shipped = load_register()
    entry = next(entry for entry in shipped.collaborations if entry.claims)
    said = 'ends as a number does": 0.00001,'
    claim = entry.claims[0].model_copy(update={"amount": amount, "amount_max": None, "statement": said})
    one = replace(shipped, collaborations=(entry.model_copy(update={"claims": (claim,)}),), pairs=())
    assert to_json(one) == json_slowly(one)
    assert to_csv(one) == csv_slowly(one)
    assert entry_json(claim) == plain(claim.model_dump())
