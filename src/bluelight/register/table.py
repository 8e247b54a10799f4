"""A register as one CSV table: a row for each entry and for each part of one.

`record` says what a row is and `of` which entry it belongs to; the other columns are filled where they mean something.
A cell that a spreadsheet would run as a formula gets an apostrophe in front, and so does one that has it already;
reading takes it away again, so that nothing is lost. An empty cell is "not recorded".
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from bluelight.errors import InputError, Problem
from bluelight.files import FORMULA, safe_cell
from bluelight.register.check import Fault, Register, build
from bluelight.register.model import Claim, Emmie, Evaluation, Pair, Realised
from bluelight.register.standard import VERSION, canonical, entry_json

_REMEDY = "See docs/register-standard.md for the columns of each kind of row."

Columns = Mapping[str, tuple[str, ...]]


def _same(*names: str, **renamed: tuple[str, ...]) -> Columns:
    """Columns named as their fields, and some that are not."""
    return {name: (name,) for name in names} | renamed


# What each kind of row says: its columns, and the field that each is. Rows stand in this order under their entry.
RECORDS: dict[str, Columns] = {
    "organisation": _same(
        "slug",
        "name",
        "service",
        "region",
        "country",
        "note",
        governance_type=("governance", "type"),
        governance_as_of=("governance", "as_of"),
    ),
    "code": _same("scheme", "code"),
    "alias": _same("text"),
    "collaboration": _same(
        "slug",
        "name",
        "theme",
        "region",
        "start_year",
        "summary",
        "evidence",
        "publisher",
        status=("status", "value"),
        status_as_of=("status", "as_of"),
        **{name: ("emmie", name) for name in Emmie.model_fields},
    ),
    "partner": _same("slug", "service", "area", name=("organisation",)),
    "claim": _same(*Claim.model_fields),
    "barrier": _same("text"),
    "enabler": _same("text"),
    "lesson": _same("text"),
    "source": _same("url", "title", "publisher", "published", "supports"),
    "pair": _same(*(name for name in Pair.model_fields if name != "collaboration")),
    "evaluation": _same(*(name for name in Evaluation.model_fields if name != "collaboration")),
    "realised": _same(*(name for name in Realised.model_fields if name != "collaboration")),
}
COLUMNS = ("record", "of", *dict.fromkeys(name for columns in RECORDS.values() for name in columns))
# The same by the number of the column.
_CELLS = {
    record: [(COLUMNS.index(name), path) for name, path in columns.items()] for record, columns in RECORDS.items()
}
_PARTS = {
    "organisation": {"alias": "aliases"},
    "collaboration": {
        "partner": "partners",
        "claim": "claims",
        "barrier": "barriers",
        "enabler": "enablers",
        "lesson": "lessons",
        "source": "sources",
    },
}
# What belongs to a collaboration and stands in a list of its own.
_BESIDE = {"pair": "pairs", "evaluation": "evaluations", "realised": "realised"}
_OWNER = {part: owner for owner, parts in _PARTS.items() for part in parts} | {
    "code": "organisation",
    **dict.fromkeys(_BESIDE, "collaboration"),
}
_LISTS = {"organisation": "organisations", "collaboration": "collaborations"}

Row = dict[str, Any]


def to_csv(register: Register) -> str:
    """The register as one table. The same register gives the same bytes."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(canonical(register)))
    return out.getvalue()


def _rows(register: Register) -> Iterator[list[Any]]:
    for organisation in register.organisations:
        entry = entry_json(organisation)
        yield _row("organisation", "", entry)
        for scheme, code in entry["codes"].items():
            yield _row("code", organisation.slug, {"scheme": scheme, "code": code})
        yield from _part_rows("organisation", entry)
    beside: dict[str, list[list[Any]]] = {}
    for record, name in _BESIDE.items():
        for found in getattr(register, name):
            beside.setdefault(found.collaboration, []).append(_row(record, found.collaboration, entry_json(found)))
    for collaboration in register.collaborations:
        entry = entry_json(collaboration)
        yield _row("collaboration", "", entry)
        yield from _part_rows("collaboration", entry)
        yield from beside.get(collaboration.slug, [])


def _part_rows(kind: str, entry: Row) -> Iterator[list[Any]]:
    for part, field in _PARTS[kind].items():
        for value in entry[field]:
            yield _row(part, entry["slug"], value if isinstance(value, dict) else {"text": value})


def _row(record: str, of: str, entry: Row) -> list[Any]:
    """The cells of a row, in the order of COLUMNS."""
    cells: list[Any] = [""] * len(COLUMNS)
    cells[:2] = record, of
    for place, path in _CELLS[record]:
        value: Any = entry
        for step in path:
            value = value[step]
        cells[place] = safe_cell(value)
    return cells


def from_csv(text: str, file: str, known: Collection[str] = ()) -> Register:
    """The register of a table; `known` are slugs of organisations that it may name without giving them.

    Raises `InputError` with every problem, each naming the row and the column.
    """
    return _Reading(file, text).register(known)


