"""The data folder and the secret key: nothing is written before it is needed, and a key is made once."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bluelight.errors import BluelightError
from bluelight.service import data_folder


@pytest.fixture(autouse=True)
def no_key_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BLUELIGHT_SECRET_KEY", raising=False)


def test_reading_the_settings_writes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    code = (
        "import django, sys; django.setup(); from django.conf import settings; print(settings.DEBUG, settings.DATA_DIR)"
    )
    environment = {**os.environ, "BLUELIGHT_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "bluelight.service.settings"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", str(folder)]
    assert not folder.exists()


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    key = data_folder.secret_key(folder)
    assert len(key) >= 50
    assert data_folder.secret_key(folder) == key
    if os.name == "posix":
        assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["secret_key"]


def test_two_that_start_together_have_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: data_folder.secret_key(tmp_path), range(16)))
    assert len(keys) == 1


def test_a_key_from_the_environment_is_kept_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLUELIGHT_SECRET_KEY", "given")
    assert data_folder.secret_key(tmp_path / "new") == "given"
    assert not (tmp_path / "new").exists()


def test_a_folder_that_cannot_be_written_says_so_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(BluelightError, match="cannot write here") as caught:
        data_folder.prepare(file / "data")
    assert "\n" not in str(caught.value)
