"""A copy of the little pack that a test may break."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def pack(littleham: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    shutil.copytree(littleham, folder)
    return folder
