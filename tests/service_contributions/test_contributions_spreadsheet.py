"""Spreadsheets: the template filled in, row by row; files made to do harm refused in words, nothing written."""

from __future__ import annotations

import io
import re
import struct
import subprocess
import sys
import tracemalloc
import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from benchmarks.hostile import faults
from benchmarks.hostile_files import KINDS, hostile_files
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from tests.service_accounts.people import person, signed_in
from tests.service_contributions.conftest import Somebody

from bluelight.errors import InputError
from bluelight.service.contributions import published, services, workbook
from bluelight.service.contributions.models import Revision, Upload
from bluelight.service.contributions.published import rows_of
from bluelight.service.contributions.uploads import proposals
from bluelight.service.contributions.workbook import SHEETS
from bluelight.service.register.models import Collaboration, Organisation, Partner
from bluelight.service.register.services import settle

pytestmark = pytest.mark.django_db

GOOD = {
    "Collaborations": [
        "A yard for two",
        "Shared buildings",
        "Wales",
        2019,
        "live",
        date(2024, 5, 31),
        "One yard.",
        "Less rent.",
    ],
    "Partners": ["A yard for two", "Littleham Council", "local-authority", None],
    "Claims": ["A yard for two", "benefit", "Rent is saved.", "cashable", "Forecast", "saving", 9000, 9500.5, "GBP"],
    "Lessons": ["a yard for two", "lesson", "Ask the neighbours."],
    "Sources": ["A yard for two", "https://example.org/yard", "The plan"],
}


def book(rows: dict[str, list[list[Any]]]) -> bytes:
    """The template with these rows in it."""
    filled = load_workbook(io.BytesIO(workbook.template()))
    for sheet, lines in rows.items():
        for line in lines:
            filled[sheet].append(line)
    file = io.BytesIO()
    filled.save(file)
    return file.getvalue()


def good(**more: list[list[Any]]) -> bytes:
    return book({sheet: [line, *more.get(sheet, [])] for sheet, line in GOOD.items()})


def send(somebody: Somebody, content: bytes, name: str = "ours.xlsx"):
    file = SimpleUploadedFile(name, content)
    return somebody.client.post("/contribute/spreadsheet/", {"organisation": "littleham-fire", "file": file})


def test_a_row_becomes_a_draft_that_says_what_the_row_says(contributor: Somebody) -> None:
    sent = send(contributor, good())
    assert sent.status_code == 302, sent.content.decode()
    assert not Revision.objects.exists()
    for _ in range(2):  # a double click
        assert contributor.client.post(sent.headers["Location"], {"row": "2"}).status_code == 302
    draft = Revision.objects.get()
    said = draft.content
    assert (said["name"], said["theme"], said["start_year"]) == ("A yard for two", "shared-estate", 2019)
    assert said["status"] == {"value": "live", "as_of": "2024-05-31"}
    assert [partner["organisation"] for partner in said["partners"]] == ["Littleham Fire", "Littleham Council"]
    (claim,) = said["claims"]
    assert (claim["state"], claim["amount"], claim["amount_max"], claim["unit"]) == ("forecast", 9000, 9500.5, "GBP")
    assert said["lessons"] == ["Ask the neighbours."]
    assert said["emmie"]["effect"] == "Less rent."
    assert said["emmie"]["mechanism"] is None
    assert "Hand it in" in contributor.client.get(f"{draft.get_absolute_url()}check/").content.decode()


def test_what_is_wrong_is_said_row_by_row_and_the_other_rows_may_be_taken(contributor: Somebody) -> None:
    sent = send(
        contributor,
        good(
            Collaborations=[["A bad one", "gardening", "Wales", "soon", "live", "May", "=1+1"]],
            Sources=[["A bad one", "javascript:alert(1)", "x"]],
        ),
    )
    page = contributor.client.get(sent.headers["Location"]).content.decode()
    for told in (
        "Collaborations, row 3, column theme",
        "Collaborations, row 3, column start_year",
        "Collaborations, row 3, column status_as_of",
        "Collaborations, row 3, column summary: holds a formula.",
        "Sources, row 3, column url: Enter an address that starts with http:// or https://.",
    ):
        assert told in page
    assert contributor.client.post(sent.headers["Location"], {"row": ["2", "3"]}).status_code == 400
    assert not Revision.objects.exists()
    assert contributor.client.post(sent.headers["Location"], {"row": "2"}).status_code == 302
    assert Revision.objects.count() == 1


