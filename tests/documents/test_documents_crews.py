"""Crews in the report: how busy they are by hour, what they work past their shifts, and their meal breaks."""

from __future__ import annotations

from tests.documents.make_results import estimate, make_area, make_results

from bluelight.documents import charts, render_report
from bluelight.documents.model import plain
from bluelight.documents.sections.crews import crew_finding, crew_table, crews
from bluelight.studies.results import HourLoad, OptionResult

RESULTS = make_results()


def with_load(option: OptionResult, at_five: float) -> OptionResult:
    load = [HourLoad(hour=h, on_duty=20.0, busy=estimate(at_five if h == 17 else 4.0, 1.0)) for h in range(24)]
    fire = option.response["fire"].model_copy(update={"load": load})
    return option.model_copy(update={"response": {**option.response, "fire": fire}})


def test_the_title_names_the_busiest_hour_and_the_option_that_moves_it_most() -> None:
    base, first, second = RESULTS.options[0], RESULTS.options[1], RESULTS.options[2]
    drawn = charts.utilisation_by_hour("fire", [with_load(base, 8.0), with_load(first, 8.1), with_load(second, 10.0)])
    assert drawn.title == (
        "Fire: busiest around 5pm, when 40% of vehicles on duty are on a call; "
        f"“{second.name}” has 10 more of every 100 on one around 5pm"
    )
    assert "in the table only" in drawn.summary  # the option that moves it by half a point
    assert [plain(cell) for cell in drawn.table.rows[17]] == ["17:00", "20", "40%", "40%", "50%"]
    assert drawn.table.values()[1 + 2 * 24 + 17] == (second.id, 17, 20.0, 10.0, 9.0, 11.0)
    assert len(drawn.table.values()) == 1 + 3 * 24


def test_options_that_move_nothing_are_said_to() -> None:
    drawn = charts.utilisation_by_hour("fire", [with_load(option, 8.0) for option in RESULTS.options])
    assert drawn.title.endswith("; no option moves any hour by as much as 1 in 100")


def test_the_finding_says_load_overrun_and_missed_meals() -> None:
    said = crew_finding(RESULTS, "ambulance")
    assert said == (
        "Ambulance: the busiest ambulance (dsa-1) is on a job for 61% of its time on duty; all ambulances are for 35% "
        "on average. Crews work 640 hours a year past the end of their shifts. 4.8% of the meal breaks of ambulances "
        "are missed."
    )
    assert "shifts" not in crew_finding(RESULTS, "fire")  # on duty round the clock


def test_the_table_holds_every_option_with_its_intervals() -> None:
    table = crew_table(RESULTS, "ambulance")
    assert len(table.rows) == len(RESULTS.options)
    row = [plain(cell) for cell in table.rows[0]]
    assert row[5] == "640 (619 to 661) hours a year"
    assert row[6:] == ["3,000 (2,960 to 3,040)", "120 (108 to 132)", "150 (141 to 159): 4.8% (4.5% to 5.1%) of all"]
    names, first = table.values()[:2]
    assert len(names) == len(first)
    assert dict(zip(names, first, strict=True))["overrun_hours_high"] == 661
    fire = crew_table(RESULTS, "fire")
    assert plain(fire.rows[0][-1]) == "on duty round the clock"
    assert len(fire.columns) == len(table.columns) - 3  # none of them has a rule of breaks


def test_the_report_has_the_section_and_one_from_older_results_does_not() -> None:
    page = render_report(RESULTS, make_area())
    assert "What it asks of crews" in page
    bare = [
        option.model_copy(
            update={"response": {s: r.model_copy(update={"crews": []}) for s, r in option.response.items()}}
        )
        for option in RESULTS.options
    ]
    assert crews(RESULTS.model_copy(update={"options": bare})) is None


def test_more_busy_than_on_duty_is_explained() -> None:
    drawn = charts.utilisation_by_hour("fire", [with_load(RESULTS.options[0], 21.0)])
    assert drawn.title == "Fire: busiest around 5pm, when more vehicles are on a call than on duty"
    assert "after their duty ends" in drawn.summary
