"""A document as one HTML file: nothing fetched, nothing run, readable on a phone, on paper and by a screen reader."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from bluelight.documents.model import (
    Block,
    Bullets,
    Data,
    Document,
    Figure,
    Folded,
    KeyFigures,
    Link,
    Mark,
    Note,
    Paragraph,
    Section,
    SideBySide,
    Strong,
    Table,
    Text,
    unbroken,
)
from bluelight.files import safe_cell


def to_html(document: Document) -> str:
    """The document as a whole page. The same document gives the same bytes."""
    style = files("bluelight.documents").joinpath("report.css").read_text(encoding="utf-8")
    contents = "".join(f'<li><a href="#{escape(s.id)}">{escape(s.title)}</a></li>' for s in document.sections)
    body = "\n".join(block_html(section, 2) for section in document.sections)
    foot = "".join(f"<p>{inline_html(text)}</p>" for text in document.foot)
    return f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{escape(document.title)}: {escape(document.kicker)}</title>
<style>
{style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<header>
<p class="kicker">{escape(document.kicker)}</p>
<h1>{escape(document.title)}</h1>
<p class="lead">{inline_html(document.lead)}</p>
</header>
<nav aria-label="Contents"><details><summary>Contents</summary><ol>{contents}</ol></details></nav>
<main id="main" tabindex="-1">
{body}
</main>
<footer>{foot}</footer>
</body>
</html>
"""


def _words(text: str) -> str:
    return unbroken(escape(text))


def inline_html(text: Text) -> str:
    """Text with its inline marks, escaped."""
    if isinstance(text, str):
        return _words(text)
    return "".join(_inline(part) for part in text)


def _inline(part: str | Strong | Link | Mark) -> str:
    if isinstance(part, str):
        return _words(part)
    if isinstance(part, Strong):
        return f"<strong>{_words(part.text)}</strong>"
    if not part.target.startswith(("#", "https://", "http://")):
        return escape(part.text)
    if isinstance(part, Mark):
        return f' <a class="mark" href="{escape(part.target)}" title="{escape(part.title)}">{escape(part.text)}</a>'
    relation = "" if part.target.startswith("#") else ' rel="noreferrer"'
    return f'<a href="{escape(part.target)}"{relation}>{escape(part.text)}</a>'


def block_html(block: Block, level: int) -> str:
    """One block, its headings starting at a level."""
    match block:
        case Section():
            inner = "\n".join(block_html(b, level + 1) for b in block.blocks)
            return (
                f'<section id="{escape(block.id)}" aria-labelledby="{escape(block.id)}-title">\n'
                f'<h{level} id="{escape(block.id)}-title">{escape(block.title)}</h{level}>\n{inner}\n</section>'
            )
        case Paragraph():
            return f"<p{' class=lead' if block.lead else ''}>{inline_html(block.text)}</p>"
        case Bullets():
            tag = "ol" if block.numbered else "ul"
            return f"<{tag}>{''.join(f'<li>{inline_html(item)}</li>' for item in block.items)}</{tag}>"
        case Note():
            return (
                f'<div class="note {block.tone}"><p><strong>{escape(block.title)}</strong></p>'
                f"<p>{inline_html(block.text)}</p></div>"
            )
        case KeyFigures():
            return _key_figures(block)
        case Table():
            return table_html(block)
        case Figure():
            return figure_html(block)
        case SideBySide():
            return f'<div class="multiples">{"".join(figure_html(f) for f in block.figures)}</div>'
        case Folded():
            inner = "\n".join(block_html(b, level) for b in block.blocks)
            return f"<details><summary>{escape(block.title)}</summary>\n{inner}\n</details>"


def _key_figures(block: KeyFigures) -> str:
    cards = "".join(
        f"<div><dt>{escape(f.label)}</dt><dd><strong>{escape(f.value)}</strong>"
        f"{f'<span>{inline_html(f.detail)}</span>' if f.detail else ''}</dd></div>"
        for f in block.figures
    )
    return f'<dl class="key">{cards}</dl>'


def figure_html(figure: Figure) -> str:
    """A chart under the finding it states, its detail, and its numbers one click away."""
    chart = figure.chart
    return (
        f"<figure><figcaption>{escape(chart.title)}</figcaption>"
        f'<div class="chart" style="max-width:{chart.widest}px">{chart.svg}</div>'
        f"<p>{escape(chart.summary)}</p>"
        f"<details><summary>The numbers behind this</summary>{table_html(chart.table)}</details></figure>"
    )


def table_html(table: Table) -> str:
    """A table whose meaning survives whatever its layout does to it on a narrow screen, and its CSV."""
    numeric = [c.numeric for c in table.columns]
    heads = "".join(
        f'<th scope="col" role="columnheader"{_number(n)}>{escape(c.title)}</th>'
        for c, n in zip(table.columns, numeric, strict=True)
    )
    rows = []
    for index, row in enumerate(table.rows):
        anchor = f' id="{escape(table.row_ids[index])}"' if table.row_ids else ""
        first = f'<th scope="row" role="rowheader">{inline_html(row[0])}</th>' if row else ""
        rest = "".join(
            f'<td role="cell"{_number(n)} data-label="{escape(c.title)}">{inline_html(cell)}</td>'
            for cell, c, n in zip(row[1:], table.columns[1:], numeric[1:], strict=True)
        )
        rows.append(f'<tr role="row"{anchor}>{first}{rest}</tr>')
    notes = "".join(f'<p class="table-note">{inline_html(note)}</p>' for note in table.notes)
    caption = escape(table.caption)
    wide = ' class="wide"' if len(table.columns) > 4 else ""
    return (
        f'<div class="table {table.layout}" id="{escape(table.id)}" role="region" aria-label="{caption}" tabindex="0">'
        f'<table role="table"{wide}><caption>{caption}</caption>'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        f'<tbody role="rowgroup">{"".join(rows)}</tbody></table></div>'
        f'{notes}<p class="csv"><a download="{escape(table.id)}.csv" href="{csv_link(table.values())}">'
        f'Download as CSV<span class="away">: {caption}</span></a></p>'
    )


def _number(numeric: bool) -> str:
    return ' class="number"' if numeric else ""


def csv_text(data: Data) -> str:
    """Rows as CSV. Text that a spreadsheet would run as a formula is kept as text."""
    return "".join(_csv_line([safe_cell(value) for value in row]) for row in data)


def _csv_line(row: Sequence[Any]) -> str:
    """One row. Written to end in "\\r\\n" at first: where "\\n" ends a row, the writer leaves a lone "\\r" unquoted."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(row)
    return out.getvalue().removesuffix("\r\n") + "\n"


def csv_file(data: Data) -> bytes:
    """Rows as a file; the byte order mark tells spreadsheets that it is UTF-8, without which £ is two letters."""
    return csv_text(data).encode("utf-8-sig")


def csv_link(data: Data) -> str:
    """The same as a link that needs no server."""
    return "data:text/csv;charset=utf-8," + quote(csv_file(data), safe=",;:()/!*~._-")
