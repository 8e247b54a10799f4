"""What an area pack holds: its tables, column by column.

The one description that loading, checking and the documentation page all read. Every figure that a pack gives carries
its own basis (published, derived, assumed or unknown) and its source, in columns named `<figure>_basis` where a row
has several figures and `basis` where it has one.
"""

from __future__ import annotations

from dataclasses import dataclass

from bluelight.area.week import WEEKDAYS

SERVICES = ("police", "fire", "ambulance")
BASES = ("published", "derived", "assumed", "unknown")
SITE_KINDS = (
    "fire_station",
    "police_station",
    "ambulance_station",
    "headquarters",
    "control_room",
    "training",
    "hospital_ed",
    "other",
)
SITE_FUNCTIONS = (
    "response",
    "public_counter",
    "custody",
    "neighbourhood_base",
    "roads_policing",
    "headquarters",
    "control_room",
    "training",
    "workshop",
    "emergency_department",
)
SITE_FIGURES = (
    "floor_area_m2",
    "running_cost_gbp_per_year",
    "existing_use_value_gbp",
    "spare_bays",
    "spare_desks",
    "spare_lockers",
    "spare_yard_m2",
    "lease_end_year",
    "dilapidations_gbp",
    "maintenance_backlog_gbp",
    "vat_recoverable_share",
    "rent_gbp_per_year",
    "fit_out_gbp_per_m2",
    "receipt_kept_share",
)
CREWINGS = ("wholetime", "day_crewed", "on_call", "shift")
STATISTICS = ("share_within", "mean", "p90")
CLOCKS = ("call", "mobilisation")


@dataclass(frozen=True)
class Column:
    """One column of a table: its type, unit, limits, and the table and column it must refer to, if any."""

    name: str
    type: str  # "text" | "number" | "integer" | "flag" (yes/no) | "list" (semicolon-separated text) | "time" (HH:MM)
    meaning: str
    unit: str = ""
    optional: bool = False  # may be empty in a row
    may_be_left_out: bool = False  # the column itself too: it is then empty in every row
    whole: bool = False  # an optional integer that is read as one where no cell of its column is empty
    low: float | None = None
    high: float | None = None
    allowed: tuple[str, ...] = ()
    refers_to: str = ""  # "table.column"


