"""Tables and parameters that a pack may leave out: rules of response that not every area has.

A table that is left out, like one with its header alone, says that the area does without the rule; so does a switch
that is 0 or left out.
"""

from __future__ import annotations

from bluelight.area.call_tables import CALL_TABLES
from bluelight.area.demand_tables import DEMAND_TABLES
from bluelight.area.dispatch_tables import DISPATCH_TABLES
from bluelight.area.duty_tables import DUTY_TABLES
from bluelight.area.schema import KNOWN, SERVICE, SERVICES, TABLES, UNIT_KIND, Column, Table
from bluelight.area.travel_tables import TRAVEL_TABLES

RULE_TABLES: tuple[Table, ...] = (
    Table(
        "stand_ins",
        "Kinds of unit that may be sent for another kind, of the same service or of another.",
        ("service", "unit_kind", "stand_in", "stand_in_service"),
        (
            SERVICE,
            Column("unit_kind", "text", "kind of unit asked for"),
            Column("stand_in", "text", "kind of unit that may be sent instead"),
            Column(
                "stand_in_service",
                "text",
                "its service, where that is another; the column may be left out",
                optional=True,
                may_be_left_out=True,
                allowed=SERVICES,
            ),
            Column(
                "preference",
                "integer",
                "0: as good, the nearest of both is sent; 1, 2, ...: sent where nobody preferred is free",
                low=0,
                high=9,
            ),
            *KNOWN,
        ),
    ),
    Table(
        "standby",
        "Compliance tables: where the free units of a kind should wait, for each number of them.",
        ("service", "unit_kind", "free_units", "order"),
        (
            SERVICE,
            UNIT_KIND,
            Column("free_units", "integer", "how many units of the kind are free and on duty", low=1, high=200),
            Column("order", "integer", "1 is filled first", low=1, high=200),
            Column("site", "text", "where one of them waits", refers_to="sites.site"),
            *KNOWN,
        ),
    ),
    Table(
        "handover_hours",
        "How much longer or shorter handing a patient over takes in an hour of the day; hours left out are as usual.",
        ("hospital", "hour"),
        (
            Column("hospital", "text", "hospital", refers_to="hospitals.hospital"),
            Column("hour", "integer", "hour of the day in which the ambulance gets there", "hour", low=0, high=23),
            Column("multiplier", "number", "what the time to hand over is multiplied by", low=0, high=50),
            *KNOWN,
        ),
    ),
    *CALL_TABLES,
    *DUTY_TABLES,
    *DEMAND_TABLES,
    *DISPATCH_TABLES,
    *TRAVEL_TABLES,
)
SWITCHES = ("divert_to_more_urgent", "hospital_by_expected_time")  # parameters that are 1 or 0
# Parameters of standby by coverage, with their limits.
STANDBY_PARAMETERS = {"standby_cover_minutes": (0.0, 240.0), "standby_busy_share": (0.0, 0.99)}
ALL_TABLES = (*TABLES, *RULE_TABLES)


def optional(name: str) -> bool:
    """Whether a pack may leave the table out."""
    return any(table.name == name for table in RULE_TABLES)
