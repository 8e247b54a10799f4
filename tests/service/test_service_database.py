"""Where the database is, from the address that a person gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from bluelight.errors import BluelightError
from bluelight.service.database import database


def test_an_address_is_read_to_the_letter() -> None:
    found = database("postgresql://blue%40light:pass%2Fword@db.example.org:6432/register?sslmode=require", Path())
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "blue@light",
        "pass/word",
        "db.example.org",
        6432,
        "register",
    )
    assert found["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize(
    "address", ["mysql://a/b", "postgresql://host", "register", "postgresql://h:port/x", "postgresql://h/a/b"]
)
def test_an_address_of_nothing_we_know_says_what_to_give(address: str) -> None:
    with pytest.raises(BluelightError, match="postgresql://user:password@host:5432/name") as raised:
        database(address, Path())
    assert "pass" not in str(raised.value).replace("user:password", "")
