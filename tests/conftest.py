"""What every test may ask for: the little test area and the reference material."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import settings as hypotheses
from pytest_django.plugin import DjangoDbBlocker
from tests import together
from xdist.remote import Producer

from bluelight.service.database import FILE as DATABASE

ROOT = Path(__file__).resolve().parents[1]

# Without one, the service would make a key and keep it in the user's own data folder.
os.environ.setdefault("BLUELIGHT_SECRET_KEY", "only-for-tests")

# No test is timed: on a busy machine any example may take longer than hypothesis allows it.
hypotheses.register_profile("untimed", deadline=None)
hypotheses.load_profile("untimed")


def pytest_configure() -> None:
    """Quick password hashes: how slow the real ones are, is Django's to test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Generator[None]:
    yield  # others mix them
    if hasattr(config, "workerinput"):
        together.longest_first(items)


@pytest.hookimpl(optionalhook=True)  # there are runs without pytest-xdist
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> together.Together:
    return together.Together(config, log)


def missing(what: str, remedy: str) -> None:
    """Skip on a user's machine, fail in CI: there a check that did not run must not look like one that passed."""
    message = f"{what} {remedy}"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of reference material that does not ship (see CONTRIBUTING)."""
    folder = Path(os.environ.get("BLUELIGHT_REFERENCE", ROOT.parent / "shared"))
    if not (folder / "facts").is_dir():
        missing(f"No reference material at {folder}.", "Set BLUELIGHT_REFERENCE to its folder.")
    return folder


@pytest.fixture(scope="session")
def littleham() -> Path:
    """The folder of the made-up area pack that tests use."""
    return ROOT / "tests" / "data" / "littleham"


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Path | None:
    """The tests' own database, where any test that was chosen asks for it, and its tables in a file while empty."""
    from django.db import connection

    if connection.vendor != "sqlite" or not connection.is_in_memory_db():
        return None
    kept = tmp_path_factory.mktemp("tables") / "empty.sqlite3"
    with django_db_blocker.unblock(), closing(sqlite3.connect(kept)) as file:
        connection.ensure_connection()
        connection.connection.backup(file)
    return kept


@pytest.fixture(scope="session")
def new_folder(django_db_setup: Path | None, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Makes a data folder, as a rule with the tables that its first start would make, which takes seconds."""

    def made() -> Path:
        folder = tmp_path_factory.mktemp("data")
        if django_db_setup:
            shutil.copy(django_db_setup, folder / DATABASE)
        return folder

    return made
