"""Tables that a pack may leave out, of rules while calls are answered: meal breaks and full attendance."""

from __future__ import annotations

from bluelight.area.schema import KNOWN, SERVICE, UNIT_KIND, Column, Table

DISPATCH_TABLES: tuple[Table, ...] = (
    Table(
        "breaks",
        "Meal breaks: the window of the day in which each unit of a kind should begin one.",
        ("service", "unit_kind", "on_from", "window_from"),
        (
            SERVICE,
            UNIT_KIND,
            Column(
                "on_from",
                "time",
                "for units whose duty starts then; empty: for all of the kind",
                "HH:MM",
                optional=True,
            ),
            Column("window_from", "time", "earliest start of the break", "HH:MM"),
            Column("window_to", "time", "when it must have begun; may be past midnight", "HH:MM"),
            Column("minutes", "number", "how long it lasts", "minutes", low=1, high=240),
            Column("at_once", "integer", "most units of the kind that have a break at a time", low=1, high=500),
            Column(
                "interrupt_priority",
                "integer",
                "calls of this priority and before may interrupt it; empty: none may",
                optional=True,
                low=1,
                high=9,
            ),
            *KNOWN,
        ),
    ),
    Table(
        "full_attendance",
        "Items of an attendance that are asked for only once a first unit is there and has seen that they are needed.",
        ("incident_type", "order"),
        (
            Column("incident_type", "text", "incident type", refers_to="incident_types.incident_type"),
            Column("order", "integer", "place in the attendance, from 1", low=1, high=20),
            Column("after_min", "number", "from the first arrival to asking", "minutes", low=0, high=240),
            *KNOWN,
        ),
    ),
)
