"""The overview as a document: the committed example is what the code writes, in every format, and says its bases."""

from __future__ import annotations

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
from bluelight.documents.model import KeyFigures, blocks_of
from bluelight.documents.overview import Edition, overview_document
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
