"""Meal breaks and full attendance, as a pack gives them."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from bluelight.area import check_area, load_area

BREAKS = "service,unit_kind,on_from,window_from,window_to,minutes,at_once,interrupt_priority,basis,source,note\n"
FULL = "incident_type,order,after_min,basis,source,note\n"
NOON = "ambulance,dsa,,11:30,14:00,30,1,1,assumed,,\n"
SECOND = "house_fire,2,3,assumed,,\n"


def with_tables(pack: Path, breaks: str = NOON, full: str = SECOND) -> Path:
    manifest = pack / "area.toml"
    names = 'breaks = ["breaks.csv"]\nfull_attendance = ["full_attendance.csv"]\n'
    manifest.write_text(manifest.read_text().replace("[tables]\n", f"[tables]\n{names}"))
    (pack / "breaks.csv").write_text(BREAKS + breaks)
    (pack / "full_attendance.csv").write_text(FULL + full)
    return pack


def test_they_are_read(pack: Path) -> None:
    before = load_area(pack).digest
    area = load_area(with_tables(pack, NOON + "fire,pump,,23:00,02:00,45,2,,assumed,,\n"))
    assert area.breaks["window_from"].tolist() == [11.5, 23.0]
    assert math.isnan(area.breaks["on_from"].iloc[0])
    assert math.isnan(area.breaks["interrupt_priority"].iloc[1])
    assert area.full_attendance["after_min"].tolist() == [3.0]
    assert area.digest != before


@pytest.mark.parametrize(
    ("changes", "column", "what"),
    [
        ({"breaks": NOON.replace("dsa", "balloon")}, "unit_kind", "ambulance has no unit of kind balloon"),
        ({"breaks": NOON.replace("dsa,,", "dsa,03:00,")}, "on_from", "no ambulance dsa starts its duty at 03:00"),
        ({"breaks": NOON.replace("14:00", "11:30")}, "window_to", "ends when it starts"),
        ({"breaks": NOON + NOON.replace("11:30", "13:30").replace("14:00", "16:00")}, "window_from", "two windows"),
        ({"breaks": NOON + NOON.replace("11:30", "23:00").replace("14:00", "11:45")}, "window_from", "two windows"),
        ({"full": "house_fire,9,3,assumed,,\n"}, "order", "house_fire has no item 9"),
        ({"full": "false_alarm,1,3,assumed,,\n"}, "order", "false_alarm is left without a first attendance"),
    ],
)
def test_what_cannot_be_is_refused(pack: Path, changes: dict[str, str], column: str, what: str) -> None:
    problems = check_area(with_tables(pack, **changes))
    assert [p.column for p in problems] == [column]
    assert what in problems[0].what


def test_windows_that_only_touch_are_two(pack: Path) -> None:
    assert check_area(with_tables(pack, NOON + NOON.replace("11:30", "20:00").replace("14:00", "11:30"))) == []
