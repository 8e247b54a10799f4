"""Writing and reading many rows at once says what one object for each row would say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model
from simple_history.models import HistoricalRecords
from simple_history.utils import bulk_create_with_history
from tests.register.make_registers import with_evaluation

from bluelight.register import Register
from bluelight.register import load_register as read_register
from bluelight.service.accounts.models import User
from bluelight.service.register import bulk, reading
from bluelight.service.register.exchange import published
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
    Version,
)
from bluelight.service.register.services import load_register

pytestmark = pytest.mark.django_db

MODELS: list[Any] = [Organisation, Collaboration, Partner, Claim, Source, Point, Pair, Evaluation, Realised, Version]
# What differs from one load to the next: moments, and keys where a database never gives one twice.
_OWN = {"id", "history_id", "history_date", "added", "changed", "published"}


@pytest.fixture(scope="module")
def told() -> Register:
    """What ships, with an evaluation in it."""
    shipped = read_register()
    claim = next(c for entry in shipped.collaborations for c in entry.claims if c.state == "forecast" and c.amount)
    return with_evaluation(shipped, claim.id, "better", (0.5, 0.2, 0.8), claim.unit or "GBP")


def one_by_one(model: type[Model], wanted: Sequence[Mapping[str, Any]], why: str | None) -> list[int]:
    made = bulk_create_with_history([model(**fields) for fields in wanted], model, default_change_reason=why)
    return [row.pk for row in made]


def written(register: Register) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table and of its history once the register was loaded into an empty database."""
    with transaction.atomic():
        load_register(register, reason="A test")
        slugs = dict(Collaboration.objects.values_list("pk", "slug"))
        names = dict(Organisation.objects.values_list("pk", "slug"))
        tables = {model.__name__: model.objects.order_by("pk") for model in MODELS}
        tables |= {f"{m.__name__} history": m.history.order_by("pk") for m in MODELS if hasattr(m, "history")}
        found = {
            name: [
                {column: value for column, value in row.items() if column not in _OWN}
                | {"collaboration_id": slugs.get(row.get("collaboration_id"))}
                | {"organisation_id": names.get(row.get("organisation_id"))}
                for row in rows.values()
            ]
            for name, rows in tables.items()
        }
        transaction.set_rollback(True)
    return found


def test_rows_and_history_are_those_of_an_object_for_each(told: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = written(told)
    monkeypatch.setattr(bulk, "create_with_history", one_by_one)
    slow = written(told)
    assert fast.keys() == slow.keys()
    for name, rows in slow.items():
        assert rows, name
        assert fast[name] == rows, name


def test_history_says_who(told: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    who = User.objects.create_user("reviewer@example.org", "reviewer@example.org")
    monkeypatch.setattr(HistoricalRecords.context, "request", SimpleNamespace(user=who), raising=False)
    load_register(told)
    assert set(Claim.history.values_list("history_user", flat=True)) == {who.pk}


def test_no_key_is_given_twice(told: Register) -> None:
    load_register(told)
    last = Claim.objects.latest("pk")
    gone, key = last.pk, last.key
    last.delete()
    assert load_register(told).made == 1
    assert Claim.objects.get(key=key).pk > gone


def test_what_is_read_in_parts_is_what_a_page_reads(told: Register) -> None:
    load_register(told)
    pages = Collaboration.objects.for_page().order_by("slug")
    found = published()
    assert found.collaborations == tuple(map(reading.collaboration, pages))
    assert found.pairs == tuple(reading.pair(row, pair) for row in pages for pair in row.pairs.all())
    assert found.evaluations == tuple(each for row in pages for each in reading.evaluations(row)) != ()
    assert found.realised == tuple(each for row in pages for each in reading.realised(row)) != ()
