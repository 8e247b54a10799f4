"""Travel times: against a slow, obvious loop; the cache; what is refused."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluelight.area import Area, load_area
from bluelight.errors import InputError
from bluelight.travel import distance, travel_times

LITTLEHAM = Path(__file__).parents[1] / "data" / "littleham"


@pytest.fixture(scope="module")
def area() -> Area:
    return load_area(LITTLEHAM)


def obvious_minutes(area: Area, lon: float, lat: float, zone: int) -> float:
    """The same sum by the spherical law of cosines and plain loops."""
    z = area.zones.iloc[zone]
    a, b = math.radians(lat), math.radians(z["lat"])
    cosine = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(math.radians(z["lon"] - lon))
    km = 6371.0088 * math.acos(min(1.0, cosine))
    return area.parameter("travel_c0_min") + area.parameter("travel_b") * km ** area.parameter("travel_p")


def test_every_time_is_what_an_obvious_loop_gives(area: Area) -> None:
    times = travel_times(area, cache=None)
    places = [(row["lon"], row["lat"]) for frame in (area.sites, area.zones) for _, row in frame.iterrows()]
    assert times.minutes.shape == (len(places), len(area.zones))
    assert times.places_lonlat.tolist() == [list(place) for place in places]
    for i, (lon, lat) in enumerate(places):
        for zone in range(len(area.zones)):
            assert times.minutes[i, zone] == pytest.approx(obvious_minutes(area, lon, lat, zone), abs=1e-3)


def test_ids_scales_and_hospital_times_are_the_packs(area: Area) -> None:
    times = travel_times(area, cache=None)
    assert times.site_ids == tuple(area.sites["site"])
    assert times.zone_ids == tuple(area.zones["zone"])
    assert times.scale == {"police": 0.95, "fire": 1.0, "ambulance": 1.0}
    for row in area.hospital_minutes.itertuples():
        i, j = times.zone_ids.index(row.zone), times.hospital_ids.index(row.hospital)
        assert times.to_hospital[i, j] == row.minutes


def test_a_hospital_without_a_time_from_a_zone_is_never_near(area: Area) -> None:
    fewer = area.with_tables(hospital_minutes=area.hospital_minutes.iloc[1:])
    assert np.isinf(travel_times(fewer, cache=None).to_hospital[0, 0])


@given(
    st.floats(-8, 2), st.floats(50, 60), st.floats(-8, 2), st.floats(50, 60), st.floats(0.1, 1.5), st.floats(0.1, 1.5)
)
def test_distance_is_symmetric_and_time_grows_with_it(
    lon1: float, lat1: float, lon2: float, lat2: float, p: float, b: float
) -> None:
    here, there = np.array([[lon1, lat1]]), np.array([[lon2, lat2]])
    km = distance.straight_line_km(here, there)
    assert km[0, 0] == distance.straight_line_km(there, here)[0, 0] >= 0
    assert distance.minutes(km + 1, 1.0, b, p)[0, 0] > distance.minutes(km, 1.0, b, p)[0, 0] >= 1.0


def test_the_cache_answers_with_the_same_bytes_and_is_used(area: Area, tmp_path: Path) -> None:
    fresh = travel_times(area, cache=tmp_path)
    (kept,) = tmp_path.iterdir()
    written = kept.stat().st_mtime_ns
    again = travel_times(area, cache=tmp_path)
    assert again.minutes.tobytes() == fresh.minutes.tobytes() == travel_times(area, cache=None).minutes.tobytes()
    assert kept.stat().st_mtime_ns == written
    assert [path.name for path in tmp_path.iterdir()] == [kept.name]


def test_another_coordinate_or_coefficient_is_another_file(area: Area, tmp_path: Path) -> None:
    travel_times(area, cache=tmp_path)
    moved = area.sites.copy()
    moved.loc[0, "lon"] += 1e-6
    travel_times(area.with_tables(sites=moved), cache=tmp_path)
    slower = area.parameters.copy()
    slower.loc[slower["parameter"] == "travel_b", "value"] += 0.1
    changed = travel_times(area.with_tables(parameters=slower), cache=tmp_path)
    assert len(list(tmp_path.iterdir())) == 3
    assert (changed.minutes > travel_times(area, cache=tmp_path).minutes).sum() > 0


@pytest.mark.parametrize("damage", ["empty", "garbage", "cut", "flipped", "other"])
def test_a_damaged_cache_file_is_computed_again(area: Area, tmp_path: Path, damage: str) -> None:
    right = travel_times(area, cache=tmp_path)
    (kept,) = tmp_path.iterdir()
    data = kept.read_bytes()
    match damage:
        case "empty":
            kept.write_bytes(b"")
        case "garbage":
            kept.write_bytes(b"not a cache file" * 9)
        case "cut":
            kept.write_bytes(data[: len(data) // 2])
        case "flipped":
            kept.write_bytes(data[:200] + bytes([data[200] ^ 0xFF]) + data[201:])
        case "other":
            np.savez_compressed(kept, minutes=right.minutes + 1, checksum=np.array("0"))
    assert travel_times(area, cache=tmp_path).minutes.tobytes() == right.minutes.tobytes()
    assert len(kept.read_bytes()) == len(data)


def test_a_cache_that_cannot_be_written_is_no_error(area: Area, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert travel_times(area, cache=tmp_path / "file").minutes.shape == (25, 12)


def test_absurd_times_are_refused_naming_place_and_zone(area: Area) -> None:
    far = area.sites.copy()
    far.loc[3, ["lon", "lat"]] = [-6.0, 58.5]
    far.loc[4, "lon"] = math.nan
    with pytest.raises(InputError) as refused:
        travel_times(area.with_tables(sites=far), cache=None)
    said = str(refused.value)
    assert "from site P1 to zone Z" in said
    assert "nan minutes from site P3" in said
    assert len(refused.value.problems) == 6  # two sites, three services
