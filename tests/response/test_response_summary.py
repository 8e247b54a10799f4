"""What a simulation says of response, worked out again from the answers, call by call."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd
import pytest
from tests.response.at_once import summarise

from bluelight.area import load_area
from bluelight.area.schema import SERVICES
from bluelight.errors import BluelightError
from bluelight.response.arrays import ABANDONED
from bluelight.response.demand import draw_calls
from bluelight.response.kernel import run
from bluelight.response.load import no_load
from bluelight.response.performance import combine
from bluelight.response.ready import prepare
from bluelight.response.requests import ask
from bluelight.response.scenario import draw_shifts
from bluelight.response.tally import group_summary

DAYS, WARM_UP = 40, 5


@pytest.fixture(scope="module")
def replication(littleham):
    area = load_area(littleham)
    ready = prepare(area)
    calls = draw_calls(area, DAYS, 2, 0, WARM_UP)
    duty, on = draw_shifts(ready.scenario, (DAYS + WARM_UP) * 24, 2, 0)
    asked = ask(calls, ready.scenario, ready.attendance, ready.to_hospital, ready.hospital_place)
    outcome = run(ready.scenario.map, ready.scenario.fleet, duty, asked.requests)
    return area, calls, asked, outcome, on


@pytest.fixture(scope="module")
def summary(replication):
    return _told(*replication)


def _told(*replication):
    return combine(replication[0], [summarise(*replication)], no_load(), DAYS, 2, WARM_UP)


@pytest.fixture(scope="module")
def told(replication):
    """Per service, type, zone, hour, arrival: lists of (minutes from the call, from mobilisation, waited)."""
    area, calls, asked, (answers, *_), _ = replication
    units_at = defaultdict(list)
    for i in range(len(asked.call)):
        units_at[asked.call[i], SERVICES[asked.service[i]]].append(
            (answers["arrival"][i], answers["mobilised"][i] > asked.requests["time"][i], asked.requests["time"][i])
        )
    rows = []
    for (c, service), arrivals in units_at.items():
        if calls.time_min[c] < WARM_UP * 1440:
            continue
        arrivals.sort()
        named = list(zip(("first", "second", "third"), arrivals, strict=False))
        named.append(("full", (arrivals[-1][0], any(a[1] for a in arrivals), arrivals[-1][2])))
        for arrival, (time, waited, asked_at) in named:
            rows.append(
                {
                    "service": service,
                    "arrival": arrival,
                    "incident_type": area.incident_types["incident_type"].iloc[calls.incident_type[c]],
                    "zone": area.zones["zone"].iloc[calls.zone[c]],
                    "rural": bool(area.zones["rural"].iloc[calls.zone[c]]),
                    "hour": str(int(calls.time_min[c] % 1440 // 60)),
                    "all": "all",
                    "call": time - calls.time_min[c],
                    "mobilisation": time - asked_at,
                    "waited": waited,
                    "c": c,
                }
            )
    return pd.DataFrame(rows)


def test_every_row_is_what_its_calls_say(summary, told, replication):
    area = replication[0]
    standards = area.standards.to_dict("records")
    order = {"first": 1, "second": 2, "third": 3, "full": None}
    checked = 0
    for row in summary.measures[summary.measures["service"] != "any"].to_dict("records"):
        mine = told[
            (told["service"] == row["service"])
            & (told["arrival"] == row["arrival"])
            & (told[row["grouping"]] == row["group"])
        ]
        minutes = mine[row["clock"]]
        assert row["n"] == len(mine)
        assert row["mean_min"] == pytest.approx(minutes.mean())
        assert row["median_min"] == pytest.approx(minutes.quantile(0.5))
        assert row["p90_min"] == pytest.approx(minutes.quantile(0.9))
        assert row["waited_share"] == pytest.approx(mine["waited"].mean())
        within = []
        for call in mine.to_dict("records"):
            for standard in standards:
                if (
                    standard["service"] == row["service"]
                    and standard["arrival"] == order[row["arrival"]]
                    and call["incident_type"] in standard["incident_types"]
                ):
                    if standard["clock"] == row["clock"]:
                        rural = call["rural"] and not np.isnan(standard["rural_minutes"])
                        limit = standard["rural_minutes"] if rural else standard["minutes"]
                        within.append(call[row["clock"]] <= limit)
                    break
        assert row["within_share"] == pytest.approx(np.mean(within) if within else np.nan, nan_ok=True)
        checked += 1
    assert checked > 60
    assert set(summary.measures["grouping"]) == {"all", "incident_type", "zone", "hour"}


def test_no_group_is_missing(summary, told):
    rows = summary.measures[(summary.measures["grouping"] == "incident_type") & (summary.measures["service"] != "any")]
    have = set(zip(rows["service"], rows["group"], rows["arrival"], rows["clock"], strict=True))
    want = {
        (s, t, a, clock)
        for s, t, a in zip(told["service"], told["incident_type"], told["arrival"], strict=True)
        for clock in ("call", "mobilisation")
    }
    assert have == want


def test_the_first_of_any_service(summary, told):
    first = told[told["arrival"] == "first"].sort_values("call").drop_duplicates("c")
    rows = summary.measures[summary.measures["service"] == "any"].set_index("group")
    shares = summary.first.set_index(["incident_type", "service"])["share"]
    for name, mine in first.groupby("incident_type"):
        assert rows.loc[name, "n"] == len(mine)
        assert rows.loc[name, "mean_min"] == pytest.approx(mine["call"].mean())
        for service in SERVICES:
            assert shares[name, service] == pytest.approx((mine["service"] == service).mean())


def test_curves_count_calls_reached_by_each_minute(summary, told):
    curves = summary.curves
    fire = told[(told["service"] == "fire") & (told["arrival"] == "first")]["mobilisation"]
    mine = curves[curves["service"] == "fire"]
    for minutes, share in zip(mine["minutes"], mine["share"], strict=True):
        assert share == pytest.approx((fire <= minutes).mean())
    assert mine["share"].is_monotonic_increasing


def test_units_work_as_long_as_their_jobs(summary, replication):
    area, _, _, (answers, *_), on = replication
    begin, end = WARM_UP * 1440.0, (WARM_UP + DAYS) * 1440.0
    for i, row in enumerate(summary.units.to_dict("records")):
        assert row["unit"] == area.units["unit"].iloc[i]
        mine = answers[answers["unit"] == i]
        busy = sum(max(0.0, min(j["freed"], end) - max(j["mobilised"], begin)) for j in mine)
        assert row["busy_share"] == pytest.approx(busy / (on[WARM_UP * 24 :, i].sum() * 60.0))
        assert row["jobs"] == ((mine["mobilised"] >= begin) & (mine["mobilised"] < end)).sum()


def test_published_figures_and_standards_have_their_counterparts(summary, told):
    published = summary.published.set_index("figure")["value"]
    house = told[(told["service"] == "fire") & (told["incident_type"] == "house_fire")]
    first, second = (house[house["arrival"] == a]["mobilisation"] for a in ("first", "second"))
    assert published["first_engine_mean"] == pytest.approx(first.mean())
    assert published["second_engine_mean"] == pytest.approx(second.mean())
    assert published["first_engine_within"] == pytest.approx((first <= 10).mean())
    fires = told[(told["service"] == "fire") & (told["arrival"] == "first")]
    assert published["fires"] == pytest.approx(len(fires) * 365 / DAYS)
    standards = summary.standards.set_index("standard")["value"]
    arrest = told[(told["incident_type"] == "cardiac_arrest") & (told["arrival"] == "first")]["call"]
    assert standards["c1_mean"] == pytest.approx(arrest.mean())
    assert standards["c1_p90"] == pytest.approx(arrest.quantile(0.9))
    police = told[
        (told["service"] == "police")
        & (told["arrival"] == "first")
        & told["incident_type"].isin(["police_emergency", "road_collision"])
    ]
    assert standards["police_emergency"] == pytest.approx(
        (police["call"] <= np.where(police["rural"], 20.0, 15.0)).mean()
    )


def test_time_lost_on_the_way_to_a_request_left_behind_is_busy_time(replication, summary):
    area, calls, asked, outcome, on = replication
    lost = np.zeros(3, dtype=ABANDONED)  # unit 1: 20 minutes before the end of the warm-up count not, 30 after it do
    lost["unit"], lost["mobilised"], lost["left"] = [1, 1, 2], [7180.0, 8000.0, 60.0], [7210.0, 8020.0, 90.0]
    units = _told(area, calls, asked, outcome._replace(abandoned=lost), on).units
    more = (units["busy_share"] - summary.units["busy_share"]) * on[WARM_UP * 24 :].sum(axis=0) * 60
    assert more.tolist() == pytest.approx([0, 30, *[0] * (len(more) - 2)], abs=1e-6)
    assert units["jobs"].equals(summary.units["jobs"])


def test_a_request_that_nobody_answered_is_an_error(replication):
    area, calls, asked, outcome, on = replication
    broken = outcome._replace(answers=outcome.answers.copy())
    broken.answers["unit"][5] = -1
    with pytest.raises(BluelightError, match="1 requests were never answered"):
        summarise(area, calls, asked, broken, on)


def test_an_empty_group_has_no_figures():
    summary = group_summary(
        np.array([1.0, 2.0, 4.0]), np.array([0, 2, 2], np.int32), np.array([1, -1, -1], np.int8), np.zeros(3, bool), 3
    )
    np.testing.assert_array_equal(summary[:, 0], [1, 0, 2])
    assert np.isnan(summary[1, 1:]).all()
    np.testing.assert_allclose(summary[2, 1:4], [3.0, 3.0, 3.8])
    np.testing.assert_array_equal(np.isnan(summary[:, 4]), [False, True, True])
