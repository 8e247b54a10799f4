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
