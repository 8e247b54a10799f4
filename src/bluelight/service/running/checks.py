"""What must hold before Bluelight writes anything: a free port, a folder it may write to, a database it understands."""

from __future__ import annotations

import errno
import os
import socket
import sqlite3
import sys
import tempfile
from pathlib import Path

from bluelight.errors import BluelightError
from bluelight.service.database import FILE as DATABASE


def free_port(host: str, port: int) -> socket.socket:
    """A socket bound to the address and not yet listening, so that nobody else can take the port meanwhile."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform != "win32":  # there the option would let two servers share the port
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        if error.errno == errno.EADDRINUSE:
            raise BluelightError(
                f"Port {port} is taken by another program. Stop that program, or choose another port: --port {port + 1}"
            ) from None
        if error.errno == errno.EACCES:
            raise BluelightError(f"Port {port} is not yours to use. Choose one above 1023: --port 8000") from None
        raise BluelightError(
            f"Cannot serve on {host}, port {port}: {error.strerror}. Choose another address."
        ) from None
    return bound


def check_folder(folder: Path) -> None:
    """Raise where the folder cannot be made or written to. Leaves nothing behind."""
    if folder.exists() and not folder.is_dir():
        raise BluelightError(f"{folder} is a file, not a folder. Name a folder to keep data in: --data DIR")
    nearest = next(place for place in (folder, *folder.parents) if place.exists())
    database = folder / DATABASE
    refused = not nearest.is_dir() or not _takes_files(nearest)
    if not refused and database.exists():
        refused = not os.access(database, os.W_OK)
    if refused:
        raise BluelightError(f"{folder} cannot be written to. Name a folder that you may write to: --data DIR")


def _takes_files(folder: Path) -> bool:
    """Whether a file can be made there; permissions alone do not tell, as the superuser passes them all."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def check_database(folder: Path) -> None:
    """Raise where the database cannot be reached, was written by a newer Bluelight, or is no database at all."""
    from django.db import connection

    if connection.vendor == "sqlite":
        place = str(folder / DATABASE)
        file = folder / DATABASE
        applied = _applied(file) if file.exists() and file.stat().st_size else set()
    else:
        place = f"The database {connection.settings_dict['NAME']}"
        applied = _applied_there()
    newer = sorted(applied - _known())
    if newer:
        raise BluelightError(
            f"{place} was written by a newer Bluelight (it has the change {'.'.join(newer[0])}, unknown here). "
            "Update Bluelight, or name another folder: --data DIR"
        )


def _applied_there() -> set[tuple[str, str]]:
    from django.db import Error, connection
    from django.db.migrations.recorder import MigrationRecorder

    try:
        return set(MigrationRecorder(connection).applied_migrations())
    except Error as error:
        said = str(error).strip().splitlines()[0]
        raise BluelightError(
            f"The database that BLUELIGHT_DATABASE names cannot be reached ({said}). Start it, or correct the address."
        ) from None


def _applied(database: Path) -> set[tuple[str, str]]:
    try:
        connection = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
        try:
            tables = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'django_migrations'").fetchall()
            rows = connection.execute("SELECT app, name FROM django_migrations").fetchall() if tables else []
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise BluelightError(
            f"{database} cannot be read as a database ({error}). Move it away, or name another folder: --data DIR"
        ) from None
    return {(str(app), str(name)) for app, name in rows}


def _known() -> set[tuple[str, str]]:
    from django.db.migrations.loader import MigrationLoader

    known: set[tuple[str, str]] = set()
    for key, migration in MigrationLoader(None, ignore_no_migrations=True).disk_migrations.items():
        known.add(key)
        known.update(migration.replaces)
    return known
