"""What the tables of pages are made of: words, numbers, and figures with the mark that opens how each is known."""

from __future__ import annotations

from dataclasses import dataclass

from bluelight.documents.model import Column, Link, Mark, Strong, Table


@dataclass(frozen=True)
class Figure:
    """A figure in words, its basis, where it was read, and what to know before relying on it."""

    text: str
    basis: str
    source: str = ""
    note: str = ""


@dataclass(frozen=True)
class ServiceName:
    """A service, said with its colour and shape."""

    service: str


@dataclass(frozen=True)
class Badge:
    """Words with a tag after them."""

    text: str
    tag: str


@dataclass(frozen=True)
class Caveat:
    """A figure that is shown and not relied on, with the reason."""

    text: str
    why: str


@dataclass(frozen=True)
class Linked:
    """Words that lead to a page of this site."""

    text: str
    address: str


Cell = str | int | Figure | ServiceName | Badge | Caveat | Linked | tuple[str | Strong | Link | Mark, ...]


@dataclass(frozen=True)
class Grid:
    """A table of a page; the first cell of a row heads it. On a narrow screen its rows become cards."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __bool__(self) -> bool:
        return bool(self.rows)


def as_grid(table: Table) -> Grid:
    """A document's table as a page's."""
    return Grid(table.caption, table.columns, table.rows)
