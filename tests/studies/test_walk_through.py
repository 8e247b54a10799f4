"""docs/walk-through.md: its numbers lead to its headline, and the headline is the workbook's and the engine's."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from tests.documents.libreoffice import recalculated

from bluelight.appraisal import Appraisal, OptionMoney
from bluelight.documents.model import Document
from bluelight.documents.xlsx import to_xlsx
from bluelight.studies import load_study
from bluelight.studies.money import appraise_study

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "walk-through.md").read_text(encoding="utf-8")
OPTION = "joint-control"
PENNY = Fraction(1, 100)
HALF = float(PENNY / 2)


def table(first_column: str) -> list[dict[str, str]]:
    head, _, *rows = PAGE.split(f"\n| {first_column} |", 1)[1].split("\n\n", 1)[0].splitlines()
    titles = [first_column, *(title.strip() for title in head.strip("|").split("|"))]
    return [dict(zip(titles, (cell.strip() for cell in row.strip("|").split("|")), strict=True)) for row in rows if row]


def to_the_penny(value: Fraction) -> str:
    return f"{float(round(value / PENNY) * PENNY):.2f}"


INPUTS, YEARS = table("line"), table("year")
AMOUNTS = {
    row["line"]: row["amount"]
    for row in (
        dict(zip(("line", "amount"), (cell.strip() for cell in found), strict=True))
        for found in re.findall(r"^\| ([a-z]+: [a-z-]+) \| (-?\d+\.\d\d) \|$", PAGE, re.MULTILINE)
    )
}
INDEX = {2014: Fraction("74.6524"), 2024: Fraction(100)}


def amount(row: dict[str, str]) -> Fraction:
    return Fraction(row["most likely"]) * INDEX[2024] / INDEX[int(row["price year"][:4])]


def share(row: dict[str, str], year: int) -> Fraction:
    since = year - int(row["first year"]) + 1
    if since < 1 or year > int(row["last year"]):
        return Fraction(0)
    return min(Fraction(1), Fraction(since, int(row["ramp, years"]) + 1))


def test_its_inputs_lead_to_its_amounts() -> None:
    assert "74.6524 for 2014" in PAGE
    assert "3.5% a year" in PAGE
    assert {row["line"]: to_the_penny(amount(row)) for row in INPUTS} == AMOUNTS
    assert len(INPUTS) == 6


def test_its_amounts_lead_to_its_years_and_its_headline() -> None:
    factor, total, deepest, running = Fraction(1), Fraction(0), Fraction(0), Fraction(0)
    for number, row in enumerate(YEARS):
        year = 2026 + number
        assert row["year"] == f"{year}/{(year + 1) % 100}"
        cash = sum((amount(line) * share(line, year) for line in INPUTS), Fraction(0))
        assert row["cash"] == to_the_penny(cash)
        assert row["discount factor"] == f"{float(factor):.10f}"
        assert row["present value"] == to_the_penny(cash * factor)
        total, running = total + cash * factor, running + cash
        deepest = min(deepest, running)
        factor /= Fraction("1.035")
    said = [row["by hand"] for row in table("figure")]
    assert said == [to_the_penny(total), YEARS[0]["cash"], YEARS[1]["cash"], to_the_penny(-deepest), YEARS[-1]["cash"]]


@pytest.fixture(scope="module")
def appraisal() -> Appraisal:
    return appraise_study(load_study("hertfordshire"))


@pytest.fixture(scope="module")
def book(appraisal: Appraisal, tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    names = {option: option for option in appraisal.options}
    content = to_xlsx(Document("T", "k", "l", ()), appraisal, names)
    found = recalculated(tmp_path_factory.mktemp("walk"), {"case": content})
    return openpyxl.load_workbook(found["case"], data_only=True)


def row_of(book: Workbook, sheet: str, what: str | None = None) -> dict[object, object]:
    rows = list(book[sheet].iter_rows(values_only=True))
    head = next(row for row in rows if row[0] == "Option")
    found = next(row for row in rows if row[0] == OPTION and what in (None, row[1]))
    return dict(zip(head, found, strict=True))


def test_its_inputs_are_those_of_the_workbook(appraisal: Appraisal) -> None:
    lines = [found.line for found in appraisal.options[OPTION].lines]
    told = sorted((float(row["most likely"]), row["price year"], int(row["first year"])) for row in INPUTS)
    held = sorted((line.mode, line.price_year, line.start_year) for line in lines)
    assert told == [(pytest.approx(mode, abs=1e-6), year, start) for mode, year, start in held]


def test_its_headline_is_the_workbooks_and_the_engines_to_the_penny(book: Workbook, appraisal: Appraisal) -> None:
    said = [float(row["by hand"]) for row in table("figure")]
    totals, years = row_of(book, "Totals"), row_of(book, "By year", "in the year")
    money: OptionMoney = appraisal.options[OPTION]
    worked_out = [
        totals["Present value of cash"],
        years["2026/27"],
        years["2027/28"],
        totals["Most to be found at any time"],
        totals["Cash each year, once settled"],
    ]
    assert worked_out == [pytest.approx(value, abs=HALF) for value in said]
    assert totals["Check"] == "as Bluelight"
    assert money.worth["cash"].at_mode == pytest.approx(said[0], abs=HALF)
