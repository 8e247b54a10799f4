"""With every rule in any mixture the kernel answers as plain Python does, call by call."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import njit
from tests.response import made_up, plain_peer

from bluelight.response.arrays import (
    COMPLIES,
    COVERS,
    HOSPITAL,
    Care,
    Duty,
    Rules,
    Standby,
    arrange,
    as_map,
    as_requests,
)
from bluelight.response.kernel import run
from bluelight.response.rules.handover import taken_to

# Each mixture is a kernel of its own to compile: every rule alone, those that meet in dispatch, and all together.
MIXTURES = (
    {"diverts"},
    {"stand_ins"},
    {"hospitals"},
    {"standby"},
    {"diverts", "standby"},
    {"diverts", "stand_ins", "hospitals", "standby"},
)


@given(
    seed=st.integers(0, 2**32 - 1),
    sites=st.integers(1, 6),
    zones=st.integers(1, 25),
    units=st.integers(1, 12),
    kinds=st.integers(1, 4),
    n=st.integers(1, 80),
    hours=st.integers(1, 30),
    stay=st.sampled_from([0.0, 5.0, 60.0]),
    on_share=st.sampled_from([0.4, 1.0]),
    patrol_share=st.sampled_from([0.0, 0.5, 1.0]),
    whole=st.booleans(),
    mixture=st.sampled_from(MIXTURES),
)
@settings(max_examples=300, deadline=None)
def test_kernel_and_plain_python_give_the_same_bytes(
    seed, sites, zones, units, kinds, n, hours, stay, on_share, patrol_share, whole, mixture
):
    rng = np.random.default_rng(seed)
    kinds = min(kinds, units)
    place = made_up.world(rng, sites, zones, round_to=6 if whole else None)
    fleet = made_up.fleet(rng, place, units, kinds, patrol_share)
    duty = made_up.duty(rng, place, fleet, hours, on_share)
    requests = made_up.requests(rng, place, kinds, n, hours, stay, whole)
    rules = made_up.rules(rng, kinds, "diverts" in mixture, "stand_ins" in mixture)
    if "hospitals" in mixture:
        rules = rules._replace(care=made_up.care(rng, place, requests, whole))
    if "standby" in mixture:
        rules = rules._replace(standby=made_up.standby(rng, place, fleet))
    ours, theirs = (program.run(place, fleet, duty, requests, rules) for program in (_Kernel, plain_peer))
    for name in ("answers", "abandoned"):
        one, other = getattr(ours, name), getattr(theirs, name)
        for field in one.dtype.names:
            np.testing.assert_array_equal(one[field], other[field], err_msg=f"{name} {field}")
    conserved(fleet, requests, ours, rules)


class _Kernel:
    run = staticmethod(run)


def conserved(fleet, requests, outcome, rules):
    """No request lost, times in order, a suited kind sent, no unit in two places."""
    answers, abandoned = outcome.answers, outcome.abandoned
    assert (answers["unit"] >= 0).all()
    assert (answers["mobilised"] >= requests["time"]).all()
    assert (answers["arrival"] >= answers["mobilised"]).all()
    assert (answers["freed"] >= answers["arrival"]).all()
    assert (abandoned["left"] >= abandoned["mobilised"]).all()
    sent = fleet.units["kind"][answers["unit"]]
    if rules.preference is None:
        assert (sent == requests["kind"]).all()
    else:
        assert (rules.preference[requests["kind"], sent] >= 0).all()
    unit = np.concatenate([answers["unit"], abandoned["unit"]])
    begin = np.concatenate([answers["mobilised"], abandoned["mobilised"]])
    end = np.concatenate([answers["freed"], abandoned["left"]])
    order = np.lexsort((end, begin, unit))
    same_unit = unit[order][1:] == unit[order][:-1]
    assert (begin[order][1:] >= end[order][:-1])[same_unit].all()


def _line(kinds, homes, rows, rules, back_at=None):
    """A straight road of zones 0 to 20 a minute apart, the site at zone 0; rows are time, zone, kind, rank, stay.

    The last unit comes on duty at `back_at`, where that is given.
    """
    xy = np.array([[0.0, 0.0], *([float(i), 0.0] for i in range(21))])
    to = np.abs(xy[:, None, 0] - xy[None, :, 0])
    place = as_map(to, xy, 1)
    n = len(kinds)
    fleet = arrange(
        kind=np.array(kinds, np.int32),
        home=np.array(homes, np.int32),
        patrols=np.zeros(n, bool),
        turnout=np.full((24, n), 2.0),
        scale=np.ones(max(kinds) + 1),
        speed_home=np.ones(max(kinds) + 1),
        to=to,
    )
    duty = Duty(np.ones(n, bool), np.empty(0), np.empty(0, np.int32), np.empty(0, bool), np.empty((1, 0), np.int32))
    if back_at is not None:
        duty.at_start[-1] = False
        duty = duty._replace(time=np.array([back_at]), unit=np.array([n - 1], np.int32), on=np.array([True]))
    time, zone, kind, rank, stay = (np.array(column) for column in zip(*rows, strict=True))
    requests = as_requests(time=time, journey=1.0, stay=stay, place=1 + zone, kind=kind, rank=rank, end=1 + zone)
    return run(place, fleet, duty, requests, rules)


def test_a_unit_on_its_way_is_diverted_and_its_request_is_answered_when_it_is_free_again():
    rows = [(0.0, 20, 0, 1, 10.0), (7.0, 6, 0, 0, 3.0)]
    outcome = _line([0], [0], rows, Rules(diverts=np.array([True])))
    # It leaves at 2, is at zone 5 at 7, at zone 6 at 8, free at 11, and 14 minutes further on at 25.
    assert outcome.answers["arrival"].tolist() == [25.0, 8.0]
    assert outcome.answers["mobilised"].tolist() == [11.0, 7.0]
    assert outcome.abandoned[["unit", "request", "mobilised", "left"]].tolist() == [(0, 0, 0.0, 7.0)]
    assert _line([0], [0], rows, Rules()).answers["arrival"].tolist() == [22.0, 46.0]


def test_a_unit_that_turns_out_or_drives_to_something_as_urgent_is_asked_or_left():
    turning_out = _line([0], [0], [(0.0, 20, 0, 1, 1.0), (0.5, 3, 0, 0, 1.0)], Rules(diverts=np.array([True])))
    assert turning_out.answers["arrival"].tolist() == [5.0 + 1.0 + 17.0, 0.5 + 1.5 + 3.0]
    as_urgent = _line([0], [0], [(0.0, 20, 0, 1, 1.0), (5.0, 6, 0, 1, 1.0)], Rules(diverts=np.array([True])))
    assert len(as_urgent.abandoned) == 0


def test_a_free_unit_as_near_as_the_driving_one_is_sent():
    rows = [(0.0, 20, 0, 1, 1.0), (7.0, 10, 0, 0, 1.0)]
    for off_zone, diverted in ((7, 0), (6, 1)):
        # Unit 0 is 5 minutes away at 7. Unit 1, back on duty by then, needs 2 to turn out and 3 or 4 to drive.
        outcome = _line([0, 0], [0, 1 + off_zone], rows, Rules(diverts=np.array([True])), back_at=6.0)
        assert len(outcome.abandoned) == diverted
        assert outcome.answers["unit"].tolist() == ([1, 0] if diverted else [0, 1])


def test_the_nearest_of_kinds_as_good_is_sent_and_a_lesser_one_only_when_none_is_free():
    rows = [(0.0, 10, 0, 0, 50.0), (1.0, 10, 0, 0, 50.0)]
    as_good = np.array([[0, 0], [-1, 0]], np.int32)
    lesser = np.array([[0, 1], [-1, 0]], np.int32)
    assert _line([0, 1], [0, 10], rows, Rules(preference=as_good)).answers["unit"].tolist() == [1, 0]
    assert _line([0, 1], [0, 10], rows, Rules(preference=lesser)).answers["unit"].tolist() == [0, 1]
    assert _line([0, 1], [0, 10], rows, Rules()).answers["unit"].tolist() == [0, 0]


def test_a_stand_in_that_finishes_takes_what_waits_for_another_kind():
    rows = [(0.0, 3, 0, 0, 50.0), (1.0, 3, 1, 0, 5.0), (2.0, 4, 0, 0, 5.0)]
    outcome = _line([0, 1], [0, 0], rows, Rules(preference=np.array([[0, 1], [-1, 0]], np.int32)))
    assert outcome.answers["unit"].tolist() == [0, 1, 1]
    assert outcome.answers["mobilised"][2] == outcome.answers["freed"][1]


# What the kernel is made of can be called from compiled functions only.
_taken_to = njit(lambda *arguments: taken_to(*arguments))


def test_a_patient_goes_where_road_and_handover_together_take_least_at_that_hour():
    hospitals = np.zeros(2, dtype=HOSPITAL)
    hospitals["place"], hospitals["clear"], hospitals["expected"] = [0, 1], 5.0, 20.0
    by_hour = np.ones((24, 2))
    by_hour[1, 0] = 3.0  # the near one, from one o'clock to two
    care = Care(np.zeros(1, np.int32), np.array([[30.0, 10.0]]), np.array([[10.0, 30.0]]), hospitals, by_hour)
    for leaves, place, freed in (
        (49.0, 0, 49 + 10 + 30 + 5),
        (50.0, 1, 50 + 30 + 10 + 5),
        (110.0, 0, 110 + 10 + 30 + 5),
    ):
        best, free_at = _taken_to(0, 0, leaves, care)
        assert (best, free_at) == (place, freed), leaves


def _standby(policy, table, **cover):
    posts = cover.get("posts", np.zeros((1, 1), np.int32))
    covers = cover.get("covers", np.zeros((1, posts.shape[1], 21), bool))
    demand, missed = cover.get("demand", np.zeros((1, 21))), 0.5 ** np.arange(5)[None, :]
    return Rules(
        standby=Standby(np.array([policy], np.int32), np.array(table, np.int32), posts, covers, demand, missed)
    )


def test_the_last_free_unit_moves_to_where_the_table_wants_it_and_is_sent_from_the_way():
    # Two units at zone 0; with one free, it should wait at zone 10 (place 11).
    rows = [(0.0, 0, 0, 0, 100.0), (4.0, 12, 0, 0, 1.0)]
    rules = _standby(COMPLIES, [[[-1, -1], [11, -1], [-1, -1]]])
    answers = _line([0, 0], [1, 1], rows, rules).answers
    assert answers["unit"].tolist() == [0, 1]
    assert answers["arrival"].tolist() == [2.0, 4.0 + 8.0]  # at zone 4 by then, and no turnout
    late = _line([0, 0], [1, 1], [rows[0], (20.0, 12, 0, 0, 1.0)], rules).answers
    assert late["arrival"].tolist() == [2.0, 20.0 + 2.0 + 2.0]  # waits at zone 10


def test_units_go_home_where_the_table_wants_them_nowhere():
    rows = [(0.0, 0, 0, 0, 8.0), (50.0, 1, 0, 0, 1.0)]
    rules = _standby(COMPLIES, [[[-1, -1], [11, -1], [-1, -1]]])
    answers = _line([0, 0], [1, 1], rows, rules).answers
    assert answers["arrival"].tolist() == [2.0, 50.0 + 2.0 + 1.0]


def test_a_unit_that_has_finished_waits_where_it_adds_most_to_what_is_covered():
    posts = np.array([[1, 6, 16]], np.int32)  # at zones 0, 5 and 15
    covers = np.zeros((1, 3, 21), bool)
    covers[0, 0, :3], covers[0, 1, 4:7], covers[0, 2, 14:18] = True, True, True
    demand = np.ones((1, 21))
    demand[0, 4:7] = 1.2
    rules = _standby(COVERS, np.full((1, 1, 0), -1), posts=posts, covers=covers, demand=demand)
    # Unit 0 finishes at zone 2 with nobody else free: 4 zones at zone 15 are worth more than 3.6 at zone 5.
    rows = [(0.0, 2, 0, 0, 1.0), (0.5, 2, 0, 0, 300.0), (100.0, 15, 0, 0, 1.0)]
    answers = _line([0, 0], [1, 6], rows, rules).answers
    assert answers["arrival"][2] == 102.0
    # With a unit free at zone 15, half of what it covers is left to gain: zone 5 it is.
    answers = _line([0, 0], [1, 16], [rows[0], (100.0, 5, 0, 0, 1.0)], rules).answers
    assert (answers["unit"][1], answers["arrival"][1]) == (0, 102.0)
