"""Grid references, seconds, two columns for a time, several units in a row: made up, and London's fires of 2009."""

from __future__ import annotations

import dataclasses
import re
import shlex
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from bluelight.area import load_area
from bluelight.area.builder import Inputs, build_pack
from bluelight.area.grid import to_lonlat
from bluelight.cli import main
from bluelight.errors import InputError
from bluelight.travel.distance import minutes, straight_line_km

PAGE = (Path(__file__).parents[2] / "docs" / "area-build.md").read_text(encoding="utf-8")
WALK = PAGE.split("**A worked example: London's")[1].split("With $n_z$ of")[0]
MAPPING = """[zones]
easting = "X"
northing = "Y"
[stations]
easting = "X"
northing = "Y"
[log]
incident = "id"
type = "=Fire"
service = "=fire"
unit = "one"
easting = "X"
northing = "Y"
time = ["day", "clock"]
time_format = "%Y-%m-%d %H:%M"
mobilised = "sent"
arrived = "there"
cleared = "free"
seconds_since = { mobilised = "time", arrived = "mobilised", cleared = "arrived" }
missing = ["NULL"]
fewest = 5
most_unusable = 0.5
[[log.also]]
unit = "two"
mobilised = "sent"
arrived = "there2"
"""
HEAD = "id,day,clock,X,Y,one,sent,there,free,two,there2"


@pytest.fixture
def grid(tmp_path: Path) -> Inputs:
    """Two zones and two stations near Lambeth, and twenty fires; a second engine goes to every second one."""
    rows = [
        f"F{i},2025-03-{i + 1:02d},08:00,{530600 + 2000 * (i % 2)},178400,E1,60,300,600,"
        + ("E2,420" if i % 2 else "NULL,NULL")
        for i in range(20)
    ]
    texts = {
        "zones.csv": "zone,X,Y,population\nA,530600,178400,100\nB,532600,178400,100\n",
        "stations.csv": "site,services,X,Y\nOne,fire,530624.974,178388.464\nTwo,fire,532000,178400\n",
        "units.csv": "unit,service,kind,site\nE1,fire,pump,One\nE2,fire,pump,Two\n",
        "log.csv": "\n".join([HEAD, *rows]) + "\n",
        "mapping.toml": MAPPING,
    }
    folder = tmp_path / "given"
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text)
    files = [folder / name for name in ("zones.csv", "stations.csv", "units.csv")]
    return Inputs("Grid", *files, log=folder / "log.csv", columns=folder / "mapping.toml")


def append(path: Path | None, *lines: str) -> None:
    assert path is not None
    path.write_text(path.read_text() + "".join(f"{line}\n" for line in lines))


def swap(path: Path | None, old: str, new: str) -> None:
    assert path is not None
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))


def test_places_times_and_second_units_are_those_of_the_row(grid: Inputs, tmp_path: Path) -> None:
    built = build_pack(grid, tmp_path / "pack")
    assert "log.csv: 20 rows, 20 used, 30 units, 20 incidents, 2025-03-01 to 2025-03-20." in built.lines
    area = load_area(tmp_path / "pack")
    # The first station stands on Ordnance Survey's test point in Lambeth.
    assert area.sites.loc[0, ["lon", "lat"]].tolist() == pytest.approx([-0.11992557, 51.48936565], abs=3e-5)
    shares = area.demand.set_index("zone")["share"]
    assert shares["A"] == pytest.approx(shares["B"])
    assert area.attendance["probability"].tolist() == [1.0, 0.5]
    assert area.control_rooms.loc[0, ["handling_s", "handling_basis"]].tolist() == [60, "derived"]
    # Sixty seconds to be sent and three hundred more to be there.
    figure = area.published.iloc[0]
    assert (figure["clock"], figure["value"]) == ("call", 6.0)
    assert area.incident_types.loc[0, "on_scene_median_min"] == 10


def test_seconds_since_a_mobilisation_that_is_not_recorded_are_published_as_such(grid: Inputs, tmp_path: Path) -> None:
    swap(grid.columns, 'mobilised = "sent"\n', "")
    swap(grid.columns, 'mobilised = "sent"\n', "")
    swap(grid.columns, 'mobilised = "time", ', "")
    build_pack(grid, tmp_path / "pack")
    area = load_area(tmp_path / "pack")
    figure = area.published.iloc[0]
    assert (figure["clock"], figure["value"]) == ("mobilisation", 5.0)
    assert "from mobilisation to the first arrival" in figure["name"]
    assert area.control_rooms.loc[0, "handling_basis"] == "assumed"


