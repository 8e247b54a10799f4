"""The tables of a trace, column by column: what is written, in which unit. docs/trace.md is checked against this.

A column that ends in `_min` is minutes from the midnight at which day 1 begins, negative in the warm-up, and is
followed by the same time as a clock, "day 3 14:05:09", except where it is a length of time.
"""

from __future__ import annotations

from bluelight.area.schema import Column, Table
from bluelight.response.trace.states import STATES as STATE_NAMES


def _time(name: str, meaning: str, optional: bool = False) -> tuple[Column, Column]:
    return (
        Column(f"{name}_min", "number", meaning, "minutes from the start of day 1", optional),
        Column(f"{name}_clock", "text", "the same as day and time of day", optional=optional),
    )


def _point(name: str, meaning: str, optional: bool = False) -> tuple[Column, Column]:
    prefix = f"{name}_" if name else ""
    return (
        Column(f"{prefix}lon", "number", f"{meaning}: longitude, WGS84", "degrees", optional),
        Column(f"{prefix}lat", "number", f"{meaning}: latitude, WGS84", "degrees", optional),
    )


_SERVICE = Column("service", "text", "police, fire or ambulance")

CALLS = Table(
    "calls",
    "every call that was made in the time told of, or whose units were still busy in it",
    ("call",),
    (
        Column("call", "integer", "number of the call in its replication"),
        *_time("made", "when it was made"),
        Column("zone", "text", "where"),
        *_point("", "centre of the zone"),
        Column("incident_type", "text", "what happened"),
        Column("lead_service", "text", "the service that takes such calls"),
        Column("priority", "integer", "1 is served first"),
        Column("units_asked", "integer", "units it was sent, those never found included"),
        Column("waited_min", "number", "the longest that any of them had to be waited for, who came at all", "minutes"),
        Column("never_found", "integer", "units asked for that never came: nobody of their kind was free again"),
        *_time("first_arrival", "when the first unit of any service arrived", True),
        Column("conveyed", "flag", "whether a patient was taken to hospital"),
        *_time("closed", "when its last unit was free", True),
    ),
)
JOURNEYS = Table(
    "journeys",
    "every time a unit was sent to a request of the time told of; one whose unit was diverted has a row for each unit",
    ("request", "mobilised_min"),
    (
        Column("call", "integer", "the call, as in calls"),
        Column("request", "integer", "number of the request for one unit in its replication"),
        Column("order", "integer", "place in the attendance of the incident type"),
        _SERVICE,
        Column("kind_asked", "text", "kind of unit asked for"),
        Column("unit", "text", "the unit that was sent, as in the area's units"),
        Column("kind", "text", "its kind"),
        *_time("asked", "when its service was asked for it"),
        Column("waited_min", "number", "how long nobody was free for the request, before this journey", "minutes"),
        *_time("mobilised", "when it was sent"),
        *_time("left", "when it set off"),
        *_time("arrival", "when it arrived; empty where it was diverted", True),
        *_time("left_scene", "when it left the scene; empty where it was diverted", True),
        *_time("at_hospital", "when it reached the hospital, where it took a patient", True),
        *_time("ended", "when it was free again, or was diverted"),
        Column("diverted", "flag", "whether it was sent to a more urgent call before it arrived"),
        Column("hospital", "text", "where it took a patient", optional=True),
        *_point("from", "where it was when it was sent", True),
        Column("from_place", "text", "site or zone from which its travel time is measured", optional=True),
        *_point("to", "the call"),
        *_point("end", "where it was free; of one that was diverted, where it was then", True),
    ),
)
STATES = Table(
    "states",
    "what each unit did, spell after spell, without gap or overlap; it moves in a straight line within a spell",
    ("unit", "begin_min"),
    (
        Column("unit", "text", "the unit, as in the area's units"),
        _SERVICE,
        Column("kind", "text", "its kind"),
        Column(
            "state",
            "text",
            "what it does",
            allowed=STATE_NAMES,
        ),
        *_time("begin", "when the spell begins"),
        *_time("end", "when it ends"),
        *_point("from", "where it is at the start", True),
        *_point("to", "where it is at the end", True),
        Column("call", "integer", "the call it is busy with", optional=True),
    ),
)
MINUTES = Table(
    "minutes",
    "the queue and the load at each whole minute, by kind of unit",
    ("minute_min", "service", "kind"),
    (
        *_time("minute", "the minute"),
        _SERVICE,
        Column("kind", "text", "kind of unit"),
        Column("waiting", "integer", "requests for the kind that wait for a unit to be free", "requests"),
        Column("on_duty", "integer", "units of the kind on duty", "units"),
        Column("busy", "integer", "units of the kind on a job, those past the end of their duty included", "units"),
        Column("on_break", "integer", "units of the kind on a meal break, or driving to where they have it", "units"),
    ),
)
BREAKS = Table(
    "breaks",
    "every meal break that was under way in the time told of, and every one missed in it; no rows without such a rule",
    ("unit", "ended_min", "outcome"),
    (
        Column("unit", "text", "the unit, as in the area's units"),
        _SERVICE,
        Column("kind", "text", "its kind"),
        *_time("began", "when the unit was stood down for it; of a missed one, when it was missed"),
        *_time("ended", "when it was over or was cut short; of a missed one, when it was missed"),
        Column("outcome", "text", "what became of it", allowed=("given", "interrupted", "missed")),
    ),
)
TABLES = (CALLS, JOURNEYS, STATES, MINUTES, BREAKS)
