"""Loading the register: everything arrives, nothing is written twice, and what changed has its history."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bluelight.register import Collaboration as Fact
from bluelight.register import Register
from bluelight.register import load_register as read_register
from bluelight.service.register.models import Claim, Collaboration, Organisation, Pair, Partner, Point, Source
from bluelight.service.register.services import load_register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register")]

MODELS: list[type[Model]] = [Organisation, Collaboration, Partner, Claim, Source, Point, Pair]


def _state() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table and of its history."""
    tables = {model.__name__: model._default_manager for model in MODELS}
    tables |= {f"{model.__name__} history": model.history for model in MODELS}  # type: ignore[attr-defined]
    return {name: list(manager.order_by("pk").values_list()) for name, manager in tables.items()}


def _changed(register: Register, slug: str, **changes: object) -> Register:
    entries: list[Fact] = [
        entry.model_copy(update=changes) if entry.slug == slug else entry for entry in register.collaborations
    ]
    return replace(register, collaborations=tuple(entries))


def test_everything_arrives() -> None:
    register = read_register()
    assert Collaboration.objects.count() == len(register.collaborations) == 173
    assert Organisation.objects.public().count() == len(register.organisations) == 102
    named = {p.organisation for entry in register.collaborations for p in entry.partners if p.slug is None}
    assert set(Organisation.objects.others().values_list("name", flat=True)) == named
    assert len(named) == 92
    assert Pair.objects.count() == len(register.pairs) == 52
    for model, size in {
        Partner: sum(len(c.partners) for c in register.collaborations),
        Claim: sum(len(c.claims) for c in register.collaborations),
        Source: sum(len(c.sources) for c in register.collaborations),
        Point: sum(len(c.barriers) + len(c.enablers) + len(c.lessons) for c in register.collaborations),
    }.items():
        assert model._default_manager.count() == size, model


def test_a_claim_keeps_every_field() -> None:
    fact = next(c for entry in read_register().collaborations for c in entry.claims if c.partner and c.source_url)
    row = Claim.objects.get(key=fact.id)
    for name in ("side", "kind", "amount", "amount_max", "statement", "state", "partner", "source_url"):
        assert getattr(row, name) == getattr(fact, name), name
    for name in ("measure", "unit", "period", "as_of", "pair"):
        assert getattr(row, name) == (getattr(fact, name) or ""), name


def test_each_row_starts_with_one_history_row() -> None:
    for model in MODELS:
        assert model.history.count() == model._default_manager.count(), model  # type: ignore[attr-defined]


def test_a_second_load_changes_nothing() -> None:
    before = _state()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert load_register().nothing
    written = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "DELETE"))]
    assert written == []
    assert _state() == before


def test_only_what_differs_is_written_and_the_index_follows() -> None:
    slug = "athena-police-intelligence-system"
    Collaboration.objects.update(changed=timezone.now() - timedelta(days=9))
    others = Collaboration.objects.exclude(slug=slug)
    histories = {model: model.history.count() for model in MODELS}  # type: ignore[attr-defined]
    register = read_register()
    entry = register.collaboration[slug]
    new = _changed(register, slug, summary="A zyzzyva.", lessons=(*entry.lessons, "Ask a quagga."), barriers=())

    loaded = load_register(new)

    assert (loaded.made, loaded.changed, loaded.removed) == (1, 1, len(entry.barriers))
    row = Collaboration.objects.get(slug=slug)
    assert row.history.count() == 2
    assert row.history.earliest().summary == entry.summary
    assert Point.history.count() == histories[Point] + 1 + len(entry.barriers)
    assert [Claim.history.count(), Partner.history.count()] == [histories[Claim], histories[Partner]]
    assert timezone.now() - row.changed < timedelta(minutes=5)
    assert all(timezone.now() - other.changed > timedelta(days=8) for other in others)
    for word in ("zyzzyva", "quagga"):
        assert list(Collaboration.objects.all().searched(word)) == [row]


def test_an_entry_that_the_register_no_longer_names_stays() -> None:
    register = read_register()
    fewer = replace(register, collaborations=register.collaborations[1:])
    assert load_register(fewer).nothing
    assert Collaboration.objects.filter(slug=register.collaborations[0].slug).exists()


def test_partners_are_linked_to_their_organisations() -> None:
    linked = {
        (p.collaboration.slug, p.name): p.organisation
        for p in Partner.objects.select_related("organisation", "collaboration")
    }
    for entry in read_register().collaborations:
        for partner in entry.partners:
            organisation = linked[entry.slug, partner.organisation]
            assert organisation is not None
            if partner.slug is None:
                assert (organisation.kind, organisation.name) == ("other", partner.organisation)
            else:
                assert (organisation.kind, organisation.slug) == ("listed", partner.slug)
