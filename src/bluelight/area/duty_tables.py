"""Tables that a pack may leave out, of duty: shifts, availability and vehicles."""

from __future__ import annotations

from bluelight.area.schema import BASES, CREWINGS, SERVICES, Column, Table
from bluelight.area.week import WEEKDAYS

_SERVICE = Column("service", "text", "police, fire or ambulance", allowed=SERVICES)
_KIND = Column("unit_kind", "text", "kind of unit")
_WEEKDAYS = Column("weekdays", "list", "the days on which it begins; empty: every day", optional=True, allowed=WEEKDAYS)
_KNOWN = (
    Column("basis", "text", "how the figure is known", allowed=BASES),
    Column("source", "text", "where the figure was read", optional=True),
    Column("note", "text", "what to know before relying on it", optional=True),
)

DUTY_TABLES: tuple[Table, ...] = (
    Table(
        "shifts",
        "Duty by weekday, for units whose duty differs from day to day: instead of on_from and on_to of units.",
        ("unit", "weekdays", "on_from"),
        (
            Column("unit", "text", "unit", refers_to="units.unit"),
            _WEEKDAYS,
            Column("on_from", "time", "start of the shift, on the hour", "HH:MM"),
            Column("on_to", "time", "end of the shift, on the hour; may be past midnight", "HH:MM"),
            Column(
                "crewing", "text", "how it is crewed in this shift; empty: as in units", optional=True, allowed=CREWINGS
            ),
            *_KNOWN,
        ),
    ),
    Table(
        "availability_hours",
        "How often a crew can be raised, by hour of the week; hours left out are as crewing says.",
        ("service", "crewing", "unit", "weekdays", "hour_from"),
        (
            _SERVICE,
            Column("crewing", "text", "crewing", allowed=CREWINGS),
            Column(
                "unit",
                "text",
                "the one unit it is for, before rows without; empty: all of this crewing",
                optional=True,
                refers_to="units.unit",
            ),
            _WEEKDAYS,
            Column("hour_from", "time", "first hour", "HH:MM"),
            Column("hour_to", "time", "end of the last hour; may be past midnight", "HH:MM"),
            Column("availability", "number", "share of these hours in which a crew is there", "share", low=0, high=1),
            *_KNOWN,
        ),
    ),
    Table(
        "turnout_spread",
        "How much turnouts of a crewing differ from one to the next; those left out always take as long.",
        ("service", "crewing"),
        (
            _SERVICE,
            Column("crewing", "text", "crewing", allowed=CREWINGS),
            Column("sigma", "number", "spread of the logarithm of the turnout", low=0, high=2),
            Column("stated", "text", "what the turnout in crewing is", allowed=("mean", "median")),
            *_KNOWN,
        ),
    ),
    Table(
        "off_road",
        "Vehicles off the road, and the spare ones that replace them.",
        ("service", "unit_kind", "site"),
        (
            _SERVICE,
            _KIND,
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
            *_KNOWN,
        ),
    ),
)
# Parameters of these rules, with their limits.
DUTY_PARAMETERS = {"over_border_s": (0.0, 3600.0)}
