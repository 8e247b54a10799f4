"""Speeds from classes and limits."""

from __future__ import annotations

import pytest

from bluelight.errors import InputError
from bluelight.travel.roads.speeds import SPEEDS_FILE, load_speeds, speed_limit_kmh


@pytest.mark.parametrize(
    ("text", "kmh"),
    [
        ("30 mph", 48.28032),
        ("30mph", 48.28032),
        ("50", 50.0),
        ("50 km/h", 50.0),
        ("20 mph;30 mph", 32.18688),
        ("national", None),
        ("GB:nsl_single", None),
        ("none", None),
        ("0", None),
        ("-30 mph", None),
        ("", None),
    ],
)
def test_a_limit_is_read_with_its_unit(text, kmh):
    assert speed_limit_kmh(text) == (kmh if kmh is None else pytest.approx(kmh))


def test_a_road_is_driven_at_the_lower_of_its_free_speed_and_its_share_of_the_limit():
    speeds = load_speeds()
    free = speeds.by_name["primary"].free_mph * 1.609344
    assert speeds.kmh("primary", None) == pytest.approx(free)
    assert speeds.kmh("primary", 20.0) == pytest.approx(20 * speeds.limit_share.value)
    assert speeds.kmh("primary", 200.0) == pytest.approx(free)


def test_every_assumed_value_says_so_and_has_a_range():
    speeds = load_speeds()
    assert speeds.basis == "assumed"
    assert speeds.sources
    for kind in speeds.classes:
        assert kind.emergency_factor.basis == "assumed"
        assert kind.emergency_factor.low <= kind.emergency_factor.value <= kind.emergency_factor.high


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("free_mph = 65.0", "free_mph = -65.0", "greater than 0"),
        ("free_mph = 65.0", "free_mph = 0", "greater than 0"),
        ("free_mph = 65.0", "free_mph = nan", "finite"),
        ('name = "trunk"', 'name = "motorway"', "listed twice"),
        ("low = 0.80", "low = 0.95", "in this order"),
        ("[[classes]]", "[[classes", "is not TOML"),
    ],
)
def test_wrong_speeds_are_refused(tmp_path, old, new, what):
    path = tmp_path / "speeds.toml"
    path.write_text(SPEEDS_FILE.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError, match=what):
        load_speeds(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        load_speeds(tmp_path / "none.toml")