class _Reading:
    """A table on its way to entries: where each row went, so that what is wrong with an entry finds its row."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.lists: dict[str, list[Row]] = {name: [] for name in (*_LISTS.values(), *_BESIDE.values())}
        self._entries: dict[tuple[str, str], tuple[int, Row]] = {}
        self._places: dict[tuple[str | int, ...], tuple[int, str]] = {}
        rows = list(self._read(text))
        for number, row in rows:  # entries first: a part may stand above its entry
            if row["record"] in _LISTS:
                self._entry(number, row)
        for number, row in rows:
            if row["record"] not in _LISTS:
                self._part(number, row)

    def register(self, known: Collection[str]) -> Register:
        if self.problems:
            raise InputError(self.problems)
        return build(self.lists, self._tell, known)

    def _wrong(self, number: int | None, column: str | None, what: str, remedy: str = _REMEDY) -> None:
        self.problems.append(Problem(self.file, what, remedy, number, column))

    def _read(self, text: str) -> Iterator[tuple[int, Row]]:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        number = 1
        try:
            header = next(reader, [])
            missing = [name for name in ("record", "of") if name not in header]
            unknown = [name for name in header if name not in COLUMNS]
            if missing or unknown or len(set(header)) != len(header):
                wrong = f"has no column {missing[0]}" if missing else f"has the column {(unknown or header)[0][:40]!r}"
                said = wrong if missing or unknown else "has a column twice"
                return self._wrong(1, None, f"{said}, so it is no table of the register standard {VERSION}.")
            for number, cells in enumerate(reader, start=2):
                if any(cell.strip() for cell in cells):
                    yield from self._checked(number, header, cells)
        except csv.Error as error:
            remedy = "Look for a quotation mark that is not closed or doubled."
            self._wrong(number + 1, None, f"cannot be read as CSV from here on ({error}).", remedy)

    def _checked(self, number: int, header: list[str], cells: list[str]) -> Iterator[tuple[int, Row]]:
        if len(cells) > len(header) and any(cells[len(header) :]):
            return self._wrong(number, None, f"has {len(cells)} cells for {len(header)} columns.", "Take them out.")
        row: Row = {name: _value(cell) for name, cell in zip(header, cells, strict=False)}
        record = row.get("record")
        if record not in RECORDS:
            said = f"is no kind of row: {str(record)[:40]!r}." if record else "is empty."
            return self._wrong(number, "record", said, f"Use one of {', '.join(RECORDS)}.")
        extra = [n for n, value in row.items() if value is not None and n not in ("record", "of", *RECORDS[record])]
        if extra:
            return self._wrong(number, extra[0], f"means nothing for a row of {record}.", "Empty the cell.")
        yield number, row

    def _entry(self, number: int, row: Row) -> None:
        kind = _LISTS[row["record"]]
        entry = self._fields(row)
        for field in _PARTS[row["record"]].values():
            entry[field] = []
        if kind == "organisations":
            entry["codes"] = {}
        place = len(self.lists[kind])
        self.lists[kind].append(entry)
        self._places[kind, place] = number, row["record"]
        self._entries.setdefault((kind, str(entry["slug"])), (place, entry))

    def _part(self, number: int, row: Row) -> None:
        record, slug = row["record"], str(row.get("of"))
        kind = _LISTS[_OWNER[record]]
        if (kind, slug) not in self._entries:
            remedy = f"Name the slug of a row of {_OWNER[record]} of this table."
            return self._wrong(number, "of", f"there is no {_OWNER[record]} {slug[:160]}.", remedy)
        place, entry = self._entries[kind, slug]
        value = self._fields(row)
        if record in _BESIDE:
            there = self.lists[_BESIDE[record]]
            self._places[_BESIDE[record], len(there)] = number, record
            there.append({"collaboration": slug, **value})
        elif record == "code":
            if not value["scheme"] or not value["code"] or value["scheme"] in entry["codes"]:
                return self._wrong(number, "scheme", "needs a scheme not used yet, and a code.", "Correct the row.")
            entry["codes"][value["scheme"]] = value["code"]
        else:
            field = _PARTS[_OWNER[record]][record]
            self._places[kind, place, field, len(entry[field])] = number, record
            entry[field].append(value["text"] if set(RECORDS[record]) == {"text"} else value)
        return None

    @staticmethod
    def _fields(row: Row) -> Row:
        entry: Row = {}
        for column, path in RECORDS[row["record"]].items():
            inner = entry
            for step in path[:-1]:
                inner = inner.setdefault(step, {})
            inner[path[-1]] = row.get(column)
        return entry

    def _tell(self, fault: Fault) -> Problem:
        """A fault at the row that it comes from: that of the part, or of the entry."""
        length = max(n for n in (2, 4) if fault.place[:n] in self._places)
        number, record = self._places[fault.place[:length]]
        path = tuple(step for step in fault.place[length:])
        columns = RECORDS[record]
        column = next((name for name, way in columns.items() if way == path), None)
        return Problem(self.file, fault.what, fault.remedy, number, column or ("text" if "text" in columns else None))


def _value(cell: str) -> str | None:
    """What a cell says, without the apostrophe that kept a spreadsheet from running it."""
    text = cell.strip()
    if text.startswith("'") and text[1:].startswith(FORMULA):
        text = text[1:]
    return text or None
