"""The database as a register of `bluelight.register`: the other way round of `rows`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bluelight import register as facts
from bluelight.service.register.models import Collaboration, Organisation
from bluelight.service.register.querysets import CollaborationQuerySet

_AT_A_TIME = 500
_EVALUATED = [
    name
    for name in facts.Evaluation.model_fields
    if name not in ("collaboration", "id", "evaluator_name", "published", "url")
]


def register_of(collaborations: CollaborationQuerySet) -> facts.Register:
    """These collaborations with their pairs, and every organisation that may be seen."""
    entries, pairs, evaluated, came = [], [], [], []
    for row in in_parts(collaborations):
        entries.append(collaboration(row))
        pairs += [pair(row, each) for each in row.pairs.all()]
        evaluated += evaluations(row)
        came += realised(row)
    organisations = tuple(organisation(row) for row in Organisation.objects.public().order_by("slug"))
    return facts.Register(tuple(entries), organisations, tuple(pairs), tuple(evaluated), tuple(came))


def in_parts(collaborations: CollaborationQuerySet) -> Iterator[Collaboration]:
    """The rows with their parts, so many at a time: no database takes a list of any length."""
    yield from collaborations.for_page().order_by("slug").iterator(chunk_size=_AT_A_TIME)


def organisation(row: Organisation) -> facts.Organisation:
    """An organisation as a fact."""
    return facts.Organisation.model_construct(
        slug=row.slug,
        name=row.name,
        service=row.service,
        region=row.region,
        country=row.country,
        governance=facts.Governance.model_construct(type=row.governance, as_of=row.governance_as_of),
        codes=dict(row.codes),
        aliases=tuple(row.aliases),
        note=row.note or None,
    )


def collaboration(row: Collaboration) -> facts.Collaboration:
    """A collaboration as a fact, its parts in their order. It was checked when it was written."""
    points = {
        kind: tuple(p.text for p in row.points.all() if p.kind == kind) for kind in ("barrier", "enabler", "lesson")
    }
    return facts.Collaboration.model_construct(
        slug=row.slug,
        name=row.name,
        theme=row.theme,
        partners=tuple(
            facts.Partner.model_construct(
                organisation=partner.name,
                slug=_listed(partner.organisation),
                service=partner.service,
                area=partner.area or None,
            )
            for partner in row.partners.all()
        ),
        region=row.region,
        start_year=row.start_year,
        status=facts.Status.model_construct(value=row.status, as_of=row.status_as_of or None),
        summary=row.summary,
        claims=tuple(_claim(claim) for claim in row.claims.all()),
        barriers=points["barrier"],
        enablers=points["enabler"],
        lessons=points["lesson"],
        sources=tuple(
            facts.Source.model_construct(
                url=source.url, title=source.title, **_recorded(source, "publisher", "published", "supports")
            )
            for source in row.sources.all()
        ),
        evidence=row.evidence,
        publisher=row.publisher or None,
        emmie=facts.Emmie.model_construct(**_recorded(row, *facts.Emmie.model_fields)),
    )


def _listed(organisation: Organisation | None) -> str | None:
    """The slug of an organisation that the register lists."""
    return organisation.slug if organisation and organisation.kind == Organisation.Kind.LISTED else None


def _claim(row: Any) -> facts.Claim:
    return facts.Claim.model_construct(
        id=row.key,
        side=row.side,
        kind=row.kind,
        amount=row.amount,
        amount_max=row.amount_max,
        statement=row.statement,
        state=row.state,
        **_recorded(row, "measure", "unit", "period", "partner", "source_url", "as_of", "pair"),
    )


def pair(owner: Collaboration, row: Any) -> facts.Pair:
    """A pair of promise and outcome as a fact."""
    kept = ("measure", "measure_class", "grade", "forecast", "forecast_amount", "realised", "realised_amount")
    return facts.Pair.model_construct(
        collaboration=owner.slug,
        theme=owner.theme,
        **{name: getattr(row, name) for name in (*kept, "unit", "ratio", "source_forecast", "source_realised", "note")},
        **_recorded(row, "pair", "forecast_date", "realised_date"),
    )


def evaluations(owner: Collaboration) -> list[facts.Evaluation]:
    """The evaluations of a collaboration as facts."""
    return [
        facts.Evaluation.model_construct(
            collaboration=owner.slug,
            id=row.key,
            **{name: getattr(row, name) for name in _EVALUATED},
            **_recorded(row, "evaluator_name", "published", "url"),
        )
        for row in owner.evaluations.all()
    ]


def realised(owner: Collaboration) -> list[facts.Realised]:
    """What evaluations say came of its claims, of those that it still makes."""
    claims = {claim.key for claim in owner.claims.all()}
    names = [name for name in facts.Realised.model_fields if name != "collaboration"]
    return [
        facts.Realised.model_construct(collaboration=owner.slug, **{name: getattr(row, name) for name in names})
        for row in owner.came.all()
        if row.claim in claims
    ]


def evaluated(
    row: Collaboration, said: facts.Collaboration
) -> tuple[tuple[facts.Evaluation, ...], tuple[facts.Realised, ...]]:
    """The evaluations of an entry, and what they say came of those of its claims that `said` makes too."""
    claims = {claim.id for claim in said.claims}
    return tuple(evaluations(row)), tuple(found for found in realised(row) if found.claim in claims)


def _recorded(row: Any, *names: str) -> dict[str, Any]:
    """Texts of a row; None where nothing is recorded."""
    return {name: getattr(row, name) or None for name in names}
