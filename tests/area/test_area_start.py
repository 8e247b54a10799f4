"""Starting a pack of one's own."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from bluelight.area import check_area
from bluelight.area.rule_tables import RULE_TABLES
from bluelight.area.start import start_pack
from bluelight.cli import main
from bluelight.errors import BluelightError


def test_a_new_pack_lacks_rows_and_words_and_nothing_else(tmp_path: Path) -> None:
    start_pack(tmp_path / "my-area", 'My "odd" area')
    said = [str(problem) for problem in check_area(tmp_path / "my-area")]
    assert said[0].startswith("area.toml: [area] summary is missing or not a text. Give one sentence")
    assert said[1].startswith("area.toml: [area] year is missing or not a text. Give the year its figures stand for")
    assert all("has no rows" in line or "the parameter travel_" in line for line in said[2:])
    assert [path.name for path in tmp_path.iterdir()] == ["my-area"]


def test_it_does_not_write_over_anything(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("mine")
    with pytest.raises(BluelightError, match="already and not empty"):
        start_pack(tmp_path / "full", "Full")
    with pytest.raises(BluelightError, match="already and not empty"):
        start_pack(tmp_path / "full" / "thesis.txt", "Full")
    assert (tmp_path / "full" / "thesis.txt").read_text() == "mine"


@pytest.mark.parametrize("name", ["", "°°", "a\0b", "a\ud800"])
def test_a_name_that_makes_no_id_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BluelightError, match="cannot be made into an id"):
        start_pack(tmp_path / "new", name)
    assert not (tmp_path / "new").exists()


def test_the_command_starts_one_and_refuses_in_one_line(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "new"
    done = CliRunner().invoke(main, ["area", "new", str(folder), "--name", "New"])
    assert (done.exit_code, (folder / "area.toml").is_file()) == (0, True)
    again = CliRunner().invoke(main, ["area", "new", str(folder), "--name", "New"])
    assert again.exit_code == 2
    assert again.stderr == f"{folder} is there already and not empty. Name a new folder.\n"
    blocked = CliRunner().invoke(main, ["area", "new", str(folder / "area.toml" / "x"), "--name", "New", "--quiet"])
    assert blocked.exit_code == 2
    assert "cannot be written" in blocked.stderr


def test_a_new_pack_names_the_tables_that_it_may_have(tmp_path: Path) -> None:
    start_pack(tmp_path / "new", "New")
    text = (tmp_path / "new" / "area.toml").read_text()
    given = tomllib.loads(text)["tables"]
    named = re.findall(r'^# (\w+) = \["\1\.csv"\]$', text, re.MULTILINE)
    assert named == [table.name for table in RULE_TABLES]
    assert not set(named) & set(given)
