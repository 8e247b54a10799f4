"""What is known of buildings acts: room at the host, leases, repairs, VAT, rent and who keeps the receipt."""

from typing import Any

import pandas as pd
import pytest

from bluelight.appraisal import LineItem, Settings, appraise
from bluelight.area import Area, load_area
from bluelight.options import Move, check_moves
from bluelight.options.moves.close_site import CloseSite
from bluelight.options.moves.move_unit import MoveUnit
from bluelight.options.moves.open_site import OpenSite
from bluelight.options.moves.share_site import ShareSite
from bluelight.options.stated import Stated

MONEY = Settings(price_year="2024/25", first_year=2026, appraisal_years=10, draws=200)


@pytest.fixture(scope="module")
def area() -> Area:
    return load_area("tests/data/littleham")


def knowing(area: Area, **figures: float) -> Area:
    """The area with figures of buildings, given as SITE__figure."""
    rows: list[dict[str, Any]] = []
    for name, value in figures.items():
        site, figure = name.split("__")
        rows.append({"site": site, "figure": figure, "value": value, "price_year": "2024/25", "basis": "published"})
    more = pd.DataFrame(rows).assign(source="survey", note="")[list(area.site_figures.columns)]
    old = area.site_figures
    known = old[~old.set_index(["site", "figure"]).index.isin(more.set_index(["site", "figure"]).index)]
    return area.with_tables(site_figures=pd.concat([known, more], ignore_index=True))


def lines(move: Move, area: Area) -> dict[str, LineItem]:
    return {line.id: line for line in move.lines(area, "x", MONEY)}


def test_a_host_without_the_room_is_refused_unless_the_works_are_stated(area: Area) -> None:
    full = knowing(area, P1__spare_bays=0, P1__spare_desks=2, P1__spare_yard_m2=80)
    move = ShareSite(site="F2", host="P1", desks=6, yard_m2=50)
    found = check_moves(full, [move])
    assert [(p.file, p.column) for p in found] == [("move 1 (share_site)", "host"), ("move 1 (share_site)", "desks")]
    assert "0 spare vehicle bays, and 1 are needed" in found[0].what
    works = Stated(low=1e5, mode=2e5, high=4e5, basis="derived", source="a builder's estimate")
    stated = move.model_copy(update={"works": works})
    assert check_moves(full, [stated]) == []
    building = lines(stated, full)["share_site:F2:building"]
    assert (building.low, building.mode, building.high) == pytest.approx((-4e5, -2e5, -1e5))
    assert building.source == "a builder's estimate"


def test_room_that_nobody_has_counted_stops_nothing_and_is_said(area: Area) -> None:
    move = ShareSite(site="F2", host="P1", desks=6)
    assert move.check(area) == []
    assert any("has not been surveyed" in risk.statement for risk in move.risks(area))
    known = knowing(area, P1__spare_bays=3)
    assert any("3 spare vehicle bays for 1" in risk.statement for risk in move.risks(known))


def test_the_hosts_own_price_of_fitting_out_goes_before_the_areas(area: Area) -> None:
    cheaper = knowing(area, F2__fit_out_gbp_per_m2=1000)
    building = lines(ShareSite(site="P2", host="F2"), cheaper)["share_site:P2:building"]
    assert building.mode == pytest.approx(-(90 * 1000 + 110 * 4500))


def test_rent_is_owed_until_the_lease_ends_and_the_lease_asks_to_be_put_right(area: Area) -> None:
    leased = knowing(area, M1__lease_end_year=2030, M1__rent_gbp_per_year=20_000, M1__dilapidations_gbp=35_000)
    found = lines(ShareSite(site="M1", host="F1"), leased)
    rent = found["share_site:M1:rent"]
    assert (rent.mode, rent.start_year, rent.end_year) == (-20_000, 2027, 2029)
    assert found["share_site:M1:dilapidations"].mode == -35_000
    later = lines(ShareSite(site="M1", host="F1", year=2031), leased)
    assert "share_site:M1:rent" not in later
    without = knowing(area, M1__lease_end_year=2030)
    said = " ".join(ShareSite(site="M1", host="F1").not_counted(without))
    assert "rent until the lease ends in 2030 is not known" in said


def test_repairs_not_done_are_shown_and_are_no_cash(area: Area) -> None:
    backlog = lines(ShareSite(site="P2", host="F2"), knowing(area, P2__maintenance_backlog_gbp=70_000))
    line = backlog["share_site:P2:backlog"]
    assert (line.mode, line.benefit_class, line.start_year, line.end_year) == (70_000, "non_cash_releasing", 2027, 2027)


