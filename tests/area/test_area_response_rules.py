"""Tables and switches of rules: they may be left out, and are checked where they are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from bluelight.area import check_area, load_area

HEAD = "service,unit_kind,stand_in,preference,basis,source,note\n"


def _with_table(pack: Path, name: str, text: str) -> Path:
    (pack / f"{name}.csv").write_text(text, encoding="utf-8")
    manifest = pack / "area.toml"
    manifest.write_text(manifest.read_text().replace("[tables]", f'[tables]\n{name} = ["{name}.csv"]'))
    return pack


def test_a_table_left_out_is_a_table_without_rows(pack: Path) -> None:
    without = load_area(pack)
    assert len(without.stand_ins) == 0
    header = load_area(_with_table(pack, "stand_ins", HEAD))
    assert header.digest == without.digest
    assert header.stand_ins.dtypes.equals(without.stand_ins.dtypes)


def test_stand_ins_are_read(pack: Path) -> None:
    without = load_area(pack)
    area = load_area(_with_table(pack, "stand_ins", HEAD + "ambulance,rrv,dsa,1,assumed,,\n"))
    assert area.stand_ins.iloc[0][["unit_kind", "stand_in", "preference"]].tolist() == ["rrv", "dsa", 1]
    assert area.digest != without.digest


@pytest.mark.parametrize(
    ("row", "column", "what"),
    [
        ("ambulance,rrv,balloon,1,assumed,,", "stand_in", "has no unit of kind balloon"),
        ("fire,rrv,pump,1,assumed,,", "unit_kind", "has no unit of kind rrv"),
        ("fire,pump,pump,1,assumed,,", "stand_in", "stands in for itself"),
        ("fire,pump,aerial,-1,assumed,,", "preference", "-1"),
    ],
)
def test_a_stand_in_that_cannot_be_is_refused(pack: Path, row: str, column: str, what: str) -> None:
    problems = check_area(_with_table(pack, "stand_ins", f"{HEAD}{row}\n"))
    assert [(p.file, p.row, p.column) for p in problems] == [("stand_ins.csv", 2, column)]
    assert what in problems[0].what


def test_the_service_of_a_stand_in_may_be_another_and_its_column_may_be_left_out(pack: Path) -> None:
    row = "ambulance,rrv,dsa,1,assumed,,\n"
    same = load_area(_with_table(pack, "stand_ins", HEAD + row))
    assert same.stand_ins["stand_in_service"].tolist() == [""]
    head = HEAD.replace("stand_in,", "stand_in,stand_in_service,")
    (pack / "stand_ins.csv").write_text(head + row.replace("dsa,", "dsa,,"))
    assert load_area(pack).digest == same.digest
    (pack / "stand_ins.csv").write_text(head + "ambulance,rrv,pump,fire,1,assumed,,\n")
    crossing = load_area(pack)
    assert crossing.stand_ins["stand_in_service"].tolist() == ["fire"]
    assert crossing.digest != same.digest
    (pack / "stand_ins.csv").write_text(head + "ambulance,rrv,pump,police,1,assumed,,\n")
    assert [(p.column, p.what) for p in check_area(pack)] == [("stand_in", "police has no unit of kind pump.")]


def test_a_switch_is_on_or_off(pack: Path) -> None:
    parameters = pack / "parameters.csv"
    parameters.write_text(parameters.read_text() + "divert_to_more_urgent,fire,0.5,,,,no,assumed,,\n")
    problems = check_area(pack)
    assert len(problems) == 1
    assert "divert_to_more_urgent is 0.5" in problems[0].what


def test_a_compliance_table_wants_no_more_places_than_units_and_only_kinds_there_are(pack: Path) -> None:
    rows = ["ambulance,dsa,1,1,M1", "ambulance,dsa,1,2,M2", "ambulance,pump,1,1,M2", "ambulance,dsa,2,1,Z9"]
    text = "".join(f"{row},assumed,,\n" for row in rows)
    problems = check_area(
        _with_table(pack, "standby", f"service,unit_kind,free_units,order,site,basis,source,note\n{text}")
    )
    assert {(p.row, p.column) for p in problems} == {(3, "free_units"), (4, "unit_kind"), (5, "site")}


def test_a_parameter_of_standby_is_within_its_limits(pack: Path) -> None:
    parameters = pack / "parameters.csv"
    parameters.write_text(parameters.read_text() + "standby_busy_share,fire,1.0,,,,no,assumed,,\n")
    assert [p.what for p in check_area(pack)] == ["standby_busy_share is 1, which cannot be."]
