"""A database that holds the shipped register, once a module: every test in it starts from the same rows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker


@pytest.fixture(scope="module")
def register(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    from bluelight.service.register.services import load_register

    with django_db_blocker.unblock(), transaction.atomic():
        load_register()
        yield
        transaction.set_rollback(True)
