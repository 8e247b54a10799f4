"""The command line: bluelight area list, check, show."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from bluelight.area import load_area
from bluelight.area.summary import basis_counts
from bluelight.cli import main

LITTLEHAM = Path(__file__).parents[1] / "data" / "littleham"


def ask(*words: str) -> tuple[int, str, str]:
    shown = CliRunner().invoke(main, ["area", *words])
    assert shown.exception is None or isinstance(shown.exception, SystemExit)
    return shown.exit_code, shown.stdout, shown.stderr


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    folder = tmp_path / "broken"
    shutil.copytree(LITTLEHAM, folder)
    text = (folder / "units.csv").read_text().replace("F1-P1,fire,pump,F1", "F1-P1,fire,pump,F9")
    (folder / "units.csv").write_text(text.replace("M1-R1,ambulance", "M1-R1,coastguard"))
    return folder


def test_list_names_what_ships() -> None:
    assert ask("list", "--quiet") == (0, "hertfordshire\n", "")
    assert "690 zones" in ask("list")[1]


def test_check_of_a_good_pack_says_so_or_nothing() -> None:
    assert ask("check", str(LITTLEHAM)) == (0, f"{LITTLEHAM}: no problem found.\n", "")
    assert ask("check", str(LITTLEHAM), "--quiet") == (0, "", "")


def test_check_counts_what_is_to_be_put_right(broken: Path) -> None:
    assert ask("check", str(broken))[2].splitlines()[-1] == f"{broken}: 2 to put right, in 1 file."


@pytest.mark.parametrize("command", ["check", "show"])
def test_every_problem_is_printed_and_the_exit_is_2(broken: Path, command: str) -> None:
    code, out, err = ask(command, str(broken))
    assert (code, out) == (2, "")
    assert 'units.csv, row 2, column site: "F9" is not in sites.' in err
    assert 'units.csv, row 12, column service: "coastguard" is not one of the values allowed.' in err


def test_what_is_no_area_is_one_line_and_exit_2(tmp_path: Path) -> None:
    code, out, err = ask("check", str(tmp_path))
    assert (code, out) == (2, "")
    assert "is not an area pack" in err
    assert ask("show", "atlantis")[0] == 2


def test_show_counts_units_incidents_and_how_figures_are_known() -> None:
    code, out, _ = ask("show", str(LITTLEHAM))
    assert code == 0
    assert "ambulance  ambulance               3  (3 shift)" in out
    assert "Incidents a year: 5,040, of 6 types" in out
    assert "police_emergency   within 15 min (20 rural) for 90%, from call" in out
    assert ask("show", str(LITTLEHAM), "--quiet") == (0, "", "")


def test_every_figure_with_a_basis_is_counted_once() -> None:
    area = load_area(LITTLEHAM)
    counts = basis_counts(area)
    assert counts.loc["units"].sum() == 2 * len(area.units)
    assert counts.loc["site_figures", "unknown"] == area.site_figures["value"].isna().sum()
    assert "demand" not in counts.index
