"""`bluelight validate` says what it found, and a check that finds something wrong fails."""

from itertools import combinations

import numpy as np
import pytest
from click.testing import CliRunner
from tests.response import plain_peer
from tests.validation import plain_replay

from bluelight.cli import main
from bluelight.options.location import Plan
from bluelight.response.recorded import read_recorded
from bluelight.travel.roads import Prepared
from bluelight.validation import Check, london, places, queues, report, roads, run_parts, traces
from bluelight.validation.check import inside, near, none_wrong, not_run
from bluelight.validation.shipped import FOLDER, content, table

GOOD = near("good", 1.0, 1.0, 0.0, "nature")
BAD = near("bad", 1.0, 2.0, 0.5, "nature")
ABSENT = not_run("absent", "3", "a library", "needs BLUELIGHT_REFERENCE")


def run(monkeypatch, *checks: Check, words=(), ci=None):
    monkeypatch.setattr(report, "PARTS", {"small": (lambda: list(checks),), "other": (lambda: [GOOD],)})
    monkeypatch.delenv("CI", raising=False)
    if ci:
        monkeypatch.setenv("CI", ci)
    return CliRunner().invoke(main, ["validate", *words])


@pytest.mark.parametrize("part", ["response", "travel", "location", "appraisal", "evaluation"])
def test_every_check_passes(reference, part):
    checks = [check for _, check in run_parts([part])]
    assert len(checks) > 10
    assert [check for check in checks if not check.passed] == []


def test_all_is_well(monkeypatch):
    done = run(monkeypatch, GOOD)
    assert done.exit_code == 0
    assert "2 passed, 0 failed, 0 not run" in done.output


def test_a_failure_ends_in_1(monkeypatch):
    done = run(monkeypatch, GOOD, BAD)
    assert done.exit_code == 1
    assert "FAIL" in done.output


def test_quiet_prints_only_what_failed(monkeypatch):
    done = run(monkeypatch, GOOD, BAD, ABSENT, words=["--quiet"])
    assert len(done.output.strip().splitlines()) == 1
    assert done.output.startswith("bad")
    assert run(monkeypatch, GOOD, words=["--quiet"]).output == ""


def test_a_part_alone(monkeypatch):
    assert "1 passed" in run(monkeypatch, BAD, words=["other"]).output


def test_an_unknown_part_ends_in_2(monkeypatch):
    done = run(monkeypatch, GOOD, words=["moonlight"])
    assert done.exit_code == 2
    assert "There are: small, other" in done.output


def test_what_was_not_run_fails_only_in_ci(monkeypatch):
    here = run(monkeypatch, ABSENT)
    assert here.exit_code == 0
    assert "not run: needs BLUELIGHT_REFERENCE" in here.output
    there = run(monkeypatch, ABSENT, ci="true")
    assert there.exit_code == 1
    assert "CI is set" in there.output
    assert "absent" in run(monkeypatch, ABSENT, words=["--quiet"], ci="true").output


def test_without_reference_material_its_rows_are_not_run(monkeypatch, tmp_path):
    monkeypatch.setenv("BLUELIGHT_REFERENCE", str(tmp_path))
    checks = traces.recorded_replay() + places.published_optima()
    assert len(checks) == 7
    assert {check.result for check in checks} == {"not run: needs BLUELIGHT_REFERENCE"}


def test_kinds_of_check_can_fail():
    assert near("a", 1.0, 1.1, 0.2, "").passed
    assert not near("a", 1.0, 1.1, 0.05, "").passed
    assert not near("a", 1.0, float("nan"), 0.05, "").passed
    assert none_wrong("a", 0, 3, "things", "").passed
    assert not none_wrong("a", 1, 3, "things", "").passed
    assert not none_wrong("a", 0, 0, "things", "").passed
    assert inside("a", 2.0, [1.9, 2.0, 2.2], "").passed
    assert not inside("a", 3.0, [1.9, 2.0, 2.2], "").passed


def test_the_interval_holds_what_it_should_99_times_in_100():
    rng = np.random.default_rng(4)
    held = [inside("a", 5.0, rng.normal(5.0, 2.0, 8), "").passed for _ in range(2000)]
    assert 0.98 < np.mean(held) < 0.998


@pytest.mark.parametrize("field", ["unit", "arrival", "mobilised", "freed"])
def test_a_kernel_that_answers_one_request_otherwise_is_noticed(monkeypatch, field):
    def otherwise(*arguments):
        answers = traces_answer(*arguments)
        answers[field][100] += 1
        return answers

    traces_answer = traces.answer
    monkeypatch.setattr(traces, "answer", otherwise)
    assert not all(check.passed for check in traces.frozen_kernel())


def test_a_replay_that_differs_is_noticed(monkeypatch):
    slower = traces.replay
    monkeypatch.setattr(traces, "replay", lambda recorded, factor: slower(recorded, factor * 0.9))
    assert not all(check.passed for check in traces.frozen_replay())


