"""Every wrong case of money that a user can bring is refused by the command with the line named; nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from bluelight.cli import main

COLUMNS = (
    "id", "option", "label", "organisation", "category", "benefit_class", "low", "mode", "high", "price_year",
    "start_year", "end_year", "basis", "source", "currency", "disposal", "budget", "depends_on", "asset_type",
    "works_months", "likelihood",
)  # fmt: skip
SOUND = {
    "id": "desks", "option": "share", "label": "Fewer desks", "organisation": "fire", "category": "saving",
    "benefit_class": "cash_releasing", "low": "1", "mode": "2", "high": "3", "price_year": "2024/25",
    "start_year": "2026", "end_year": "2030", "basis": "assumed", "source": "a survey",
}  # fmt: skip
WORKS = {"category": "capital", "low": "-3", "mode": "-2", "high": "-1", "asset_type": "standard_buildings",
         "works_months": "6"}  # fmt: skip
SETTINGS = 'price_year = "2024/25"\nfirst_year = 2026\nappraisal_years = 5\ndraws = 100\n'
Rows = tuple[dict[str, str], ...]


def refused(folder: Path, rows: Rows) -> str:
    """What `bluelight appraise` says of lines like the sound one but for these cells."""
    lines, settings, out = folder / "lines.csv", folder / "settings.toml", folder / "out"
    every = [{**SOUND, **row} for row in rows]
    text = [",".join(COLUMNS), *(",".join(row.get(column, "") for column in COLUMNS) for row in every)]
    lines.write_text("\n".join(text) + "\n", encoding="utf-8")
    settings.write_text(SETTINGS, encoding="utf-8")
    done = CliRunner().invoke(main, ["appraise", str(lines), "--settings", str(settings), "--out", str(out)])
    assert done.exit_code == 2, done.output
    assert not list(out.glob("*"))
    assert "Traceback" not in done.output
    return done.output


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (({"end_year": "2025"},), "it ends in 2025, before it starts in 2026"),
        (({"low": "9"},), "low 9, mode 2 and high 3 are not in rising order"),
        (({"price_year": "1890/91"},), "price year '1890/91' is outside the price index"),
        (({"price_year": "last year"},), "is not a year"),
        (({"currency": "EUR"},), "is in EUR, and a case is in one currency, GBP"),
        (({"benefit_class": "magic"},), "cash_releasing"),
        (({"category": "gift"},), "saving"),
        (({"category": "receipt"},), "a receipt with no disposal"),
        (({"source": " "},), "column source"),
        (({"likelihood": "0.5"},), "a saving has a likelihood"),
        (({"depends_on": "roof"},), "depends on 'roof', which is not a capital line"),
        (({}, {"id": "desks-again"}), "claim the same saving: the same label, organisation and years"),
        (
            ({"label": "Desks", "budget": "rent"}, {"id": "chairs", "label": "Chairs", "budget": "rent"}),
            "lines 'desks' and 'chairs' of option 'share' claim the same saving, on the budget 'rent'",
        ),
        (
            (
                {"category": "receipt", "disposal": "depot"},
                {"id": "again", "label": "Again", "category": "receipt", "disposal": "depot"},
            ),
            "are receipts from the same disposal, 'depot'",
        ),
        (({**WORKS, "depends_on": "roof"}, {"id": "roof", **WORKS, "depends_on": "desks"}), "waits for itself"),
    ],
)
def test_wrong_lines_are_refused_by_name_and_nothing_is_written(tmp_path: Path, rows: Rows, says: str) -> None:
    said = " ".join(refused(tmp_path, rows).split())
    assert says in said
    assert "'desks'" in said


# Studies and searches

STUDY = """
[study]
id = "town"
name = "Town"
question = "What could be shared?"
area = "{area}"
[[option]]
id = "today"
name = "Today"
[[option]]
id = "post"
name = "One chief"
[[option.move]]
kind = "shared_posts"
id = "chief"
services = ["police", "fire"]
posts = ["chief"]
{more}
"""
SAVING = 'saving.fire = {{ low = {low}, mode = 2, high = 3, basis = "assumed", source = "a survey"{more} }}'


def saving(low: int = 1, more: str = "") -> str:
    return SAVING.format(low=low, more=more)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (saving(low=9), "low 9, mode 2 and high 3 are not in rising order"),
        (saving(more=', price_year = "1890/91"'), "price year '1890/91' is outside the price index"),
        (saving(more=', currency = "EUR"'), "it is in EUR, and a case is in one currency, GBP"),
        ("year = 2050", "in 2050 it is outside the appraisal"),
        ("saving_delay_years = 20", "begins 20 years after it, and the appraisal has 10 years"),
        (
            'needs = ["engines"]\n[[option.move]]\nkind = "co_respond"\nid = "engines"\nneeds = ["chief"]',
            "it needs move 2 (co_respond), in a circle back to it",
        ),
        (
            '[[option.move]]\nkind = "shared_posts"\nservices = ["police", "fire"]\nposts = ["chief"]',
            "the chief of fire is taken up by move 1 (shared_posts) already",
        ),
        (
            '[[risks]]\nid = "late"\nwhat = "Late."\nlikelihood = 0.1\nsource = "a workshop"\norganisation = "fire"\n'
            "year = 2030\nlast_year = 2028\n"
            'impact = { low = 1, mode = 2, high = 3, basis = "assumed", source = "a workshop" }',
            "last_year is before year",
        ),
    ],
)
def test_a_study_that_cannot_be_counted_is_refused_before_it_is_run(
    littleham: Path, tmp_path: Path, more: str, says: str
) -> None:
    study, out = tmp_path / "study.toml", tmp_path / "out"
    study.write_text(STUDY.format(area=littleham.as_posix(), more=more), encoding="utf-8")
    done = CliRunner().invoke(main, ["run", str(study), "--out", str(out)])
    assert done.exit_code == 2, done.output
    assert says in " ".join(done.output.split())
    assert "Traceback" not in done.output
    assert not list(out.glob("*"))


@pytest.mark.parametrize(
    ("conditions", "says"),
    [
        (["--slowest", "0.5"], "No plan keeps this: no zone further than 0.5 minutes' drive. Loosen it."),
        (
            ["--sites", "1", "--stay", "F1", "--stay", "F2", "--budget", "1000000"],
            "No plan keeps all of this: at most 1 sites; Littleham Fire Station stays; Eastfield Fire Station stays. "
            "Without any one of these the others can be kept together: loosen one.",
        ),
    ],
)
def test_conditions_that_clash_are_named_and_others_are_not(
    littleham: Path, tmp_path: Path, conditions: list[str], says: str
) -> None:
    out = tmp_path / "out"
    done = CliRunner().invoke(main, ["search", str(littleham), "--aim", "response", *conditions, "--out", str(out)])
    assert done.exit_code == 2, done.output
    assert says in " ".join(done.output.split())
    assert "budget" not in done.output
    assert not list(out.glob("*"))
