import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bluelight.appraisal import Settings, appraise
from bluelight.area import Area, load_area
from bluelight.options import KINDS, Move, apply_moves, check_moves, counterpart, expand
from bluelight.options.moves.close_site import CloseSite
from bluelight.options.moves.co_respond import CoRespond
from bluelight.options.moves.join_control_rooms import JoinControlRooms
from bluelight.options.moves.move_unit import MoveUnit
from bluelight.options.moves.share_neighbours import ShareNeighbours
from bluelight.options.moves.share_site import ShareSite
from bluelight.options.stated import Stated

MONEY = Settings(price_year="2024/25", first_year=2026, appraisal_years=10, draws=200)


@pytest.fixture(scope="module")
def area() -> Area:
    return load_area("tests/data/littleham")


def homes(area: Area) -> dict[str, str]:
    return dict(zip(area.units["unit"], area.units["site"], strict=True))


def services(area: Area, site: str) -> tuple[str, ...]:
    return area.sites.set_index("site").at[site, "services"]


def amounts(move: Move, area: Area) -> dict[str, tuple[float, float, float]]:
    return {line.id: (line.low, line.mode, line.high) for line in move.lines(area, "x", MONEY)}


def test_sharing_a_site_moves_everything_to_the_host(area: Area) -> None:
    after = ShareSite(site="P2", host="F2").apply(area)
    assert homes(after)["P2-C1"] == "F2"
    assert services(after, "P2") == ()
    assert services(after, "F2") == ("fire", "police")
    functions = after.site_functions
    assert set(functions.loc[functions["site"] == "F2", "function"]) == {"response", "neighbourhood_base"}
    assert "P2" not in set(functions["site"])
    assert homes(area)["P2-C1"] == "P2", "the area before is left as it was"


def test_sharing_a_site_prices_the_building_the_room_and_the_move(area: Area) -> None:
    money = amounts(ShareSite(site="P2", host="F2"), area)
    # 400 m2 left, half of it needed; 15% of the host's 600 m2 is freed, the rest is built new.
    assert money["share_site:P2:building"][1] == pytest.approx(-(90 * 1200 + 110 * 4500))
    # least needed (120 m2) with most freed (180 m2) at the lowest prices; most needed (320) with least freed (30)
    assert money["share_site:P2:building"][2] == pytest.approx(-(120 * 800) * 0.8)
    assert money["share_site:P2:building"][0] == pytest.approx(-(30 * 2000 + 290 * 6000) * 1.3)
    assert money["share_site:P2:running"] == pytest.approx((36000 * 0.7, 36000, 36000 * 1.2))
    assert money["share_site:P2:receipt"] == pytest.approx((900000 * 0.6, 900000, 900000 * 1.2))
    assert money["share_site:P2:host_running"][1] == pytest.approx(-200 * 54000 / 600)
    assert money["share_site:P2:transition"] == (-300000, -120000, -50000)


def test_a_leased_building_is_not_sold_and_an_unknown_tenure_is_said(area: Area) -> None:
    leased, unknown = ShareSite(site="M1", host="F1"), ShareSite(site="P3", host="F3")
    assert not any("receipt" in line for line in amounts(leased, area))
    assert any("is leased" in said for said in leased.not_counted(area))
    assert not any("receipt" in line for line in amounts(unknown, area))
    assert any("owned or leased is not known" in said for said in unknown.not_counted(area))


def test_what_nobody_knows_is_said_for_both_buildings(area: Area) -> None:
    said = " ".join(ShareSite(site="P2", host="F2").not_counted(area))
    for words in ("spare vehicle bays", "when the lease ends", "VAT", "rent between the services", "who keeps the rec"):
        assert words in said


def test_functions_beside_response_are_named(area: Area) -> None:
    said = " ".join(ShareSite(site="P1", host="F1").unseen(area))
    assert "public counter" in said
    assert "custody" in said
    without_units = ShareSite(site="P3", host="F3").unseen(area)
    assert any("sees no cost in leaving it" in line for line in without_units)


