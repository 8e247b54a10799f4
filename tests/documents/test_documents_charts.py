"""Charts state what the numbers say, carry their table, and can stand on one page together."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter

import pytest
from tests.documents.make_results import SERVICES, estimate, make_results, with_governance

from bluelight.documents import charts
from bluelight.documents.charts.money import running_total
from bluelight.documents.charts.tornado import swings, width
from bluelight.documents.model import Chart
from bluelight.documents.palette import FONT, SERVICE_MARKS
from bluelight.studies.results import CalibrationRow, Service, YearCash

RESULTS = make_results()
OPTIONS = RESULTS.options


@pytest.fixture(scope="module")
def drawn() -> list[Chart]:
    found = []
    for service in SERVICES:
        found.append(charts.response_change(service, OPTIONS))
        found.append(charts.response_curve(service, OPTIONS, [(10, "10 min")]))
        found.append(charts.response_by_hour(service, OPTIONS))
    found.append(charts.first_responder("cardiac_arrest", OPTIONS))
    found.append(charts.npsv(OPTIONS, "2024/25"))
    for option in OPTIONS[1:]:
        found.append(charts.cash_over_time(option, "2024/25"))
        found.append(charts.tornado(option, "2024/25"))
    found += [charts.attribution(with_governance(), "2024/25"), charts.fifths(OPTIONS[1], "fire", relied_on=False)]
    found += [charts.calibration(s, [r for r in RESULTS.calibration if r.service == s]) for s in SERVICES]
    return found


def test_every_chart_is_xml_with_a_name_and_a_shape_of_its_own(drawn: list[Chart]) -> None:
    ids: Counter[str] = Counter()
    for chart in drawn:
        root = ET.fromstring(chart.svg)
        assert root.get("role") == "img"
        assert chart.title in (root.get("aria-label") or "")
        assert root.get("viewBox")
        assert root.get("font-family") == FONT
        ids.update(element.get("id") for element in root.iter() if element.get("id"))
    assert {id for id, times in ids.items() if times > 1} == set()


def test_charts_fetch_nothing_and_need_no_style(drawn: list[Chart]) -> None:
    for chart in drawn:
        assert "<style" not in chart.svg
        assert " style=" not in chart.svg
        assert "<script" not in chart.svg
        assert "http" not in chart.svg.replace('xmlns="http://www.w3.org/2000/svg"', "").replace(
            'xmlns:xlink="http://www.w3.org/1999/xlink"', ""
        )


def test_every_chart_has_its_numbers(drawn: list[Chart]) -> None:
    for chart in drawn:
        assert chart.table.rows
        assert len(chart.table.values()) > 1
        assert chart.summary


def test_a_title_names_the_change_that_can_be_told() -> None:
    assert charts.response_change("fire", OPTIONS).title == (
        "Fire: 12 seconds slower under “Share what is next door”; no detectable change otherwise"
    )


def test_a_title_counts_options_that_change_the_same() -> None:
    (shared,) = (option for option in OPTIONS if option.name == "Share what is next door")
    twins = [
        option.model_copy(update={"id": f"twin-{i}", "name": f"Twin {i}"}) for i, option in enumerate([shared] * 2)
    ]
    others = [option for option in OPTIONS if option.id != shared.id]
    title = charts.response_change("fire", [*others, shared, *twins]).title
    assert title.startswith(f"Fire: 12 seconds slower under 3 of {len(others) + 2} options")


def test_a_title_marks_a_service_that_is_not_relied_on() -> None:
    for chart in (
        charts.response_change("ambulance", OPTIONS),
        charts.response_curve("ambulance", OPTIONS),
        charts.response_by_hour("ambulance", OPTIONS),
    ):
        assert chart.title.startswith("Ambulance (not relied on): ")


def test_a_title_claims_nothing_where_nothing_can_be_told() -> None:
    assert charts.response_change("police", OPTIONS).title == (
        "Police (not relied on): no detectable change in mean response under any option"
    )


def test_services_keep_their_colour_and_shape() -> None:
    for service in SERVICES:
        assert SERVICE_MARKS[service].colour in charts.response_change(service, OPTIONS).svg


def test_the_curve_reads_the_share_at_the_standard() -> None:
    chart = charts.response_curve("fire", OPTIONS, [(10.0, "10 min")])
    at_ten = next(p.share for p in OPTIONS[0].response["fire"].curve if p.minutes == 10)
    assert f"{at_ten * 100:.0f}% of calls are reached within 10 minutes today" in chart.title
    row = next(row for row in chart.table.rows if row[0] == "10")
    assert row[1] == f"{at_ten * 100:.1f}%"


def test_an_option_that_moves_nothing_is_in_the_table_and_not_drawn_over_today() -> None:
    chart = charts.response_curve("police", OPTIONS)
    assert "Share what is next door" not in chart.svg
    assert "in the table only" in chart.summary
    assert [column.title for column in chart.table.columns[1:]] == [option.name for option in OPTIONS]
    assert "Share what is next door" in charts.response_curve("fire", OPTIONS).svg


def test_hours_without_calls_are_said_to_be_so() -> None:
    chart = charts.response_by_hour("fire", OPTIONS)
    assert "too few calls" in [row[2] for row in chart.table.rows if row[0] == "04:00"]


def test_the_value_of_options_is_sorted_into_sure_and_unsure() -> None:
    unsure = OPTIONS[1].model_copy(
        update={
            "money": OPTIONS[1].money.model_copy(update={"npsv": OPTIONS[2].money.npsv.model_copy(update={"p90": 1e5})})
        }
    )
    assert charts.npsv([OPTIONS[0], unsure], "2024/25").title == "“Share what is next door” may save or cost"
    assert "saves across the range" in charts.npsv(OPTIONS, "2024/25").title


def test_the_running_total_adds_organisations_year_by_year() -> None:
    cash = [
        YearCash(year=2028, organisation="fire", amount=5.0),
        YearCash(year=2027, organisation="fire", amount=-10.0),
        YearCash(year=2027, organisation="police", amount=-2.0),
    ]
    assert running_total(cash) == [(2027, -12.0), (2028, -7.0)]


def test_the_peak_is_the_deepest_of_the_running_total() -> None:
    option = OPTIONS[1]
    deepest = min(amount for _, amount in running_total(option.money.cash_by_year))
    chart = charts.cash_over_time(option, "2024/25")
    assert deepest == -700_000
    assert "Peak: £700,000 out" in chart.svg
    assert "£700,000 out at the peak, paid back by 2030/31" in chart.title


def test_the_tornado_puts_the_widest_swing_first_and_starts_every_bar_at_the_most_likely() -> None:
    found = swings(OPTIONS[1])
    widths = [width(swing) for swing in found]
    assert widths == sorted(widths, reverse=True)
    assert len({round(swing.at_mode, 2) for swing in found}) == 1
    chart = charts.tornado(OPTIONS[1], "2024/25")
    assert f"most turns on “{found[0].label}”" in chart.title
    assert len(chart.table.rows) == len(found)


def test_the_waterfall_ends_at_what_governance_alone_adds() -> None:
    option = with_governance()
    step = charts.collaboration_step(option)
    assert step is not None
    (_, gross), (_, shared), (_, cost), (_, added) = charts.attribution(option, "2024/25").table.values()[1:]
    assert gross + shared + cost == pytest.approx(added, abs=2)
    assert gross == round(step.mean_gains)
    assert step.npsv.p10 <= added <= step.npsv.p90


def test_an_option_that_changes_nobody_who_governs_has_no_waterfall() -> None:
    assert charts.collaboration_step(OPTIONS[1]) is None
    with pytest.raises(ValueError, match="changes nobody who governs"):
        charts.attribution(OPTIONS[1], "2024/25")


def test_fifths_of_deprivation_say_who_waits_longer() -> None:
    chart = charts.fifths(OPTIONS[1], "fire", relied_on=True)
    assert "most deprived fifth wait longer; least deprived fifth wait less" in chart.title
    assert chart.table.rows[0][0] == "Most deprived fifth"


def of(service: Service) -> list[CalibrationRow]:
    return [row for row in RESULTS.calibration if row.service == service]


def test_calibration_says_plainly_where_it_is_off() -> None:
    chart = charts.calibration("ambulance", of("ambulance"))
    assert chart.title == "Ambulance: the model misses the one figure that judges it by more than a tenth"
    assert "Off by more than a tenth." in chart.table.rows[0]


def test_calibration_that_is_never_off_says_so() -> None:
    assert charts.calibration("fire", of("fire")).title == (
        "Fire: the model is within a tenth of both figures that judge it"
    )


def test_a_service_that_nothing_judges_is_said_to_be_so() -> None:
    chart = charts.calibration("police", of("police"))
    assert chart.title == "Police: nothing published judges the model"
    assert "not measured" in chart.table.rows[0]


def test_hostile_names_stay_words_in_a_chart() -> None:
    name = '<b onclick="x">&"'
    options = [o.model_copy(update={"name": name + o.name}) for o in OPTIONS]
    chart = charts.response_change("fire", options)
    root = ET.fromstring(chart.svg)
    assert not [element for element in root.iter() if element.tag.endswith("}b")]
    assert any(name in (element.text or "") for element in root.iter())


def test_an_option_no_one_can_price_still_draws() -> None:
    money = OPTIONS[1].money
    none = {"lines": [], "cash_by_year": [], "appraised": None}
    bare = OPTIONS[1].model_copy(update={"money": money.model_copy(update=none)})
    assert charts.tornado(bare, "2024/25").title.endswith("no assumption has a range")
    ET.fromstring(charts.cash_over_time(bare, "2024/25").svg)


def test_large_changes_are_drawn_in_minutes() -> None:
    response = OPTIONS[1].response["fire"]
    assert response.change is not None
    big = response.change.model_copy(update={"mean_min": estimate(7.0, 1.0)})
    slow = OPTIONS[1].model_copy(
        update={"response": {**OPTIONS[1].response, "fire": response.model_copy(update={"change": big})}}
    )
    assert "minutes" in charts.response_change("fire", [OPTIONS[0], slow]).svg