def test_what_is_no_seconds_or_no_place_is_counted_with_its_row(grid: Inputs, tmp_path: Path) -> None:
    append(
        grid.log,
        "A,2025-03-05,09:00,530600,178400,E1,soon,300,600,NULL,NULL",
        "B,2025-03-05,09:00,530600,178400,E1,-60,300,600,NULL,NULL",
        "C,2025-03-05,09:00,530600,178400,E1,60,inf,600,NULL,NULL",
        "D,2025-03-05,09:00,-1,178400,E1,60,300,600,NULL,NULL",
        "E,2025-03-05,09:00,NULL,178400,E1,60,300,600,NULL,NULL",
        "F,2025-03-05,NULL,530600,178400,E1,60,300,600,E2,420",
        "G,2025-03-05,09:00,530600,178400,E1,60,300,100000,NULL,NULL",
    )
    lines = " ".join(build_pack(grid, tmp_path / "pack").lines)
    for said in (
        "1 times in mobilised are no number of seconds: taken as not recorded (row 22)",
        "2 times in arrived count from mobilised, which is not recorded: taken as not recorded (rows 22, 27)",
        "1 rows have a clock that runs backwards: the incident counts, its times do not (row 23)",
        "1 times in arrived are no number of seconds: taken as not recorded (row 24)",
        "2 rows have no place that can be read: not used (rows 25, 26)",
        "1 rows have no time of call that can be read: not used (row 27)",
        "1 rows have more than a day between two times: their times do not count (row 28)",
        "log.csv: 27 rows, 24 used",
    ):
        assert said in lines, said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('mobilised = "time",', 'mobilised = "arrived",', "log.seconds_since.mobilised cannot count from arrived"),
        ('mobilised = "time",', 'left = "time",', "log.seconds_since.left cannot count from time"),
        ('time = ["day", "clock"]', 'time = ["day", "clocks"]', 'has no column "clocks". Did you mean "clock"?'),
        ('time = ["day", "clock"]', "time = []", "log.time"),
        ('northing = "Y"\n[log]', 'northing = "Z"\n[log]', 'stations.csv, row 1, column Z: has no column "Z"'),
        ('unit = "two"', 'unti = "two"', 'unti is not known. Did you mean "unit"?'),
        ("[log]", '[units]\neasting = "X"\n[log]', "units have no place"),
    ],
)
def test_what_is_wrong_in_the_mapping_is_named(grid: Inputs, tmp_path: Path, old: str, new: str, said: str) -> None:
    swap(grid.columns, old, new)
    with pytest.raises(InputError) as error:
        build_pack(grid, tmp_path / "pack")
    assert said in str(error.value), str(error.value)
    assert not (tmp_path / "pack").exists()


@pytest.mark.parametrize("cell", ["", "west", "-5", "nan", "inf", "700001"])
def test_a_station_off_the_grid_is_named(grid: Inputs, tmp_path: Path, cell: str) -> None:
    swap(grid.stations, "532000", cell)
    with pytest.raises(InputError) as error:
        build_pack(dataclasses.replace(grid, log=None), tmp_path / "pack")
    said = "column lon: is empty" if not cell else "is no place on the British National Grid"
    assert "stations.csv, row 3" in str(error.value)
    assert said in str(error.value)
    assert len(error.value.problems) == (2 if not cell else 1)


def test_londons_fires_become_a_pack_as_the_page_says(
    reference: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("lfb_2009/fstimes.csv", "lfb_2009/lfb_property_assets.csv", "ew_lsoa11/ew_lsoa11_centroid_pop.csv.gz")
    for name in names:
        (tmp_path / Path(name).name).symlink_to(reference / "data" / name)
    (mapping,), (command,), (printed,) = (
        re.findall(rf"```{kind}\n(.*?)```", WALK, re.DOTALL) for kind in ("toml", "sh", "text")
    )
    (tmp_path / "london.toml").write_text(mapping)
    monkeypatch.chdir(tmp_path)
    words = shlex.split(command.replace("\\\n", " "))
    shown = CliRunner().invoke(main, words[1:])
    assert (words[0], shown.exit_code, shown.output) == ("bluelight", 0, printed)
    area = load_area(tmp_path / "london")
    raw = pd.read_csv("fstimes.csv", skipinitialspace=True)
    figure = area.published.iloc[0]
    assert figure["clock"] == "mobilisation"
    assert figure["value"] == pytest.approx(raw["FirstPumpArriving_AttendanceTime"].mean() / 60, abs=1e-4)
    second = pd.to_numeric(raw["SecondPumpArriving_AttendanceTime"], errors="coerce").notna()
    assert area.attendance["probability"].tolist() == pytest.approx([1.0, second.mean()], abs=1e-4)
    # Every fire is in the zone whose centre is nearest: 98% of them in the borough that the log names.
    zones = area.zones[["lon", "lat"]].to_numpy() * [0.622, 1.0]
    fires = to_lonlat(raw["Easting_m"].to_numpy(float), raw["Northing_m"].to_numpy(float)) * [0.622, 1.0]
    nearest = np.concatenate(
        [((part[:, None] - zones) ** 2).sum(axis=2).argmin(axis=1) for part in np.array_split(fires, 8)]
    )
    borough = area.zones["district"].to_numpy()[nearest]
    assert (borough == raw["BoroughCode"].to_numpy()).mean() == pytest.approx(0.98, abs=0.003)
    counts = np.bincount(nearest, minlength=len(zones))
    spread = 0.5 * len(zones) * area.zones["population"] / area.zones["population"].sum()
    assert np.corrcoef(counts + spread, area.demand["share"])[0, 1] > 0.9999
    # The nearest station's turnout and drive, over where fires are; the simulation adds the rare busy engine.
    km = straight_line_km(area.sites[["lon", "lat"]].to_numpy(), area.zones[["lon", "lat"]].to_numpy()).min(axis=0)
    drive = minutes(km, *(area.parameter(name) for name in ("travel_c0_min", "travel_b", "travel_p")))
    expected = area.crewing.loc[0, "turnout_day_s"] / 60 + float((drive * area.demand["share"]).sum())
    assert expected == pytest.approx(5.08, abs=0.04)
