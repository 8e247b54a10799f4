"""Recorded calls are answered as another program answered them, and wrong files are refused in words."""

import gzip

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.validation import plain_replay

from bluelight.cli import main
from bluelight.errors import BluelightError, InputError
from bluelight.response.recorded import Recorded, read_recorded
from bluelight.response.replay import replay


def made_up(seed: int, zones: int, units: int, hospitals: int, calls: int, whole: bool) -> Recorded:
    rng = np.random.default_rng(seed)
    xy = rng.random((zones, 2)) * 20
    minutes = 1 + 1.3 * np.sqrt(((xy[:, None] - xy) ** 2).sum(axis=2)) + rng.random((zones, zones))
    np.fill_diagonal(minutes, 0)
    arrival, on_scene, handover = (
        np.sort(rng.random(calls) * 500),
        rng.exponential(20, calls),
        rng.exponential(9, calls),
    )
    if whole:  # ties everywhere
        xy, minutes, arrival, on_scene, handover = (np.round(a) for a in (xy, minutes, arrival, on_scene, handover))
    return Recorded(
        zones=tuple(f"z{i}" for i in range(zones)),
        xy=xy,
        siren=minutes,
        unit_numbers=np.arange(units) * 2 + 5,
        bases=rng.integers(0, zones, units).astype(np.int32),
        hospitals=rng.choice(zones, min(hospitals, zones), replace=False).astype(np.int32),
        call_numbers=np.arange(calls),
        arrival=arrival,
        zone=rng.integers(0, zones, calls).astype(np.int32),
        on_scene=on_scene,
        to_hospital=rng.random(calls) < 0.6,
        handover=handover,
    )


@given(
    seed=st.integers(0, 2**32 - 1),
    zones=st.integers(1, 30),
    units=st.integers(1, 8),
    hospitals=st.integers(1, 4),
    calls=st.integers(1, 60),
    whole=st.booleans(),
    factor=st.sampled_from([0.5, 0.95, 1.0, 1.3]),
)
@settings(max_examples=150, deadline=None)
def test_plain_python_answers_every_call_the_same(seed, zones, units, hospitals, calls, whole, factor):
    recorded = made_up(seed, zones, units, hospitals, calls, whole)
    answers = replay(recorded, factor)
    expected = plain_replay.replay(
        recorded.xy.tolist(),
        recorded.siren.tolist(),
        recorded.bases.tolist(),
        recorded.hospitals.tolist(),
        list(
            zip(
                *(getattr(recorded, n).tolist() for n in ("arrival", "zone", "on_scene", "to_hospital", "handover")),
                strict=True,
            )
        ),
        factor,
    )
    response, unit, waited = zip(*expected, strict=True)
    assert (answers["unit"] == recorded.unit_numbers[list(unit)]).all()
    np.testing.assert_allclose(answers["response_min"], response, rtol=0, atol=1e-9)
    np.testing.assert_allclose(answers["waited_min"], waited, rtol=0, atol=1e-9)


@pytest.mark.parametrize(("trace", "calls", "mean", "queued"), [(1, 1400, 6.916663, 0), (2, 800, 10.178388, 43)])
def test_the_recorded_traces_of_utrecht(reference, tmp_path, trace, calls, mean, queued):
    folder = reference / "facts" / "response" / "utrecht"
    out = tmp_path / "answers.csv"
    files = {
        "zones": folder / "zones.csv",
        "matrix": folder / "siren_minutes.csv.gz",
        "units": folder / f"trace_{trace}_units.csv",
        "hospitals": folder / "hospitals.csv",
        "calls": folder / f"trace_{trace}_calls.csv",
        "out": out,
    }
    done = CliRunner().invoke(
        main, ["replay", *(w for k, v in files.items() for w in (f"--{k}", str(v))), "--return-factor", "0.95"]
    )
    assert done.exit_code == 0, done.output
    assert f"{calls:,} calls" in done.output
    answers, expected = pd.read_csv(out), pd.read_csv(folder / f"trace_{trace}_answers.csv")
    assert list(answers.columns) == list(expected.columns)
    assert len(answers) == calls
    assert (answers["call"] == expected["call"]).all()
    assert (answers["unit"] == expected["unit"]).all()
    assert (answers["response_min"] - expected["response_min"]).abs().max() <= 1e-6
    assert (answers["waited_min"] - expected["waited_min"]).abs().max() <= 1e-6
    assert int((answers["waited_min"] > 0).sum()) == queued
    assert answers["response_min"].mean() == pytest.approx(mean, abs=5e-7)


FILES = {
    "zones.csv": "zone,x,y\nA,0,0\nB,5,0\n",
    "siren.csv": "from_zone,A,B\nA,0,4\nB,5,0\n",
    "units.csv": "unit,base_zone\n1,A\n0,B\n",
    "hospitals.csv": "zone\nB\n",
    "calls.csv": "call,arrival_min,zone,on_scene_min,to_hospital,handover_min\n0,1,A,10,1,5\n1,2,B,10,0,\n2,3,B,1,0,\n",
}


