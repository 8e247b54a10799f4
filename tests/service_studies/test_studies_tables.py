"""The tables of a study's pages, made from results."""

from __future__ import annotations

from tests.documents.make_results import make_area, make_results

from bluelight.service.areas.cells import Figure
from bluelight.service.studies import tables
from bluelight.studies.cases.shape import RiskEntry
from bluelight.studies.results import Results
from bluelight.studies.risk_scale import scale_source


def with_register(results: Results, *risks: RiskEntry) -> Results:
    assert results.business_case is not None
    return results.model_copy(update={"business_case": results.business_case.model_copy(update={"risks": list(risks)})})


def register(results: Results) -> list[RiskEntry]:
    assert results.business_case is not None
    return results.business_case.risks


def test_the_risks_of_an_option_are_told_with_likelihood_severity_and_what_the_sums_hold() -> None:
    results = make_results()
    (strike, on_call, room), rest = (grid.rows for grid in tables.risks(results, results.options[1]))
    assert strike[0] == "The crews strike."
    assert strike[2] == Figure("40%", "assumed", "a workshop")
    assert strike[3] == "£500,000 (£300,000 to £700,000), 2024/25 prices"  # its amount has a basis of its own
    assert strike[4] != "not in the sums"
    assert on_call[3:] == ("two minutes later at night (serious, 4 of 5)", "not in the sums")
    assert room[2:] == ("not judged yet", "not judged yet", "not in the sums")
    assert not rest


def test_where_no_risk_is_in_the_sums_nothing_is_said_of_them() -> None:
    results = make_results()
    unpriced = register(results)[1:]
    shown, _ = tables.risks(with_register(results, *unpriced), results.options[1])
    assert [column.title for column in shown.columns] == ["What could go wrong", "Where", "Likelihood", "How bad"]
    assert [len(row) for row in shown.rows] == [4, 4]


def test_a_long_register_shows_its_first_and_has_the_rest_behind_a_link() -> None:
    results = make_results()
    one = register(results)[-1]
    many = [one.model_copy(update={"statement": f"Number {n}"}) for n in range(8)]
    first, rest = tables.risks(with_register(results, *many), results.options[1])
    said = [row[0] for row in (*first.rows, *rest.rows)]
    assert said == [f"Number {n}." for n in range(8)]
    assert len(first.rows) == 6


def test_a_risk_that_hangs_over_another_option_is_not_told() -> None:
    results = make_results()
    assert not tables.risks(results, results.options[2])[0]
    options = tables.options(results, make_area(), "/studies/littleham/")
    assert [row[-1] for row in options.rows] == ["none", "3", "0"]


def test_results_of_before_there_was_a_register_tell_what_the_moves_bring() -> None:
    results = make_results()
    option = results.options[1]
    assumed = option.moves[0].risks[0].model_copy(update={"likelihood": 0.3, "severity": 2})
    option = option.model_copy(update={"moves": [option.moves[0].model_copy(update={"risks": [assumed]})]})
    results = results.model_copy(update={"business_case": None, "options": [results.options[0], option]})
    ((said, where, likelihood, severity),) = tables.risks(results, option)[0].rows
    assert (said, where) == ("The host may have no room.", "Littleham Fire Station")
    assert (likelihood, severity) == (
        Figure("30%", "assumed", scale_source()),
        Figure("minor, 2 of 5", "assumed", scale_source()),
    )


def test_a_risk_is_placed_where_this_option_has_it() -> None:
    results = make_results()
    everywhere = register(results)[-1].model_copy(update={"applies_to": ["Elsewhere", "Littleham Fire Station"]})
    shown, _ = tables.risks(with_register(results, everywhere), results.options[1])
    assert shown.rows[0][1] == "Littleham Fire Station"
