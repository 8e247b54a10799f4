"""`bluelight simulate`."""

from __future__ import annotations

import pandas as pd
import pytest
from click.testing import CliRunner

from bluelight.cli import main


@pytest.fixture
def run(littleham):
    def invoke(*arguments, area=str(littleham)):
        return CliRunner().invoke(main, ["simulate", area, "--days", "3", "--replications", "2", *arguments])

    return invoke


def test_it_prints_services_standards_and_calibration_and_writes_tables(run, tmp_path):
    result = run("--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    for words in ("Littleham", "Standard", "first_engine", "Published figure", "Nothing published to compare with"):
        assert words in result.stdout
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {
        f"{t}.csv" for t in ("measures", "estimates", "units", "curves", "load", "standards", "calibration")
    }
    assert len(pd.read_csv(tmp_path / "out" / "measures.csv")) > 50


def test_quiet_says_nothing(run):
    result = run("--quiet")
    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "said"), [(["--days", "0"], "Give at least 1"), (["--workers", "0"], "Give at least 1")]
)
def test_wrong_settings_end_in_2(run, arguments, said):
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_an_unknown_area_ends_in_2(run):
    result = run(area="nowhere-at-all")
    assert result.exit_code == 2
    assert "nowhere-at-all" in result.stderr


def test_a_folder_that_cannot_be_written_ends_in_2(run, tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("a file")
    result = run("--out", str(taken))
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
    assert taken.read_text() == "a file"
