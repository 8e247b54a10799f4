"""A study in memory: an area, its options, its seed and its settings; everything needed to run it again."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from bluelight.appraisal import Settings
from bluelight.appraisal.settings import IncomeGroups, Measure
from bluelight.area import Area
from bluelight.errors import InputError, Problem
from bluelight.options import Move
from bluelight.options import counterpart as without_governance
from bluelight.register import codelists
from bluelight.register.local_claims import local_claims
from bluelight.studies.evaluations import PlannedEvaluation
from bluelight.studies.objectives import CaseSection
from bluelight.studies.overlaps import StudyCap
from bluelight.studies.owners import Owners
from bluelight.studies.risks import StudyRisk
from bluelight.studies.sections import ID, Section


class About(Section):
    """The section `[study]`."""

    id: str = Field(pattern=ID, description="Short name: small letters, digits and hyphens.")
    name: str = Field(min_length=1, description="Name people read.")
    question: str = Field(min_length=1, description="The question the study answers, in a sentence.")
    area: str = Field(
        min_length=1, description="An area that ships, by its id, or the folder of an area pack, seen from this file."
    )
    seed: int = Field(1, ge=0, le=2**32 - 1, description="Seed of every draw: the same seed gives the same results.")
    replications: int = Field(
        10,
        ge=2,
        le=1000,
        description="Simulated years (or shorter spans) for each option; two at least, for intervals.",
    )
    days: int = Field(365, ge=1, le=3660, description="Days counted in each replication.")
    warm_up_days: int = Field(7, ge=0, le=60, description="Days simulated before counting starts.")


class MoneySettings(Section):
    """The section `[money]`."""

    price_year: str = Field("2024/25", description="Financial year whose prices every sum is given in.")
    first_year: int = Field(
        2026, ge=2000, le=2100, description="First financial year of the appraisal; 2026 is 2026/27."
    )
    appraisal_years: int = Field(10, ge=3, le=60, description="Years appraised, the first included.")
    draws: int = Field(10_000, ge=100, le=1_000_000, description="Draws of the Monte Carlo over the ranges of costs.")
    optimism_bias_mitigation: float = Field(
        0.0, ge=0, le=1, description="Share of optimism bias taken off because its causes are managed, 0 to 1."
    )
    mitigation_evidence: str = Field("", description="What has been done about the causes; needed when it is above 0.")
    measure: Measure = Field(
        "cash",
        description="What options are ranked by: cash, public (with time freed) or social (with value to society).",
    )
    inflation_percent: float | None = Field(
        None, ge=-10, le=50, description="Inflation a year after the last year of the price index, for nominal cash."
    )
    inflation_source: str = Field("", description="Whose forecast the inflation is; needed when it is given.")
    income_groups: IncomeGroups | None = Field(
        None, description="Equivalised household incomes: the median, and that of each group that gains or pays."
    )
    payers: dict[str, str] = Field(
        {}, description="The income group that the money of each organisation falls on, by organisation."
    )

    accept_unverified: tuple[str, ...] = Field(
        (), description="Relations between minutes and outcomes that were not read where they were published, by id."
    )
    reference_ranges: dict[str, tuple[Literal["saving", "cost", "receipt"], ...]] = Field(
        {}, description="By theme of the register, the measures whose lines take their range from what became of such."
    )
    overlap_groups: tuple[StudyCap, ...] = Field(
        (), description="Savings of moves that claim from one pot, each with the most that it can save a year."
    )

    @field_validator("reference_ranges")
    @classmethod
    def _themes_known(cls, value: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        unknown = [theme for theme in value if theme not in codelists.THEMES]
        if unknown:
            raise ValueError(f"there is no theme {unknown[0]!r}: use {', '.join(codelists.THEMES)}")
        return value

    @model_validator(mode="after")
    def _payers_known(self) -> Self:
        known = self.income_groups.incomes if self.income_groups is not None else {}
        unknown = sorted(set(self.payers.values()) - set(known))
        if unknown:
            raise ValueError(f"payers names the income group {unknown[0]!r}, which income_groups does not have")
        return self


@dataclass(frozen=True)
class Option:
    """A named set of moves; the first of a study is business as usual and has none."""

    id: str
    name: str
    summary: str
    moves: tuple[Move, ...] = ()
    published: str | None = None
    do_minimum: bool = False


def counterpart_of(option: Option, options: Sequence[Option]) -> Option | None:
    """The option with the same moves as collaboration alone would make them; None where nothing needs a change."""
    alone = tuple(without_governance(option.moves))
    return None if alone == option.moves else next((other for other in options if other.moves == alone), None)


def with_counterparts(options: Sequence[Option]) -> list[Option]:
    """The options, each that changes who governs followed by its counterpart where none of them is that already."""
    found = list(options)
    for option in options:
        alone = tuple(without_governance(option.moves))
        if alone == option.moves or counterpart_of(option, found):
            continue
        made = Option(
            _free_id(f"{option.id}-by-collaboration", found),
            f"{option.name}, by collaboration alone",
            f"The same as “{option.name}”, without the change of who governs and what only that would bring.",
            alone,
        )
        found.insert(found.index(option) + 1, made)
    return found


def _free_id(wanted: str, options: Sequence[Option]) -> str:
    taken = {option.id for option in options}
    return next(name for name in (wanted, *(f"{wanted}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)


class OptionHead(Section):
    """What an `[[option]]` says beside its moves."""

    id: str = Field(pattern=ID, description="Short name: small letters, digits and hyphens.")
    name: str = Field(min_length=1, description="Name people read.")
    summary: str = Field("", description="What the option does, in a sentence.")
    published: str | None = Field(
        None, description="A published case whose figures are set beside the option's, by its id in local_claims.csv."
    )

    do_minimum: bool = Field(
        False, description="Whether it is the do-minimum of the short list: the least that meets what must be met."
    )

    @field_validator("published")
    @classmethod
    def _published_known(cls, value: str | None) -> str | None:
        known = list(dict.fromkeys(claim.case for claim in local_claims()))
        if value is not None and value not in known:
            raise ValueError(f"there is no published case of that id: {', '.join(known)}")
        return value


@dataclass(frozen=True, eq=False)
class Study:
    """A question asked of an area, checked: every option can be done."""

    about: About
    money: MoneySettings
    options: tuple[Option, ...]
    area: Area
    risks: tuple[StudyRisk, ...] = ()
    owners: Owners = field(default_factory=dict)  # by theme, then by organisation
    case: CaseSection = field(default_factory=CaseSection)
    evaluations: tuple[PlannedEvaluation, ...] = ()

    @property
    def id(self) -> str:
        """Its short name."""
        return self.about.id

    @property
    def name(self) -> str:
        """The name people read."""
        return self.about.name

    @property
    def settings(self) -> Settings:
        """The appraisal's settings; the study's seed is theirs, and each option is set beside its counterpart."""
        settings = self.settings_of(self.money, self.about.seed)
        pairs = {option.id: other.id for option in self.options if (other := counterpart_of(option, self.options))}
        return settings.model_copy(update={"counterparts": pairs})

    @staticmethod
    def settings_of(money: MoneySettings, seed: int) -> Settings:
        """The appraisal's settings from the section `[money]`."""
        caps = tuple(cap.for_engine() for cap in money.overlap_groups)
        given = money.model_dump(exclude={"payers", "overlap_groups", "reference_ranges"})
        return Settings(**given, overlap_groups=caps, seed=seed)

    def with_settings(self, **changes: int | None) -> Self:
        """The same study with other `seed`, `replications`, `days` or `warm_up_days`; None leaves one as it is.

        InputError where a value is out of range.
        """
        wanted = {name: value for name, value in changes.items() if value is not None}
        try:
            about = About.model_validate({**self.about.model_dump(), **wanted})
        except ValidationError as error:
            raise InputError(
                Problem(
                    f"study {self.id}",
                    f"{item['msg'].lower()} (got {item['input']!r}).",
                    "Give another value.",
                    column=str(item["loc"][0]),
                )
                for item in error.errors(include_url=False)
            ) from None
        return dataclasses.replace(self, about=about)
