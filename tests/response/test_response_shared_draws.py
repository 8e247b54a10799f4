"""Items of an attendance that one draw decides: one unit goes instead of another, call by call."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bluelight.area import Area, check_area, load_area
from bluelight.response.demand import draw_calls
from bluelight.response.requests import SharedDraws, ask
from bluelight.response.run import prepare

LITTLEHAM = Path("tests/data/littleham")


def deciding(area: Area, *items: tuple[int, str, str, float, float]) -> Area:
    """Cardiac arrests sent what the items say, all decided by the draw of the first place: order, who, from, for."""
    others = area.attendance[area.attendance["incident_type"] != "cardiac_arrest"]
    rows = [
        {"incident_type": "cardiac_arrest", "order": o, "service": s, "unit_kind": k, "probability": p, "from_share": f}
        for o, s, k, f, p in items
    ]
    new = pd.DataFrame(rows).assign(decided_by=1.0, probability_basis="assumed", note="")
    return area.with_tables(attendance=pd.concat([others, new[others.columns]], ignore_index=True))


def sent(area: Area, days: int = 400) -> np.ndarray:
    """Whether each place was sent to each cardiac arrest (calls, places)."""
    ready = prepare(area)
    calls = draw_calls(area, days, 3, 0)
    asked = ask(calls, ready.scenario, ready.attendance, ready.to_hospital, ready.hospital_place)
    wanted = list(area.incident_types["incident_type"]).index("cardiac_arrest")
    flags = np.zeros((len(calls), ready.attendance.drawn), dtype=bool)
    flags[asked.call, asked.order - 1] = True
    return flags[calls.incident_type == wanted]


@given(split=st.floats(0.05, 0.95))
@settings(max_examples=15, deadline=None)
def test_exactly_one_of_two_is_sent_to_each_call(split: float) -> None:
    area = deciding(
        load_area(LITTLEHAM), (1, "ambulance", "rrv", 0.0, split), (2, "ambulance", "dsa", split, 1.0 - split)
    )
    flags = sent(area)
    assert len(flags)
    assert (flags[:, 0] ^ flags[:, 1]).all()
    assert abs(flags[:, 0].mean() - split) < 5 * np.sqrt(split * (1 - split) / len(flags)) + 1e-9


def test_a_place_decided_by_its_own_draw_is_as_one_that_does_not_say() -> None:
    area = load_area(LITTLEHAM)
    plain = area.with_tables(attendance=area.attendance.assign(decided_by=np.nan, from_share=np.nan))
    own = area.with_tables(
        attendance=area.attendance.assign(decided_by=area.attendance["order"].astype(float), from_share=np.nan)
    )
    assert plain.digest == area.digest
    assert (sent(own) == sent(plain)).all()


@pytest.mark.parametrize(
    ("cells", "column", "words"), [("9,0", "decided_by", "nothing at place 9"), ("1,0.5", "from_share", "beyond 1")]
)
def test_a_pack_whose_shared_draws_do_not_hold_is_refused(tmp_path: Path, cells: str, column: str, words: str) -> None:
    import shutil

    folder = tmp_path / "pack"
    shutil.copytree(LITTLEHAM, folder)
    path = folder / "attendance.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    told = [f"{lines[0]},decided_by,from_share", f"{lines[1]},{cells}", *(f"{line},," for line in lines[2:])]
    path.write_text("\n".join(told) + "\n", encoding="utf-8")
    [found] = check_area(folder)
    assert (found.row, found.column) == (2, column)
    assert words in found.what


SHARES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 16), st.integers(0, 16)), min_size=4, max_size=4)


@given(SHARES)
def test_the_chance_that_any_is_sent_is_the_share_of_draws_that_send_one(places: list[tuple[int, int, int]]) -> None:
    """In sixteenths, so that draws in the middle of each say it exactly."""
    place, start, chance = (np.array([[each[k] for each in places]]) for k in range(3))
    shared = SharedDraws(place, start / 16)
    u = np.tile((np.arange(16)[:, None] + 0.5) / 16, (1, 4))
    flags = shared.sent(np.zeros(16, np.int32), np.tile(chance / 16, (16, 1)), u)
    expected = [flags[:, place[0] == draw].any(axis=1).mean() for draw in range(4)]
    assert shared.any_sent(chance / 16).tolist() == [expected]
