"""`bluelight trace`: files that other tools read, of an area or of an option of a study."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from bluelight.area import load_area
from bluelight.cli import main

STUDY = Path(__file__).resolve().parents[1] / "browser" / "littleham.toml"


@pytest.fixture
def run(littleham, tmp_path):
    def invoke(*arguments, of=str(littleham)):
        return CliRunner().invoke(main, ["trace", of, "--out", str(tmp_path / "out"), *arguments])

    return invoke


def test_it_writes_a_day_of_an_area_and_says_what_it_is(run, tmp_path, littleham):
    result = run("--days", "3", "--day", "2", "--seed", "5")
    assert result.exit_code == 0, result.output
    folder = tmp_path / "out"
    said = json.loads((folder / "trace.json").read_text(encoding="utf-8"))
    assert said["area_digest"] == load_area(littleham).digest
    assert (said["seed"], said["day"], said["replication"], said["days"]) == (5, 2, 0, 3)
    assert "not a record" in said["simulated"]
    for name, table in said["tables"].items():
        rows = pd.read_csv(folder / table["file"])
        assert [column["name"] for column in table["columns"]] == list(rows.columns), name
        assert len(rows) == table["rows"]
        assert (len(rows) > 0) == (name != "breaks")  # the area has no such rule
    assert {path.name for path in folder.iterdir()} == {
        "breaks.csv", "calls.csv", "journeys.csv", "minutes.csv", "states.csv", "trace.json",
    }  # fmt: skip
    calls = pd.read_csv(folder / "calls.csv")
    made = calls[calls["made_clock"].str.startswith("day 2 ")]
    assert made["made_min"].between(1440, 2880).all()
    of_day = pd.to_timedelta(made["made_clock"].str.removeprefix("day 2 ")).dt.total_seconds() / 60
    assert (made["made_min"] - 1440 - of_day).between(0, 1 / 60 + 1e-6).all()


def test_parquet_holds_the_same_as_csv(run, tmp_path):
    assert run("--days", "2").exit_code == 0
    assert run("--days", "2", "--format", "parquet").exit_code == 0
    for name in ("calls", "journeys", "states", "minutes", "breaks"):
        read = pd.read_parquet(tmp_path / "out" / f"{name}.parquet")
        same = pd.read_csv(tmp_path / "out" / f"{name}.csv")
        assert list(read.columns) == list(same.columns)
        assert len(read) == len(same)
        for column in read.columns[read.columns.str.endswith("_min")]:
            pd.testing.assert_series_equal(read[column].astype(float), same[column].astype(float))


def test_an_option_of_a_study_is_traced_with_the_settings_of_the_study(run, tmp_path):
    assert run("--option", "as-is", of=str(STUDY)).exit_code == 0
    said = json.loads((tmp_path / "out" / "trace.json").read_text(encoding="utf-8"))
    assert (said["study"], said["option"], said["days"], said["seed"]) == ("littleham", "as-is", 20, 7)
    calls = pd.read_csv(tmp_path / "out" / "calls.csv")
    assert run("--option", "co-respond", of=str(STUDY)).exit_code == 0
    again = pd.read_csv(tmp_path / "out" / "calls.csv")
    counted = [frame[frame["made_min"] >= 0] for frame in (calls, again)]
    pd.testing.assert_series_equal(counted[0]["made_min"], counted[1]["made_min"])  # the same calls
    assert counted[1]["units_asked"].sum() > counted[0]["units_asked"].sum()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--day", "9", "--days", "3"], "there are days 1 to 3"),
        (["--replication", "-1"], "Give at least 0"),
        (["--days", "0"], "Give at least 1"),
    ],
)
def test_wrong_settings_end_in_2(run, arguments, said):
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_an_option_that_is_not_there_is_named_with_those_that_are(run):
    result = run("--option", "nothing", of=str(STUDY))
    assert result.exit_code == 2
    assert "as-is, next-door, co-respond" in result.stderr


def test_a_folder_that_cannot_be_written_is_said_before_the_run(littleham, tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("a file")
    result = CliRunner().invoke(main, ["trace", str(littleham), "--out", str(taken)])
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
    assert taken.read_text() == "a file"
