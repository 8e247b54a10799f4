"""What the register holds: collaborations with their claims, organisations, and pairs of promise and delivery."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from bluelight.register import codelists


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def _in(codes: dict[str, str]) -> AfterValidator:
    def check(value: str) -> str:
        if value not in codes:
            raise ValueError(f"not in the codelist: {', '.join(codes)}")
        return value

    return AfterValidator(check)


Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
PartDate = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
"""A year, a month or a day: "2019", "2019-05", "2019-05-31"."""
Url = Annotated[str, Field(pattern=r"^https?://[^\s/]+(/\S*)?$")]


class Partner(_Entry):
    """One organisation's part in a collaboration; `slug` is None where it is not one of the register's own."""

    organisation: Text
    slug: Slug | None
    service: Annotated[str, _in(codelists.SERVICES)]
    area: Text | None


class Claim(_Entry):
    """One measured or promised thing. Claims may disagree; all are kept.

    `amount` to `amount_max` is a range where the source gives one; `unit` is GBP for money. `pair` is shared by the
    two claims that set a promise beside what came. `partner`, `source_url`, `as_of` and `measure` are None where they
    are not recorded.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+/(benefit|cost)-\d+$")]
    side: Annotated[str, _in(codelists.CLAIM_SIDES)]
    kind: Annotated[str, _in(codelists.CLAIM_KINDS)]
    measure: Text | None
    amount: float | None
    amount_max: float | None
    unit: Text | None
    period: Text | None
    statement: Text
    state: Annotated[str, _in(codelists.CLAIM_STATES)]
    partner: Text | None
    source_url: Url | None
    as_of: PartDate | None
    pair: Slug | None

    @model_validator(mode="after")
    def _range(self) -> Self:
        if self.amount_max is not None and (self.amount is None or self.amount_max < self.amount):
            raise ValueError("amount_max needs an amount, and may not be below it")
        return self


class Source(_Entry):
    """Where claims were read, and what of the entry it supports."""

    url: Url
    title: Text
    publisher: Text | None
    published: PartDate | None
    supports: Text | None


class Status(_Entry):
    """What had become of a collaboration, and when that was seen."""

    value: Annotated[str, _in(codelists.STATUSES)]
    as_of: PartDate | None


class Collaboration(_Entry):
    """Something two or more organisations do together."""

    slug: Slug
    name: Text
    theme: Annotated[str, _in(codelists.THEMES)]
    partners: Annotated[tuple[Partner, ...], Field(min_length=1)]
    region: Annotated[str, _in(codelists.REGIONS)]
    start_year: Annotated[int, Field(ge=1900, le=2100)] | None
    status: Status
    summary: Text
    claims: tuple[Claim, ...]
    barriers: tuple[Text, ...]
    enablers: tuple[Text, ...]
    lessons: tuple[Text, ...]
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    evidence: Annotated[str, _in(codelists.EVIDENCE)]

    @model_validator(mode="after")
    def _claims_belong(self) -> Self:
        names = {partner.organisation for partner in self.partners}
        faults = []
        for claim in self.claims:
            if claim.partner is not None and claim.partner not in names:
                faults.append(f"claim {claim.id} falls on {claim.partner!r}, which is not a partner")
            if not claim.id.startswith(f"{self.slug}/{claim.side}-"):
                faults.append(f"claim {claim.id} should begin with {self.slug}/{claim.side}-")
        if len({claim.id for claim in self.claims}) != len(self.claims):
            faults.append("two claims have the same id")
        if faults:
            raise ValueError("; ".join(faults))
        return self


class Governance(_Entry):
    """Who governs an organisation, and when that was so."""

    type: Text
    as_of: PartDate


class Organisation(_Entry):
    """A police force, fire and rescue service or ambulance trust of England and Wales."""

    slug: Slug
    name: Text
    service: Annotated[str, _in(codelists.SERVICES)]
    region: Annotated[str, _in(codelists.REGIONS)]
    country: Text
    governance: Governance
    codes: dict[str, str | None]
    aliases: tuple[Text, ...]
    note: Text | None


class Pair(_Entry):
    """What was promised beside what came, of one measure of one collaboration.

    `forecast` and `realised` are as printed. The amounts are None where the measure is a date, and `ratio` (realised
    over forecast) is None where the two are not comparable. `pair` is that of the two claims, where they are in the
    entry as such.
    """

    collaboration: Slug
    theme: Annotated[str, _in(codelists.THEMES)]
    measure: Text
    measure_class: Annotated[str, _in(codelists.MEASURE_CLASSES)]
    grade: Annotated[str, _in(codelists.PAIR_GRADES)]
    pair: Slug | None
    forecast: Text
    forecast_amount: float | None
    forecast_date: PartDate | None
    realised: Text
    realised_amount: float | None
    realised_date: PartDate | None
    unit: Text
    ratio: float | None
    source_forecast: Url
    source_realised: Url
    note: Text