def test_closing_a_site_withdraws_its_units_or_sends_them_on(area: Area) -> None:
    withdrawn = CloseSite(site="F3").apply(area)
    assert "F3-P1" not in homes(withdrawn)
    assert len(withdrawn.units) == len(area.units) - 1
    sent = CloseSite(site="F3", units_to="F1").apply(area)
    assert homes(sent)["F3-P1"] == "F1"
    assert services(sent, "F3") == ()


def test_a_withdrawn_crew_without_a_price_is_said_not_taken_as_nothing(area: Area) -> None:
    assert any("crewing F3-P1" in said for said in CloseSite(site="F3").not_counted(area))
    priced = area.with_tables(
        costs=pd.concat([area.costs, area.costs.iloc[[0]].assign(cost="on_call_pump", amount_gbp=150000.0)])
    )
    assert amounts(CloseSite(site="F3"), priced)["close_site:F3-P1:crew"] == pytest.approx((75000, 135000, 150000))


def test_the_last_unit_of_a_kind_that_calls_need_cannot_be_withdrawn(area: Area) -> None:
    only = area.with_tables(units=area.units[~area.units["unit"].isin(["P1-C1", "P1-C2"])].reset_index(drop=True))
    problems = CloseSite(site="P2").check(only)
    assert [p.column for p in problems] == ["units_to"]
    assert "last police response car" in problems[0].what


def test_moving_a_unit_changes_its_home_alone(area: Area) -> None:
    after = MoveUnit(unit="F2-P1", site="P2").apply(area)
    assert homes(after) == {**homes(area), "F2-P1": "P2"}
    assert services(after, "P2") == ("police", "fire")


def test_co_responding_adds_one_item_and_leaves_the_others(area: Area) -> None:
    after = CoRespond(probability=0.8).apply(area)
    pd.testing.assert_frame_equal(after.attendance.iloc[:-1], area.attendance)
    added = after.attendance.iloc[-1]
    assert (added["incident_type"], added["order"], added["service"], added["unit_kind"], added["probability"]) == (
        "cardiac_arrest",
        4,
        "fire",
        "pump",
        0.8,
    )


def test_co_responding_pays_on_call_crews_by_the_turnout(area: Area) -> None:
    move = CoRespond(probability=0.8)
    # three engines, one on call with an availability of 0.7: 0.7 / 2.7 of those that can be raised
    share = 0.7 / 2.7
    assert move.on_call_share(area).mode == pytest.approx(share)
    assert amounts(move, area)["co_respond:turnouts:cardiac_arrest"][1] == pytest.approx(-150 * share * 30 * 0.8)


def test_joining_control_rooms_moves_them_and_states_the_transfer(area: Area) -> None:
    after = JoinControlRooms(services=("fire", "police"), site="C2", transfer_s=15).apply(area)
    rooms = dict(zip(after.control_rooms["service"], after.control_rooms["site"], strict=True))
    assert rooms == {"police": "C2", "fire": "C2", "ambulance": "C3"}
    assert after.parameter("joint_transfer_s") == 15
    assert dict(after.parameters.dtypes) == dict(area.parameters.dtypes)


def test_joining_control_rooms_shares_costs_by_what_the_rooms_cost(area: Area) -> None:
    money = amounts(JoinControlRooms(services=("fire", "police"), site="C2", transfer_s=15), area)
    group = "join_control_rooms:fire+police"
    assert money[f"{group}:fire:set_up"][1] == pytest.approx(-3_600_000 * 0.8 / 2.8)
    assert money[f"{group}:police:set_up"][1] == pytest.approx(-3_600_000 * 2.0 / 2.8)
    assert money[f"{group}:police:saving"] == pytest.approx((0, 100_000, 325_000))


