"""The open standard: a register to JSON and CSV and back without a loss, and files that are wrong named to the row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from tests.register.make_registers import registers

from bluelight.errors import BluelightError, InputError
from bluelight.register import FORMATS, Emmie, Register, codelists, load_register, read_register, write_register
from bluelight.register.standard import canonical, from_json, schema, to_json
from bluelight.register.table import from_csv, to_csv

SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "register-schema.json"
# The rows, and the lists, that version 1.0 had not.
NEW_ROWS = {"evaluation": "evaluations", "realised": "realised"}


@given(registers())
@settings(max_examples=60, deadline=None)
def test_any_register_survives_both_forms_to_the_byte(register: Register) -> None:
    as_json, as_csv = to_json(register), to_csv(register)
    assert from_json(as_json, "a.json") == from_csv(as_csv, "a.csv") == canonical(register)
    assert to_json(from_csv(as_csv, "a.csv")) == as_json
    assert to_csv(from_json(as_json, "a.json")) == as_csv


@given(registers())
@settings(max_examples=30, deadline=None)
def test_any_register_meets_the_schema_and_runs_nothing_in_a_spreadsheet(register: Register) -> None:
    jsonschema.Draft202012Validator(schema()).validate(json.loads(to_json(register)))
    for row in csv.reader(io.StringIO(to_csv(register), newline="")):
        for cell in row:
            assert not cell.startswith(("=", "+", "@", "\t", "＝")), cell
            assert not cell.startswith("-") or float(cell) <= 0


def test_the_order_of_the_files_does_not_matter() -> None:
    register = load_register()
    turned = Register(register.collaborations[::-1], register.organisations[::-1], register.pairs)
    assert to_json(turned) == to_json(register)
    assert to_csv(turned) == to_csv(register)


@pytest.mark.parametrize("form", FORMATS)
def test_the_shipped_register_goes_through_a_file(form: str, tmp_path: Path) -> None:
    first = write_register(load_register(), tmp_path / f"a.{form}")
    again = write_register(read_register(first), tmp_path / f"b.{form}")
    assert again.read_bytes() == first.read_bytes()


@given(registers())
@settings(max_examples=20, deadline=None)
def test_a_file_of_the_version_before_says_the_same_and_nothing_of_what_is_new(register: Register) -> None:
    document = json.loads(to_json(register))
    document["version"] = "1.0"
    for entry in document["collaborations"]:
        del entry["emmie"]
    for name in NEW_ROWS.values():
        del document[name]
    older = from_json(json.dumps(document), "old.json")
    bare = tuple(entry.model_copy(update={"emmie": Emmie()}) for entry in canonical(register).collaborations)
    assert older == Register(bare, older.organisations, older.pairs)
    rows = [
        {name: cell for name, cell in row.items() if name not in codelists.EMMIE}
        for row in csv.DictReader(io.StringIO(to_csv(register), newline=""))
        if row["record"] not in NEW_ROWS
    ]
    if rows:
        assert from_csv(table(rows), "a.csv") == older


def test_the_shipped_register_says_nothing_that_nobody_said() -> None:
    assert {entry.emmie for entry in load_register().collaborations} == {Emmie()}


def test_the_published_schema_is_that_of_the_code() -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == schema()
    jsonschema.Draft202012Validator.check_schema(schema())


def rows() -> list[dict[str, str]]:
    """Two entries and an organisation as rows, numbered from 2."""
    text = to_csv(load_register())
    wanted = ("police-scotland-i6", "thames-valley-fire-control")
    found = list(csv.DictReader(io.StringIO(text, newline="")))
    slugs = {row["slug"] for row in found if row["record"] == "partner" and row["of"] in wanted}
    return [row for row in found if wanted.count(row["of"] or row["slug"]) or (row["of"] or row["slug"]) in slugs]


def table(found: list[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(found[0]))
    writer.writeheader()
    writer.writerows(found)
    return out.getvalue()


def number(found: list[dict[str, str]], record: str) -> int:
    return next(index for index, row in enumerate(found) if row["record"] == record)


@pytest.mark.parametrize(
    ("record", "change", "column", "says"),
    [
        ("claim", {"state": "hoped"}, "state", "not in the codelist"),
        ("claim", {"amount": "lots"}, "amount", "valid number"),
        ("claim", {"amount": "inf"}, "amount", "finite"),
        ("claim", {"theme": "fleet"}, "theme", "means nothing for a row of claim"),
        ("claim", {"of": "nowhere"}, "of", "there is no collaboration nowhere"),
        ("claim", {"record": "promise"}, "record", "is no kind of row: 'promise'"),
        ("claim", {"record": ""}, "record", "is empty"),
        ("collaboration", {"status": "dead"}, "status", "not in the codelist"),
        ("collaboration", {"start_year": "1066"}, "start_year", "greater than or equal to 1900"),
        ("collaboration", {"summary": ""}, "summary", "valid string"),
        ("partner", {"slug": "nowhere-police"}, "slug", "has the unknown slug nowhere-police"),
        ("source", {"url": "javascript:alert(1)"}, "url", "match pattern"),
        ("source", {"title": "x" * 301}, "title", "at most 300 characters"),
        ("lesson", {"text": "bell \x07"}, "text", "control character"),
        ("organisation", {"service": "navy"}, "service", "not in the codelist"),
        ("code", {"code": ""}, "scheme", "needs a scheme not used yet, and a code"),
        ("pair", {"grade": "HEARSAY"}, "grade", "not in the codelist"),
        ("pair", {"theme": "fleet"}, "theme", "Give the pair the theme of its collaboration"),
    ],
)
def test_what_is_wrong_names_its_row_and_column(record: str, change: dict[str, str], column: str, says: str) -> None:
    found = rows()
    place = number(found, record)
    found[place].update(change)
    with pytest.raises(InputError) as raised:
        from_csv(table(found), "mine.csv")
    problems = [p for p in raised.value.problems if p.row == place + 2 and p.column == column]
    assert problems, str(raised.value)
    assert says in str(problems[0])


def test_every_problem_is_told_at_once() -> None:
    found = rows()
    for record in ("claim", "source", "pair"):
        found[number(found, record)].update({"source_url": "x", "url": "x", "grade": "x"} if record == "claim" else {})
    found[number(found, "source")]["url"] = "ftp://x.org"
    found[number(found, "pair")]["grade"] = "HEARSAY"
    with pytest.raises(InputError) as raised:
        from_csv(table(found), "mine.csv")
    assert len({problem.row for problem in raised.value.problems}) >= 1


def test_rows_may_stand_in_any_order_and_columns_too() -> None:
    found = rows()
    turned = [dict(reversed(row.items())) for row in sorted(found, key=lambda row: row["record"], reverse=True)]
    assert {e.slug for e in from_csv(table(turned), "a.csv").collaborations} == {
        e.slug for e in from_csv(table(found), "a.csv").collaborations
    }


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "has no column record"),
        ("a,b\n", "has no column record"),
        ("record,of,colour\n", "has the column 'colour'"),
        ("record,of,of\n", "has a column twice"),
        ('record,of\n"x', "cannot be read as CSV"),
        ("record,of\ncollaboration,,x\n", "row 2: has 3 cells for 2 columns"),
    ],
)
def test_a_file_that_is_no_table_of_the_standard_is_refused(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        from_csv(text, "mine.csv")


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (lambda d: d.update(standard="other"), 'its "standard" is not'),
        (lambda d: d.update(version="9.0"), 'version "9.0"'),
        (lambda d: d.update(pairs={}), '"pairs" is not a list'),
        (lambda d: d.update(colour=1), '"colour" is not part of the standard'),
        (lambda d: d["collaborations"][0].update(theme="magic"), "collaborations.0.theme"),
        (lambda d: d["collaborations"][0]["partners"].append(d["collaborations"][0]["partners"][0]), "two partners"),
    ],
)
def test_a_document_that_is_wrong_is_refused(edit: Callable[[dict[str, Any]], None], says: str) -> None:
    document = json.loads(to_json(load_register()))
    edit(document)
    with pytest.raises(InputError, match=says):
        from_json(json.dumps(document), "mine.json")


@pytest.mark.parametrize("text", ["", "[", "[]", "3", "NaN", '{"standard": "bluelight-register"}', "[" * 100_000])
def test_what_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"mine\.json"):
        from_json(text, "mine.json")


def test_a_known_organisation_need_not_be_in_the_file() -> None:
    register = load_register()
    part = Register(register.collaborations[:1], (), ())
    with pytest.raises(InputError, match="unknown slug gwent-police"):
        from_json(to_json(part), "a.json")
    assert from_json(to_json(part), "a.json", register.organisation.keys()).collaborations == part.collaborations


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BluelightError, match=r"ends in \.json or \.csv"):
        write_register(load_register(), tmp_path / "a.xlsx")
    workbook = tmp_path / "a.csv"
    workbook.write_bytes(b"PK\x03\x04")
    with pytest.raises(InputError, match="an Excel workbook"):
        read_register(workbook)
