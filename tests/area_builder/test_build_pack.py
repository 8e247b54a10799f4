"""Packs out of lists and a log: every figure by hand, every row accounted for, all problems at once."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluelight.area import check_area, load_area
from bluelight.area.builder import Inputs, build_pack
from bluelight.area.builder.figures import attendance, hour_shares, zone_shares
from bluelight.errors import BluelightError, InputError
from bluelight.response import simulate


def edit(path: Path | None, *swaps: tuple[str, str]) -> None:
    assert path is not None
    text = path.read_text()
    for old, new in swaps:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text)


def append(path: Path | None, *lines: str) -> None:
    assert path is not None
    path.write_text(path.read_text() + "".join(line + "\n" for line in lines))


def refused(inputs: Inputs, folder: Path) -> str:
    with pytest.raises(InputError) as error:
        build_pack(inputs, folder)
    assert sorted(path.name for path in folder.parent.iterdir()) == ["given"]
    return str(error.value)


def test_a_log_gives_the_figures_that_a_hand_count_gives(town: Inputs, tmp_path: Path) -> None:
    build_pack(town, tmp_path / "pack")
    assert check_area(tmp_path / "pack") == []
    area = load_area(tmp_path / "pack")
    types = area.incident_types.set_index("incident_type")
    days = 39.5  # from the first call, at 08:00, to the last, at 20:00
    assert types.loc["fire", "annual_count"] == pytest.approx(40 / days * 365.25, rel=1e-5)
    assert types.loc["fire", "on_scene_median_min"] == 22
    assert types.loc["fire", "on_scene_p90_min"] == 24
    assert types.loc["illness", "lead_service"] == "ambulance"
    shares = area.demand.set_index(["family", "zone"])["share"]
    residents = 2 * (1000 + 1100 + 1200)
    assert shares["fire", "Z00"] == pytest.approx((30 + 3 * 1000 / residents) / 43)
    assert shares["fire", "Z11"] == pytest.approx((0 + 3 * 1100 / residents) / 43)
    hours = area.hours.set_index(["family", "hour"])["share"]
    assert hours["fire", 8] == pytest.approx((40.5 / 2 + 0.5 / 2) / 52)
    assert hours["fire", 9] == pytest.approx((0.5 * 0.75 + 40.5 / 4) / 52)
    sent = area.attendance.set_index(["incident_type", "order"])
    assert sent.loc[("fire", 1), "probability"] == 1
    assert sent.loc[("fire", 2), "probability"] == 0.5
    rooms = area.control_rooms.set_index("service")
    assert rooms.loc["fire", "handling_s"] == 60
    assert rooms.loc["fire", "handling_basis"] == "derived"
    mean = area.published.set_index("service")["value"]
    assert mean.to_dict() == {"fire": 9, "ambulance": 9}
    assert set(types["annual_count_basis"]) == {"derived"}


def test_turnout_is_measured_where_day_and_night_are_and_assumed_where_not(town: Inputs, tmp_path: Path) -> None:
    assert town.log is not None
    lines = town.log.read_text().splitlines()
    night = [line.replace(" 08:", " 23:").replace("F", "N", 1) for line in lines[1:41]]
    append(town.log, *(line for line in night if ",H1," in line))
    build_pack(town, tmp_path / "pack")
    crews = load_area(tmp_path / "pack").crewing.set_index(["service", "crewing"])
    assert crews.loc[("fire", "wholetime"), "turnout_night_s"] == 120
    assert crews.loc[("fire", "wholetime"), "turnout_basis"] == "derived"
    assert crews.loc[("fire", "on_call"), "turnout_basis"] == "assumed"
    assert crews.loc[("fire", "on_call"), "turnout_day_s"] == 300


def test_everything_not_given_is_listed_as_assumed(town: Inputs, tmp_path: Path) -> None:
    built = build_pack(dataclasses.replace(town, log=None, columns=None), tmp_path / "pack")
    area = load_area(tmp_path / "pack")
    types = area.incident_types.set_index("incident_type")
    assert types.loc["fire_calls", "annual_count"] == pytest.approx(9 * 6600 / 1000)
    assert set(types["annual_count_basis"]) == {"assumed"}
    assert len(area.assumptions) == len(built.assumptions) > 15
    said = " ".join(area.assumptions["statement"])
    for what in ("Incidents a year", "Time from answering", "Turnout", "Minutes of a drive"):
        assert what in said
    report = (tmp_path / "pack" / "BUILD.md").read_text()
    assert all(statement in report for statement in area.assumptions["statement"])
    performance = simulate(area, days=20, warm_up_days=0, replications=1)
    assert performance.measures["n"].sum() > 0


def test_what_nobody_has_told_of_zones_is_left_empty_and_listed_as_not_known(town: Inputs, tmp_path: Path) -> None:
    edit(town.zones, (",population", ",population,imd_decile"), (",1000", ",,3"), (",1000", ",1000,5"))
    text = town.zones.read_text().splitlines()
    town.zones.write_text("\n".join([*text[:3], *(line + "," for line in text[3:])]) + "\n")
    built = build_pack(town, tmp_path / "pack")
    zones = load_area(tmp_path / "pack").zones
    assert zones["population"].isna().tolist() == [True] + [False] * 5
    assert zones["imd_decile"].fillna(-1).tolist() == [3, 5, -1, -1, -1, -1]
    assert zones["over65"].isna().all()
    assert zones["area_km2"].isna().all()
    assert built.unknown == (
        "Residents (population) of 1 of 6 zones.",
        "Residents aged 65 and over (over65) of any zone.",
        "Decile of deprivation, 1 the most deprived (imd_decile) of 4 of 6 zones.",
        "Extent (area_km2) of any zone.",
    )
    report = (tmp_path / "pack" / "BUILD.md").read_text()
    assert all(f"- {line}" in report for line in built.unknown)
    assert "Decile" not in " ".join(row["statement"] for row in built.assumptions)
    # Where the residents of a zone are not known, what the log says is smoothed over all zones alike.
    shares = load_area(tmp_path / "pack").demand.set_index(["family", "zone"])["share"]
    assert shares["fire", "Z10"] == pytest.approx(0.5 / 43)
    without = dataclasses.replace(town, log=None, columns=None)
    assert "zones.csv: says of zone Z00 no residents" in refused_beside(without, tmp_path / "pack2")


def refused_beside(inputs: Inputs, folder: Path) -> str:
    with pytest.raises(InputError) as error:
        build_pack(inputs, folder)
    assert not folder.exists()
    return str(error.value)


def test_every_row_of_a_log_is_used_or_counted_with_its_rows(town: Inputs, tmp_path: Path) -> None:
    edit(town.columns, ("fewest = 10", "fewest = 10\nmost_unusable = 0.2"))
    append(
        town.log,
        "X1,Fire,F,H1,yesterday,,,,,Z00",
        "X2,Fire,F,H1,2025-03-05 10:00,2025-03-05 09:59,,,,Z00",
        "X3,Fire,F,H1,2025-03-05 10:00,,,,,Z99",
        "X4,Fire,Coastguard,H1,2025-03-05 10:00,,,,,Z00",
        ",Fire,F,H1,2025-03-05 10:00,,,,,Z00",
        "X6,,F,H1,2025-03-05 10:00,,,,,Z00",
        "X7,Fire,F,H1,2025-03-05 10:00,,,,,",
        "X8,Fire,F,H1,2025-03-05 10:00,,,soon,,Z00",
        "X9,Fire,F,H1,2025-03-05 10:00,,,2025-03-05 10:09,2025-03-07 10:00,Z00",
        "F0,Fire,F,H1,2025-03-01 08:00,,,,,Z00",
    )
    built = build_pack(town, tmp_path / "pack")
    report = (tmp_path / "pack" / "BUILD.md").read_text()
    for said in (
        '1 times in time do not have the format "%Y-%m-%d %H:%M" (row 102)',
        "1 rows have a clock that runs backwards: the incident counts, its times do not (row 103)",
        "1 rows lie outside every zone: not used (row 104)",
        "1 rows are of no known service (Coastguard): not used (row 105)",
        "1 rows have no incident id: not used (row 106)",
        "1 rows have no incident type: not used (row 107)",
        "1 rows have no place that can be read: not used (row 108)",
        '1 times in arrived do not have the format "%Y-%m-%d %H:%M": taken as not recorded (row 109)',
        "1 rows have more than a day between two times: their times do not count (row 110)",
        "1 rows repeat a unit of the same incident: the first is used (row 111)",
        "log.csv: 110 rows, 103 used, 83 incidents, 2025-03-01 to 2025-04-09.",
    ):
        assert said in report, said
        assert any(said in line for line in built.lines)


def test_too_many_unusable_rows_are_refused(town: Inputs, tmp_path: Path) -> None:
    edit(town.columns, ("%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"))
    said = refused(town, tmp_path / "pack")
    assert "100 of 100 rows cannot be used" in said
    edit(town.columns, ("%d/%m/%Y %H:%M", "%d/%m/%Q"))
    assert "is no time format" in refused(town, tmp_path / "pack")


def test_all_problems_of_all_files_are_told_at_once(town: Inputs, tmp_path: Path) -> None:
    edit(town.zones, ("Z00,-1.90", "Z00,west"), ("Z10", "Z01"))
    edit(town.stations, ("52.9001", "152.9"))
    edit(town.units, ("dsa,Quay", "dsa,Key"), ("H1,fire", "Q1,fire"))
    edit(town.columns, ('zone = "area"', 'zone = "aria"'), ("F =", "Fx ="))
    said = refused(town, tmp_path / "pack")
    for what in (
        'zones.csv, row 2, column lon: "west" is not a number',
        "zones.csv, row 4, column zone: zone Z01 is there already",
        'stations.csv, row 2, column lat: "152.9" is above 90',
        "units.csv, row 3, column unit: unit Q1 is there already",
        'units.csv, row 4, column site: "Key" is not in the list of stations',
    ):
        assert what in said, said
    edit(town.zones, ("west", "-1.9"), ("Z01,-1.88", "Z10,-1.88"))
    assert 'has no column "aria". Did you mean "area"?' in refused(town, tmp_path / "pack")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('unit = "vehicle"', 'unti = "vehicle"', 'log.unti is not known. Did you mean "unit"?'),
        ('incident = "id"\n', "", "log.incident is missing"),
        ("[log]", "[log", "is not TOML"),
        ('zone = "area"\n', "", "nothing says where an incident was"),
        ("[log.values.service]", "[log.values.vehicle]", "log.values.vehicle is for no column of a log"),
        ("fewest = 10", "fewest = 0", "log.fewest"),
        ("[log]\n", '[stations.columns]\nplot = "x"\n[log]\n', '"plot" is no column of sites'),
        ("[log]\n", '[units.only]\nkind = ["boat"]\n[log]\n', "no row has boat in column kind"),
        ("[log]\n", "[services.coast]\n[log]\n", "services.coast is no service"),
        ("[log]\n", '[zones.columns]\nname = "title"\n[log]\n', 'has no column "title"'),
    ],
)
def test_what_is_wrong_in_a_mapping_is_named(town: Inputs, tmp_path: Path, old: str, new: str, said: str) -> None:
    edit(town.columns, (old, new))
    assert said in refused(town, tmp_path / "pack")


def test_files_that_are_no_tables_are_named(town: Inputs, tmp_path: Path) -> None:
    town.zones.write_bytes(b"\xff\xfe\x00")
    town.stations.unlink()
    town.units.write_text("unit,service,kind,site\nH1,fire,pump,Hill,more\n")
    said = refused(town, tmp_path / "pack")
    assert "zones.csv: cannot be read" in said
    assert "stations.csv: cannot be read (No such file or directory)" in said
    assert "units.csv: cannot be read as a table" in said


def test_a_service_without_units_or_a_log_without_a_mapping_is_refused(town: Inputs, tmp_path: Path) -> None:
    edit(town.units, ("A1,ambulance,dsa,Quay,shift\n", ""))
    assert "has no unit of ambulance, which takes calls in the log" in refused(town, tmp_path / "pack")
    unmapped = dataclasses.replace(town, columns=None)
    assert "without saying what its columns are" in refused(unmapped, tmp_path / "pack")


def test_a_list_may_call_its_columns_and_values_anything(town: Inputs, tmp_path: Path) -> None:
    edit(town.stations, ("site,services,lon,lat", "Name,Brigade,X,Y"), ("Hill,fire", "Hill,FRS"))
    edit(
        town.columns,
        (
            "[log]\n",
            '[stations]\nbasis = "derived"\n[stations.columns]\nsite = "Name"\nservices = "Brigade"\n'
            'lon = "X"\nlat = "Y"\ntenure = "=leased"\n[stations.values.services]\nFRS = "fire"\n[log]\n',
        ),
    )
    build_pack(town, tmp_path / "pack")
    sites = load_area(tmp_path / "pack").sites.set_index("site")
    assert sites.loc["Hill", "services"] == ("fire",)
    assert set(sites["tenure"]) == {"leased"}
    assert set(sites["location_basis"]) == {"derived"}


def test_rare_types_are_pooled_and_types_may_be_named(town: Inputs, tmp_path: Path) -> None:
    append(town.log, "R1,Cat in tree,F,H1,2025-03-05 10:00,,,,,Z00", "R2,Flood,F,H1,2025-03-06 10:00,,,,,Z00")
    append(town.columns, '[types.illness]\nname = "Somebody ill"\npriority = 1\nlead_service = "fire"')
    built = build_pack(town, tmp_path / "pack")
    types = load_area(tmp_path / "pack").incident_types.set_index("incident_type")
    assert set(types.index) == {"fire", "illness", "other_fire"}
    assert types.loc["other_fire", "annual_count"] == pytest.approx(2 / 39.5 * 365.25, rel=1e-5)
    assert types.loc["illness", ["name", "priority", "lead_service"]].tolist() == ["Somebody ill", 1, "fire"]
    assert sum("is counted under Other fire incidents" in line for line in built.lines) == 2


def test_points_are_put_into_the_nearest_zone_and_counted_when_outside(town: Inputs, tmp_path: Path) -> None:
    assert town.log is not None
    places = {"Z00": "(52.901, -1.899)", "Z10": "(52.9, -1.88)", "Z21": "(52.911, -1.861)"}
    text = town.log.read_text()
    for zone, place in places.items():
        text = text.replace(f",{zone}\n", f',"{place}"\n')
    town.log.write_text(text + 'X,Fire,F,H1,2025-03-05 10:00,,,,,"(53.9, -1.9)"\nY,Fire,F,H1,2025-03-05 10:00,,,,,?\n')
    edit(town.columns, ('zone = "area"', 'point = "area"'))
    build_pack(town, tmp_path / "pack")
    shares = load_area(tmp_path / "pack").demand.set_index(["family", "zone"])["share"]
    assert shares["fire", "Z00"] == pytest.approx((30 + 3 * 1000 / 6600) / 43)
    report = (tmp_path / "pack" / "BUILD.md").read_text()
    assert "1 rows lie outside every zone: not used (row 102)" in report
    assert "1 rows have no place that can be read: not used (row 103)" in report


def test_patients_are_taken_to_hospital_where_the_log_says_so(town: Inputs, tmp_path: Path) -> None:
    edit(town.stations, ("Quay,", "Infirmary,nhs,-1.88,52.9\nQuay,"))
    assert town.log is not None
    rows = [line.split(",") for line in town.log.read_text().splitlines()]
    for number, row in enumerate(rows):
        taken = row[2] == "A" and number % 4 == 0
        start = row[4][:11]
        row += ["gone", "ward"] if number == 0 else [f"{start}20:20", f"{start}20:29"] if taken else ["", ""]
    town.log.write_text("\n".join(",".join(row) for row in rows) + "\n")
    edit(town.columns, ('zone = "area"', 'zone = "area"\nleft_scene = "gone"\nat_hospital = "ward"'))
    build_pack(town, tmp_path / "pack")
    area = load_area(tmp_path / "pack")
    taken = sum(1 for row in rows if row[2] == "A" and row[-1])
    types = area.incident_types.set_index("incident_type")
    assert 0 < taken < 40
    assert types.loc["illness", "conveyance_share"] == pytest.approx(taken / 40)
    assert types.loc["fire", "conveyance_share"] == 0
    assert area.hospitals["handover_median_min"].tolist() == [10]
    assert len(area.hospital_minutes) == 6
    simulate(area, days=5, warm_up_days=0, replications=1)


def test_the_same_files_give_the_same_bytes(town: Inputs, tmp_path: Path) -> None:
    build_pack(town, tmp_path / "one")
    build_pack(town, tmp_path / "two")
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_a_folder_in_use_is_left_alone(town: Inputs, tmp_path: Path) -> None:
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "mine.txt").write_text("mine")
    with pytest.raises(BluelightError, match="not empty"):
        build_pack(town, tmp_path / "pack")
    assert [path.name for path in (tmp_path / "pack").iterdir()] == ["mine.txt"]


@given(st.lists(st.integers(0, 5), min_size=1, max_size=60), st.floats(0.01, 10), st.booleans())
def test_shares_sum_to_one_and_no_zone_or_hour_is_impossible(drawn: list[int], prior: float, living: bool) -> None:
    ids = tuple(f"Z{i}" for i in range(6))
    residents = np.arange(1.0, 7.0) if living else np.zeros(6)
    shares = zone_shares(pd.Series([ids[i] for i in drawn]), ids, residents, prior)
    assert shares.sum() == pytest.approx(1)
    assert shares.min() > 0
    hours = hour_shares(pd.to_datetime(pd.Series([f"2025-01-01 {4 * i:02d}:30" for i in drawn])), prior)
    assert hours.sum() == pytest.approx(1)
    assert hours.min() > 0


@given(st.lists(st.lists(st.sampled_from(["pump", "aerial"]), max_size=4), min_size=1, max_size=30))
def test_attendance_sends_as_many_units_as_the_log_did(sent: list[list[str]]) -> None:
    rows = [(f"I{i}", "fire", kind) for i, kinds in enumerate(sent) for kind in kinds]
    responses = pd.DataFrame(rows, columns=["incident", "service", "kind"])
    items, left_out = attendance(responses, len(sent), "fire", {("fire", "pump"), ("fire", "aerial")}, 0.0)
    assert left_out == []
    assert sum(share for _, _, share in items) * len(sent) == pytest.approx(len(rows))
