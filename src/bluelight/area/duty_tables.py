"""Tables that a pack may leave out, of duty: shifts, availability and vehicles."""

from __future__ import annotations

from bluelight.area.schema import CREWINGS, HOURS_OF_WEEKDAYS, KNOWN, ON_WEEKDAYS, SERVICE, UNIT_KIND, Column, Table

DUTY_TABLES: tuple[Table, ...] = (
    Table(
        "shifts",
        "Duty by weekday, for units whose duty differs from day to day: instead of on_from and on_to of units.",
        ("unit", "weekdays", "on_from"),
        (
            Column("unit", "text", "unit", refers_to="units.unit"),
            ON_WEEKDAYS,
            Column("on_from", "time", "start of the shift, on the hour", "HH:MM"),
            Column("on_to", "time", "end of the shift, on the hour; may be past midnight", "HH:MM"),
            Column(
                "crewing", "text", "how it is crewed in this shift; empty: as in units", optional=True, allowed=CREWINGS
            ),
            *KNOWN,
        ),
    ),
    Table(
        "availability_hours",
        "How often a crew can be raised, by hour of the week; hours left out are as crewing says.",
        ("service", "crewing", "unit", "weekdays", "hour_from"),
        (
            SERVICE,
            Column("crewing", "text", "crewing", allowed=CREWINGS),
            Column(
                "unit",
                "text",
                "the one unit it is for, before rows without; empty: all of this crewing",
                optional=True,
                refers_to="units.unit",
            ),
            *HOURS_OF_WEEKDAYS,
            Column("availability", "number", "share of these hours in which a crew is there", "share", low=0, high=1),
            *KNOWN,
        ),
    ),
    Table(
        "turnout_spread",
        "How much turnouts of a crewing differ from one to the next; those left out always take as long.",
        ("service", "crewing"),
        (
            SERVICE,
            Column("crewing", "text", "crewing", allowed=CREWINGS),
            Column("sigma", "number", "spread of the logarithm of the turnout", low=0, high=2),
            Column("stated", "text", "what the turnout in crewing is", allowed=("mean", "median")),
            *KNOWN,
        ),
    ),
    Table(
        "off_road",
        "Vehicles off the road, and the spare ones that replace them.",
        ("service", "unit_kind", "site"),
        (
            SERVICE,
            UNIT_KIND,
            Column(
                "site",
                "text",
                "the home site it is for, before a row without; empty: all other sites of the area, with one pool",
                optional=True,
                refers_to="sites.site",
            ),
            Column("off_share", "number", "share of time a vehicle is off the road", "share", low=0, high=0.95),
            Column("mean_days", "number", "mean time off the road, each time", "days", low=0.05, high=365),
            Column("spares", "integer", "spare vehicles kept there", "vehicles", low=0, high=500),
            *KNOWN,
        ),
    ),
)
# Parameters of these rules, with their limits.
DUTY_PARAMETERS = {"over_border_s": (0.0, 3600.0)}
