"""Tables that a pack may leave out: days that are not alike, and incidents that need more than their attendance."""

from __future__ import annotations

from bluelight.area.schema import KNOWN, SERVICE, UNIT_KIND, Column, Table
from bluelight.area.week import WEEKDAYS

DEMAND_TABLES: tuple[Table, ...] = (
    Table(
        "weekdays",
        "The share of a family's incidents that falls on each weekday; families left out have all days alike.",
        ("family", "weekday"),
        (
            Column("family", "text", "demand family", refers_to="families.family"),
            Column("weekday", "text", "day of the week", allowed=WEEKDAYS),
            Column("share", "number", "share of the family's incidents", "share", low=0, high=1),
            *KNOWN,
        ),
    ),
    Table(
        "spates",
        "Days with more calls than others. Rows of one spate come together; yearly counts stay as they are.",
        ("spate", "family"),
        (
            Column("spate", "text", "identifier"),
            Column("family", "text", "demand family whose calls it multiplies", refers_to="families.family"),
            Column("days_a_year", "number", "days of a year that lie in one, on average", "days", low=0, high=364),
            Column("days", "integer", "how long one lasts", "days", low=1, high=60),
            Column("multiplier", "number", "calls on such a day, as a multiple of other days", low=0, high=100),
            *KNOWN,
        ),
    ),
    Table(
        "reinforcements",
        "Units sent to every incident of a type on top of its attendance: what makes an incident a major one.",
        ("incident_type", "service", "unit_kind"),
        (
            Column("incident_type", "text", "incident type", refers_to="incident_types.incident_type"),
            SERVICE,
            UNIT_KIND,
            Column("units", "integer", "how many more", "units", low=1, high=200),
            Column(
                "after_min",
                "number",
                "time after the service is first asked at which they are asked for",
                "minutes",
                low=0,
                high=1440,
            ),
            Column(
                "on_scene_multiple",
                "number",
                "their time on scene, as a multiple of the incident type's",
                low=0,
                high=50,
            ),
            *KNOWN,
        ),
    ),
)