@dataclass(frozen=True)
class Table:
    """One table of a pack: the files it may be split over share these columns."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]


def _basis(figure: str) -> Column:
    return Column(f"{figure}_basis", "text", f"how {figure} is known", allowed=BASES)


BASIS = Column("basis", "text", "how the figure is known", allowed=BASES)
SOURCE = Column("source", "text", "where the figure was read", optional=True)
NOTE = Column("note", "text", "what to know before relying on it", optional=True)
KNOWN = (BASIS, SOURCE, NOTE)
SERVICE = Column("service", "text", "police, fire or ambulance", allowed=SERVICES)
UNIT_KIND = Column("unit_kind", "text", "kind of unit")
ON_WEEKDAYS = Column(
    "weekdays", "list", "the days on which it begins; empty: every day", optional=True, allowed=WEEKDAYS
)
HOURS_OF_WEEKDAYS = (
    ON_WEEKDAYS,
    Column("hour_from", "time", "first hour", "HH:MM"),
    Column("hour_to", "time", "end of the last hour; may be past midnight", "HH:MM"),
)
_LON = Column("lon", "number", "longitude, WGS84", "degrees", low=-180, high=180)
_LAT = Column("lat", "number", "latitude, WGS84", "degrees", low=-90, high=90)

TABLES: tuple[Table, ...] = (
    Table(
        "services",
        "Who answers for each service here.",
        ("service",),
        (
            SERVICE,
            Column("organisation", "text", "the organisation that runs the service"),
            Column("register_slug", "text", "the organisation's name in the register", optional=True),
            Column(
                "waits",
                "text",
                "where a free unit waits: at its site, or on patrol in its beat",
                allowed=("site", "patrol"),
            ),
            BASIS,
            SOURCE,
            NOTE,
        ),
    ),
    Table(
        "zones",
        "Where people are: in England and Wales, LSOAs.",
        ("zone",),
        (
            Column("zone", "text", "identifier"),
            Column("name", "text", "name"),
            Column("district", "text", "code of the district it lies in"),
            Column("district_name", "text", "name of the district"),
            _LON,
            _LAT,
            Column("population", "integer", "residents", "people", optional=True, whole=True, low=0),
            Column("over65", "integer", "residents aged 65 and over", "people", optional=True, whole=True, low=0),
            Column(
                "imd_decile",
                "integer",
                "decile of deprivation, 1 the most deprived",
                optional=True,
                whole=True,
                low=1,
                high=10,
            ),
            Column("area_km2", "number", "extent", "km2", optional=True, low=0),
            Column("rural", "flag", "counted as rural where a standard differs by it"),
            BASIS,
            SOURCE,
        ),
    ),
    Table(
        "families",
        "Demand families: incidents that share a spread over zones and over the day.",
        ("family",),
        (
            Column("family", "text", "identifier"),
            Column("recipe", "text", "how the weights over zones were built"),
            _basis("zones"),
            Column("zones_source", "text", "where the weights over zones come from", optional=True),
            _basis("hours"),
            Column("hours_source", "text", "where the shares by hour come from", optional=True),
            NOTE,
        ),
    ),
    Table(
        "demand",
        "The share of each family's incidents that falls in each zone; each family's shares sum to one.",
        ("family", "zone"),
        (
            Column("family", "text", "demand family", refers_to="families.family"),
            Column("zone", "text", "zone", refers_to="zones.zone"),
            Column("share", "number", "share of the family's incidents", "share", low=0, high=1),
        ),
    ),
    Table(
        "hours",
        "The share of each family's incidents that falls in each hour; each family's shares sum to one.",
        ("family", "hour"),
        (
            Column("family", "text", "demand family", refers_to="families.family"),
            Column("hour", "integer", "hour of the day", "hour", low=0, high=23),
            Column("share", "number", "share of the family's incidents", "share", low=0, high=1),
        ),
    ),
    Table(
        "incident_types",
        "What happens, how often, and how long it keeps units.",
        ("incident_type",),
        (
            Column("incident_type", "text", "identifier"),
            Column("name", "text", "name a resident understands"),
            Column("lead_service", "text", "the service whose control room takes the call", allowed=SERVICES),
            Column("family", "text", "demand family", refers_to="families.family"),
            Column("annual_count", "number", "incidents a year", "per year", low=0),
            _basis("annual_count"),
            Column("priority", "integer", "rank: 1 is answered first", low=1, high=9),
            Column("on_scene_median_min", "number", "median time a unit stays on scene", "minutes", low=0, high=1440),
            Column("on_scene_p90_min", "number", "90th percentile of the time on scene", "minutes", low=0, high=2880),
            _basis("on_scene"),
            Column(
                "conveyance_share",
                "number",
                "share in which the first ambulance conveys to hospital",
                "share",
                low=0,
                high=1,
            ),
            _basis("conveyance"),
            SOURCE,
            NOTE,
        ),
    ),
    Table(
        "attendance",
        "The units an incident type is sent, each with the probability that it is.",
        ("incident_type", "order"),
        (
            Column("incident_type", "text", "incident type", refers_to="incident_types.incident_type"),
            Column("order", "integer", "place in the attendance, from 1", low=1, high=20),
            SERVICE,
            Column("unit_kind", "text", "kind of unit needed"),
            Column("probability", "number", "share of incidents to which this unit is sent", "share", low=0, high=1),
            Column(
                "decided_by",
                "integer",
                "place in the attendance whose draw decides this one too, so that one is sent instead of another; "
                "empty: its own; the column may be left out",
                optional=True,
                may_be_left_out=True,
                low=1,
                high=20,
            ),
            Column(
                "from_share",
                "number",
                "it is sent where that draw is at or above this share, for `probability` more; empty: 0; the "
                "column may be left out",
                "share",
                optional=True,
                may_be_left_out=True,
                low=0,
                high=1,
            ),
            _basis("probability"),
            NOTE,
        ),
    ),
    Table(
        "standards",
        "The response standards incidents are held to.",
        ("standard",),
        (
            Column("standard", "text", "identifier"),
            SERVICE,
            Column("incident_types", "list", "the incident types it covers", refers_to="incident_types.incident_type"),
            Column("arrival", "integer", "which arriving unit of the service: 1 the first", low=1, high=5),
            Column("statistic", "text", "what is held to the limit", allowed=STATISTICS),
            Column("minutes", "number", "limit", "minutes", low=0, high=1440),
            Column(
                "rural_minutes",
                "number",
                "limit in rural zones where it differs",
                "minutes",
                optional=True,
                low=0,
                high=1440,
            ),
            Column("share", "number", "share to be reached within the limit", "share", optional=True, low=0, high=1),
            Column("clock", "text", "when its clock starts", allowed=CLOCKS),
            BASIS,
            SOURCE,
            NOTE,
        ),
    ),
    Table(
        "sites",
        "Buildings: stations, hospitals, control rooms, headquarters.",
        ("site",),
        (
            Column("site", "text", "identifier"),
            Column("name", "text", "name"),
            Column("kind", "text", "kind of building", allowed=SITE_KINDS),
            Column("services", "list", "services housed", allowed=(*SERVICES, "nhs", "council")),
            _LON,
            _LAT,
            Column("location_quality", "text", "how exact the point is", allowed=("exact", "postcode", "town")),
            _basis("location"),
            Column(
                "tenure",
                "text",
                "freehold, leased or unknown",
                allowed=("freehold", "leased", "unknown", "not_applicable"),
            ),
            _basis("tenure"),
            Column("outside", "flag", "lies outside the area"),
            Column("vintage", "text", "year of the source", optional=True),
            SOURCE,
            NOTE,
        ),
    ),
    Table(
        "site_functions",
        "What each site is for.",
        ("site", "function", "service"),
        (
            Column("site", "text", "site", refers_to="sites.site"),
            Column("function", "text", "function", allowed=SITE_FUNCTIONS),
            Column("service", "text", "whose function it is", allowed=(*SERVICES, "nhs", "council")),
            BASIS,
            SOURCE,
            NOTE,
        ),
    ),
    Table(
        "site_figures",
        "What is known of each building, one figure a row; an empty value with basis unknown says nobody has told us.",
        ("site", "figure"),
        (
            Column("site", "text", "site", refers_to="sites.site"),
            Column("figure", "text", "which figure", allowed=SITE_FIGURES),
            Column("value", "number", "the figure, in the unit its name gives", optional=True, low=0),
            Column("price_year", "text", "price year of money, as 2024/25", optional=True),
            BASIS,
            SOURCE,
            NOTE,
        ),
    ),
    Table(
        "shared",
        "What the services share already.",
        ("share",),
        (
            Column("share", "text", "identifier"),
            Column("sites", "list", "sites shared, where known", optional=True, refers_to="sites.site"),
            Column("what", "text", "what is shared"),
            Column("services", "list", "who shares", allowed=(*SERVICES, "nhs", "council")),
            Column("since", "text", "since when", optional=True),
            Column("status", "text", "status as the source gives it"),
            Column("in_use", "flag", "counted as shared today"),
            BASIS,
            SOURCE,
            NOTE,
        ),
    ),
    Table(
        "units",
        "Vehicles with their crews.",
        ("unit",),
        (
            Column("unit", "text", "identifier"),
            SERVICE,
            Column("kind", "text", "kind of unit"),
            Column("site", "text", "home site", refers_to="sites.site"),
            Column("crewing", "text", "how it is crewed", allowed=CREWINGS),
            Column("crew", "integer", "people on board", "people", low=1, high=12),
            Column("on_from", "time", "start of duty each day, on the hour", "HH:MM"),
            Column(
                "on_to", "time", "end of duty each day, on the hour; 24:00 is midnight; may be past midnight", "HH:MM"
            ),
            Column("cross_crewed", "flag", "shares its crew with another unit; never counted as extra"),
            _basis("unit"),
            _basis("crewing"),
            SOURCE,
            NOTE,
        ),
    ),
    Table(
        "crewing",
        "How fast a crew leaves and how often it is there, by service and crewing.",
        ("service", "crewing"),
        (
            SERVICE,
            Column("crewing", "text", "crewing", allowed=CREWINGS),
            Column("turnout_day_s", "number", "turnout while at the station", "seconds", low=0, high=3600),
            Column("turnout_night_s", "number", "turnout outside day hours", "seconds", low=0, high=3600),
            Column("day_from", "time", "start of day hours", "HH:MM"),
            Column("day_to", "time", "end of day hours", "HH:MM"),
            Column(
                "availability", "number", "share of duty hours in which a crew can be raised", "share", low=0, high=1
            ),
            Column("spell_h", "integer", "length of a spell of availability or its absence", "hours", low=1, high=168),
            _basis("turnout"),
            _basis("availability"),
            SOURCE,
            NOTE,
        ),
    ),
    Table(
        "hospitals",
        "Where patients are taken.",
        ("hospital",),
        (
            Column("hospital", "text", "identifier"),
            Column("site", "text", "its site", refers_to="sites.site"),
            Column("handover_median_min", "number", "median time to hand a patient over", "minutes", low=0, high=600),
            Column("handover_sigma", "number", "spread of the logarithm of the handover time", low=0, high=3),
            Column("clear_min", "number", "time to be ready again after handover", "minutes", low=0, high=240),
            _basis("handover"),
            _basis("clear"),
            SOURCE,
            NOTE,
        ),
    ),
    Table(
        "hospital_minutes",
        "Road time from each zone to each hospital.",
        ("zone", "hospital"),
        (
            Column("zone", "text", "zone", refers_to="zones.zone"),
            Column("hospital", "text", "hospital", refers_to="hospitals.hospital"),
            Column("minutes", "number", "driving time", "minutes", low=0, high=300),
            BASIS,
            SOURCE,
        ),
    ),
    Table(
        "control_rooms",
        "Where each service takes its calls.",
        ("service",),
        (
            SERVICE,
            Column("site", "text", "site of the room", refers_to="sites.site"),
            Column(
                "handling_s", "number", "from answering the call to sending the first unit", "seconds", low=0, high=3600
            ),
            _basis("handling"),
            Column(
                "transfer_s",
                "number",
                "further time before another room's unit is asked for by this one",
                "seconds",
                low=0,
                high=3600,
            ),
            _basis("transfer"),
            SOURCE,
            NOTE,
        ),
    ),
    Table(
        "parameters",
        "Figures of the model: travel, chiefly. Only those marked free may be fitted, and only within their limits.",
        ("parameter", "service"),
        (
            Column("parameter", "text", "name"),
            Column("service", "text", "the service it is for, or all", allowed=(*SERVICES, "all")),
            Column("value", "number", "value"),
            Column("low", "number", "lowest believable value", optional=True),
            Column("high", "number", "highest believable value", optional=True),
            Column("unit", "text", "unit", optional=True),
            Column("free", "flag", "may be fitted"),
            BASIS,
            SOURCE,
            NOTE,
        ),
    ),
    Table(
        "published",
        "Published performance that the model is set beside.",
        ("figure",),
        (
            Column("figure", "text", "identifier"),
            Column("name", "text", "the figure in words"),
            SERVICE,
            Column(
                "incident_types",
                "list",
                "the incident types it covers",
                optional=True,
                refers_to="incident_types.incident_type",
            ),
            Column("arrival", "integer", "which arriving unit", optional=True, low=1, high=5),
            Column(
                "measure",
                "text",
                "what was measured",
                allowed=("mean_min", "share_within", "count_per_year", "context"),
            ),
            Column("within_min", "number", "limit of a share", "minutes", optional=True, low=0),
            Column("clock", "text", "when its clock starts", optional=True, allowed=CLOCKS),
            Column("value", "number", "the figure: minutes, a share, a count"),
            Column("unit", "text", "unit"),
            Column("period", "text", "when"),
            Column("judges", "flag", "used to say whether the baseline of its service is off"),
            Column("fits", "flag", "used to fit the free parameters of its service; the others judge the fit"),
            BASIS,
            SOURCE,
            NOTE,
        ),
    ),
    Table(
        "costs",
        "Prices and budgets.",
        ("cost",),
        (
            Column("cost", "text", "identifier"),
            Column("name", "text", "the figure in words"),
            Column("service", "text", "who pays", allowed=(*SERVICES, "joint")),
            Column("amount_gbp", "number", "amount", "pounds", low=0),
            Column("low_gbp", "number", "lowest believable amount", "pounds", optional=True, low=0),
            Column("high_gbp", "number", "highest believable amount", "pounds", optional=True, low=0),
            Column("per", "text", "what one amount buys: year, m2, m2 per year, post per year, each, ..."),
            Column("price_year", "text", "price year, as 2024/25, or undated"),
            BASIS,
            SOURCE,
            NOTE,
        ),
    ),
    Table(
        "assumptions",
        "What was assumed, why, and what would replace it.",
        ("assumption",),
        (
            Column("assumption", "text", "identifier"),
            Column("statement", "text", "what was assumed"),
            Column("value", "text", "the value"),
            Column("unit", "text", "unit", optional=True),
            Column("why", "text", "why this value", optional=True),
            Column("replace_with", "text", "what would replace it", optional=True),
        ),
    ),
)