def written(folder, **changed):
    for name, text in {**FILES, **{k.replace("_", "."): v for k, v in changed.items()}}.items():
        if text is not None:
            (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return {
        "zones": folder / "zones.csv",
        "matrix": folder / "siren.csv",
        "units": folder / "units.csv",
        "hospitals": folder / "hospitals.csv",
        "calls": folder / "calls.csv",
    }


def test_a_small_case_by_hand(tmp_path):
    # Unit 0 stands at B, unit 1 at A. Call 0 at A goes to unit 1; call 1 at B to unit 0, free at 12; call 2 at B waits
    # for it: unit 1 would be free at 1 + 0 + 10 + 4 + 5 = 20.
    answers = replay(read_recorded(**written(tmp_path)))
    assert answers["unit"].tolist() == [1, 0, 0]
    assert answers["response_min"].tolist() == [0, 0, 9]
    assert answers["waited_min"].tolist() == [0, 0, 9]


def test_the_matrix_may_be_gzip(tmp_path):
    packed = gzip.compress(FILES["siren.csv"].encode())
    assert read_recorded(**written(tmp_path, siren_csv=packed)).siren.tolist() == [[0, 4], [5, 0]]


HEADER = FILES["calls.csv"].splitlines()[0]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"zones_csv": None}, "zones.csv: is not a file"),
        ({"siren_csv": None}, "siren.csv: is not a file"),
        ({"siren_csv": gzip.compress(b"from_zone,A,B\nA,0,4\nB,5,0\n" * 99)[:-9]}, "siren.csv: cannot be read"),
        ({"siren_csv": "A,B\n0,1\n1,0\n"}, 'siren.csv, row 1: does not begin with the column "from_zone"'),
        ({"siren_csv": "from_zone,A\nA,0\nB,1\n"}, 'has no times from and to the zone "B"'),
        ({"siren_csv": "from_zone,A,B\nA,0,1\n"}, 'has no times from and to the zone "B"'),
        ({"siren_csv": "from_zone,A,B\nA,0,-1\nB,1,0\n"}, "siren.csv, row 2, column B: -1 minutes is out of range"),
        ({"siren_csv": "from_zone,A,B\nA,0,nan\nB,1,0\n"}, "siren.csv, row 2, column B: nan is not a time"),
        ({"siren_csv": "from_zone,A,B\nA,0,far\nB,1,0\n"}, 'siren.csv, row 2, column B: "far" is not a number'),
        ({"siren_csv": "from_zone,A,B\nA,0\nB,1,0\n"}, "siren.csv, row 2: has 2 cells where the header has 3"),
        ({"siren_csv": "from_zone,A,B,C\nA,0,1,1\n"}, 'has the zone "C", which zones do not have'),
        ({"units_csv": "unit,base_zone\n0,C\n"}, 'units.csv, row 2, column base_zone: names the zone "C"'),
        ({"units_csv": "unit,base_zone\n0,A\n0,B\n"}, "unit 0 is there already"),
        ({"units_csv": "unit,base_zone\n"}, "units.csv: has no units"),
        ({"hospitals_csv": "zone\n"}, "calls.csv, row 2, column to_hospital: goes to hospital, and there is none"),
        ({"calls_csv": "call,zone\n0,A\n"}, 'calls.csv, row 1, column arrival_min: has no column "arrival_min"'),
        ({"calls_csv": f"{HEADER}\n0,5,A,1,0,\n1,4,A,1,0,\n"}, "calls.csv, row 3, column arrival_min: comes in at 4"),
        ({"calls_csv": f"{HEADER}\n0,5,A,-1,0,\n"}, "calls.csv, row 2, column on_scene_min"),
        ({"calls_csv": f"{HEADER}\n0,5,A,1,1,\n"}, "column handover_min: is empty for a call to hospital"),
        ({"calls_csv": f"{HEADER}\n0,5,Q,1,0,\n"}, 'calls.csv, row 2, column zone: names the zone "Q"'),
    ],
)
def test_wrong_files_are_refused_with_their_place(tmp_path, changed, said):
    files = written(tmp_path, **changed)
    with pytest.raises(InputError) as refused:
        read_recorded(**files)
    assert said in str(refused.value)


def test_every_problem_of_every_file_is_told_at_once(tmp_path):
    files = written(tmp_path, units_csv="unit,base_zone\n0,C\n", calls_csv=f"{HEADER}\n0,5,Q,1,0,\n1,4,A,1,0,\n")
    with pytest.raises(InputError) as refused:
        read_recorded(**files)
    assert len(refused.value.problems) == 3


@pytest.mark.parametrize("factor", [0.0, -1.0, float("nan"), float("inf")])
def test_an_impossible_return_factor(tmp_path, factor):
    with pytest.raises(BluelightError, match="return factor"):
        replay(read_recorded(**written(tmp_path)), factor)


def test_nothing_is_written_when_the_input_is_wrong(tmp_path):
    files = written(tmp_path, units_csv="unit,base_zone\n0,C\n")
    words = [w for k, v in files.items() for w in (f"--{k}", str(v))]
    done = CliRunner().invoke(main, ["replay", *words, "--out", str(tmp_path / "answers.csv")])
    assert done.exit_code == 2
    assert "Traceback" not in done.output
    assert not (tmp_path / "answers.csv").exists()