def stated(mode: float, *, governed: bool = False) -> Stated:
    known = {"basis": "derived", "source": "a supplier's quote", "needs_governance": governed}
    return Stated(low=mode / 2, mode=mode, high=2 * mode, **known)


def test_what_a_joint_room_costs_and_saves_may_be_stated_in_place_of_what_others_reported(area: Area) -> None:
    reported = JoinControlRooms(services=("fire", "police"), site="C2", transfer_s=15)
    move = reported.model_copy(update={"set_up": {"fire": stated(9e5)}, "saving": {"police": stated(5e4)}})
    lines = {line.id: line for line in move.lines(area, "x", MONEY)}
    others = {line.id: line for line in reported.lines(area, "x", MONEY)}
    group = "join_control_rooms:fire+police"
    assert lines[f"{group}:fire:set_up"].mode == -9e5
    assert lines[f"{group}:fire:set_up"].asset_type == "equipment_development"  # an estimate carries optimism bias
    assert lines[f"{group}:police:saving"].mode == 5e4
    same = [name for name in others if name not in (f"{group}:fire:set_up", f"{group}:police:saving")]
    assert [lines[name] for name in same] == [others[name] for name in same]
    outside = move.model_copy(update={"saving": {"ambulance": stated(1)}})
    assert [problem.column for problem in outside.check(area)] == ["saving"]


def test_an_amount_of_a_joint_room_may_need_a_change_of_governance(area: Area) -> None:
    saving = {"fire": stated(2e4, governed=True)}
    move = JoinControlRooms(services=("fire", "police"), site="C2", transfer_s=15, saving=saving)
    assert "needs a move of the kind governance" in check_moves(area, [move])[0].what
    assert "saving a year of fire" in move.governance(area)
    marked = [line.id for line in move.lines(area, "x", MONEY) if line.governance_dependent]
    assert marked == ["join_control_rooms:fire+police:fire:saving"]
    assert counterpart([move]) == [move.model_copy(update={"saving": {}})]


def test_a_room_without_a_price_is_said(area: Area) -> None:
    move = JoinControlRooms(services=("fire", "ambulance"), site="C1", transfer_s=15)
    assert any("the ambulance control room costs" in said for said in move.not_counted(area))


def test_every_line_appraises(area: Area) -> None:
    moves: list[Move] = [
        ShareNeighbours(),
        CloseSite(site="F3"),
        CoRespond(),
        JoinControlRooms(services=("fire", "police"), site="C2", transfer_s=15),
    ]
    assert check_moves(area, moves) == []
    lines = [line for move in expand(area, moves) for line in move.lines(area, "x", MONEY)]
    assert appraise(lines, MONEY).options["x"].npsv.p10 < 0


@pytest.mark.parametrize(
    ("moves", "words"),
    [
        ([ShareSite(site="P2", host="F2"), CloseSite(site="P2", units_to="P1")], "emptied by move 1 (share_site)"),
        ([ShareSite(site="P2", host="F2"), CloseSite(site="F2", units_to="F1")], "move 1 (share_site) fills it"),
        ([CloseSite(site="F2", units_to="F1"), ShareSite(site="P2", host="F2")], "move 1 (close_site) empties it"),
        ([CloseSite(site="F3"), MoveUnit(unit="F3-P1", site="F1")], "unit F3-P1 is moved by move 1 (close_site)"),
        ([CoRespond(), CoRespond(probability=0.5)], "sent to cardiac_arrest by move 1 (co_respond)"),
        ([ShareNeighbours(), ShareSite(site="P2", host="P1")], "emptied by move 1 (share_site)"),
    ],
)
def test_moves_that_collide_name_each_other(area: Area, moves: list[Move], words: str) -> None:
    problems = check_moves(area, moves)
    assert len(problems) == 1
    assert problems[0].file.startswith("move 2 (")
    assert words in problems[0].what


