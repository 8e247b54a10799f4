"""What the register holds: collaborations with their claims, organisations, and pairs of promise and delivery."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from bluelight.register import codelists


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def _in(codes: dict[str, str]) -> tuple[AfterValidator, WithJsonSchema]:
    def check(value: str) -> str:
        if value not in codes:
            raise ValueError(f"not in the codelist: {', '.join(codes)}")
        return value

    # `x-words` says what each code means; readers of the schema that do not know it pass it over.
    return AfterValidator(check), WithJsonSchema({"type": "string", "enum": list(codes), "x-words": codes})


def _one_kind_of_line_end(value: object) -> object:
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


def _no_controls(value: str) -> str:
    if _CONTROL.search(value):
        raise ValueError("holds a control character; type the text again without it")
    return value


_SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def _words(most: int) -> tuple[StringConstraints, BeforeValidator, AfterValidator]:
    """Text of one character to so many, without spaces around it or control characters in it."""
    return (
        StringConstraints(min_length=1, max_length=most, strip_whitespace=True),
        BeforeValidator(_one_kind_of_line_end),
        AfterValidator(_no_controls),
    )


def _plain(value: float) -> float:
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value


Text = Annotated[str, *_words(20_000)]
Name = Annotated[str, *_words(200)]
Phrase = Annotated[str, *_words(120)]
Unit = Annotated[str, *_words(80)]
Figure = Annotated[str, *_words(60)]
Word = Annotated[str, *_words(40)]
Slug = Annotated[str, Field(pattern=_SLUG, max_length=120)]
PairSlug = Annotated[str, Field(pattern=_SLUG, max_length=80)]
PartDate = Annotated[str, Field(pattern=r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$")]
"""A year, a month or a day: "2019", "2019-05", "2019-05-31"."""
Url = Annotated[str, Field(pattern=r"^https?://[^\s/]+(/\S*)?$", max_length=1000), AfterValidator(_no_controls)]
Number = Annotated[float, PlainSerializer(_plain, return_type=Any, when_used="json")]
"""A number that JSON says without a point where it is whole."""


class Partner(_Entry):
    """One organisation's part in a collaboration; `slug` is None where it is not one of the register's own."""

    organisation: Name
    slug: Slug | None
    service: Annotated[str, *_in(codelists.SERVICES)]
    area: Phrase | None


class Claim(_Entry):
    """One measured or promised thing. Claims may disagree; all are kept.

    `amount` to `amount_max` is a range where the source gives one; `unit` is GBP for money. `pair` is shared by the
    two claims that set a promise beside what came. `partner`, `source_url`, `as_of` and `measure` are None where they
    are not recorded.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+/(benefit|cost)-[0-9]+$", max_length=200)]
    side: Annotated[str, *_in(codelists.CLAIM_SIDES)]
    kind: Annotated[str, *_in(codelists.CLAIM_KINDS)]
    measure: Name | None
    amount: Number | None
    amount_max: Number | None
    unit: Unit | None
    period: Phrase | None
    statement: Text
    state: Annotated[str, *_in(codelists.CLAIM_STATES)]
    partner: Name | None
    source_url: Url | None
    as_of: PartDate | None
    pair: PairSlug | None

    @model_validator(mode="after")
    def _range(self) -> Self:
        if self.amount_max is not None and (self.amount is None or self.amount_max < self.amount):
            raise ValueError("amount_max needs an amount, and may not be below it")
        return self


class Source(_Entry):
    """Where claims were read, and what of the entry it supports."""

    url: Url
    title: Annotated[str, *_words(300)]
    publisher: Name | None
    published: PartDate | None
    supports: Text | None


class Status(_Entry):
    """What had become of a collaboration, and when that was seen."""

    value: Annotated[str, *_in(codelists.STATUSES)]
    as_of: PartDate | None


class Emmie(_Entry):
    """What is said of a collaboration under the five EMMIE headings; None where nothing is recorded.

    Source of the headings: College of Policing, Crime Reduction Toolkit (Johnson, Tilley and Bowers, 2015).
    """

    effect: Text | None = None
    mechanism: Text | None = None
    moderators: Text | None = None
    implementation: Text | None = None
    economic_cost: Text | None = None


