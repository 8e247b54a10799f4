"""Published tables become panels; hand-made files in their layout, for the real ones are too large to carry."""

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from bluelight.cli import main
from bluelight.errors import InputError
from bluelight.evaluation.importers.ambsys import read_ambsys
from bluelight.evaluation.importers.fire1001 import read_fire1001
from bluelight.evaluation.importers.writing import write_panel
from bluelight.evaluation.panel import read_panel

FOLDER = Path(__file__).resolve().parents[1] / "data" / "panels"


def by_key(rows):
    return {(row.unit, row.period, row.outcome): (row.value, row.denominator) for row in rows}


def test_ambulance_means_are_total_minutes_over_incidents():
    found = by_key(read_ambsys(FOLDER / "ambsys.csv"))
    trust = "MADE-UP AMBULANCE SERVICE NHS FOUNDATION TRUST"
    assert found[trust, "2019-04", "c1_mean_min"] == (7000, 1000)
    assert found[trust, "2019-04", "c1_incidents"] == (1000, None)
    assert found[trust, "2019-05", "c1_mean_min"] == (8000, 1000)
    assert found[trust, "2019-04", "c2_90th_min"] == pytest.approx((2200 / 60, None))


def test_a_trust_keeps_one_name_and_areas_are_left_out():
    rows = read_ambsys(FOLDER / "ambsys.csv")
    assert {row.unit for row in rows} == {
        "MADE-UP AMBULANCE SERVICE NHS FOUNDATION TRUST",
        "OTHER MADE-UP AMBULANCE SERVICE",
    }


def test_what_is_not_published_is_left_out_and_not_nought():
    found = by_key(read_ambsys(FOLDER / "ambsys.csv"))
    other = "OTHER MADE-UP AMBULANCE SERVICE"
    assert (other, "2019-04", "c3_incidents") in found
    assert (other, "2019-04", "c3_mean_min") not in found
    assert not [key for key in found if key[:2] == (other, "2019-05")]


def test_fire_times_in_seconds_become_minutes():
    found = by_key(read_fire1001(FOLDER / "fire1001.csv"))
    assert found["Madeupshire", "2018/19", "dwellings_response_min"] == (8.0, None)
    assert found["Madeupshire", "2019/20", "dwellings_incidents"] == (1310, None)
    assert found["Madeupshire", "2018/19", "primary_fires_response_min"] == (9.5, None)
    assert ("Otherness", "2018/19", "dwellings_drive_min") not in found
    assert {unit for unit, _, _ in found} == {"Madeupshire", "Otherness"}


def test_fire_times_in_minutes_stay_so(tmp_path):
    rows = [line.split(",") for line in (FOLDER / "fire1001.csv").read_text(encoding="utf-8").splitlines()[:6]]
    for row in rows[1:]:
        row[4:] = [cell if cell == ".." else str(float(cell) / 60) for cell in row[4:]]
    (tmp_path / "minutes.csv").write_text("\n".join(map(",".join, rows)), encoding="utf-8")
    seconds = by_key(read_fire1001(FOLDER / "fire1001.csv"))
    minutes = by_key(read_fire1001(tmp_path / "minutes.csv"))
    assert len(minutes) > 10
    assert {key: pytest.approx(value[0]) for key, value in minutes.items()} == {key: seconds[key][0] for key in minutes}


def test_the_workbook_says_the_same_as_its_csv(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Cover"
    sheet = book.create_sheet("Data - annual")
    for line in (FOLDER / "fire1001.csv").read_text(encoding="utf-8").replace('"1,310"', "1310").splitlines():
        sheet.append([int(cell) if cell.isdigit() else cell for cell in line.split(",")])
    book.save(tmp_path / "fire1001.xlsx")
    assert by_key(read_fire1001(tmp_path / "fire1001.xlsx")) == by_key(read_fire1001(FOLDER / "fire1001.csv"))


@pytest.mark.parametrize(
    ("read", "name", "old", "new", "said"),
    [
        (read_ambsys, "ambsys.csv", "2019,5,Y56", "2019,13,Y56", "row 5: '2019' and '13' are no month."),
        (read_ambsys, "ambsys.csv", "480000,480", "long,480", "row 5, column A24: 'long' is not a count"),
        (read_ambsys, "ambsys.csv", "Org Code", "Code", 'has no column "Org Code"'),
        (read_ambsys, "ambsys.csv", "A8,A9,A10,A11,A12", "B8,B9,B10,B11,B12", "has none of the columns A8 to A12"),
        (read_fire1001, "fire1001.csv", "2019/20,Madeup", "2019/21,Madeup", "row 7, column FINANCIAL_YEAR"),
        (read_fire1001, "fire1001.csv", ",90,60,330,480", ",90,60,330,soon", "row 4, column TOTAL_RESPONSE_TIME"),
        (read_fire1001, "fire1001.csv", "FIRE_TYPE", "TYPE", 'has no column "FIRE_TYPE"'),
    ],
)
def test_a_file_that_is_not_as_published_is_refused_by_row(tmp_path, read, name, old, new, said):
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read(tmp_path / name)
    assert said in str(refused.value)


def test_a_workbook_without_its_sheet_is_refused(tmp_path):
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    with pytest.raises(InputError, match="has no sheet of data"):
        read_fire1001(tmp_path / "other.xlsx")
    (tmp_path / "torn.xlsx").write_bytes(b"PK\x03\x04torn")
    with pytest.raises(InputError, match="cannot be read as a workbook"):
        read_fire1001(tmp_path / "torn.xlsx")


@pytest.mark.parametrize(
    ("kind", "name", "frequency"), [("ambsys", "ambsys", "month"), ("fire", "fire1001", "financial year")]
)
def test_the_command_writes_a_panel_that_can_be_read(tmp_path, kind, name, frequency):
    out = tmp_path / "panel.csv"
    said = CliRunner().invoke(main, ["panel", kind, str(FOLDER / f"{name}.csv"), "--out", str(out)])
    assert said.exit_code == 0, said.output
    panel, _ = read_panel(out)
    assert panel.frequency == frequency
    assert len(panel.units) == 2
    assert all("Open Government Licence" in source for sources in panel.sources.values() for source in sources)


def test_a_panel_written_is_the_panel_read(tmp_path):
    rows = read_ambsys(FOLDER / "ambsys.csv")
    panel, _ = read_panel(write_panel(rows, tmp_path / "panel.csv"))
    for row in rows:
        place = panel.units.index(row.unit), panel.labels.index(row.period)
        expected = row.value / (row.denominator or 1)
        assert panel.values[row.outcome][place] == pytest.approx(expected)
