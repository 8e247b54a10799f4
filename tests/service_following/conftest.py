"""Quick password hashes, and the shipped register in the database."""

from __future__ import annotations

from typing import Any

import pytest
from tests.service.conftest import register as register


@pytest.fixture(autouse=True)
def quick_hashes(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