def test_rows_that_belong_to_no_collaboration_are_an_error_of_the_file(contributor: Somebody) -> None:
    sent = send(contributor, good(Claims=[["Nobody's", "benefit", "x"]]))
    assert sent.status_code == 422
    assert "Claims, row 3, column collaboration: is none of those" in sent.content.decode()


ESTATE = "suffolk-shared-stations-programme"


@pytest.fixture
def suffolk(register: None) -> Somebody:
    user = person("contributor", Organisation.objects.get(slug="suffolk-fire-and-rescue-service"))
    return Somebody(user, signed_in(user))


def filled(somebody: Somebody) -> Any:
    answer = somebody.client.get("/contribute/spreadsheet/entries/suffolk-fire-and-rescue-service.xlsx")
    assert answer.status_code == 200
    return load_workbook(io.BytesIO(answer.content))


def send_back(somebody: Somebody, filled: Any) -> Any:
    """What the rows of the workbook came to."""
    file = io.BytesIO()
    filled.save(file)
    content = SimpleUploadedFile("back.xlsx", file.getvalue())
    sent = somebody.client.post(
        "/contribute/spreadsheet/", {"organisation": "suffolk-fire-and-rescue-service", "file": content}
    )
    assert sent.status_code == 302, sent.content.decode()
    return Upload.objects.latest("made")


def row_of(rows: Any, column: int, value: str) -> int:
    return next(row[0].row for row in rows.iter_rows() if row[column - 1].value == value)


def test_entries_sent_back_as_they_came_change_nothing(suffolk: Somebody) -> None:
    upload = send_back(suffolk, filled(suffolk))
    assert len(upload.rows) == Collaboration.objects.for_writer(suffolk.user).count() > 2
    assert {tuple(row["problems"]) for row in upload.rows} == {("It says what is published already.",)}


