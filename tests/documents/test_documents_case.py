"""Writing a case: both files or neither, and one clear line when the folder will not have it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.documents.make_results import make_area, make_results

from bluelight.documents import CaseReport
from bluelight.errors import BluelightError
from bluelight.studies.results import Results


@pytest.fixture(scope="module")
def report() -> CaseReport:
    return CaseReport(results=make_results(), area=make_area())


def test_it_writes_a_report_and_results_that_read_back(report: CaseReport, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "deep"
    written = report.write(folder)
    assert [path.name for path in written] == ["report.html", "results.json"]
    assert sorted(path.name for path in folder.iterdir()) == ["report.html", "results.json"]
    assert (folder / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    content = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    assert Results.model_validate(content) == report.results
    assert [option["id"] for option in content["options"]] == ["base", "next-door", "co-respond"]


def test_a_file_in_the_way_is_one_clear_line(report: CaseReport, tmp_path: Path) -> None:
    place = tmp_path / "taken"
    place.write_text("mine")
    with pytest.raises(BluelightError, match="Name a folder that you may write to"):
        report.write(place)
    assert place.read_text() == "mine"


def test_when_one_file_cannot_be_written_neither_is_changed(report: CaseReport, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("old")
    (tmp_path / "results.json").mkdir()
    with pytest.raises(BluelightError, match=r"results\.json is a folder there"):
        report.write(tmp_path)
    assert (tmp_path / "report.html").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.html", "results.json"]
