"""The table that a pack may leave out, of travel: hours in which it takes longer or shorter."""

from __future__ import annotations

from bluelight.area.schema import HOURS_OF_WEEKDAYS, KNOWN, SERVICES, Column, Table

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
            *HOURS_OF_WEEKDAYS,
            Column("multiplier", "number", "what driving times are multiplied by", low=0.1, high=10),
            *KNOWN,
        ),
    ),
)
