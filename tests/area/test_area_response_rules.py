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


BASIS = ",assumed,made up for tests,"
SHIFTS = "unit,weekdays,on_from,on_to,crewing,basis,source,note\n"
AVAILABILITY = "service,crewing,unit,weekdays,hour_from,hour_to,availability,basis,source,note\n"
TURNOUT = "service,crewing,sigma,stated,basis,source,note\n"
OFF_ROAD = "service,unit_kind,site,off_share,mean_days,spares,basis,source,note\n"
WEEKDAYS = "family,weekday,share,basis,source,note\n"
SPATES = "spate,family,days_a_year,days,multiplier,basis,source,note\n"
REINFORCEMENTS = "incident_type,service,unit_kind,units,after_min,on_scene_multiple,basis,source,note\n"
ALIKE = "".join(f"fires,{day},0.142857{BASIS}\n" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"))

GOOD = {
    "shifts": SHIFTS + f"F2-P1,mon;tue,07:00,19:00,wholetime{BASIS}\nF2-P1,,19:00,07:00,{BASIS}\n",
    "availability_hours": AVAILABILITY
    + f"fire,on_call,,,08:00,18:00,0.4{BASIS}\nfire,on_call,F3-P1,sat;sun,08:00,18:00,0.9{BASIS}\n",
    "turnout_spread": TURNOUT + f"fire,on_call,0.4,median{BASIS}\n",
    "off_road": OFF_ROAD + f"fire,pump,,0.1,3,1{BASIS}\nfire,pump,F1,0.1,3,0{BASIS}\n",
    "weekdays": WEEKDAYS + ALIKE,
    "spates": SPATES + f"storm,fires,12,2,3{BASIS}\nstorm,medical,12,2,1.2{BASIS}\nheat,medical,20,5,1.1{BASIS}\n",
    "reinforcements": REINFORCEMENTS + f"house_fire,fire,pump,1,10,1{BASIS}\n",
}


@pytest.mark.parametrize("name", GOOD)
def test_a_table_of_duty_or_bad_days_is_read(pack: Path, name: str) -> None:
    without = load_area(pack)
    area = load_area(_with_table(pack, name, GOOD[name]))
    assert len(getattr(area, name)) == GOOD[name].count("\n") - 1
    assert area.digest != without.digest


@pytest.mark.parametrize(
    ("name", "rows", "row", "column", "what"),
    [
        ("shifts", f"Z9,mon,07:00,19:00,{BASIS}", 2, "unit", '"Z9" is not in units'),
        ("shifts", f"F2-P1,mon,07:30,19:00,{BASIS}", 2, "on_from", "not change on the hour"),
        ("shifts", f"F2-P1,mon,07:00,07:00,{BASIS}", 2, "on_to", "starts and ends at the same time"),
        ("shifts", f"F2-P1,monday,07:00,19:00,{BASIS}", 2, "weekdays", '"monday" is not one of the values allowed'),
        ("shifts", f"F2-P1,mon,07:00,19:00,shift{BASIS}", 2, "crewing", "how fast a shift crew of fire turns out"),
        (
            "shifts",
            f"F2-P1,mon,19:00,07:00,{BASIS}\nF2-P1,tue,06:00,12:00,{BASIS}",
            3,
            "on_from",
            "tue 06:00, as row 2",
        ),
        ("shifts", f"F2-P1,sun,19:00,07:00,{BASIS}\nF2-P1,,00:00,01:00,{BASIS}", 3, "on_from", "mon 00:00, as row 2"),
        ("shifts", f"F2-P1,mon,,19:00,{BASIS}", 2, "on_from", "is empty"),
        ("availability_hours", f"fire,on_call,,,08:00,18:00,1.2{BASIS}", 2, "availability", "above 1"),
        ("availability_hours", f"fire,on_call,,,08:00,18:00,-0.1{BASIS}", 2, "availability", "below 0"),
        ("availability_hours", f"fire,on_call,,,08:30,18:00,0.5{BASIS}", 2, "hour_from", "not change on the hour"),
        ("availability_hours", f"fire,shift,,,08:00,18:00,0.5{BASIS}", 2, "crewing", "fire has no crewing shift"),
        ("availability_hours", f"fire,on_call,P1-C1,,08:00,18:00,0.5{BASIS}", 2, "unit", "is of police, not of fire"),
        (
            "availability_hours",
            f"fire,on_call,,,08:00,18:00,0.5{BASIS}\nfire,on_call,,sat,17:00,20:00,0.5{BASIS}",
            3,
            "hour_from",
            "sat 17:00, as row 2",
        ),
        ("turnout_spread", f"fire,shift,0.4,mean{BASIS}", 2, "crewing", "fire has no crewing shift"),
        ("turnout_spread", f"fire,on_call,-0.4,mean{BASIS}", 2, "sigma", "below 0"),
        ("turnout_spread", f"fire,on_call,0.4,mode{BASIS}", 2, "stated", '"mode" is not one of the values'),
        ("off_road", f"fire,balloon,,0.1,3,1{BASIS}", 2, "unit_kind", "no unit of kind balloon"),
        ("off_road", f"fire,pump,P1,0.1,3,1{BASIS}", 2, "site", "no pump of fire is at home at P1"),
        ("off_road", f"fire,pump,F9,0.1,3,1{BASIS}", 2, "site", '"F9" is not in sites'),
        ("off_road", f"fire,pump,,1.1,3,1{BASIS}", 2, "off_share", "above 0.95"),
        ("off_road", f"fire,pump,,0.1,0,1{BASIS}", 2, "mean_days", "below 0.05"),
        ("weekdays", ALIKE.replace("fires,mon", "fires,sun"), 8, "weekday", "is there already"),
        ("weekdays", ALIKE.replace("0.142857", "0.2"), None, "share", "sum to 1.4, not 1"),
        ("spates", f"storm,fires,12,2,-3{BASIS}", 2, "multiplier", "below 0"),
        ("spates", f"storm,fires,400,2,3{BASIS}", 2, "days_a_year", "above 364"),
        ("spates", f"storm,fires,12,2,3{BASIS}\nstorm,medical,13,2,3{BASIS}", 3, "days_a_year", "not the 12 of row 2"),
        ("reinforcements", f"house_fire,fire,balloon,1,0,1{BASIS}", 2, "unit_kind", "no unit of kind balloon"),
        (
            "reinforcements",
            f"false_alarm,police,response_car,1,0,1{BASIS}",
            2,
            "service",
            "has no unit in the attendance",
        ),
        ("reinforcements", f"house_fire,fire,pump,9,0,1{BASIS}", 2, "units", "would be sent 11 of kind pump"),
    ],
)
def test_a_row_that_cannot_be_is_refused(
    pack: Path, name: str, rows: str, row: int | None, column: str, what: str
) -> None:
    head = {key: text.partition("\n")[0] for key, text in GOOD.items()}[name]
    problems = check_area(_with_table(pack, name, f"{head}\n{rows}\n"))
    assert any((p.file, p.row, p.column) == (f"{name}.csv", row, column) and what in p.what for p in problems), problems


def test_six_days_of_a_week_are_not_a_week(pack: Path) -> None:
    rows = "\n".join(ALIKE.splitlines()[:-1]).replace("0.142857", "0.1666667")
    problems = check_area(_with_table(pack, "weekdays", f"{WEEKDAYS}{rows}\n"))
    assert [(p.column, p.what) for p in problems] == [("weekday", "family fires has no row for sun.")]


def test_day_hours_of_a_crewing_change_on_the_hour(pack: Path) -> None:
    crewing = pack / "crewing.csv"
    crewing.write_text(crewing.read_text().replace("fire,day_crewed,80,180,07:00", "fire,day_crewed,80,180,07:30"))
    assert [(p.file, p.row, p.column) for p in check_area(pack)] == [("crewing.csv", 3, "day_from")]


def test_the_time_to_ask_a_neighbour_is_within_its_limits(pack: Path) -> None:
    parameters = pack / "parameters.csv"
    parameters.write_text(parameters.read_text() + "over_border_s,fire,-60,,,s,no,assumed,,\n")
    assert [p.what for p in check_area(pack)] == ["over_border_s is -60, which cannot be."]
