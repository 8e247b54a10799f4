"""The part of docs/methods/calibration.md about logs says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from bluelight.response.fitlog import load_mapping
from bluelight.response.fitlog.mapping import Columns, HoldOut, Mapping, Places, Travel
from bluelight.response.fitlog.timings import FEWEST

PAGE = (Path(__file__).parents[2] / "docs" / "methods" / "calibration.md").read_text(encoding="utf-8")


def test_the_mapping_shown_is_one_and_every_setting_is_told(tmp_path):
    (shown,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "log.toml").write_text(shown, encoding="utf-8")
    mapping = load_mapping(tmp_path / "log.toml")
    assert mapping.columns.dispatched == ["date", "time"]
    section = PAGE[PAGE.index("## From a dispatch log") :]
    for model in (Mapping, Columns, Places, HoldOut, Travel):
        told = [name for name in model.model_fields if re.search(rf"\b{name}\b", section)]
        assert sorted(set(model.model_fields) - set(told) - {"folder"}) == []


def test_the_fewest_are_those_of_the_code():
    assert re.search(rf"Groups of\s+fewer than {FEWEST} are listed", PAGE)
