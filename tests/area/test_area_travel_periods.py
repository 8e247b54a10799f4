"""The table of hours in which travel takes longer or shorter, as a pack gives it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bluelight.area import check_area, load_area

HEAD = "service,weekdays,hour_from,hour_to,multiplier,basis,source,note\n"


def given(pack: Path, *rows: str) -> list[str]:
    (pack / "travel_periods.csv").write_text(HEAD + "".join(f"{row},assumed,,\n" for row in rows))
    toml = pack / "area.toml"
    if "travel_periods" not in toml.read_text():
        toml.write_text(toml.read_text().replace("[tables]\n", '[tables]\ntravel_periods = ["travel_periods.csv"]\n'))
    return [str(problem) for problem in check_area(pack)]


def test_periods_may_lie_beside_each_other_and_past_midnight(pack: Path) -> None:
    usual = load_area(pack).digest
    assert given(pack) == []
    assert load_area(pack).digest == usual
    rows = ("all,mon;tue;wed;thu;fri,07:00,10:00,1.3", "all,sat;sun,07:00,10:00,0.9", "fire,,22:00,05:00,0.8")
    assert given(pack, *rows) == []
    assert load_area(pack).travel_periods["multiplier"].tolist() == [1.3, 0.9, 0.8]
    assert load_area(pack).digest != usual


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("all,,07:30,10:00,1.3",), "row 2, column hour_from: travel does not change on the hour"),
        (("all,,07:00,07:00,1.3",), "row 2, column hour_to: travel starts and ends at the same time"),
        (("all,,07:00,10:00,0",), '"0" is below 0.1'),
        (("all,,07:00,10:00,nan",), '"nan" is not a number'),
        (("all,,07:00,10:00,-1",), '"-1" is below 0.1'),
        (("coastguard,,07:00,10:00,1.3",), '"coastguard" is not one of the values allowed'),
        (("all,,07:00,10:00,1.3", "all,mon,09:00,11:00,1.1"), "has mon 09:00, as row 2"),
        (("all,mon,07:00,10:00,1.3", "all,mon,07:00,09:00,1.1"), "is there already"),
    ],
)
def test_what_cannot_be_is_named(pack: Path, rows: tuple[str, ...], said: str) -> None:
    problems = given(pack, *rows)
    assert any(said in problem for problem in problems), problems


def test_a_service_that_the_pack_does_not_have_is_named(pack: Path) -> None:
    services = pack / "services.csv"
    lines = services.read_text().splitlines(keepends=True)
    services.write_text("".join(line for line in lines if not line.startswith("police")))
    problems = given(pack, "police,,7:00,9:00,2")
    assert any("travel_periods.csv" in p and "police has no row in services" in p for p in problems), problems
