"""What a workbook says, collaboration by collaboration, each row held against the form that a page would show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO, Any

from bluelight.errors import InputError, Problem
from bluelight.register import codelists
from bluelight.service.contributions.content import Content, blank, missing
from bluelight.service.contributions.forms import FORMS
from bluelight.service.contributions.workbook import POINTS, Row, read
from bluelight.service.register.models import Organisation

# Which part of an entry the rows of a sheet are.
_PARTS = {"Partners": "partners", "Claims": "claims", "Sources": "sources"}


@dataclass
class Proposed:
    """One collaboration of a workbook: the row it stands in, what it would say, and what is wrong with it."""

    name: str
    row: int
    content: Content
    problems: list[str] = field(default_factory=list)


def proposals(file: IO[bytes], name: str, organisation: Organisation) -> list[Proposed]:
    """Every collaboration of the workbook. Raises InputError where the file is no good, or rows belong to none."""
    rows = read(file, name)
    found: dict[str, Proposed] = {}
    problems: list[Problem] = []
    for row in rows:
        if row.sheet == "Collaborations":
            key = row.cells["name"].lower()
            if key in found:
                row.wrong("name", "stands in another row already.", "Give each collaboration one row.")
                problems += row.problems
                continue
            found[key] = Proposed(row.cells["name"] or f"Row {row.number}", row.number, blank(organisation))
            _singles(found[key], row)
        else:
            owner = found.get(row.cells["collaboration"].lower())
            if owner is None:
                row.wrong("collaboration", "is none of those on the first sheet.", "Write its name as it stands there.")
                problems += row.problems
            else:
                _part(owner, row)
    if not found:
        problems.append(Problem(name[:100], "holds no collaboration.", "Fill the sheet Collaborations."))
    if problems:
        raise InputError(problems)
    for each in found.values():
        if not each.problems:
            each.problems += missing(each.content, organisation).values()
    return list(found.values())


def _singles(owner: Proposed, row: Row) -> None:
    for part in ("name", "theme", "region", "start_year", "summary"):
        _take(owner, row, part, {"value": row.cells[part]}, {"value": part})
    said = {"value": row.cells["status"] or "unknown", "as_of": row.cells["status_as_of"]}
    _take(owner, row, "status", said, {"value": "status", "as_of": "status_as_of"})
    _take(owner, row, "emmie", {name: row.cells[name] for name in codelists.EMMIE}, {})
    owner.problems += map(str, row.problems)


def _part(owner: Proposed, row: Row) -> None:
    said = {name: text for name, text in row.cells.items() if name != "collaboration"}
    if row.sheet == "Lessons":
        if said["kind"] not in POINTS:
            row.wrong("kind", "is none of barrier, enabler and lesson.", "Choose one of them.")
        else:
            _take(owner, row, f"{said['kind']}s", {"value": said["text"]}, {"value": "text"}, several=True)
    else:
        if row.sheet == "Partners":
            said["service"] = said["service"] or "other"
        if row.sheet == "Claims":
            said |= {"state": said["state"] or "not_recorded", "kind": said["kind"] or "other"}
        _take(owner, row, _PARTS[row.sheet], said, {}, several=True)
    owner.problems += map(str, row.problems)


def _take(
    owner: Proposed, row: Row, part: str, said: dict[str, str], columns: dict[str, str], *, several: bool = False
) -> None:
    """Put what a row says into the entry, if the form of its page takes it."""
    form = FORMS[part](said, content=owner.content)
    if not form.is_valid():
        for name, errors in form.errors.items():
            for error in errors:
                row.wrong(
                    columns.get(name, name if name != "__all__" else None),
                    f"{str(error).rstrip('.')}.",
                    "Correct the cell.",
                )
        return
    answer: Any = form.answer()
    if not several:
        owner.content[part] = answer
    elif part != "partners" or answer["organisation"] not in {p["organisation"] for p in owner.content["partners"]}:
        owner.content[part] = [*owner.content[part], answer]
