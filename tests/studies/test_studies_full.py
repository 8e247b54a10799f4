"""A full business case: every figure beside the outline's, and what moved it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.documents.make_results import make_area, make_results, money

from bluelight.cli import main
from bluelight.documents.report import build_report
from bluelight.documents.sections.changes import changes
from bluelight.errors import BluelightError
from bluelight.studies import Results
from bluelight.studies.cases.against import against_outline
from bluelight.studies.cases.outline_file import check_outline, read_outline
from bluelight.studies.cases.shape import AgainstOutline, FigureChange

OUTLINE = make_results()


def changed(results: Results, **study: Any) -> Results:
    return results.model_copy(update={"study": results.study.model_copy(update=study)})


def with_dearer_works() -> Results:
    """The option next-door, its building work half as dear again, and its value lower for it."""
    base, option, other = OUTLINE.options
    capital, saving = option.money.lines
    dearer = capital.model_copy(update={"mode": -900_000.0, "low": -1_350_000.0, "npsv_p50": -1_200_000.0})
    moved = {"lines": [dearer, saving], "npsv": money(850_000, 900_000)}
    now = option.model_copy(update={"money": option.money.model_copy(update=moved)})
    return OUTLINE.model_copy(update={"options": [base, now, other]})


def figure(found: AgainstOutline, option: str, name: str) -> FigureChange:
    return next(row for row in found.figures if (row.option, row.figure) == (option, name))


def test_the_same_results_change_nothing_and_every_figure_stands_beside_itself() -> None:
    found = against_outline(OUTLINE, make_results())
    assert found.inputs == []
    assert all(row.because == [] for row in found.figures)
    assert all((row.outline, row.outline_low) == (row.now, row.now_low) for row in found.figures)
    assert {row.option for row in found.figures} == {"base", "next-door", "co-respond"}


def test_a_changed_line_is_named_with_what_it_was_and_is() -> None:
    found = against_outline(OUTLINE, with_dearer_works())
    (change,) = found.inputs
    assert (change.option, change.line, change.outline, change.now) == (
        "next-door",
        "capital",
        "low -900,000, mode -600,000",
        "low -1,350,000, mode -900,000",
    )
    value = figure(found, "next-door", "Present value of cash")
    assert (value.outline, value.now) == (1_250_000, 850_000)
    (why,) = value.because
    assert why.startswith("line: Fit out the fire station (was low -900,000")
    assert why.endswith("\N{MINUS SIGN}£400,000 of present value")
    assert figure(found, "co-respond", "Present value of cash").because == []
    assert figure(found, "next-door", "fire: mean response").because == []


def test_a_figure_that_moves_without_an_input_of_its_own_is_the_runs() -> None:
    options = [
        option.model_copy(update={"response": {**option.response, "fire": _slower(option)}, "money": _richer(option)})
        for option in OUTLINE.options
    ]
    again = changed(OUTLINE.model_copy(update={"options": options}), seed=8)
    found = against_outline(OUTLINE, again)
    assert figure(found, "base", "fire: mean response").because == ["seed (was 7, now 8)"]
    assert figure(found, "next-door", "Present value of cash").because == ["run: seed (was 7, now 8)"]
    assert figure(found, "next-door", "police: mean response").because == []


def _slower(option: Any) -> Any:
    fire = option.response["fire"]
    mean = fire.measures.mean_min
    moved = mean.model_copy(update={"value": mean.value + 0.01})
    return fire.model_copy(update={"measures": fire.measures.model_copy(update={"mean_min": moved})})


def _richer(option: Any) -> Any:
    return option.money.model_copy(update={"npsv": money(option.money.npsv.p50 + 1000, 900_000)})


def test_options_that_came_or_went_are_said_to_have() -> None:
    shorter = OUTLINE.model_copy(update={"options": OUTLINE.options[:2]})
    assert against_outline(OUTLINE, shorter).removed_options == ["co-respond"]
    found = against_outline(shorter, OUTLINE)
    assert found.added_options == ["co-respond"]
    assert figure(found, "co-respond", "Present value of cash").because == ["the option is new"]


def test_the_document_sets_them_out_and_asks_for_the_next_decision() -> None:
    now = with_dearer_works()
    full = now.model_copy(update={"outline": against_outline(OUTLINE, now)})
    assert Results.model_validate_json(full.model_dump_json()) == full
    assert changes(now) is None
    document = build_report(full, make_area())
    assert document.kicker == "Full business case: a study of Littleham"
    assert [part.id for part in document.sections[:3]] == ["decision", "options", "changes"]
    inputs, figures, same = document.sections[2].blocks[1:]
    assert len(inputs.rows) == 1  # type: ignore[union-attr]
    assert len(figures.rows) == 2  # type: ignore[union-attr]
    assert same.title.endswith("figures as in the outline")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "words"),
    [(None, "cannot be read"), ("{}", "not the results.json"), ("no json", "not the results.json")],
)
def test_an_outline_that_cannot_be_read_is_one_clear_message_and_nothing_is_run(
    tmp_path: Path, littleham: Path, text: str | None, words: str
) -> None:
    path = tmp_path / "outline.json"
    if text is not None:
        path.write_text(text)
    with pytest.raises(BluelightError, match=words):
        read_outline(path)
    out = tmp_path / "out"
    shown = CliRunner().invoke(main, ["run", "hertfordshire", "--out", str(out), "--outline", str(path)])
    assert shown.exit_code == 2
    assert words in shown.stderr
    assert not out.exists()


def test_an_outline_of_another_area_is_refused(tmp_path: Path) -> None:
    (tmp_path / "results.json").write_text(OUTLINE.model_dump_json())
    assert read_outline(tmp_path) == OUTLINE
    check_outline(OUTLINE, "littleham", "littleham")
    with pytest.raises(BluelightError, match="Give the outline of the same area"):
        check_outline(OUTLINE, "elsewhere", "elsewhere")
