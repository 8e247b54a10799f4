"""Which database holds what the service keeps: SQLite in the data folder, or PostgreSQL by its address."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from bluelight.errors import BluelightError

FILE = "bluelight.sqlite3"


def database(address: str, folder: Path) -> dict[str, Any]:
    """Django's settings for the database at an address; SQLite in the folder where none is given.

    Raises BluelightError for an address of no database that Bluelight knows.
    """
    return _postgresql(address) if address else _sqlite(folder)


def _sqlite(folder: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": folder / FILE,
        "OPTIONS": {
            # A transaction that reads and then writes must take its lock at the start: docs/decisions/0003.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
        "CONN_MAX_AGE": None,
    }


def _postgresql(address: str) -> dict[str, Any]:
    wrong = BluelightError(
        "BLUELIGHT_DATABASE is no address of a PostgreSQL database. Give one as "
        "postgresql://user:password@host:5432/name, or leave it out for SQLite in the data folder."
    )
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise wrong from None
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in ("postgresql", "postgres") or not name or "/" in name:
        raise wrong
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": port or "",
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
