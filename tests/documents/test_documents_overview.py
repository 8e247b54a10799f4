"""The overview as a document: the committed example is what the code writes, in every format, and says its bases."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pytest
from tests.documents.read_pdf import structure
from tools.build_overview_example import FOLDER, MADE, NAME, example

from bluelight.documents.html import to_html
from bluelight.documents.model import KeyFigures, Table, blocks_of
from bluelight.documents.overview.document import overview_document
from bluelight.documents.overview.edition import LISTED, Edition
from bluelight.documents.overview.files import edition_files
from bluelight.register import Register, load_register


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return example()


def test_the_example_in_the_docs_is_what_is_written_today(files: dict[str, bytes]) -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(files)
    for name in ("overview.html", "edition.json"):
        assert (FOLDER / name).read_bytes() == files[name], "run: python tools/build_overview_example.py"


def test_it_is_a_tagged_pdf_and_a_word_file(files: dict[str, bytes]) -> None:
    tags = structure(files["overview.pdf"])
    assert tags["Table"] >= 8
    assert tags["H1"] or tags["H"] or tags["H2"]
    paragraphs = [p.text for p in docx.Document(BytesIO(files["overview.docx"])).paragraphs]
    assert "A to Z by area" in paragraphs


def test_five_headlines_each_with_its_base() -> None:
    document = overview_document(Edition(NAME, MADE, load_register()))
    (figures,) = [block for block in blocks_of(document.sections) if isinstance(block, KeyFigures)]
    assert len(figures.figures) == 5
    assert all(str(figure.detail).startswith("of ") for figure in figures.figures)


def test_what_went_below_nought_has_its_minus_before_the_pound(files: dict[str, bytes]) -> None:
    page = files["overview.html"].decode()
    assert "\u2212£255,000,000" in page
    assert "£-" not in page


def test_every_link_of_it_leads_somewhere() -> None:
    page = to_html(overview_document(Edition(NAME, MADE, load_register())))
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_the_next_edition_says_what_changed() -> None:
    register = load_register()
    first = Edition("one", date(2026, 1, 31), register)
    fewer = replace(register, collaborations=register.collaborations[1:], pairs=())
    page = to_html(overview_document(Edition("two", MADE, fewer, first)))
    assert "Since edition one of 31 January 2026: 0 added, 1 withdrawn" in page
    assert "Nothing changed since edition one" in to_html(overview_document(Edition("two", MADE, register, first)))


def repeated(times: int) -> Register:
    """The shipped register over and over, each entry under a name and an address of its own."""
    shipped = load_register()
    entries = [
        entry.model_copy(update={"slug": f"{entry.slug}-{number}", "name": f"{entry.name} {number}"})
        for number in range(times)
        for entry in shipped.collaborations
    ]
    pairs = [
        pair.model_copy(update={"collaboration": f"{pair.collaboration}-{number}"})
        for number in range(times)
        for pair in shipped.pairs
    ]
    return replace(shipped, collaborations=tuple(entries), pairs=tuple(pairs))


def test_a_very_large_register_is_counted_in_its_document_and_listed_beside_it() -> None:
    large = repeated(1 + LISTED // len(load_register().collaborations))
    before = Edition("one", date(2026, 1, 31), replace(large, collaborations=large.collaborations[400:], pairs=()))
    edition = Edition("two", MADE, large, before)
    page = to_html(overview_document(edition))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r'\bid="([^"]+)"', page))
    assert "listed in collaborations.csv beside this document" in page
    assert "And 100 more: changes.csv beside this document has them all." in page
    assert len(page) < 300_000

    files = {name: rows(content) for name, content in edition_files(edition).items() if name.endswith("s.csv")}
    assert {row["slug"] for row in files["collaborations.csv"]} == {entry.slug for entry in large.collaborations}
    assert len(files["pairs.csv"]) == len(large.pairs)
    assert [row["change"] for row in files["changes.csv"]].count("added") == 400


def test_counts_of_a_very_large_register_are_those_of_its_lists() -> None:
    large = Edition("large", MADE, repeated(1 + LISTED // len(load_register().collaborations)))
    counted = {block.id: block for block in blocks_of(overview_document(large).sections) if isinstance(block, Table)}
    areas = {row[0]: row[1:4] for row in counted["by-area"].rows}
    for area, entries in large.counts.by_area.items():
        live, ended = (sum(e.status.value == value for e in entries) for value in ("live", "ended"))
        assert areas[area] == (f"{len(entries):,}", f"{live:,}", f"{ended:,}")
    of_pairs = counted["pairs"]
    assert sum(int(str(n).replace(",", "")) for row in of_pairs.rows for n in row[1:]) == len(large.register.pairs)


def test_of_many_publishers_a_document_tells_all_together_and_a_table_each() -> None:
    shipped = load_register()
    entries = [e.model_copy(update={"publisher": f"Publisher {n % 12}"}) for n, e in enumerate(shipped.collaborations)]
    edition = Edition("many", MADE, replace(shipped, collaborations=tuple(entries)))
    blocks = blocks_of(overview_document(edition).sections)
    (table,) = [block for block in blocks if isinstance(block, Table) and block.id == "quality-table"]
    assert [column.title for column in table.columns] == ["What is on record", "For", "Of"]
    assert "173 entries" in str(table.rows[0])
    assert len({row["publisher"] for row in rows(edition_files(edition)["quality.csv"])}) == 12


def rows(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))


def test_a_register_with_nothing_in_it_has_an_overview() -> None:
    page = to_html(overview_document(Edition("none", MADE, Register((), (), ()))))
    assert "of 0 collaborations on record" in page


def test_the_digest_names_the_facts_alone() -> None:
    register = load_register()
    turned = replace(register, collaborations=register.collaborations[::-1])
    assert Edition("a", MADE, turned).digest == Edition("b", date(2020, 1, 1), register).digest
    assert json.loads((FOLDER / "edition.json").read_text(encoding="utf-8"))["sha256"] == (
        Edition("a", MADE, register).digest
    )