def test_a_part_of_the_sale_that_others_keep_is_not_counted_and_said(area: Area) -> None:
    shared = knowing(area, P2__receipt_kept_share=0.6)
    move = ShareSite(site="P2", host="F2")
    assert lines(move, shared)["share_site:P2:receipt"].mode == pytest.approx(900_000 * 0.6)
    assert any("the 40% of its sale that others keep" in said for said in move.not_counted(shared))


def test_vat_that_cannot_be_reclaimed_is_on_the_works(area: Area) -> None:
    taxed = lines(ShareSite(site="P2", host="F2"), knowing(area, P2__vat_recoverable_share=0.25))
    assert taxed["share_site:P2:building"].vat_percent == pytest.approx(15)


def test_rent_between_services_is_paid_by_one_and_received_by_the_other(area: Area) -> None:
    let = knowing(area, F2__rent_gbp_per_year=12_000)
    found = lines(ShareSite(site="P2", host="F2"), let)
    paid, received = found["share_site:P2:host:rent"], found["share_site:P2:host:received:rent"]
    assert (paid.organisation, paid.mode, received.organisation, received.mode) == ("police", -12_000, "fire", 12_000)
    with_rent = appraise(list(found.values()), MONEY).options["x"]
    without = appraise(lines(ShareSite(site="P2", host="F2"), area).values(), MONEY).options["x"]
    assert with_rent.npsv.p50 == pytest.approx(without.npsv.p50)
    assert with_rent.by_organisation["fire"].npsv.p50 > 0


def stated(mode: float) -> Stated:
    return Stated(low=mode / 2, mode=mode, high=2 * mode, basis="derived", source="a builder's estimate")


def test_engines_cannot_go_where_there_is_no_bay_unless_the_works_are_stated(area: Area) -> None:
    full = knowing(area, F1__spare_bays=0)
    for move, column in (
        (CloseSite(site="F2", units_to="F1"), "units_to"),
        (MoveUnit(unit="F2-P1", site="F1"), "site"),
    ):
        (found,) = check_moves(full, [move])
        assert found.column == column
        assert "0 spare vehicle bays, and 1 are needed" in found.what
        roomy = move.model_copy(update={"works": stated(80_000)})
        assert check_moves(full, [roomy]) == []
        (works,) = [line for line in lines(roomy, full).values() if line.category == "capital"]
        assert (works.mode, works.organisation) == (-80_000, "fire")
        assert not any("fit-out" in said for said in roomy.not_counted(full))
        assert any("0 spare vehicle bays for 1" in said for said in move.not_counted(full))


def test_a_sale_waits_for_the_room_that_is_made_elsewhere(area: Area) -> None:
    found = lines(CloseSite(site="F2", units_to="F1", works=stated(80_000)), area)
    assert {line.depends_on for line in found.values() if line.category in ("saving", "receipt")} == {
        "close_site:F2:building"
    }


def test_works_for_units_that_go_nowhere_are_refused(area: Area) -> None:
    found = CloseSite(site="F2", works=stated(1)).check(area)
    assert [problem.column for problem in found] == ["works"]


def test_room_is_shared_by_all_that_come_and_freed_by_what_leaves(area: Area) -> None:
    one = knowing(area, P1__spare_bays=1)
    engine, station = MoveUnit(unit="F1-P1", site="P1"), ShareSite(site="F2", host="P1")
    assert check_moves(one, [engine]) == check_moves(one, [station]) == []
    (found,) = check_moves(one, [engine, station])
    assert found.file == "move 2 (share_site)"
    assert "has 1 spare vehicle bays, and with move 1 (move_unit) 2 are needed" in found.what
    assert check_moves(knowing(area, P1__spare_bays=2), [engine, station]) == []


def test_vat_on_a_new_building_is_that_of_the_service_that_builds(area: Area) -> None:
    new = OpenSite(site="N1", name="New", services=("fire",), lon=-1.85, lat=52.93, replaces=("F2",), works=stated(2e6))
    assert any("VAT on building New" in said for said in new.not_counted(area))
    taxed = knowing(area, F2__vat_recoverable_share=0.5)
    assert lines(new, taxed)["open_site:N1:building"].vat_percent == pytest.approx(10)
    assert not any("VAT on building New" in said for said in new.not_counted(taxed))
