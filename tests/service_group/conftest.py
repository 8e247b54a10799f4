"""Three member bodies of the register, and somebody who may write."""

from __future__ import annotations

from datetime import date

import pytest
from tests.service_accounts.people import organisation, person

from bluelight.service.accounts.models import User
from bluelight.service.group import services
from bluelight.service.group.models import Body

JOINED = date(2020, 1, 1)


@pytest.fixture
def reviewer(db: None) -> User:
    return person("reviewer")


@pytest.fixture
def bodies(reviewer: User) -> list[Body]:
    slugs = ("littleham-fire", "littleham-police", "littleham-ambulance")
    return [services.add_body(reviewer, organisation=organisation(slug), name="", joined=JOINED) for slug in slugs]
