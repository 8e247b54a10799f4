"""Studies of areas in which little or nothing happens."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from bluelight.cli import main

STUDY = """
[study]
id = "quiet"
name = "Quiet"
question = "What could be shared?"
area = "./pack"
replications = 2
days = 20

[money]
draws = 200

[[option]]
id = "today"
name = "Business as usual"

[[option]]
id = "next-door"
name = "Share what is next door"
[[option.move]]
kind = "share_neighbours"
"""


@pytest.fixture
def pack(littleham: Path, tmp_path: Path) -> Path:
    shutil.copytree(littleham, tmp_path / "pack")
    (tmp_path / "study.toml").write_text(STUDY, encoding="utf-8")
    return tmp_path / "pack"


def silence(pack: Path, *incident_types: str) -> None:
    """No incident of these types, of any where none is named."""
    path = pack / "incident_types.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        out.writeheader()
        for row in rows:
            gone = not incident_types or row["incident_type"] in incident_types
            out.writerow({**row, "annual_count": "0"} if gone else row)


def test_a_study_of_an_area_in_which_nothing_happens_is_refused(pack: Path) -> None:
    silence(pack)
    assert CliRunner().invoke(main, ["area", "check", str(pack)]).exit_code == 0
    shown = CliRunner().invoke(main, ["run", str(pack.parent / "study.toml"), "--out", str(pack.parent / "out")])
    assert shown.exit_code == 2
    assert "no call came in 20 days of Littleham (made up for tests), whose yearly counts sum to 0" in shown.stderr
    assert not list((pack.parent / "out").iterdir())


def test_a_report_leaves_out_a_service_that_is_never_called_and_says_so(pack: Path) -> None:
    silence(pack, "house_fire", "road_collision", "police_emergency")
    out = pack.parent / "out"
    shown = CliRunner().invoke(main, ["run", str(pack.parent / "study.toml"), "--out", str(out), "--formats", "html"])
    assert shown.exit_code == 0, shown.output
    report = (out / "report.html").read_text(encoding="utf-8")
    assert "No call asks for police, which has units here: nothing is said of its response." in report
    assert 'id="chart-curve-fire' in report
    assert 'id="chart-curve-police' not in report
    assert "NaN" not in (out / "results.json").read_text(encoding="utf-8")
