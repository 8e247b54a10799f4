"""Writing a case: every file or none, and one clear line when the folder will not have it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.documents.make_appraisal import make_appraisal
from tests.documents.make_results import make_area, make_results

from bluelight.documents import CaseReport
from bluelight.documents.formats import FORMATS
from bluelight.errors import BluelightError
from bluelight.studies.results import Results


@pytest.fixture(scope="module")
def case() -> CaseReport:
    return CaseReport(results=make_results(), area=make_area(), appraisal=make_appraisal())


def test_it_writes_every_format_and_results_that_read_back(case: CaseReport, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "deep"
    written = case.write(folder)
    assert [path.name for path in written] == [found.file for found in FORMATS.values()]
    assert {path.name for path in folder.iterdir()} == {path.name for path in written}
    assert all(path.stat().st_size > 1000 for path in written)
    assert (folder / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    content = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    assert Results.model_validate(content) == case.results
    assert [option["id"] for option in content["options"]] == ["base", "next-door", "co-respond"]


def test_it_writes_only_the_formats_asked_for_and_always_the_results(case: CaseReport, tmp_path: Path) -> None:
    assert [path.name for path in case.write(tmp_path, ["pdf"])] == ["report.pdf", "results.json"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.pdf", "results.json"]


def test_a_format_there_is_not_is_named_with_those_there_are(case: CaseReport, tmp_path: Path) -> None:
    with pytest.raises(BluelightError, match=r"no format 'odt'\. Choose from html, pdf, docx"):
        case.write(tmp_path / "out", ["html", "odt"])
    assert not (tmp_path / "out").exists()


def test_a_file_in_the_way_is_one_clear_line(case: CaseReport, tmp_path: Path) -> None:
    place = tmp_path / "taken"
    place.write_text("mine")
    with pytest.raises(BluelightError, match="Choose another folder"):
        case.write(place, [])
    assert place.read_text() == "mine"


def test_when_one_file_cannot_be_written_neither_is_changed(case: CaseReport, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("old")
    (tmp_path / "results.json").mkdir()
    with pytest.raises(BluelightError, match=r"results\.json is a folder there"):
        case.write(tmp_path, ["html"])
    assert (tmp_path / "report.html").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.html", "results.json"]
