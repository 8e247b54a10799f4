"""Logs made up with known times: they are found again, and nothing is dropped in silence."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bluelight.errors import BluelightError, InputError
from bluelight.response.fitlog import Mapping, fit_curve, fit_log, load_mapping
from bluelight.response.fitlog.timings import lognormal_mean, quantile_interval, sigma_of
from bluelight.travel.distance import minutes as minutes_of
from bluelight.travel.distance import straight_line_km

STAMPS = ["dispatched", "responding", "on_scene", "transport", "hospital", "available"]
COLUMNS = {stamp: stamp for stamp in STAMPS} | {"call": "call", "kind": "kind", "incident_type": "type"}
START = pd.Timestamp("2026-03-01 00:00:00")


def written(minutes):
    """Stamps as text; NaN is empty."""
    times = START + pd.to_timedelta(np.asarray(minutes, dtype=float), unit="min").round("s")
    return pd.Series(times).dt.strftime("%Y-%m-%d %H:%M:%S").fillna("")


def made_up(n, seed, median, sigma):
    """A log of n calls, one unit each, every interval lognormal with the given median and sigma."""
    draw = np.random.default_rng(seed)
    at = np.sort(draw.uniform(0, 60 * 24 * 28, n))
    rows = {"call": [f"c{i}" for i in range(n)], "kind": draw.choice(["pump", "ladder"], n), "type": "fire"}
    for stamp in STAMPS:
        rows[stamp] = written(at)
        at = at + median * np.exp(sigma * draw.standard_normal(n))
    return pd.DataFrame(rows)


def saved(rows, folder, **more):
    path = folder / "log.csv"
    rows.to_csv(path, index=False)
    columns = {role: name for role, name in COLUMNS.items() if name in rows.columns}
    return path, Mapping.model_validate({"name": "made up", "columns": columns, **more})


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 999), median=st.floats(2, 40), sigma=st.floats(0.2, 0.9))
def test_known_medians_and_spreads_are_found_again(tmp_path_factory, seed, median, sigma):
    found = fit_log(*saved(made_up(1500, seed, median, sigma), tmp_path_factory.mktemp("log"), longest_h=1000))
    rows = found.timings[found.timings["group"] == "all"]
    assert set(rows["part"]) == {"turnout", "travel", "attendance", "to_hospital", "at_hospital", "on_scene"}
    single = rows[rows["part"] != "attendance"]
    # Five standard errors of a median and of a 90th percentile of 1,500 lognormal times.
    assert np.abs(np.log(single["median"] / median)).max() < 5 * 1.2533 * sigma / np.sqrt(1500) + 0.01
    assert np.abs(single["sigma"] - sigma).max() < 5 * 2.1 * sigma / np.sqrt(1500) + 0.01
    assert (rows["median_low"] <= rows["median"]).all()
    assert (rows["p90"] <= rows["p90_high"]).all()
    assert single["held_out_below_p90"].between(0.8, 0.98).all()
    assert (rows["held_out_median_percent_low"] <= rows["held_out_median_percent"]).all()
    assert (rows["held_out_median_percent"] <= rows["held_out_median_percent_high"]).all()


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 999),
    constant=st.floats(0.5, 4),
    b=st.floats(0.8, 3),
    p=st.floats(0.6, 1.2),
    noise=st.floats(0, 0.3),
)
def test_a_known_curve_is_found_again(seed, constant, b, p, noise):
    draw = np.random.default_rng(seed)
    km = draw.uniform(0.0, 9.0, 3000)
    minutes = minutes_of(km, constant, b, p) * np.exp(noise * draw.standard_normal(3000) - noise**2 / 2)
    curve = fit_curve(km, minutes, draw.random(3000) < 0.2)
    for value, known, error in zip(
        (curve.constant, curve.b, curve.p), (constant, b, p), curve.standard_errors, strict=True
    ):
        assert value == pytest.approx(known, abs=6 * error + 1e-4)
    assert curve.sigma == pytest.approx(noise, abs=0.03)
    assert curve.held_out.n == pytest.approx(600, abs=150)
    assert curve.held_out.rmse == pytest.approx(curve.seen.rmse, rel=0.25, abs=1e-4)


def test_quantile_intervals_cover_as_often_as_they_say():
    draw = np.random.default_rng(5)
    for q, real in ((0.5, 0.0), (0.9, 1.2815515655446004)):
        intervals = [quantile_interval(draw.standard_normal(80), q) for _ in range(600)]
        assert np.mean([low <= real <= high for low, high in intervals]) > 0.93


def test_too_few_values_bound_a_90th_percentile_from_below_only():
    low, high = quantile_interval(np.arange(30.0), 0.9)
    assert low == 22.0
    assert np.isnan(high)


def test_a_lognormal_from_its_median_and_90th_percentile():
    assert sigma_of(10.0, 10.0 * np.exp(1.2815515655446004 * 0.5)) == pytest.approx(0.5)
    assert lognormal_mean(10.0, 10.0 * np.exp(1.2815515655446004 * 0.5)) == pytest.approx(10 * np.exp(0.125))
    assert np.isnan(sigma_of(0.0, 3.0))


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_every_row_is_counted_once_whatever_is_wrong_with_it(tmp_path_factory, data):
    rows = made_up(60, 3, 6.0, 0.4)
    for _ in range(data.draw(st.integers(0, 40))):
        at, stamp = data.draw(st.integers(0, 59)), data.draw(st.sampled_from(STAMPS))
        rows.loc[at, stamp] = data.draw(
            st.sampled_from(["", "NULL", "yesterday", "2026-02-01 00:00:00", "2027-01-01 00:00:00", "31/12/2026"])
        )
    found = fit_log(*saved(rows, tmp_path_factory.mktemp("log")))
    outcomes = found.counts[["used", "missing", "unreadable", "negative", "too_long"]]
    assert (outcomes.sum(axis=1) == 60).all()
    assert (found.timings.loc[found.timings["group"] == "all", "n"].to_numpy() == found.counts["used"].to_numpy()).all()
    grouped = found.timings[found.timings["group"] != "all"].groupby("part")["n"].sum()
    used = found.counts.set_index("part")["used"]
    assert (grouped == used[grouped.index]).all()


def test_what_is_wrong_is_told_by_its_kind(tmp_path):
    rows = made_up(100, 1, 5.0, 0.3)
    rows.loc[0, "responding"] = ""
    rows.loc[1, "responding"] = "soon"
    rows.loc[2, "responding"] = "2026-02-01 00:00:00"  # before it was dispatched
    rows.loc[3, "responding"] = "2027-02-01 00:00:00"
    turnout = fit_log(*saved(rows, tmp_path)).counts.set_index("part").loc["turnout"]
    assert turnout.to_dict() == {"rows": 100, "used": 96, "missing": 1, "unreadable": 1, "negative": 1, "too_long": 1}


def test_a_unit_without_a_patient_is_on_scene_until_it_is_available(tmp_path):
    rows = made_up(100, 1, 5.0, 0.3)
    stays = pd.to_datetime(rows["available"]) - pd.to_datetime(rows["on_scene"])
    rows[["transport", "hospital"]] = ""
    found = fit_log(*saved(rows, tmp_path)).timings.set_index(["part", "group"])
    assert found.loc[("on_scene", "all"), "median"] == pytest.approx(stays.dt.total_seconds().median() / 60)
    assert found.loc[("at_hospital", "all"), "n"] == 0


def test_turnout_is_told_apart_by_kind_and_time_of_day(tmp_path):
    rows = made_up(800, 2, 1.0, 0.2)
    hour = pd.to_datetime(rows["dispatched"]).dt.hour
    groups = fit_log(*saved(rows, tmp_path, day_from=20, day_to=6)).timings.set_index(["part", "group"])["n"]
    assert groups["turnout", "pump, day"] == ((rows["kind"] == "pump") & ((hour >= 20) | (hour < 6))).sum()
    assert groups["turnout", "ladder, night"] == ((rows["kind"] == "ladder") & (hour >= 6) & (hour < 20)).sum()


def test_the_last_part_is_held_out_by_time_and_whole_calls(tmp_path):
    rows = made_up(200, 2, 5.0, 0.3)
    rows = pd.concat([rows, rows.assign(kind="ladder")]).sample(frac=1.0, random_state=1)
    late = pd.to_datetime(rows["dispatched"]).rank(method="dense") > 150
    hold_out = {"how": "last", "share": 0.25}
    found = fit_log(*saved(rows, tmp_path, hold_out=hold_out))
    row = found.timings.set_index(["part", "group"]).loc[("turnout", "all")]
    turnout = (pd.to_datetime(rows["responding"]) - pd.to_datetime(rows["dispatched"])).dt.total_seconds() / 60
    assert row["held_out_n"] == 100
    assert row["held_out_median_percent"] == pytest.approx(100 * (turnout[~late].median() / turnout[late].median() - 1))
    assert found.hold_out == "the last 25% of calls by time"


NAMED_PLACES = """
name = "places"
[columns]
call = "call"
attendance_s = "seconds"
origin = "from"
lon = "lon"
lat = "lat"
[places]
file = "stations.csv"
name = "station"
lon = "lon"
lat = "lat"
alias = { "Old name" = "Hatfield" }
[travel]
time = "attendance"
shortest_min = 1
"""


def test_distances_on_the_globe_and_between_named_places_are_the_straight_line(tmp_path):
    draw = np.random.default_rng(1)
    home = np.array([[-0.2, 51.8], [-0.4, 51.7]])
    at = home[0] + draw.uniform(-0.1, 0.1, (400, 2))
    which = draw.integers(0, 2, 400)
    km = straight_line_km(home, at)[which, np.arange(400)]
    rows = pd.DataFrame({"call": range(400), "lon": at[:, 0], "lat": at[:, 1], "seconds": 60 * (2 + 1.5 * km**0.9)})
    rows["from"] = np.array(["St. Albans (HQ)", "Old name"], dtype=object)[which]
    rows.loc[0, "from"] = "Nowhere"
    rows.loc[1, "seconds"] = 10
    pd.DataFrame({"station": ["ST ALBANS", "Hatfield"], "lon": home[:, 0], "lat": home[:, 1]}).to_csv(
        tmp_path / "stations.csv", index=False
    )
    (tmp_path / "log.toml").write_text(NAMED_PLACES)
    rows.to_csv(tmp_path / "log.csv", index=False)
    found = fit_log(tmp_path / "log.csv", load_mapping(tmp_path / "log.toml"))
    assert found.journeys == {"used": 398, "too_short": 1, "unknown_place": 1}
    assert (found.curve.constant, found.curve.b, found.curve.p) == pytest.approx((2.0, 1.5, 0.9), abs=1e-3)


def test_without_distances_it_says_why_there_is_no_curve(tmp_path):
    found = fit_log(*saved(made_up(50, 1, 5.0, 0.3), tmp_path))
    assert found.curve is None
    assert "does not say how far" in found.no_curve
    few = made_up(50, 1, 5.0, 0.3).assign(km=2.0)
    path, mapping = saved(few, tmp_path)
    mapping = mapping.model_copy(update={"columns": mapping.columns.model_copy(update={"distance_km": "km"})})
    assert "50 journeys are too few" in fit_log(path, mapping).no_curve
    with pytest.raises(BluelightError, match="distances do not differ"):
        fit_curve(np.full(200, 2.0), np.full(200, 5.0))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = ", "is not TOML"),
        ('name = "x"', "columns"),
        ('name = "x"\n[columns]\ncall = "c"\nspeed = "s"', "speed"),
        ('name = "x"\n[columns]\ncall = "c"\n[hold_out]\nshare = 1.5', "hold_out.share"),
    ],
)
def test_a_wrong_mapping_is_refused(tmp_path, text, said):
    (tmp_path / "log.toml").write_text(text)
    with pytest.raises(InputError, match=said):
        load_mapping(tmp_path / "log.toml")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is no table"),
        ("call,dispatched,responding\n", "has no rows"),
        ("call,dispatchd,responding\n1,,\n", 'Did you mean "dispatchd"'),
        ('call,dispatched,responding\n1,"2,3\n', "is no table"),
    ],
)
def test_a_file_that_is_not_what_the_mapping_says_is_refused(tmp_path, content, said):
    (tmp_path / "log.csv").write_text(content)
    columns = {"call": "call", "dispatched": "dispatched", "responding": "responding"}
    with pytest.raises(InputError, match=said):
        fit_log(tmp_path / "log.csv", Mapping.model_validate({"name": "x", "columns": columns}))


def test_missing_files_and_mappings_without_an_interval_are_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        load_mapping(tmp_path / "none.toml")
    mapping = Mapping.model_validate({"name": "x", "columns": {"call": "call"}})
    with pytest.raises(InputError, match="cannot be read"):
        fit_log(tmp_path / "none.csv", mapping)
    (tmp_path / "log.csv").write_text("call\n1\n")
    with pytest.raises(BluelightError, match="make an interval"):
        fit_log(tmp_path / "log.csv", mapping)
