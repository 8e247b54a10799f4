"""A part of the shipped register, and a data folder of its own."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import LazySettings

from bluelight.register import Register, load_register
from bluelight.service.register import services

SIZE = 12


@pytest.fixture
def few(db: None) -> Register:
    """Twelve entries, so that an edition of them is made at once."""
    whole = load_register()
    entries = whole.collaborations[:SIZE]
    slugs = {entry.slug for entry in entries}
    register = replace(
        whole, collaborations=entries, pairs=tuple(pair for pair in whole.pairs if pair.collaboration in slugs)
    )
    services.load_register(register)
    return register


@pytest.fixture(autouse=True)
def data_folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path
