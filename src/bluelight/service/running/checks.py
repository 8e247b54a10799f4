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

DATABASE = "bluelight.sqlite3"


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
    """Raise where the database in the folder was written by a newer Bluelight, or is no database at all."""
    database = folder / DATABASE
    if not database.exists() or database.stat().st_size == 0:
        return
    newer = sorted(_applied(database) - _known())
    if newer:
        raise BluelightError(
            f"{database} was written by a newer Bluelight (it has the change {'.'.join(newer[0])}, unknown here). "
            "Update Bluelight, or name another folder: --data DIR"
        )


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
