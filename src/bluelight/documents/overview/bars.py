"""How many collaborations of each theme are on record, and of how many a result is claimed."""

from __future__ import annotations

import altair as alt

from bluelight.documents.charts.draw import WIDTH, inline, to_svg
from bluelight.documents.model import Chart, Column, Table
from bluelight.documents.palette import INK, RULE
from bluelight.register import codelists
from bluelight.register.overview import Tallies

_COLOUR = "#1b3f8b"
_BAR, _ROW = 13, 36  # pixels: a row has the name of its theme above its bar


def by_theme(counts: Tallies) -> Chart:
    """A bar for each theme, the most first."""
    id = "chart-themes"
    known = sorted(counts.by_theme.items(), key=lambda item: -item[1].collaborations)
    found = [(codelists.THEMES[theme], some.collaborations, some.realised) for theme, some in known]
    rows = [{"theme": theme, "on_record": all_of_it, "claimed": part} for theme, all_of_it, part in found]
    whole, claimed = sum(some for _, some, _ in found), sum(some for *_, some in found)
    title = f"Of {whole:,} collaborations {claimed:,} are said to have brought a result"
    summary = "Pale: collaborations on record. Dark: those of which somebody claims that something came."
    y = alt.Y("theme:N", sort=[theme for theme, *_ in found], axis=None)
    x = alt.X("on_record:Q", title="Collaborations", axis=alt.Axis(tickMinStep=1, tickCount=5))
    left = alt.XValue(0)  # type: ignore[no-untyped-call]
    base = alt.Chart(inline(rows))
    drawn = alt.layer(
        base.mark_text(align="left", dy=-_BAR - 1, color=INK).encode(x=left, y=y, text=alt.Text("theme:N")),
        base.mark_bar(color=RULE, height=_BAR).encode(x=x, y=y),
        base.mark_bar(color=_COLOUR, height=_BAR).encode(x=alt.X("claimed:Q"), y=y),
        base.mark_text(align="left", dx=4, color=INK).encode(x=x, y=y, text=alt.Text("on_record:Q")),
    ).properties(width=WIDTH, height=_ROW * len(rows))
    table = Table(
        id,
        "Collaborations on record, and with a result claimed, by theme",
        (Column("Theme"), Column("Collaborations", numeric=True), Column("A result is claimed", numeric=True)),
        tuple((theme, f"{all_of_it:,}", f"{part:,}") for theme, all_of_it, part in found),
        layout="cards",
    )
    return Chart(to_svg(drawn, id, f"{title}. {summary}"), title, summary, table)
