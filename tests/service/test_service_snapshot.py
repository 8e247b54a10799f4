"""Reading about one moment takes no lock that would keep a writer waiting."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bluelight.service.core.snapshot import snapshot
from bluelight.service.register.models import Organisation


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_is_of_one_moment_and_locks_nothing() -> None:
    with CaptureQueriesContext(connection) as asked:
        with snapshot(), connection.cursor() as cursor:
            Organisation.objects.count()
            if connection.vendor == "postgresql":
                cursor.execute("SHOW transaction_isolation")
                assert cursor.fetchone() == ("repeatable read",)
        with transaction.atomic():
            Organisation.objects.count()
    began = [each["sql"] for each in asked if each["sql"].startswith("BEGIN")]
    if connection.vendor == "sqlite":
        assert began == ["BEGIN DEFERRED", "BEGIN IMMEDIATE"]
