"""With every rule in any mixture the kernel answers as plain Python does, call by call."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import njit
from tests.response import made_up, plain_peer

from bluelight.area import load_area
from bluelight.response.arrays import (
    COMPLIES,
    COVERS,
    GIVEN,
    HOSPITAL,
    INTERRUPTED,
    MISSED,
    Breaks,
    Care,
    Duty,
    Later,
    Rules,
    Standby,
    Turnout,
    arrange,
    as_map,
    as_requests,
)
from bluelight.response.kernel import run
from bluelight.response.ready import prepare
from bluelight.response.rules.full_attendance import watch
from bluelight.response.rules.handover import taken_to

EVERY = frozenset({"diverts", "stand_ins", "hospitals", "standby", "breaks", "turnout", "later", "pace"})
# Each mixture is a kernel of its own to compile: rules alone, those that meet in dispatch, and all together. What
# follows is answered by the same kernels, as far as may be.
MIXTURES = (
    {"diverts"},
    {"stand_ins"},
    {"hospitals"},
    {"standby"},
    {"breaks"},
    {"turnout"},
    {"diverts", "standby", "pace"},
    {"diverts", "later"},
    {*EVERY, "log"},
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
    if "later" in mixture:
        requests, waits = made_up.later(rng, requests, whole)
        rules = rules._replace(later=waits)
    if "breaks" in mixture:
        rules = rules._replace(breaks=made_up.breaks(rng, fleet, hours, whole))
    if "turnout" in mixture:
        rules = rules._replace(turnout=made_up.turnout(rng, fleet, n, whole))
    if "hospitals" in mixture:
        rules = rules._replace(care=made_up.care(rng, place, requests, whole))
    if "standby" in mixture:
        rules = rules._replace(standby=made_up.standby(rng, place, fleet))
    if "pace" in mixture:
        rules = rules._replace(pace=made_up.pace(rng, kinds))
    before = requests.tobytes()
    theirs = plain_peer.run(place, fleet, duty, requests, rules)
    if "log" in mixture:
        ours = run(place, fleet, duty, requests, rules, keep_log=True)
        _same(ours, theirs, theirs._fields)
    else:
        ours = run(place, fleet, duty, requests, rules)
        _same(ours, theirs, ("answers", "abandoned", "asked", "breaks"))
        assert len(ours.moves) == len(ours.hospital) == 0
    assert requests.tobytes() == before
    conserved(fleet, requests, ours, rules)


def _same(ours, theirs, names):
    for name in names:
        one, other = getattr(ours, name), getattr(theirs, name)
        for field in one.dtype.names or (...,):
            np.testing.assert_array_equal(one[field], other[field], err_msg=f"{name} {field}")


def conserved(fleet, requests, outcome, rules):
    """No request lost, times in order, a suited kind sent, no unit in two places."""
    answers, abandoned = outcome.answers, outcome.abandoned
    assert (answers["unit"] >= 0).all()
    assert np.isfinite(outcome.asked).all()
    assert (answers["mobilised"] >= outcome.asked).all()
    assert (answers["arrival"] >= answers["mobilised"]).all()
    assert (answers["freed"] >= answers["arrival"]).all()
    assert (abandoned["left"] >= abandoned["mobilised"]).all()
    sent = fleet.units["kind"][answers["unit"]]
    if rules.preference is None:
        assert (sent == requests["kind"]).all()
    else:
        assert (rules.preference[requests["kind"], sent] >= 0).all()
    breaks = outcome.breaks[outcome.breaks["what"] != MISSED]
    unit = np.concatenate([answers["unit"], abandoned["unit"], breaks["unit"]])
    begin = np.concatenate([answers["mobilised"], abandoned["mobilised"], breaks["began"]])
    end = np.concatenate([answers["freed"], abandoned["left"], breaks["ended"]])
    order = np.lexsort((end, begin, unit))
    same_unit = unit[order][1:] == unit[order][:-1]
    assert (begin[order][1:] >= end[order][:-1])[same_unit].all()
    moves = outcome.moves
    for one, other in itertools.pairwise(moves):
        assert one["time"] <= other["time"]
    if rules.breaks is not None:
        _breaks_conserved(rules.breaks, outcome.breaks)
    if rules.later is not None:
        _made_when_somebody_is_there(rules.later, requests, outcome)


def _breaks_conserved(windows, breaks):
    """Each window ends in one break given or missed at most; a break begins within a window."""
    opened = np.bincount(windows.unit[windows.opens], minlength=100)
    ended = breaks[breaks["what"] != INTERRUPTED]
    assert (np.bincount(ended["unit"], minlength=100) <= opened).all()
    spans = {
        unit: [(t, u) for t, u, w, o in zip(windows.time, windows.until, windows.unit, windows.opens, strict=True)
               if o and w == unit]
        for unit in set(breaks["unit"].tolist())
    }  # fmt: skip
    for rest in breaks[breaks["what"] != MISSED]:
        assert any(opens <= rest["began"] <= closes for opens, closes in spans[int(rest["unit"])])
        if rest["what"] == GIVEN:
            assert rest["ended"] - rest["began"] >= windows.minutes.min() - 1e-9


def _made_when_somebody_is_there(later, requests, outcome):
    first = {}
    for call, arrival in zip(later.call, outcome.answers["arrival"], strict=True):
        if call >= 0:
            first[int(call)] = min(first.get(int(call), np.inf), arrival)
    for call, arrival in first.items():
        for i in range(later.first[call], later.first[call + 1]):
            assert outcome.asked[i] == arrival + later.after[i]
    np.testing.assert_array_equal(outcome.asked[: later.first[0]], requests["time"][: later.first[0]])


def _line(kinds, homes, rows, rules, back_at=None, keep_log=False):
    """A straight road of zones 0 to 20 a minute apart, the site at zone 0; rows are time, zone, kind, rank, stay.

    The last unit comes on duty at `back_at`, where that is given.
    """
    xy = np.array([[0.0, 0.0], *([float(i), 0.0] for i in range(21))])
    to = np.abs(xy[:, None, 0] - xy[None, :, 0]).astype(np.float32)  # as an area's: the same kernels are compiled
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
    return run(place, fleet, duty, requests, rules, keep_log)


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
    handover, road = np.array([[30.0, 10.0]]), np.array([[10.0, 30.0]])
    care = Care(np.zeros(1, np.int32), handover, road, hospitals, by_hour, np.ones(24))
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


def _breaks(windows, minutes=30.0, at_once=1, interrupts=-1):
    """Windows as unit, opening and closing."""
    events = sorted([(o, True, u, c) for u, o, c in windows] + [(c, False, u, c) for u, o, c in windows])
    time, opens, unit, until = (np.array(column) for column in zip(*events, strict=True))
    one = np.ones(1, np.int32)
    return Breaks(
        time, unit.astype(np.int32), np.zeros(len(unit), np.int32), opens, until, np.array([minutes]), at_once * one,
        interrupts * one,
    )  # fmt: skip


def _told(outcome):
    return [(int(b["unit"]), float(b["began"]), float(b["ended"]), int(b["what"])) for b in outcome.breaks]


def test_a_unit_has_its_break_when_it_is_free_and_home_and_nobody_is_sent_meanwhile():
    rows = [(0.0, 10, 0, 0, 5.0), (20.0, 0, 0, 0, 1.0)]
    outcome = _line([0], [1], rows, Rules(breaks=_breaks([(0, 5.0, 60.0)])))
    # There at 12, free at 17, home at 27, and rested at 57; the second request has waited since 20.
    assert _told(outcome) == [(0, 17.0, 57.0, GIVEN)]
    assert outcome.answers["mobilised"].tolist() == [0.0, 57.0]
    assert outcome.answers["arrival"].tolist() == [12.0, 59.0]


def test_a_break_is_interrupted_where_the_pack_says_so_and_had_later_or_missed():
    rows = [(0.0, 10, 0, 0, 5.0), (22.0, 5, 0, 0, 1.0)]
    for closes, ends in ((60.0, [(0, 23.0, 58.0, GIVEN)]), (23.0, [(0, 23.0, 58.0, GIVEN)]), (22.5, [])):
        outcome = _line([0], [1], rows, Rules(breaks=_breaks([(0, 5.0, closes)], interrupts=0)))
        # Free at zone 10 at 17 and at zone 5 at 22: it is there at once, free at 23 and home at 28.
        assert outcome.answers["arrival"].tolist() == [12.0, 22.0]
        assert _told(outcome)[0] == (0, 17.0, 22.0, INTERRUPTED)
        given = [told for told in _told(outcome) if told[3] == GIVEN]
        assert given == ends
        assert len([told for told in _told(outcome) if told[3] == MISSED]) == (not ends)
    less_urgent = [rows[0], (22.0, 5, 0, 1, 1.0)]
    outcome = _line([0], [1], less_urgent, Rules(breaks=_breaks([(0, 5.0, 60.0)], interrupts=0)))
    assert outcome.answers["mobilised"].tolist() == [0.0, 57.0]


def test_no_more_units_have_a_break_at_a_time_than_the_pack_says():
    rows = [(500.0, 0, 0, 0, 1.0)]
    windows = [(0, 10.0, 100.0), (1, 10.0, 100.0), (2, 10.0, 35.0)]
    outcome = _line([0, 0, 0], [1, 1, 1], rows, Rules(breaks=_breaks(windows)))
    assert _told(outcome) == [(2, 35.0, 35.0, MISSED), (0, 10.0, 40.0, GIVEN), (1, 40.0, 70.0, GIVEN)]
    outcome = _line([0, 0, 0], [1, 1, 1], rows, Rules(breaks=_breaks(windows, at_once=3)))
    assert [told[1] for told in _told(outcome)] == [10.0] * 3


def test_a_unit_at_hand_is_not_disturbed_by_a_call_that_a_free_one_reaches_as_soon():
    rows = [(20.0, 0, 0, 0, 1.0)]
    outcome = _line([0, 0], [1, 1], rows, Rules(breaks=_breaks([(0, 10.0, 60.0)], interrupts=0)))
    assert outcome.answers["unit"].tolist() == [1]
    outcome = _line([0, 0], [1, 5], rows, Rules(breaks=_breaks([(0, 10.0, 60.0)], interrupts=0)))
    assert outcome.answers["unit"].tolist() == [0]


def _later(calls, first, after, diverts=False):
    later = Later(np.array(calls, np.int32), np.array(first, np.int32), np.array(after))
    return Rules(diverts=np.array([diverts]), later=later)


def test_the_second_unit_is_asked_for_once_the_first_has_seen_what_is_needed():
    rows = [(0.0, 10, 0, 0, 50.0), (np.inf, 10, 0, 0, 5.0)]
    outcome = _line([0, 0], [1, 1], rows, _later([0, -1], [1, 2], [0.0, 3.0]))
    assert outcome.asked.tolist() == [0.0, 12.0 + 3.0]
    assert outcome.answers["arrival"].tolist() == [12.0, 15.0 + 12.0]


def test_a_unit_that_was_diverted_has_not_arrived():
    rows = [(0.0, 20, 0, 1, 10.0), (7.0, 6, 0, 0, 3.0), (np.inf, 20, 0, 1, 5.0)]
    outcome = _line([0], [1], rows, _later([0, -1, -1], [2, 3], [0.0, 0.0, 4.0], diverts=True))
    # Diverted at 7, it gets to the first call at 25 (as above): the second unit is asked for at 29.
    assert outcome.asked.tolist() == [0.0, 7.0, 29.0]
    assert outcome.answers["mobilised"].tolist() == [11.0, 7.0, 35.0]


def test_a_unit_that_is_free_the_moment_it_arrives_is_many_times_on_its_way_at_once():
    n = 40
    rows = [(0.0, 0, 0, 0, 0.0)] * n + [(np.inf, 0, 0, 0, 0.0)] * n
    rules = _later([*range(n), *[-1] * n], range(n, 2 * n + 1), [1.0] * (2 * n))
    assert len(watch(rules.later).coming) >= n  # what is compiled does not check
    outcome = _line([0], [1], rows, rules)
    assert outcome.answers["freed"][:n].tolist() == [2.0] * n
    assert outcome.asked[n:].tolist() == [3.0] * n


def test_turnout_varies_and_the_drive_does_not():
    rows = [(0.0, 10, 0, 0, 1.0), (5.0, 0, 0, 0, 1.0), (15.0, 13, 0, 0, 1.0)]
    luck = np.array([[1.0, 0.5], [1.0, 4.0], [1.0, 3.0]])
    rules = Rules(turnout=Turnout(np.array([0, 1], np.int32), luck))
    outcome = _line([0, 0], [11, 1], rows, rules)  # at zones 10 and 0
    # The unit at zone 0 takes 4 times its 2 minutes; the other, free at 3, has none to take once it is on its way.
    assert outcome.answers["unit"].tolist() == [0, 1, 0]
    assert outcome.answers["arrival"].tolist() == [2.0, 5.0 + 8.0, 15.0 + 2.0 + 3.0]


def test_what_units_did_besides_is_kept_where_it_is_asked_for():
    rows = [(0.0, 10, 0, 0, 5.0)]
    place, told = _line([0], [1], rows, Rules()), _line([0], [1], rows, Rules(), keep_log=True)
    assert len(place.moves) == 0
    assert told.moves.tolist() == [(17.0, 27.0, 0, 11, 1)]
    assert told.hospital.tolist() == [-1]


def test_the_drive_to_hospital_takes_as_long_as_drives_do_in_the_hour_of_leaving():
    hospitals = np.zeros(1, dtype=HOSPITAL)
    pace = np.ones(168)
    pace[25] = 3.0  # Tuesday from one to two
    care = Care(np.zeros(1, np.int32), np.array([[30.0]]), np.array([[10.0]]), hospitals, np.ones((24, 1)), pace)
    for leaves, freed in ((85.0, 85 + 10 + 30), (1500.0, 1500 + 30 + 30), (1559.0, 1559 + 30 + 30), (1560.0, 1600.0)):
        assert _taken_to(0, 0, leaves, care) == (0, freed)


def test_a_drive_takes_as_long_as_drives_do_in_the_hour_in_which_it_begins():
    """Two minutes to turn out and five to the zone; all drives take twice as long from one o'clock to two."""
    pace = np.ones((24, 1))
    pace[1] = 2.0
    rows = [(30.0, 5, 0, 0, 10.0), (59.0, 5, 0, 0, 10.0), (119.0, 5, 0, 0, 10.0), (200.0, 5, 0, 0, 10.0)]
    answers = _line([0], [0], rows, Rules(pace=pace)).answers
    assert (answers["arrival"] - answers["mobilised"]).tolist() == [7.0, 7.0, 12.0, 7.0]
    # Free at 76, it needs ten minutes home: at 81 it is half way, and the nearest zone, the lower of two, three away.
    rows = [(59.0, 5, 0, 0, 10.0), (81.0, 5, 0, 0, 10.0)]
    answers = _line([0], [0], rows, Rules(pace=pace)).answers
    assert answers["arrival"][1] == 81.0 + 2.0 * 3.0


def test_a_pace_that_never_changes_is_a_scale(littleham):
    """Bit for bit: every hour twice as slow answers as a scale twice as large."""
    ready = prepare(load_area(littleham))
    world, fleet = ready.scenario.map, ready.scenario.fleet
    twice = fleet.kinds.copy()
    twice["scale"] *= 2.0
    rng = np.random.default_rng(5)
    duty = made_up.duty(rng, world, fleet, 30)
    requests = made_up.requests(rng, world, len(fleet.kinds), 200, 30)
    pace = np.tile(twice["scale"], (168, 1))
    ours = run(world, fleet, duty, requests, Rules(pace=pace)).answers
    theirs = run(world, fleet._replace(kinds=twice), duty, requests).answers
    np.testing.assert_array_equal(ours, theirs)
