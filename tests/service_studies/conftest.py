"""The little test area and a study of it, as the service knows them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bluelight.documents import case_report
from bluelight.documents.formats import chosen
from bluelight.service.areas import places
from bluelight.service.studies import services
from bluelight.service.studies.models import Study

STUDY = Path(__file__).resolve().parents[1] / "browser" / "littleham.toml"


@pytest.fixture
def study(settings, db, littleham: Path, tmp_path: Path) -> Iterator[Study]:
    settings.AREA_FOLDERS = [str(littleham)]
    settings.STUDY_FILES = [str(STUDY)]
    settings.DATA_DIR = tmp_path
    places.read_again()
    services.load_shipped_studies()
    yield Study.objects.get(slug="littleham")
    places.read_again()


@pytest.fixture
def page_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs write their report as a page and not on paper as well, for tests that look at no paper."""
    monkeypatch.setattr(case_report, "chosen", lambda names: chosen(["html"]))
