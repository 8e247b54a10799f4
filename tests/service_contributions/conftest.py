"""Somebody of every role, each in a browser of their own."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client
from tests.service.conftest import register as register
from tests.service_accounts.people import organisation, person, signed_in

from bluelight.service.accounts.models import User
from bluelight.service.register.models import Organisation


@dataclass
class Somebody:
    user: User
    client: Client


@pytest.fixture
def ours() -> Organisation:
    return organisation("littleham-fire")


@pytest.fixture
def contributor(ours: Organisation) -> Somebody:
    user = person("contributor", ours)
    return Somebody(user, signed_in(user))


@pytest.fixture
def reviewer() -> Somebody:
    user = person("reviewer")
    return Somebody(user, signed_in(user, second_step=True))
