"""The shipped register in the database."""

from __future__ import annotations

from tests.service.conftest import register as register
