"""Tables of control rooms as queues: call-takers by hour, how rooms work, and the calls that ask for no unit."""

from __future__ import annotations

from bluelight.area.schema import HOURS_OF_WEEKDAYS, KNOWN, SERVICE, Column, Table

CALL_TABLES: tuple[Table, ...] = (
    Table(
        "call_takers",
        "How many call-takers a service's control room has, hour by hour; calls then wait for one.",
        ("service", "weekdays", "hour_from"),
        (
            SERVICE,
            *HOURS_OF_WEEKDAYS,
            Column("call_takers", "integer", "call-takers there", low=0, high=500),
            *KNOWN,
        ),
    ),
    Table(
        "call_rooms",
        "How the control rooms with call-takers work.",
        ("service",),
        (
            SERVICE,
            Column("pooled", "flag", "shares its call-takers with the other pooled services whose room is its site"),
            Column(
                "call_s",
                "number",
                "mean time that a call which asks for a unit keeps a call-taker, from answering to being ready again",
                "seconds",
                low=0,
                high=7200,
            ),
            Column(
                "spread", "text", "how times of calls are spread round their mean", allowed=("exponential", "lognormal")
            ),
            Column("sigma", "number", "spread of the logarithm, where lognormal", optional=True, low=0, high=3),
            *KNOWN,
        ),
    ),
    Table(
        "other_calls",
        "Calls to a control room that ask for no unit: enquiries, advice, calls about an incident already known.",
        ("contact",),
        (
            Column("contact", "text", "identifier"),
            SERVICE,
            Column("family", "text", "demand family whose hours of the day they follow", refers_to="families.family"),
            Column("annual_count", "number", "calls a year", "per year", low=0),
            Column("call_s", "number", "mean time that one keeps a call-taker", "seconds", low=0, high=7200),
            Column("priority", "integer", "1 is answered first, as are calls that ask for a unit", low=1, high=9),
            *KNOWN,
        ),
    ),
)
