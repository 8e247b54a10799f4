"""Control rooms as queues: every hour of the week has its call-takers, and the tables agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from bluelight.area import check_area, load_area

TAKERS = "service,weekdays,hour_from,hour_to,call_takers,basis,source,note\n"
ROOMS = "service,pooled,call_s,spread,sigma,basis,source,note\n"
OTHERS = "contact,service,family,annual_count,call_s,priority,basis,source,note\n"
DAY = "police,,00:00,24:00,4,assumed,,\n"
ROOM = "police,no,240,lognormal,0.7,assumed,,\n"
OTHER = "enquiry,police,police,60000,150,2,assumed,,\n"


def with_rooms(pack: Path, takers: str = DAY, rooms: str = ROOM, others: str = OTHER) -> Path:
    tables = {"call_takers": TAKERS + takers, "call_rooms": ROOMS + rooms, "other_calls": OTHERS + others}
    manifest = pack / "area.toml"
    names = "".join(f'{name} = ["{name}.csv"]\n' for name in tables)
    manifest.write_text(manifest.read_text().replace("[tables]\n", f"[tables]\n{names}"))
    for name, text in tables.items():
        (pack / f"{name}.csv").write_text(text, encoding="utf-8")
    return pack


def test_they_are_read(pack: Path) -> None:
    before = load_area(pack).digest
    area = load_area(with_rooms(pack))
    assert area.call_takers.iloc[0]["weekdays"] == ()
    assert area.call_rooms.iloc[0][["pooled", "call_s", "sigma"]].tolist() == [False, 240.0, 0.7]
    assert area.other_calls.iloc[0]["annual_count"] == 60000
    assert area.digest != before


def test_nights_and_weekends_may_differ(pack: Path) -> None:
    rows = ["sat;sun,08:00,20:00,3", "mon;tue,08:00,20:00,5", "wed;thu;fri,08:00,20:00,6", ",20:00,08:00,2"]
    assert check_area(with_rooms(pack, "".join(f"police,{row},assumed,,\n" for row in rows))) == []


@pytest.mark.parametrize(
    ("changes", "file", "column", "what"),
    [
        ({"takers": "police,,06:00,24:00,4,assumed,,\n"}, "call_takers.csv", "hour_from", "for mon 00:00"),
        (
            {"takers": DAY + "police,sun,09:00,10:00,5,assumed,,\n"},
            "call_takers.csv",
            "hour_from",
            "twice for sun 09:00",
        ),
        ({"takers": "police,,00:00,24:00,0,assumed,,\n"}, "call_takers.csv", "call_takers", "never has a call-taker"),
        ({"takers": DAY.replace("24:00", "23:30")}, "call_takers.csv", "hour_to", "on the hour"),
        ({"rooms": ""}, "call_takers.csv", "service", "no row in call_rooms"),
        ({"rooms": ROOM + ROOM.replace("police", "fire")}, "call_rooms.csv", "service", "fire has no call-takers"),
        ({"rooms": ROOM.replace("240", "100")}, "call_rooms.csv", "call_s", "before units are asked for (120 s)"),
        ({"rooms": ROOM.replace("0.7", "")}, "call_rooms.csv", "sigma", "is empty"),
        ({"rooms": ROOM.replace("lognormal", "exponential")}, "call_rooms.csv", "sigma", "is given"),
        ({"others": OTHER.replace("police,police", "fire,police")}, "other_calls.csv", "service", "fire has no call-"),
        ({"others": OTHER.replace("police,police", "police,nobody")}, "other_calls.csv", "family", "not in families"),
    ],
)
def test_what_cannot_be_is_refused(pack: Path, changes: dict[str, str], file: str, column: str, what: str) -> None:
    problems = check_area(with_rooms(pack, **changes))
    assert (file, column) in {(p.file, p.column) for p in problems}
    assert any(what in p.what for p in problems), [p.what for p in problems]
    assert len(problems) <= 2