def test_entries_that_do_not_fit_into_one_workbook_come_in_parts(
    suffolk: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = filled(suffolk)
    for module in (published, workbook):
        monkeypatch.setattr(module, "MOST_ROWS", max(sheet.max_row for sheet in whole.worksheets[:5]) - 1)
    page = suffolk.client.get("/contribute/spreadsheet/").content.decode()
    links = re.findall(r'href="(/contribute/spreadsheet/entries/[^"]+)"', page)
    assert "part 2 of 2" in page
    names = []
    for link in links:
        answer = suffolk.client.get(link)
        assert f"-{link[-1]}-of-2.xlsx" in answer.headers["Content-Disposition"]
        part = load_workbook(io.BytesIO(answer.content))
        names += [row[0] for row in part["Collaborations"].iter_rows(min_row=2, values_only=True)]
        upload = send_back(suffolk, part)
        assert {tuple(row["problems"]) for row in upload.rows} == {("It says what is published already.",)}
    assert names == [row[0] for row in whole["Collaborations"].iter_rows(min_row=2, values_only=True)]
    assert suffolk.client.get(f"{links[0][:-1]}3").status_code == 404


@pytest.mark.usefixtures("register")
def test_a_partner_that_entries_call_otherwise_stays_the_one_it_is() -> None:
    partner = Partner.objects.filter(organisation__kind="listed").exclude(name=F("organisation__name"))[0]
    entries = Collaboration.objects.filter(pk=partner.collaboration_id)
    book = io.BytesIO(workbook.template(rows_of(entries)))
    (row,) = proposals(book, "back.xlsx", partner.organisation)
    assert row.problems == ["It says what is published already."]


def test_a_published_entry_is_changed_by_spreadsheet_and_reviewed(suffolk: Somebody, reviewer: Somebody) -> None:
    book, entry = filled(suffolk), Collaboration.objects.get(slug=ESTATE)
    before = entry.versions.first().content
    sheet, claims = book["Collaborations"], book["Claims"]
    at = row_of(sheet, SHEETS["Collaborations"].index("entry") + 1, ESTATE)
    sheet.cell(at, SHEETS["Collaborations"].index("summary") + 1).value = "Said anew"
    first = row_of(claims, SHEETS["Claims"].index("claim") + 1, before["claims"][0]["id"])
    claims.cell(first, SHEETS["Claims"].index("unit") + 1).value = "GBP a year"
    book["Lessons"].append([entry.name, "lesson", "Ask the neighbours first."])
    upload = send_back(suffolk, book)
    (row,) = [row for row in upload.rows if not row["problems"]]
    assert (row["entry"], row["changes"]) == (ESTATE, ["Summary", "Benefits and costs", "Lessons"])
    page = f"/contribute/spreadsheet/{upload.pk}/"
    assert "changes the published entry: summary" in suffolk.client.get(page).content.decode()
    assert suffolk.client.post(page, {"row": row["row"]}).status_code == 302
    draft = Revision.objects.get()
    assert (draft.collaboration, draft.base) == (entry, entry.version)
    assert [claim["id"] for claim in draft.content["claims"]] == [claim["id"] for claim in before["claims"]]
    services.submit(draft, suffolk.user, why="", lock=draft.lock)
    services.take_up(draft, reviewer.user)
    draft.refresh_from_db()
    services.publish(draft, reviewer.user, why="", lock=draft.lock, against=entry.version)
    entry.refresh_from_db()
    assert entry.summary == "Said anew"
    assert entry.points.filter(text="Ask the neighbours first.").exists()
    assert entry.claims.get(key=before["claims"][0]["id"]).unit == "GBP a year"


def test_what_somebody_else_changed_meanwhile_is_not_written_over(suffolk: Somebody) -> None:
    book = filled(suffolk)
    settle([Collaboration.objects.get(slug=ESTATE).pk], why="Another version")
    entry = Collaboration.objects.for_writer(suffolk.user).exclude(slug=ESTATE)[0]
    services.begin(uuid4(), Organisation.objects.get(slug="suffolk-fire-and-rescue-service"), suffolk.user, entry)
    problems = {row["row"]: " ".join(row["problems"]) for row in send_back(suffolk, book).rows}
    column = SHEETS["Collaborations"].index("entry") + 1
    told = {slug: problems[row_of(book["Collaborations"], column, slug)] for slug in (ESTATE, entry.slug)}
    assert "somebody changed the entry since" in told[ESTATE]
    assert "is being changed already" in told[entry.slug]


def test_rows_are_of_entries_and_claims_of_ones_own(suffolk: Somebody) -> None:
    book = filled(suffolk)
    entry, claim = SHEETS["Collaborations"].index("entry") + 1, SHEETS["Claims"].index("claim") + 1
    book["Collaborations"].cell(2, entry).value = "athena-police-intelligence-system"
    book["Claims"].cell(2, claim).value = "athena-police-intelligence-system/benefit-1"
    told = " ".join(problem for row in send_back(suffolk, book).rows for problem in row["problems"])
    assert "column entry: is no entry of" in told
    assert "column claim: is no claim of this entry" in told


def test_rows_taken_after_the_entry_was_published_anew_are_refused(suffolk: Somebody) -> None:
    book = filled(suffolk)
    at = row_of(book["Collaborations"], SHEETS["Collaborations"].index("entry") + 1, ESTATE)
    book["Collaborations"].cell(at, SHEETS["Collaborations"].index("summary") + 1).value = "Said anew"
    upload = send_back(suffolk, book)
    settle([Collaboration.objects.get(slug=ESTATE).pk], why="Another version")
    answer = suffolk.client.post(f"/contribute/spreadsheet/{upload.pk}/", {"row": at})
    assert answer.status_code == 400
    assert not Revision.objects.exists()


def test_a_template_of_before_is_read_too(contributor: Somebody) -> None:
    old = load_workbook(io.BytesIO(good()))
    for sheet, columns in workbook.ADDED.items():
        old[sheet].delete_cols(len(SHEETS[sheet]) - len(columns) + 1, len(columns))
    file = io.BytesIO()
    old.save(file)
    assert send(contributor, file.getvalue()).status_code == 302
    assert Upload.objects.get().rows[0]["problems"] == []


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        return {name: made.read(name) for name in made.namelist()}


def laughing(code: str) -> bytes:
    text = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    return text.encode(code)


HOSTILE = {
    "nothing": lambda: b"",
    "text": lambda: b"name,theme\nA,b\n",
    "other encodings": lambda: "name;thème\n".encode("utf-16") + b"\xff\xfe\xe9",
    "a zip of something else": lambda: zipped({"readme.txt": b"hello"}),
    "torn": lambda: good()[:2000],
    "macros": lambda: zipped(parts_of(good()) | {"xl/vbaProject.bin": b"x"}),
    "links to other files": lambda: zipped(parts_of(good()) | {"xl/externalLinks/externalLink1.xml": b"<x/>"}),
    "entities": lambda: zipped(parts_of(good()) | {"xl/styles.xml": laughing("utf-8")}),
    "entities in another encoding": lambda: zipped(parts_of(good()) | {"xl/styles.xml": laughing("utf-16")}),
    "a thousand parts": lambda: zipped(parts_of(good()) | {f"xl/{n}.xml": b"" for n in range(1000)}),
    "a bomb": lambda: zipped(parts_of(good()) | {"xl/worksheets/sheet1.xml": b" " * 60_000_000}),
    "too large": lambda: zipped({"xl/workbook.xml": b""}) + bytes(5_100_000),
    "far too large": lambda: bytes(20_000_000),
    "other columns": lambda: other_columns(),
    "no rows": lambda: book({}),
    "too many rows": lambda: book({"Collaborations": [[f"Entry {n}"] for n in range(2_100)]}),
}


def other_columns() -> bytes:
    filled = load_workbook(io.BytesIO(workbook.template()))
    filled["Claims"]["A1"] = "something"
    file = io.BytesIO()
    filled.save(file)
    return file.getvalue()


@pytest.mark.parametrize("what", HOSTILE)
def test_a_file_made_to_do_harm_is_refused_in_words(what: str, contributor: Somebody) -> None:
    sent = send(contributor, HOSTILE[what]())
    assert sent.status_code == 422, what
    told = re.findall(r"<li>(.*?)</li>", sent.content.decode().split("Nothing was taken from this file")[1])
    assert told
    assert not Upload.objects.exists()


def test_files_of_every_hostile_kind_are_refused_in_words_and_write_nothing(contributor: Somebody) -> None:
    sent = list(faults(contributor.client, "littleham-fire", hostile_files(2 * len(KINDS), seed=2)))
    assert [(kind, told, written) for kind, told, written in sent if written or not told] == []
    assert len({kind for kind, _, _ in sent}) == len(set(KINDS)) > 20


def test_a_part_that_lies_about_its_length_is_never_unpacked_whole() -> None:
    made = bytearray(zipped(parts_of(WHOLE) | {"xl/theme/theme1.xml": b" " * 60_000_000}))
    for _ in range(2):
        at = made.index(struct.pack("<L", 60_000_000))
        made[at : at + 4] = struct.pack("<L", 1000)
    tracemalloc.start()
    with pytest.raises(InputError, match="is not a workbook"):
        workbook.read(io.BytesIO(bytes(made)), "liar.xlsx")
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_a_row_far_down_is_not_passed_over(contributor: Somebody) -> None:
    rows = load_workbook(io.BytesIO(WHOLE))
    rows["Collaborations"].cell(9_000, 1).value = "A yard for three"
    file = io.BytesIO()
    rows.save(file)
    told = send(contributor, file.getvalue()).content.decode()
    assert "has more than 2,000 rows on the sheet Collaborations" in told


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_changed_in_a_workbook_it_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(1, 8))] = data.draw(st.binary(max_size=8))
    try:
        rows = workbook.read(io.BytesIO(bytes(content)), "changed.xlsx")
    except InputError as refused:
        refusal = str(refused)
        assert refusal.startswith("changed.xlsx")
    else:
        assert all(row.sheet in workbook.SHEETS for row in rows)


WHOLE = good()


def test_a_bomb_of_a_gigabyte_takes_little_memory(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name, content in parts_of(WHOLE).items():
            if name != "xl/worksheets/sheet1.xml":
                made.writestr(name, content)
        with made.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(1000):
                sheet.write(b" " * 1_000_000)
    code = (
        "import pathlib, re, sys\n"
        "from bluelight.errors import InputError\n"
        "from bluelight.service.contributions import workbook\n"
        "try: workbook.read(open(sys.argv[1], 'rb'), 'bomb.xlsx')\n"
        "except InputError as error: print(error)\n"
        # not getrusage, which counts what the process that started this one held
        "print(re.search(r'VmHWM:\\s+(\\d+) kB', pathlib.Path('/proc/self/status').read_text())[1])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(bomb)], capture_output=True, text=True, check=True)
    *said, kilobytes = done.stdout.splitlines()
    assert "unpacks to more" in said[0]
    assert int(kilobytes) < 500_000
