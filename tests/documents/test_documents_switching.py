"""Switching values are sentences that a member of a board can repeat."""

from __future__ import annotations

import pytest
from tests.documents.make_results import make_results

from bluelight.documents.sections.worth import order, switching_words, turns_on, worth
from bluelight.documents.switching import told
from bluelight.studies.appraised import Switch

NAMES = {"two": "Option two", "three": "Three"}


def switch(**fields: object) -> Switch:
    given = {
        "against": "three",
        "kind": "gains",
        "name": "gains",
        "label": "All savings and receipts",
        "unit": "times",
        "now": 1.0,
        "at": 0.57,
        "change": -0.43,
        "within": None,
        **fields,
    }
    return Switch.model_validate(given)


@pytest.mark.parametrize(
    ("fields", "ahead", "words"),
    [
        (
            {},
            True,
            "All savings and receipts would have to fall by 43% before “Three” is worth more than “Two”.",
        ),
        (
            {"against": "zero", "at": 2.5, "change": 1.5},
            False,
            "All savings and receipts would have to be 2.5 times what is assumed before “Two” pays for itself.",
        ),
        (
            {"kind": "delay", "at": 3.25, "change": None},
            True,
            "Every saving and receipt would have to come 3.2 years late before “Three” is worth more than “Two”.",
        ),
        (
            {"kind": "line", "label": "Rent", "change": 0.1, "within": True},
            True,
            "“Rent” would have to rise by 10% before “Three” is worth more than “Two”, which is within its range.",
        ),
    ],
)
def test_a_switching_value_in_words(fields: dict[str, object], ahead: bool, words: str) -> None:
    assert told(switch(**fields), "Two", NAMES, ahead) == words


def test_what_no_value_can_switch_is_not_told() -> None:
    assert told(switch(at=None, change=None), "Two", NAMES, ahead=True) is None


def test_the_report_tells_savings_as_a_whole_first_and_every_measure_of_every_option() -> None:
    results = make_results()
    said = switching_words(results, results.options[1])
    assert said[0].startswith("All savings and receipts would have to")
    worths = worth(results)
    assert worths is not None
    assert len(worths.blocks[0].rows) == 3 * 2  # type: ignore[union-attr]
    assert turns_on(results) is not None
    sure = order(results)
    assert sure is not None
    assert len(sure.blocks[1].rows) == 3  # type: ignore[union-attr]


def test_results_of_before_there_were_any_say_nothing_of_them() -> None:
    results = make_results()
    old = [
        option.model_copy(update={"money": option.money.model_copy(update={"appraised": None})})
        for option in results.options
    ]
    before = results.model_copy(update={"options": old, "ranking": None})
    assert (worth(before), order(before), turns_on(before)) == (None, None, None)
