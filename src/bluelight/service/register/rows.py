"""What the register's facts are as rows: pure functions from `bluelight.register` to field values."""

from __future__ import annotations

from collections.abc import Container, Hashable, Mapping, Sequence
from itertools import chain, count
from typing import Any

from django.db.models import Model
from django.utils.text import slugify

from bluelight import register as facts
from bluelight.service.register.models import (
    Claim,
    Evaluation,
    Organisation,
    Pair,
    Partner,
    Point,
    Realised,
    Source,
)

Fields = dict[str, Any]
_SLUG_MOST = 100

# What makes a part the same part from one load to the next, besides its collaboration.
_KEYS: dict[type[Model], tuple[str, ...]] = {
    Partner: ("name",),
    Claim: ("key",),
    Source: ("url",),
    Point: ("kind", "text"),
    Pair: ("measure",),
    Evaluation: ("key",),
    Realised: ("evaluation", "claim"),
}


def key(model: type[Model], row: Model) -> Hashable:
    """The collaboration of a part and what makes it the same part on the next load."""
    return (row.collaboration_id, *(getattr(row, name) for name in _KEYS[model]))  # type: ignore[attr-defined]


def slug_for(name: str, taken: Container[str], otherwise: str) -> str:
    """An address for something new: its name, with a number where that is taken; `otherwise` if it has no letters."""
    stem = slugify(name)[:_SLUG_MOST].strip("-") or otherwise
    return next(slug for slug in chain([stem], (f"{stem}-{n}" for n in count(2))) if slug not in taken)


def organisation(fact: facts.Organisation) -> Fields:
    """The fields of an organisation that the register lists."""
    return {
        "slug": fact.slug,
        "name": fact.name,
        "kind": Organisation.Kind.LISTED,
        "service": fact.service,
        "region": fact.region,
        "country": fact.country,
        "governance": fact.governance.type,
        "governance_as_of": _text(fact.governance.as_of),
        "codes": {scheme: code for scheme, code in fact.codes.items() if code},
        "aliases": list(fact.aliases),
        "note": _text(fact.note),
    }


def collaboration(fact: facts.Collaboration) -> Fields:
    """The fields of a collaboration, without its parts."""
    dates = [fact.status.as_of, *(c.as_of for c in fact.claims), *(s.published for s in fact.sources)]
    return {
        "slug": fact.slug,
        "name": fact.name,
        "theme": fact.theme,
        "region": fact.region,
        "start_year": fact.start_year,
        "status": fact.status.value,
        "status_as_of": _text(fact.status.as_of),
        "summary": fact.summary,
        "evidence": fact.evidence,
        "publisher": _text(fact.publisher),
        **{name: _text(getattr(fact.emmie, name)) for name in facts.Emmie.model_fields},
        "latest": max(_text(date) for date in dates),
    }


def parts(
    entries: Sequence[facts.Collaboration],
    beside: Mapping[str, Sequence[facts.Pair | facts.Evaluation | facts.Realised]],
    organisations: Mapping[str, int],
    collaborations: Mapping[str, int],
) -> dict[type[Model], dict[Hashable, Fields]]:
    """The fields of every part of these entries, by kind and key.

    `beside` are the pairs, evaluations and realised figures of each slug; `organisations` and `collaborations` give the
    keys of slugs.
    """
    lists: dict[type[Model], list[Fields]] = {model: [] for model in _KEYS}
    for fact in entries:
        owner = {"collaboration_id": collaborations[fact.slug]}
        lists[Partner] += _numbered(owner, [_partner(p, organisations) for p in fact.partners])
        lists[Claim] += _numbered(owner, [_claim(c) for c in fact.claims])
        lists[Source] += _numbered(owner, [_source(s) for s in fact.sources])
        for kind, texts in (("barrier", fact.barriers), ("enabler", fact.enablers), ("lesson", fact.lessons)):
            lists[Point] += _numbered(owner, [{"kind": kind, "text": text} for text in texts])
        others = beside.get(fact.slug, [])
        lists[Pair] += _numbered(owner, [_pair(each) for each in others if isinstance(each, facts.Pair)])
        lists[Evaluation] += _numbered(owner, [_evaluation(e) for e in others if isinstance(e, facts.Evaluation)])
        lists[Realised] += _numbered(owner, [_plain(each) for each in others if isinstance(each, facts.Realised)])
    return {
        model: {(row["collaboration_id"], *(row[name] for name in _KEYS[model])): row for row in fields}
        for model, fields in lists.items()
    }


def _numbered(owner: Fields, fields: list[Fields]) -> list[Fields]:
    return [owner | row | {"position": position} for position, row in enumerate(fields)]


def other(name: str, service: str, slug: str) -> Fields:
    """The fields of an organisation of which only the name is known."""
    return {"slug": slug, "name": name, "kind": Organisation.Kind.OTHER, "service": service}


def named(name: str) -> str:
    """Under what an organisation without a slug of ours is looked up; no slug looks like it."""
    return f"named {' '.join(name.split()).lower()}"


def _partner(fact: facts.Partner, organisations: Mapping[str, int]) -> Fields:
    return {
        "organisation_id": organisations.get(fact.slug or named(fact.organisation)),
        "name": fact.organisation,
        "service": fact.service,
        "area": _text(fact.area),
    }


def _claim(fact: facts.Claim) -> Fields:
    return {
        "key": fact.id,
        "side": fact.side,
        "kind": fact.kind,
        "measure": _text(fact.measure),
        "amount": fact.amount,
        "amount_max": fact.amount_max,
        "unit": _text(fact.unit),
        "period": _text(fact.period),
        "statement": fact.statement,
        "state": fact.state,
        "partner": _text(fact.partner),
        "source_url": _text(fact.source_url),
        "as_of": _text(fact.as_of),
        "pair": _text(fact.pair),
    }


def _source(fact: facts.Source) -> Fields:
    return {
        "url": fact.url,
        "title": fact.title,
        "publisher": _text(fact.publisher),
        "published": _text(fact.published),
        "supports": _text(fact.supports),
    }


def _pair(fact: facts.Pair) -> Fields:
    return {
        "pair": _text(fact.pair),
        "measure": fact.measure,
        "measure_class": fact.measure_class,
        "unit": fact.unit,
        "forecast": fact.forecast,
        "forecast_amount": fact.forecast_amount,
        "forecast_date": _text(fact.forecast_date),
        "realised": fact.realised,
        "realised_amount": fact.realised_amount,
        "realised_date": _text(fact.realised_date),
        "ratio": fact.ratio,
        "grade": fact.grade,
        "source_forecast": fact.source_forecast,
        "source_realised": fact.source_realised,
        "note": fact.note,
    }


def beside(told: Sequence[facts.Evaluation | facts.Realised]) -> list[Fields]:
    """The fields of evaluations, or of what they say came of claims, without their collaboration."""
    return [_evaluation(each) if isinstance(each, facts.Evaluation) else _plain(each) for each in told]


def _evaluation(fact: facts.Evaluation) -> Fields:
    said = {name: value for name, value in _plain(fact).items() if name != "id"}
    return {**said, "key": fact.id, **{name: _text(said[name]) for name in ("evaluator_name", "published", "url")}}


def _plain(fact: facts.Evaluation | facts.Realised) -> Fields:
    """The fields as they are named there, but for the collaboration."""
    return {name: getattr(fact, name) for name in type(fact).model_fields if name != "collaboration"}


def _text(value: object) -> str:
    return "" if value is None else str(value)
