"""What a run says: the shape of `results.json`.

The one value that reports, pages and other programs read. Minutes are minutes, shares are 0 to 1, money is pounds at
the study's price year, positive when the public purse gains. Lists keep the order in which they should be shown.
"""

from __future__ import annotations

from bluelight.studies.results.evidence import (
    Assumption,
    Beside,
    BesideGroup,
    BesideLine,
    CalibrationRow,
    PairSeen,
    PublishedFigure,
    ReferenceRange,
    RelationOffered,
    Source,
)
from bluelight.studies.results.money import CapSeen, Money, MoneyLine, OrganisationMoney, SocietalValue, YearCash
from bluelight.studies.results.moves import MoveResult, Neighbours, Risk, SiteChange
from bluelight.studies.results.response import (
    BreaksHad,
    CallsAnswered,
    Change,
    CrewWork,
    CurvePoint,
    FifthResponse,
    FirstResponder,
    HourLoad,
    HourResponse,
    IncidentTypeResponse,
    Measures,
    ServiceResponse,
    ZoneResponse,
)
from bluelight.studies.results.whole import SCHEMA_VERSION, OptionResult, Results, SiteOnMap, StudySettings
from bluelight.studies.values import SERVICES, Basis, Estimate, MoneyRange, Service

__all__ = [
    "SCHEMA_VERSION",
    "SERVICES",
    "Assumption",
    "Basis",
    "Beside",
    "BesideGroup",
    "BesideLine",
    "BreaksHad",
    "CalibrationRow",
    "CallsAnswered",
    "CapSeen",
    "Change",
    "CrewWork",
    "CurvePoint",
    "Estimate",
    "FifthResponse",
    "FirstResponder",
    "HourLoad",
    "HourResponse",
    "IncidentTypeResponse",
    "Measures",
    "Money",
    "MoneyLine",
    "MoneyRange",
    "MoveResult",
    "Neighbours",
    "OptionResult",
    "OrganisationMoney",
    "PairSeen",
    "PublishedFigure",
    "ReferenceRange",
    "RelationOffered",
    "Results",
    "Risk",
    "Service",
    "ServiceResponse",
    "SiteChange",
    "SiteOnMap",
    "SocietalValue",
    "Source",
    "StudySettings",
    "YearCash",
    "ZoneResponse",
]
