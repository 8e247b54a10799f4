"""The kernel answers every request as two other programs of the same rules do, whatever the area."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.response import made_up, plain_peer, simpy_peer

from bluelight.response.kernel import answer


@given(
    seed=st.integers(0, 2**32 - 1),
    sites=st.integers(1, 6),
    zones=st.integers(1, 25),
    units=st.integers(1, 12),
    kinds=st.integers(1, 4),
    n=st.integers(1, 60),
    hours=st.integers(1, 40),
    stay=st.sampled_from([0.0, 5.0, 60.0, 400.0]),
    on_share=st.sampled_from([0.2, 0.7, 1.0]),
    patrol_share=st.sampled_from([0.0, 0.5, 1.0]),
    whole=st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_kernel_and_both_peers_give_the_same_bytes(
    seed, sites, zones, units, kinds, n, hours, stay, on_share, patrol_share, whole
):
    rng = np.random.default_rng(seed)
    kinds = min(kinds, units)
    place = made_up.world(rng, sites, zones, round_to=6 if whole else None)
    fleet = made_up.fleet(rng, place, units, kinds, patrol_share)
    duty = made_up.duty(rng, place, fleet, hours, on_share)
    requests = made_up.requests(rng, place, kinds, n, hours, stay, whole)
    answers = answer(place, fleet, duty, requests)
    _same(answers, plain_peer.answer(place, fleet, duty, requests))
    _same(answers, simpy_peer.answer(place, fleet, duty, requests))
    _conserved(requests, answers, fleet)


def test_a_busy_month_agrees_with_simpy():
    rng = np.random.default_rng(7)
    place = made_up.world(rng, 12, 150)
    fleet = made_up.fleet(rng, place, 30, 5)
    duty = made_up.duty(rng, place, fleet, 24 * 30)
    requests = made_up.requests(rng, place, 5, 12_000, 24 * 30, stay=35.0)
    answers = answer(place, fleet, duty, requests)
    assert (answers["mobilised"] > requests["time"]).mean() > 0.01
    _same(answers, simpy_peer.answer(place, fleet, duty, requests))
    _conserved(requests, answers, fleet)


def test_inputs_are_left_as_they_were():
    rng = np.random.default_rng(3)
    place = made_up.world(rng, 3, 10)
    fleet = made_up.fleet(rng, place, 6, 2)
    duty = made_up.duty(rng, place, fleet, 48)
    requests = made_up.requests(rng, place, 2, 80, 48)
    before = [a.tobytes() for a in (fleet.units, fleet.kinds, fleet.posts, requests)]
    first = answer(place, fleet, duty, requests)
    assert answer(place, fleet, duty, requests).tobytes() == first.tobytes()
    assert [a.tobytes() for a in (fleet.units, fleet.kinds, fleet.posts, requests)] == before


def test_nobody_ever_on_duty_leaves_requests_unanswered():
    rng = np.random.default_rng(5)
    place = made_up.world(rng, 2, 5)
    fleet = made_up.fleet(rng, place, 2, 1)
    never = made_up.duty(rng, place, fleet, 24)._replace(
        at_start=np.zeros(2, bool), time=np.empty(0), unit=np.empty(0, np.int32), on=np.empty(0, bool)
    )
    answers = answer(place, fleet, never, made_up.requests(rng, place, 1, 10, 24))
    assert (answers["unit"] == -1).all()
    assert np.isnan(answers["arrival"]).all()


def test_no_requests_at_all():
    rng = np.random.default_rng(5)
    place = made_up.world(rng, 2, 5)
    fleet = made_up.fleet(rng, place, 2, 1)
    answers = answer(place, fleet, made_up.duty(rng, place, fleet, 24), made_up.requests(rng, place, 1, 0, 24))
    assert len(answers) == 0


@pytest.mark.parametrize("field", ["unit", "mobilised", "arrival", "freed"])
def test_the_comparison_would_notice(field):
    answers = np.zeros(3, dtype=plain_peer.ANSWER)
    other = answers.copy()
    other[field][1] += 1
    with pytest.raises(AssertionError):
        _same(answers, other)


def _same(answers, other):
    for field in ("unit", "mobilised", "arrival", "freed"):
        np.testing.assert_array_equal(answers[field], other[field], err_msg=field)


def _conserved(requests, answers, fleet):
    """No request lost, times in order, the right kind sent, no unit in two places."""
    assert (answers["unit"] >= 0).all()
    assert (answers["mobilised"] >= requests["time"]).all()
    assert (answers["arrival"] >= answers["mobilised"]).all()
    assert (answers["freed"] >= answers["arrival"]).all()
    assert (fleet.units["kind"][answers["unit"]] == requests["kind"]).all()
    order = np.lexsort((answers["freed"], answers["mobilised"], answers["unit"]))
    jobs = answers[order]
    same_unit = jobs["unit"][1:] == jobs["unit"][:-1]
    assert (jobs["mobilised"][1:] >= jobs["freed"][:-1])[same_unit].all()
