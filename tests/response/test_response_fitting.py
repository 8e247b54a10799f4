"""Fitting free parameters to published figures, and judging the fit on what was left out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from bluelight.area import load_area
from bluelight.cli import main
from bluelight.errors import BluelightError, InputError
from bluelight.response import fit, simulate
from bluelight.response.fitting import with_values

SETTINGS = {"days": 60, "replications": 3, "seed": 4}
FIRE = ("travel_scale", "fire")


@pytest.fixture(scope="module")
def area(littleham):
    return load_area(littleham)


def published_at(area, scale, **more):
    """The area with its figures published as the model would give them at another scale."""
    model = simulate(with_values(area, {FIRE: scale}), **SETTINGS).published.groupby("figure")["value"].mean()
    table = area.published.copy()
    table["value"] = [more.get(f, model[f]) for f in table["figure"]]
    return area.with_tables(published=table)


@pytest.fixture(scope="module")
def found(area):
    return fit(published_at(area, 1.17), **SETTINGS)


@pytest.mark.parametrize("scale", [0.86, 1.24])
def test_the_scale_that_made_the_figures_is_found_again(area, scale):
    again = fit(published_at(area, scale), **SETTINGS)
    assert again.parameters["fitted"].tolist() == pytest.approx([scale], abs=0.002)
    assert again.area.parameter(*FIRE) == again.parameters["fitted"].iloc[0]
    assert again.area.parameter("travel_scale", "police") == area.parameter("travel_scale", "police")


def test_the_start_changes_nothing_but_the_start(area, found):
    again = fit(published_at(area, 1.17), start={FIRE: 0.85}, workers=2, **SETTINGS)
    assert again.parameters["start"].tolist() == [0.85]
    assert again.parameters["fitted"].tolist() == pytest.approx(found.parameters["fitted"].tolist(), abs=0.002)


def test_it_stays_within_the_limits_and_says_so(area):
    again = fit(published_at(area, 1.6), **SETTINGS)
    assert again.parameters[["fitted", "at_limit"]].values.tolist() == [[1.3, True]]


def test_what_was_fitted_and_what_was_held_out_are_told_apart(found):
    assert found.figures[["figure", "role"]].values.tolist() == [
        ["first_engine_mean", "fitted"],
        ["second_engine_mean", "fitted"],
        ["first_engine_within", "held out"],
        ["c2_mean", "nothing fitted"],
    ]
    held_out = found.figures.set_index("figure").loc["first_engine_within"]
    assert held_out["error_in"] == "points"
    assert held_out["error"] == pytest.approx(100 * (held_out["model"] - held_out["published"]))
    assert abs(held_out["error"]) < abs(held_out["start_error"])
    assert set(found.not_fitted) == {"police", "ambulance"}
    assert found.not_fitted["police"].startswith("nothing is published")
    assert found.not_fitted["ambulance"].startswith("none of its parameters is marked as free")


def test_the_interval_is_wider_for_figures_of_one_year_than_the_luck_of_the_simulation(found):
    row = found.parameters.iloc[0]
    assert row["low"] < row["fitted"] < row["high"]
    assert fit(found.area, **{**SETTINGS, "replications": 1}).parameters[["low", "high"]].isna().all().all()


def test_the_fitted_area_says_where_the_value_is_from(found):
    rows = found.area.parameters.set_index(["parameter", "service"])
    assert rows.loc[FIRE, "basis"] == "derived"
    assert rows.loc[FIRE, "source"] == "fitted by bluelight calibrate to first_engine_mean, second_engine_mean"
    assert rows.loc[FIRE, ["low", "high"]].tolist() == [0.8, 1.3]


def years_of_a_share(area, shares):
    """The area with the held-out share published for several years, `shares` added to what the model gives."""
    place = published_at(area, 1.0)
    table = place.published
    (row,) = table[table["figure"] == "first_engine_within"].to_dict("records")
    rows = [row | {"figure": f"y{i}", "period": str(2000 + i), "value": row["value"] + s} for i, s in enumerate(shares)]
    kept = table[table["figure"] != "first_engine_within"]
    return place.with_tables(published=pd.concat([kept, pd.DataFrame(rows)], ignore_index=True))


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ([0.30, -0.30], ["the years differ by more than a fit can follow", "the years differ by more than a fit can"]),
        ([-0.30, -0.04], ["the years differ, and others are within 5", "within 5"]),
        ([-0.30], ["not explained"]),
    ],
)
def test_a_miss_is_explained_by_the_figures_or_not_at_all(area, shares, said):
    # A long year, so that luck explains nothing.
    judged = fit(years_of_a_share(area, shares), **{**SETTINGS, "days": 61}).figures
    told = judged.loc[judged["figure"].str.startswith("y"), "said"].tolist()
    assert [part in text for part, text in zip(said, told, strict=True)] == [True] * len(said), told


def without_fits(area):
    published = area.published.copy()
    published["fits"] = False
    return area.with_tables(published=published)


def two_free_parameters_for_one_figure(area):
    published, parameters = area.published.copy(), area.parameters.copy()
    published["fits"] = published["figure"] == "first_engine_mean"
    twice = parameters["parameter"].isin(["travel_scale"]) & parameters["service"].isin(["fire"])
    more = parameters[twice].assign(parameter="travel_residual_sigma", value=0.3, low=0.1, high=0.5)
    return area.with_tables(published=published, parameters=pd.concat([parameters, more], ignore_index=True))


@pytest.mark.parametrize("change", [without_fits, two_free_parameters_for_one_figure])
def test_what_cannot_be_fitted_is_refused(area, change):
    with pytest.raises(InputError, match=r"nothing to fit|cannot be told"):
        fit(change(area), days=2, replications=1)


def test_a_parameter_that_moves_nothing_is_refused(area):
    parameters = area.parameters.copy()
    swap = (parameters["parameter"] == "travel_scale") & (parameters["service"] == "fire")
    parameters["free"] = False
    more = parameters[swap].assign(parameter="joint_transfer_s", value=30.0, low=10.0, high=60.0, free=True)
    with pytest.raises(BluelightError, match="joint_transfer_s of fire changes none of the figures"):
        fit(area.with_tables(parameters=pd.concat([parameters, more], ignore_index=True)), days=20, replications=1)


def test_figures_that_never_happened_ask_for_more_days(area):
    types = area.incident_types.copy()
    types.loc[types["incident_type"] == "house_fire", "annual_count"] = 0.001
    with pytest.raises(BluelightError, match=r"nothing happened that gives first_engine_mean.*Simulate more days"):
        fit(area.with_tables(incident_types=types), days=1, replications=1)


@pytest.fixture
def run(littleham, tmp_path):
    def invoke(*arguments):
        settings = ["--days", "40", "--replications", "2"]
        return CliRunner().invoke(main, ["calibrate", str(littleham), *settings, *arguments])

    return invoke


def test_the_command_prints_the_fit_and_writes_what_a_pack_can_take(run, littleham, tmp_path):
    result = run("--start", "travel_scale:fire=0.9", "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    for words in ("travel_scale  fire     0.9", "Held out", "police: nothing is published", "ambulance: none of its"):
        assert words in result.stdout
    fitted = pd.read_csv(tmp_path / "out" / "fit.csv")["fitted"].iloc[0]
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "fit.csv",
        "figures.csv",
        "parameters.csv",
        "fire.svg",
    }
    pack = tmp_path / "pack"
    pack.mkdir()
    for path in littleham.iterdir():
        (pack / path.name).write_bytes(path.read_bytes())
    (pack / "parameters.csv").write_bytes((tmp_path / "out" / "parameters.csv").read_bytes())
    assert load_area(pack).parameter(*FIRE) == fitted


def test_quiet_says_nothing(run):
    result = run("--quiet")
    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("travel_scale:fire", "Write it as"),
        ("travel_scale:fire=fast", "Write it as"),
        ("travel_scale:police=1", "it is not fitted"),
        ("travel_scale:fire=2", "outside its limits"),
    ],
)
def test_a_wrong_start_ends_in_2(run, start, said):
    result = run("--start", start)
    assert result.exit_code == 2
    assert said in result.stderr


def test_one_replication_gives_no_interval_and_no_fault(area):
    again = fit(area, days=40, replications=1)
    assert np.isnan(again.parameters["low"].iloc[0])
    assert again.figures["low"].isna().all()
