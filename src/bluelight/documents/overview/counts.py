"""What is counted of a register, as tables: by theme, by service, and where nothing is on record."""

from __future__ import annotations

from collections.abc import Iterable

from bluelight.documents.model import Column, Table
from bluelight.register import codelists
from bluelight.register.overview import Counts, Tallies

_COUNTED = ("Collaborations", "Live", "Ended", "A result is claimed", "Promise and outcome", "Evaluation mentioned")


def theme_table(counts: Tallies) -> Table:
    """What is known of the collaborations of each theme."""
    return counts_table("by-theme", "Theme", _most_first(counts.by_theme, codelists.THEMES))


def service_table(counts: Tallies) -> Table:
    """What is known of the collaborations of each service."""
    return counts_table("by-service", "Service", _most_first(counts.by_service, codelists.SERVICES))


def _most_first(groups: dict[str, Counts], words: dict[str, str]) -> list[tuple[str, Counts]]:
    return [(words[code], found) for code, found in sorted(groups.items(), key=lambda item: -item[1].collaborations)]


def counts_table(id: str, title: str, groups: Iterable[tuple[str, Counts]], caption: str = "", note: str = "") -> Table:
    """What is known of the collaborations of each group."""
    rows = tuple((name, *(f"{figure:,}" for figure in _figures(found))) for name, found in groups)
    columns = (Column(title), *(Column(name, numeric=True) for name in _COUNTED))
    caption = caption or f"Collaborations by {title.lower()}"
    return Table(id, caption, columns, rows, notes=(note,) if note else (), layout="cards")


def _figures(counts: Counts) -> tuple[int, ...]:
    return (
        counts.collaborations,
        counts.live,
        counts.ended,
        counts.realised,
        counts.outcomes,
        counts.evaluated,
    )


def gap_table(counts: Tallies) -> Table:
    """How many collaborations of each theme each region has on record."""
    regions = [region for region in codelists.REGIONS if region in counts.by_region]
    rows = tuple(
        (words, *(str(counts.theme_by_region.get((theme, region), "none")) for region in regions))
        for theme, words in codelists.THEMES.items()
    )
    columns = (Column("Theme"), *(Column(codelists.REGIONS[region], numeric=True) for region in regions))
    return Table(
        "theme-by-region", "Collaborations by theme and region; none is a gap in what is on record", columns, rows
    )


def gap_list(counts: Tallies) -> Table:
    """The same in words, for a narrow place: where each theme has nothing on record."""
    regions = [region for region in codelists.REGIONS if region in counts.by_region]
    rows = tuple(
        (words, ", ".join(codelists.REGIONS[r] for r in regions if (theme, r) not in counts.theme_by_region) or "none")
        for theme, words in codelists.THEMES.items()
    )
    columns = (Column("Theme"), Column("Regions with nothing on record"))
    table = gap_table(counts)
    return Table("gaps", "Where nothing is on record, by theme", columns, rows, data=table.values(), layout="cards")
