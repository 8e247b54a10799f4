"""Tables and figures on pages: in words, with the mark that opens how each is known."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from bluelight.documents import words
from bluelight.documents.html import csv_link, inline_html
from bluelight.documents.model import Block, Chart, Table
from bluelight.service.areas.cells import Badge, Caveat, Cell, Figure, Grid, Linked, ServiceName, as_grid

register = template.Library()

for _name in (
    "money",
    "money_change",
    "money_range",
    "time_change",
    "time_estimate",
    "share",
    "share_change",
    "share_estimate",
    "chance",
    "financial_year",
    "sentence",
):
    register.filter(_name, getattr(words, _name))

_MOST_WORDY = 4  # columns of words that fit a tablet side by side
_MOST = 6  # columns of any kind
_BASES = {
    "published": "Published",
    "derived": "Worked out from published figures",
    "assumed": "Assumed: nobody has told us the real figure",
    "unknown": "Not known",
}


register.filter("minutes", words.duration)


@register.inclusion_tag("components/grid.html")
def grid(table: Grid, hidden_caption: bool = True) -> dict[str, object]:
    """A table whose rows become cards on a narrow screen; one with many columns, or many of words, on a tablet."""
    rows = [[(column, cell_html(cell)) for column, cell in zip(table.columns, row, strict=True)] for row in table.rows]
    wide = len(table.columns) > _MOST or sum(not column.numeric for column in table.columns) > _MOST_WORDY
    return {"grid": table, "rows": rows, "hidden_caption": hidden_caption, "wide": wide}


@register.inclusion_tag("components/chart.html")
def chart(drawn: Chart, level: int = 3, *, opened: bool = False) -> dict[str, object]:
    """A chart under the finding it states, its numbers and their CSV one click away, or `opened` at once."""
    table = drawn.table
    return {
        "chart": drawn,
        "svg": mark_safe(drawn.svg),
        "level": level,
        "opened": opened,
        "table": table,
        "grid": as_grid(table),
        "csv": csv_link(table.values()),
    }


@register.inclusion_tag("components/blocks.html")
def blocks(content: Sequence[Block], level: int = 3) -> dict[str, object]:
    """What a document's section is made of, as a page shows it."""
    return {"blocks": [(type(block).__name__, block) for block in content], "level": level}


@register.inclusion_tag("components/numbers.html")
def numbers(table: Table) -> dict[str, object]:
    """A document's table on a page, with what to know of it and its CSV one click away."""
    return {"table": table, "grid": as_grid(table), "csv": csv_link(table.values())}


@register.filter
def service(name: str) -> SafeString:
    """A service or organisation with its colour and shape."""
    known = name if name in words.SERVICE_NAMES else "other"
    said = words.service_name(name)
    return format_html('<span class="bluelight-service bluelight-service--{}">{}</span>', known, said)


@register.filter
def cell_html(cell: Cell) -> SafeString:
    """One cell, escaped."""
    match cell:
        case Figure():
            return figure_html(cell)
        case ServiceName():
            return service(cell.service)
        case Badge():
            return format_html('{} <strong class="govuk-tag govuk-tag--grey">{}</strong>', cell.text, cell.tag)
        case Caveat():
            return marked_html(cell.text, "doubtful", "not relied on", "Why: ", words.sentence(cell.why))
        case Linked():
            return format_html('<a class="govuk-link" href="{}">{}</a>', cell.address, cell.text)
        case tuple():
            return mark_safe(inline_html(cell))
        case _:
            return format_html("{}", cell)


def figure_html(figure: Figure) -> SafeString:
    """The figure in words, with a mark that opens its basis and source."""
    said = _BASES.get(figure.basis, figure.basis) + "."
    if figure.source:
        said += f" Source: {figure.source.rstrip('.')}."
    if figure.note:
        said += f" {words.sentence(figure.note)}"
    return marked_html(figure.text, figure.basis, figure.basis, "How this is known: ", said)


def marked_html(text: str, kind: str, mark: str, hidden: str, body: str) -> SafeString:
    """Words with a mark after them that opens what is behind them. Works without scripts."""
    return format_html(
        '{} <details class="basis basis--{}"><summary><span class="govuk-visually-hidden">{}</span>{}</summary>'
        '<span class="basis__body">{}</span></details>',
        text,
        kind,
        hidden,
        mark,
        body,
    )
