"""What a workbook says, collaboration by collaboration, each row held against the form that a page would show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO, Any

from bluelight.errors import InputError, Problem
from bluelight.register import codelists
from bluelight.service.contributions import pairs
from bluelight.service.contributions.content import SECTIONS, Content, blank, missing
from bluelight.service.contributions.forms import FORMS
from bluelight.service.contributions.models import Revision
from bluelight.service.contributions.paired_rows import PairedRows
from bluelight.service.contributions.workbook import POINTS, Row, read
from bluelight.service.register.models import Collaboration, Organisation

# Which part of an entry the rows of a sheet are.
_PARTS = {"Partners": "partners", "Claims": "claims", "Sources": "sources"}


@dataclass
class Proposed:
    """One collaboration of a workbook: the row it stands in, what it would say, and what is wrong with it.

    One that changes a published entry has its address in `entry`, the version that it changes in `base`, and in
    `changes` the parts that it says otherwise.
    """

    name: str
    row: int
    content: Content
    problems: list[str] = field(default_factory=list)
    entry: str = ""
    base: int = 0
    changes: list[str] = field(default_factory=list)


def proposals(file: IO[bytes], name: str, organisation: Organisation) -> list[Proposed]:
    """Every collaboration of the workbook. Raises InputError where the file is no good, or rows belong to none."""
    rows = read(file, name)
    found: dict[str, Proposed] = {}
    before: dict[str, Content] = {}
    problems: list[Problem] = []
    paired = PairedRows()
    for row in rows:
        if row.sheet == "Collaborations":
            key = row.cells["name"].lower()
            if key in found:
                row.wrong("name", "stands in another row already.", "Give each collaboration one row.")
                problems += row.problems
                continue
            found[key] = _begun(row, organisation, before)
            _singles(found[key], row)
        else:
            owner = found.get(row.cells["collaboration"].lower())
            if owner is None:
                row.wrong("collaboration", "is none of those on the first sheet.", "Write its name as it stands there.")
                problems += row.problems
            else:
                _part(owner, row, before.get(owner.entry, {}), paired)
    if not found:
        problems.append(Problem(name[:100], "holds no collaboration.", "Fill the sheet Collaborations."))
    if problems:
        raise InputError(problems)
    paired.settle()
    for each in found.values():
        each.content["claims"] = pairs.settled(each.content["claims"])
        if not each.problems:
            each.problems += missing(each.content, organisation).values()
        if each.entry:
            _compare(each, before[each.entry])
    return list(found.values())


def _begun(row: Row, organisation: Organisation, before: dict[str, Content]) -> Proposed:
    """A new collaboration; or a change of a published one, whose parts are those of the workbook alone.

    What is published goes into `before`, by the entry's address.
    """
    made = Proposed(row.cells["name"] or f"Row {row.number}", row.number, blank(organisation))
    slug = row.cells.get("entry")
    if not slug:
        return made
    entry = Collaboration.objects.of_organisations([organisation]).filter(slug=slug).first()
    last = entry.versions.first() if entry else None
    if entry is None or last is None:
        row.wrong("entry", f"is no entry of {organisation}.", "Leave it empty for a new collaboration.")
    elif slug in before:
        row.wrong("entry", "stands in another row already.", "Give each entry one row.")
    elif row.cells.get("version") != str(last.number):
        what = f"is not {last.number}, the version that is published: somebody changed the entry since."
        row.wrong("version", what, "Download your published entries again.")
    elif Revision.objects.unfinished().filter(collaboration=entry, organisation=organisation).exists():
        row.wrong("entry", "is being changed already.", "Hand that change in or discard it first.")
    else:
        before[slug] = last.content
        made.entry, made.base = slug, last.number
        made.content = last.content | {name: [] for name, section in SECTIONS.items() if section.many}
    return made


def _compare(changed: Proposed, before: Content) -> None:
    """Say which parts are said otherwise; where none is, there is nothing to take."""
    differing = [name for name in SECTIONS if changed.content.get(name) != before.get(name)]
    changed.changes = [SECTIONS[name].title for name in differing]
    if not differing and not changed.problems:
        changed.problems = ["It says what is published already."]


def _singles(owner: Proposed, row: Row) -> None:
    for part in ("name", "theme", "region", "start_year", "summary"):
        _take(owner, row, part, {"value": row.cells[part]}, {"value": part})
    said = {"value": row.cells["status"] or "unknown", "as_of": row.cells["status_as_of"]}
    _take(owner, row, "status", said, {"value": "status", "as_of": "status_as_of"})
    _take(owner, row, "emmie", {name: row.cells[name] for name in codelists.EMMIE}, {})
    owner.problems += map(str, row.problems)


def _part(owner: Proposed, row: Row, before: Content, paired: PairedRows) -> None:
    said = {name: text for name, text in row.cells.items() if name not in {"collaboration", "claim", "pair"}}
    kept = None
    if row.sheet == "Lessons":
        if said["kind"] not in POINTS:
            row.wrong("kind", "is none of barrier, enabler and lesson.", "Choose one of them.")
        else:
            _take(owner, row, f"{said['kind']}s", {"value": said["text"]}, {"value": "text"}, several=True)
    else:
        if row.sheet == "Partners":
            said["service"] = said["service"] or "other"
            named = [each for each in before.get("partners", []) if each["organisation"] == said["organisation"]]
            kept = named[0] if named else None
        if row.sheet == "Claims":
            said |= {"state": said["state"] or "not_recorded", "kind": said["kind"] or "other"}
            kept = _claim(owner, row, before)
        taken = _take(owner, row, _PARTS[row.sheet], said, {}, several=True, kept=kept)
        if row.sheet == "Claims":
            claim = owner.content["claims"][-1] if taken else None
            if claim is not None and kept is not None and "pair" not in row.cells:
                claim["pair"] = kept["pair"]
            paired.put(owner, row, claim)
    owner.problems += map(str, row.problems)


def _claim(owner: Proposed, row: Row, before: Content) -> Content | None:
    """The published claim that a row is of; None for a new one."""
    number = row.cells.get("claim")
    found = next((claim for claim in before.get("claims", []) if number and claim["id"] == number), None)
    if number and (found is None or number in {claim["id"] for claim in owner.content["claims"]}):
        row.wrong("claim", "is no claim of this entry, or has a row already.", "Leave it empty for a new claim.")
    return found


def _take(
    owner: Proposed,
    row: Row,
    part: str,
    said: dict[str, str],
    columns: dict[str, str],
    *,
    several: bool = False,
    kept: Content | None = None,
) -> bool:
    """Put what a row says into the entry, if the form of its page takes it; `kept` is what it is a change of."""
    form = FORMS[part](said, content=owner.content, initial={"kept": kept} if kept else None)
    if not form.is_valid():
        for name, errors in form.errors.items():
            for error in errors:
                row.wrong(
                    columns.get(name, name if name != "__all__" else None),
                    f"{str(error).rstrip('.')}.",
                    "Correct the cell.",
                )
        return False
    answer: Any = form.answer()
    if not several:
        owner.content[part] = answer
    elif part != "partners" or answer["organisation"] not in {p["organisation"] for p in owner.content["partners"]}:
        owner.content[part] = [*owner.content[part], answer]
    return True