@pytest.mark.parametrize("wrong", ["lost", "early", "kind", "twice"])
def test_what_can_never_happen_is_noticed(monkeypatch, wrong):
    requests, answers, fleet = traces._hertfordshire()
    answers = answers.copy()
    if wrong == "lost":
        answers["unit"][5] = -1
    elif wrong == "early":
        answers["mobilised"][5] = requests["time"][5] - 1
    elif wrong == "kind":
        answers["unit"][5] = np.nonzero(fleet.units["kind"] != requests["kind"][5])[0][0]
    else:
        first = np.nonzero(answers["unit"] == answers["unit"][5])[0][:2]
        answers["mobilised"][first[1]] = answers["arrival"][first[0]]
    monkeypatch.setattr(traces, "_hertfordshire", lambda: (requests, answers, fleet))
    assert not all(check.passed for check in traces.conservation())


def test_a_road_a_millionth_too_slow_is_noticed(monkeypatch):
    weigh = Prepared.weigh

    def slow(self, seconds=None, closed=()):
        return weigh(self, (self.network.seconds if seconds is None else seconds) * (1 + 1e-6), closed)

    monkeypatch.setattr(Prepared, "weigh", slow)
    checks = roads.shipped_roads()
    assert [check.passed for check in checks] == [False, False, False, True]


def test_a_grid_shifted_by_ten_metres_is_noticed(monkeypatch):
    there = roads.to_lonlat
    monkeypatch.setattr(roads, "to_lonlat", lambda east, north: there(east + 10, north))
    assert not any(check.passed for check in roads.grid_references())


def test_without_the_reference_material_checks_of_travel_say_so(monkeypatch):
    monkeypatch.setattr(roads, "reference_folder", lambda: None)
    monkeypatch.setattr(london, "reference_folder", lambda: None)
    checks = [*roads.real_roads(), *london.travel_curve()]
    assert len(checks) == 14
    assert {check.result for check in checks} == {"not run: needs BLUELIGHT_REFERENCE"}


def test_a_queue_served_too_slowly_is_noticed(monkeypatch):
    calls = queues._calls

    def slow(*arguments):
        requests = calls(*arguments)
        requests["stay"] *= 1.02
        return requests

    monkeypatch.setattr(queues, "_calls", slow)
    assert not all(check.passed for check in queues.erlang_simulated())


def test_call_takers_who_are_too_slow_are_noticed(monkeypatch):
    answered = queues.answer_calls

    def slow(contacts, *rest):
        contacts["keeps"] *= 1.02
        return answered(contacts, *rest)

    monkeypatch.setattr(queues, "answer_calls", slow)
    monkeypatch.setattr(queues, "MORE_REPLICATIONS", queues.REPLICATIONS)
    assert not all(check.passed for check in queues.call_takers_simulated())


def test_a_plan_that_is_not_the_best_or_not_proven_is_noticed(monkeypatch):
    best = places.p_median
    monkeypatch.setattr(places, "p_median", lambda *a: Plan(best(*a).sites, best(*a).value, best(*a).value * 0.9))
    assert not all(check.passed for check in places.small_cases())


def test_the_frozen_trace_is_what_plain_python_answers():
    *case, expected = traces.frozen_case()
    answers = plain_peer.answer(*case)
    for field in expected.dtype.names:
        np.testing.assert_allclose(answers[field], expected[field], rtol=0, atol=1e-9)
    assert 0.05 < (expected["mobilised"] > case[-1]["time"]).mean() < 0.6
    assert (case[1].units["patrol"] >= 0).any()
    assert (case[1].units["patrol"] < 0).any()


def test_the_frozen_replay_is_what_a_plain_loop_answers():
    folder = FOLDER / "replay"
    names = {"matrix": "siren_minutes.csv.gz"}
    files = {
        name: folder / names.get(name, f"{name}.csv") for name in ("zones", "matrix", "units", "hospitals", "calls")
    }
    recorded = read_recorded(**files)
    columns = (recorded.arrival, recorded.zone, recorded.on_scene, recorded.to_hospital, recorded.handover)
    answers = plain_replay.replay(
        recorded.xy.tolist(),
        recorded.siren.tolist(),
        recorded.bases.tolist(),
        recorded.hospitals.tolist(),
        list(zip(*(column.tolist() for column in columns), strict=True)),
        traces.RETURN_FACTOR,
    )
    expected = table("replay/answers.csv")
    np.testing.assert_allclose(answers, expected[["response_min", "unit", "waited_min"]], rtol=0, atol=1e-9)
    assert (expected["waited_min"] > 0).any()


def test_the_frozen_best_plans_are_the_best_of_all():
    for case in content("location_cases.json"):
        times, weights = np.array(case["times"]), np.array(case["weights"])
        plans = [list(plan) for plan in combinations(range(len(times)), case["p"])]
        assert case["least_time"] == min((weights * times[plan].min(axis=0)).sum() for plan in plans)
        covered = [(times[plan] <= case["near"]).any(axis=0) for plan in plans]
        assert case["most_cover"] == max(weights[zones].sum() for zones in covered)
        fewer = combinations(range(len(times)), case["fewest_sites"] - 1)
        assert not any((times[list(plan)] <= case["within"]).any(axis=0).all() for plan in fewer)
        enough = combinations(range(len(times)), case["fewest_sites"])
        assert any((times[list(plan)] <= case["within"]).any(axis=0).all() for plan in enough)