@pytest.mark.parametrize(
    ("move", "columns"),
    [
        (ShareSite(site="X", host="Y"), ["site", "host"]),
        (ShareSite(site="F1", host="F1"), ["host"]),
        (ShareSite(site="C1", host="F1"), ["site"]),
        (ShareSite(site="H1", host="F1"), ["site"]),
        (ShareSite(site="F1", host="H1"), ["host"]),
        (CloseSite(site="F1", units_to="F1"), ["units_to"]),
        (MoveUnit(unit="F1-P1", site="F1"), ["site"]),
        (MoveUnit(unit="nobody", site="nowhere"), ["unit", "site"]),
        (CoRespond(incident_types=("house_fire", "no_such_type")), ["incident_types", "incident_types"]),
        (CoRespond(unit_kind="helicopter"), ["unit_kind"]),
        (JoinControlRooms(services=("fire", "police"), site="C2", transfer_s=100), ["transfer_s", "transfer_s"]),
        (ShareNeighbours(within_km=0.01), ["within_km"]),
    ],
)
def test_moves_that_cannot_be_done_say_which_field(area: Area, move: Move, columns: list[str]) -> None:
    assert [p.column for p in move.check(area)] == columns


SITES = ["F1", "F2", "F3", "P1", "P2", "P3", "M1", "M2", "M3", "C1", "C2", "H1"]
UNITS = ["F1-P1", "F2-P1", "F3-P1", "P1-C1", "P2-C1", "M1-A1", "M3-A1"]
sites, units = st.sampled_from(SITES), st.sampled_from(UNITS)
moves = st.lists(
    st.one_of(
        st.builds(ShareSite, site=sites, host=sites),
        st.builds(CloseSite, site=sites, units_to=st.none() | sites),
        st.builds(MoveUnit, unit=units, site=sites),
        st.builds(CoRespond, incident_types=st.just(("cardiac_arrest",)) | st.just(("medical_urgent",))),
        st.builds(JoinControlRooms, services=st.just(("fire", "police")), site=sites, transfer_s=st.just(10.0)),
        st.builds(ShareNeighbours, within_km=st.sampled_from([0.4, 1.0, 3.0])),
    ),
    max_size=4,
)


@given(moves=moves)
@settings(max_examples=150, deadline=None)
def test_any_sound_list_of_moves_keeps_the_area_whole(moves: list[Move]) -> None:
    area = load_littleham()
    if check_moves(area, moves):
        return
    after = apply_moves(area, moves)
    withdrawn = {
        unit
        for move in moves
        if isinstance(move, CloseSite) and move.units_to is None
        for unit in area.units.loc[area.units["site"] == move.site, "unit"]
    }
    assert set(after.units["unit"]) == set(area.units["unit"]) - withdrawn
    assert after.units["unit"].is_unique
    assert list(after.sites["site"]) == list(area.sites["site"])
    housed = after.sites.set_index("site")["services"]
    for unit in after.units.itertuples():
        assert unit.service in housed[unit.site], f"{unit.unit} is at {unit.site}, which does not house its service"
    for room in after.control_rooms.itertuples():
        assert room.service in housed[room.site]
    assert not after.attendance.duplicated(["incident_type", "order"]).any()
    for name in ("units", "sites", "attendance", "control_rooms", "parameters", "site_functions"):
        assert dict(getattr(after, name).dtypes) == dict(getattr(area, name).dtypes)
    again = apply_moves(area, list(reversed(expand(area, moves))))
    assert homes(again) == homes(after), "sound moves do not depend on their order"


_kept: list[Area] = []


def load_littleham() -> Area:
    if not _kept:
        _kept.append(load_area("tests/data/littleham"))
    return _kept[0]


def test_every_kind_has_words_for_its_fields() -> None:
    for kind, move in KINDS.items():
        assert move.title
        assert move.__doc__
        for name, field in move.model_fields.items():
            assert name == "kind" or field.description, f"{kind}.{name} has no description"
