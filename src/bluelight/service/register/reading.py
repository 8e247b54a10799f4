"""The database as a register of `bluelight.register`: the other way round of `rows`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from types import SimpleNamespace
from typing import Any, NamedTuple

from bluelight import register as facts
from bluelight.service.register.models import (
    Claim,
    Collaboration,
    Evaluation,
    Organisation,
    Pair,
    Partner,
    Point,
    Realised,
    Source,
)
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


class _Rows(list[Any]):
    """Parts of an entry that were read, asked for as a model's are."""

    def all(self) -> _Rows:
        return self


class _Organisation(NamedTuple):
    slug: str
    kind: str


class _Partner(NamedTuple):
    name: str
    service: str
    area: str
    organisation: _Organisation | None


def in_parts(collaborations: CollaborationQuerySet) -> Iterator[Any]:
    """What `for_page` gives, for reading alone: without a model's object for each of a great many parts."""
    columns = [field.attname for field in Collaboration._meta.concrete_fields]
    found = collaborations.order_by("slug").values_list(*columns).iterator(chunk_size=_AT_A_TIME)
    # So many at a time: no database takes a list of any length.
    while some := [dict(zip(columns, row, strict=True)) for row in islice(found, _AT_A_TIME)]:
        keys = [row["id"] for row in some]
        parts = {name: _parts(model, keys) for name, model in _PARTS.items()} | {"partners": _partners(keys)}
        for row in some:
            own = {name: each[row["id"]] for name, each in parts.items()}
            yield SimpleNamespace(pk=row["id"], **row, **own)


_PARTS = {
    "claims": Claim,
    "points": Point,
    "sources": Source,
    "pairs": Pair,
    "evaluations": Evaluation,
    "came": Realised,
}


def _parts(model: Any, keys: list[int]) -> dict[int, _Rows]:
    """The rows of these collaborations, in their order."""
    found: dict[int, _Rows] = defaultdict(_Rows)
    columns = [field.attname for field in model._meta.concrete_fields]
    for row in model.objects.filter(collaboration__in=keys).values_list(*columns, named=True):
        found[row.collaboration_id].append(row)
    return found


def _partners(keys: list[int]) -> dict[int, _Rows]:
    found: dict[int, _Rows] = defaultdict(_Rows)
    columns = ("collaboration", "name", "service", "area", "organisation__slug", "organisation__kind")
    for key, name, service, area, slug, kind in Partner.objects.filter(collaboration__in=keys).values_list(*columns):
        found[key].append(_Partner(name, service, area, _Organisation(slug, kind) if slug else None))
    return found


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


def collaboration(row: Any) -> facts.Collaboration:
    """A collaboration as a fact, from `for_page` or `in_parts`. It was checked when it was written."""
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


def _listed(organisation: Organisation | _Organisation | None) -> str | None:
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


def pair(owner: Any, row: Any) -> facts.Pair:
    """A pair of promise and outcome as a fact."""
    kept = ("measure", "measure_class", "grade", "forecast", "forecast_amount", "realised", "realised_amount")
    return facts.Pair.model_construct(
        collaboration=owner.slug,
        theme=owner.theme,
        **{name: getattr(row, name) for name in (*kept, "unit", "ratio", "source_forecast", "source_realised", "note")},
        **_recorded(row, "pair", "forecast_date", "realised_date"),
    )


def evaluations(owner: Any) -> list[facts.Evaluation]:
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


def realised(owner: Any) -> list[facts.Realised]:
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
