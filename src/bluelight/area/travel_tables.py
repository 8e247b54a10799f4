"""The table that a pack may leave out, of travel: hours in which it takes longer or shorter."""

from __future__ import annotations

from bluelight.area.schema import BASES, SERVICES, Column, Table
from bluelight.area.week import WEEKDAYS

TRAVEL_TABLES: tuple[Table, ...] = (
    Table(
        "travel_periods",
        "How much longer or shorter drives take in some hours; hours left out are as the travel times say.",
        ("service", "weekdays", "hour_from"),
        (
            Column(
                "service",
                "text",
                "the service it is for, before rows for all; all: every one",
                allowed=(*SERVICES, "all"),
            ),
            Column(
                "weekdays", "list", "the days on which it begins; empty: every day", optional=True, allowed=WEEKDAYS
            ),
            Column("hour_from", "time", "first hour", "HH:MM"),
            Column("hour_to", "time", "end of the last hour; may be past midnight", "HH:MM"),
            Column("multiplier", "number", "what driving times are multiplied by", low=0.1, high=10),
            Column("basis", "text", "how the figure is known", allowed=BASES),
            Column("source", "text", "where the figure was read", optional=True),
            Column("note", "text", "what to know before relying on it", optional=True),
        ),
    ),
)
