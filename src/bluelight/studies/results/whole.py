"""All that a run says, of its study, its options and the area."""

from __future__ import annotations

from typing import Any

from pydantic import SerializerFunctionWrapHandler, model_serializer

from bluelight.studies.appraised import Ranking
from bluelight.studies.cases.shape import AgainstOutline, BusinessCase
from bluelight.studies.overlapping import OverlappingRisk
from bluelight.studies.results.evidence import (
    Assumption,
    Beside,
    CalibrationRow,
    PublishedFigure,
    ReferenceRange,
    RelationOffered,
    Source,
)
from bluelight.studies.results.money import Money
from bluelight.studies.results.moves import MoveResult
from bluelight.studies.results.response import (
    CallsAnswered,
    FifthResponse,
    FirstResponder,
    ServiceResponse,
    ZoneResponse,
)
from bluelight.studies.values import Basis, Service, Value

SCHEMA_VERSION = "1"


class OptionResult(Value):
    """One option, compared with the first, which is business as usual."""

    id: str
    name: str
    summary: str
    is_base: bool
    moves: list[MoveResult]
    response: dict[Service, ServiceResponse]
    zones: list[ZoneResponse]
    first_responder: list[FirstResponder] = []
    calls_answered: list[CallsAnswered] = []
    fifths: list[FifthResponse] = []  # empty for business as usual, and where the area knows no deprivation
    money: Money

    @model_serializer(mode="wrap")
    def _written(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Without the rule that it tells of, a table is not there at all."""
        content: dict[str, Any] = write(self)
        return content if self.calls_answered else {k: v for k, v in content.items() if k != "calls_answered"}


class StudySettings(Value):
    """What was run, so that it can be run again."""

    id: str
    name: str
    question: str
    area: str
    area_name: str
    area_digest: str
    seed: int
    replications: int
    days: int
    warm_up_days: int
    draws: int
    price_year: str
    first_year: int
    appraisal_years: int
    discounting: str
    inflation: str = ""  # what nominal cash assumes; empty where there is none


class SiteOnMap(Value):
    """A site of the area as it is today."""

    site: str
    name: str
    kind: str
    services: list[str]
    lon: float
    lat: float
    shared: bool
    location_basis: Basis


class Results(Value):
    """Everything a run says."""

    schema_version: str = SCHEMA_VERSION
    bluelight_version: str
    study: StudySettings
    headline: list[str]
    options: list[OptionResult]
    sites: list[SiteOnMap]
    calibration: list[CalibrationRow]
    assumptions: list[Assumption]
    exclusions: list[str]
    sources: list[Source]
    notices: list[str]
    overlapping_risk: OverlappingRisk | None = None  # None where fewer than two services have calls
    reference_classes: list[ReferenceRange] = []
    business_case: BusinessCase | None = None  # None in results of before there were any
    outline: AgainstOutline | None = None  # None unless this is a full business case
    ranking: Ranking | None = None  # None in results of before options were ranked
    relations: list[RelationOffered] = []  # between minutes and outcomes, those that act and those that are offered
    beside_published: list[Beside] = []
    published_elsewhere: list[PublishedFigure] = []  # by real cases, of themes of this study's moves
