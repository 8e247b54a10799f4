"""A country by organisation: a tile each, at its place among the others and not to scale; the darker, the more."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from bluelight.documents.model import Chart, Column, Table
from bluelight.documents.palette import FONT, INK, MUTED, PAPER, mark
from bluelight.register import Organisation, codelists
from bluelight.register.places import NOTICE, places

SIDE, GAP = 60, 4
# How much of the service's colour a tile takes, from the fewest collaborations to the most. Between the last two no
# text of either colour could be read.
_STRENGTHS = (0.12, 0.28, 0.44, 1.0)


def strength(count: int, most: int) -> float:
    """How much of the colour a tile of so many takes: none for none, and then one of four steps up to the most."""
    return _STRENGTHS[-(-count * len(_STRENGTHS) // most) - 1] if count else 0.0


def organisations_map(service: str, counts: Sequence[tuple[Organisation, int]]) -> Chart | None:
    """How many collaborations name each organisation of a service; None where no place of any is known."""
    known = places()
    placed = [(known[each.slug], count) for each, count in counts if each.slug in known]
    if not placed:
        return None
    most, colour = max(count for _, count in counts), mark(service).colour
    body = "".join(_tile(p.short, p.column, p.row, count, strength(count, most), colour) for p, count in placed)
    width = (max(place.column for place in known.values()) + 1) * (SIDE + GAP)  # the same for every service
    height = (max(place.row for place, _ in placed) + 1) * (SIDE + GAP)
    taking_part = sum(count > 0 for _, count in counts)
    name = codelists.SERVICES[service]
    title = f"{name}: {taking_part} of {len(counts)} organisations take part in at least one collaboration"
    summary = (
        "Not to scale: each organisation has one tile, as near to the middle of its residents as the others leave room "
        "for. The number is of the collaborations that name it as a partner; the darker the tile, the more. "
        f"Made from the centroids of small areas. {NOTICE}"
    )
    id = f"map-of-{service}"
    table = Table(
        id,
        f"{name}: collaborations that name each organisation",
        (Column("Organisation"), Column("Number", numeric=True)),
        tuple((each.name, f"{count:,}") for each, count in sorted(counts, key=lambda row: -row[1])),
        layout="cards",
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="Map. {escape(title)}." id="{id}-chart" font-family="{escape(FONT)}">{body}</svg>'
    )
    return Chart(svg, title, summary, table, widest=width)


def _tile(short: str, column: int, row: int, count: int, strong: float, colour: str) -> str:
    x, y, middle = column * (SIDE + GAP), row * (SIDE + GAP), SIDE / 2
    ink = PAPER if strong == 1.0 else INK
    return (
        f'<g transform="translate({x + 2} {y + 2})" text-anchor="middle" fill="{ink}">'
        f'<rect width="{SIDE}" height="{SIDE}" fill="{_blend(colour, strong)}" stroke="{MUTED}"/>'
        f'<text x="{middle:g}" y="23" font-size="11.5">{escape(short)}</text>'
        f'<text x="{middle:g}" y="45" font-size="18" font-weight="bold">{count:,}</text></g>'
    )


def _blend(colour: str, strong: float) -> str:
    """A colour thinned with white: every format draws it alike, where see-through ink is for some of them only."""
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 - strong * (255 - part)):02x}" for part in parts)