class Collaboration(_Entry):
    """Something two or more organisations do together. `publisher` is who answers for the entry."""

    slug: Slug
    name: Name
    theme: Annotated[str, *_in(codelists.THEMES)]
    partners: Annotated[tuple[Partner, ...], Field(min_length=1)]
    region: Annotated[str, *_in(codelists.REGIONS)]
    start_year: Annotated[int, Field(ge=1900, le=2100)] | None
    status: Status
    summary: Text
    claims: tuple[Claim, ...]
    barriers: tuple[Text, ...]
    enablers: tuple[Text, ...]
    lessons: tuple[Text, ...]
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    evidence: Annotated[str, *_in(codelists.EVIDENCE)]
    publisher: Name | None = None
    emmie: Emmie = Emmie()

    @model_validator(mode="after")
    def _parts_belong(self) -> Self:
        names = {partner.organisation for partner in self.partners}
        faults = []
        for claim in self.claims:
            if claim.partner is not None and claim.partner not in names:
                faults.append(f"claim {claim.id} falls on {claim.partner!r}, which is not a partner")
            if not claim.id.startswith(f"{self.slug}/{claim.side}-"):
                faults.append(f"claim {claim.id} should begin with {self.slug}/{claim.side}-")
        for what, values in (
            ("claims have the id", [claim.id for claim in self.claims]),
            ("partners have the name", [partner.organisation for partner in self.partners]),
            ("sources have the address", [source.url for source in self.sources]),
            ("barriers say", self.barriers),
            ("enablers say", self.enablers),
            ("lessons say", self.lessons),
        ):
            faults += [f"two {what} {value[:60]!r}" for value in _twice(values)]
        if faults:
            raise ValueError("; ".join(faults))
        return self


def _twice(values: Iterable[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]


class Governance(_Entry):
    """Who governs an organisation, and when that was so."""

    type: Phrase
    as_of: PartDate


class Organisation(_Entry):
    """A police force, fire and rescue service or ambulance trust of England and Wales."""

    slug: Slug
    name: Name
    service: Annotated[str, *_in(codelists.SERVICES)]
    region: Annotated[str, *_in(codelists.REGIONS)]
    country: Word
    governance: Governance
    codes: dict[Word, Word | None]
    aliases: tuple[Name, ...]
    note: Text | None


class Pair(_Entry):
    """What was promised beside what came, of one measure of one collaboration.

    `forecast` and `realised` are as printed. The amounts are None where the measure is a date, and `ratio` (realised
    over forecast) is None where the two are not comparable. `pair` is that of the two claims, where they are in the
    entry as such.
    """

    collaboration: Slug
    theme: Annotated[str, *_in(codelists.THEMES)]
    measure: Name
    measure_class: Annotated[str, *_in(codelists.MEASURE_CLASSES)]
    grade: Annotated[str, *_in(codelists.PAIR_GRADES)]
    pair: PairSlug | None
    forecast: Figure
    forecast_amount: Number | None
    forecast_date: PartDate | None
    realised: Figure
    realised_amount: Number | None
    realised_date: PartDate | None
    unit: Word
    ratio: Number | None
    source_forecast: Url
    source_realised: Url
    note: Text


EvaluationId = Annotated[str, Field(pattern=r"^[a-z0-9-]+/evaluation-[0-9]+$", max_length=200)]
Level = Annotated[int, Field(ge=1, le=5)]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Evaluation(_Entry):
    """An estimate, after the event, of what a collaboration changed, with its interval and how far to believe it.

    `effect` is in `unit`, from `low` to `high` (95%; None where so few units set no end), and `expected` what was to be
    expected without the collaboration; the percentages are of that. The treatment began in `start`; `first` and `last`
    are the periods of the panel. `maryland`, `nesta` and `certainty` (GRADE) follow by rule from the method and its
    checks. The hashes are those of the files that it was worked out from, and `url` is where all of it can be read.
    """

    collaboration: Slug
    id: EvaluationId
    title: Name
    question: Text
    outcome: Name
    unit: Unit
    better: Annotated[str, *_in(codelists.DIRECTIONS)]
    method: Name
    first: Word
    start: Word
    last: Word
    effect: Number
    low: Number | None
    high: Number | None
    percent: Number | None
    percent_low: Number | None
    percent_high: Number | None
    expected: Number
    verdict: Annotated[str, *_in(codelists.VERDICTS)]
    maryland: Level
    nesta: Level
    certainty: Annotated[str, *_in(codelists.CERTAINTIES)]
    evaluator: Annotated[str, *_in(codelists.EVALUATORS)]
    evaluator_name: Name | None
    protocol: Annotated[str, *_in(codelists.PROTOCOLS)]
    protocol_sha256: Hash
    panel_sha256: Hash
    treatment_sha256: Hash
    published: PartDate | None
    url: Url | None

    @model_validator(mode="after")
    def _belongs(self) -> Self:
        if not self.id.startswith(f"{self.collaboration}/"):
            raise ValueError(f"evaluation {self.id} should begin with {self.collaboration}/")
        return self


class Realised(_Entry):
    """What an evaluation says came of a claim, beside what the claim says and never in its place.

    `amount`, from `low` to `high`, is in the claim's own `unit`; `how` says how the effect became it.
    """

    collaboration: Slug
    evaluation: EvaluationId
    claim: Annotated[str, Field(max_length=200)]
    measure_class: Annotated[str, *_in(codelists.MEASURE_CLASSES)]
    amount: Number
    low: Number | None
    high: Number | None
    unit: Unit
    how: Text

    @model_validator(mode="after")
    def _between(self) -> Self:
        if (self.low is not None and self.low > self.amount) or (self.high is not None and self.high < self.amount):
            raise ValueError("amount is not between low and high")
        return self
