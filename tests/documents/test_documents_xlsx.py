"""The workbook: its formulas are the engine's, its inputs move them, its figures are the report's."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from tests.documents.libreoffice import recalculated
from tests.documents.make_appraisal import OPTIONS, SETTINGS, make_appraisal
from tests.documents.make_results import make_results

from bluelight.appraisal import Appraisal, LineMoney, Settings, load_parameters
from bluelight.documents.model import Column, Document, Figure, Section, Table, blocks_of
from bluelight.documents.xlsx import to_xlsx

NAMES = {option.id: option.name for option in make_results().options}
PENNY = 0.005


@pytest.fixture(scope="module")
def content(report: Document) -> bytes:
    return to_xlsx(report, make_appraisal(), NAMES)


@pytest.fixture(scope="module")
def money() -> bytes:
    """The sheets of money alone."""
    return to_xlsx(Document("T", "k", "l", ()), make_appraisal(), NAMES)


def opened(content: bytes | Path, values: bool) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content) if isinstance(content, bytes) else content, data_only=values)


def totals(book: Workbook) -> dict[str, dict[str, object]]:
    """The rows of the totals by option."""
    rows = list(book["Totals"].iter_rows(values_only=True))
    head = next(number for number, row in enumerate(rows) if row[0] == "Option")
    options = rows[head + 1 : head + 1 + len(OPTIONS)]
    return {str(row[0]): dict(zip(rows[head], row, strict=True)) for row in options}


def cash_at_mode(appraisal: Appraisal, option: str) -> float:
    return appraisal.options[option].worth["cash"].at_mode


def setting(book: Workbook, label: object):
    """The input cell beside this label."""
    return next(row[1] for row in book["Settings"].iter_rows() if row[0].value == label)


def of_line(book: Workbook, line: str, title: str):
    """The input cell of a line under this title."""
    titles = next(row for row in book["Lines"].iter_rows(values_only=True) if row[0] == "Option")
    return next(row[titles.index(title)] for row in book["Lines"].iter_rows() if row[1].value == line)


def changed(content: bytes, change: Callable[[Workbook], None]) -> bytes:
    book = opened(content, values=False)
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def dearer_rebuild(book: Workbook) -> None:
    of_line(book, "rebuild", "Most likely").value = -3_000_000


def later_works(book: Workbook) -> None:
    of_line(book, "fitting", "Works, months").value = 40


def no_mitigation(book: Workbook) -> None:
    setting(book, "Optimism bias of cost mitigated").value = 0


def older_prices(book: Workbook) -> None:
    setting(book, "Price year").value = "2020/21"


def earlier_start(book: Workbook) -> None:
    setting(book, "First year").value = 2025


def dearer_money(book: Workbook) -> None:
    setting(book, 0).value = 6


def lowest(book: Workbook) -> None:
    setting(book, "Amounts used").value = "low"


def at_six_percent() -> Appraisal:
    parameters = load_parameters()
    schedule = parameters.schedules["standard"]
    band = schedule.current.bands[0].model_copy(update={"percent": 6.0})
    version = schedule.current.model_copy(update={"bands": (band, *schedule.current.bands[1:])})
    dearer = schedule.model_copy(update={"versions": (version,)})
    schedules = tuple(dearer if known.id == "standard" else known for known in parameters.discount_rates.schedules)
    rates = parameters.discount_rates.model_copy(update={"schedules": schedules})
    others = {name: getattr(parameters, name) for name in type(parameters).model_fields}
    return make_appraisal(parameters=type(parameters)(**{**others, "discount_rates": rates}))


# What a reader changes, and what the engine says of the same change.
CHANGES: dict[str, tuple[Callable[[Workbook], None], Callable[[], Appraisal]]] = {
    "dearer_rebuild": (dearer_rebuild, lambda: make_appraisal(rebuild={"mode": -3_000_000.0, "low": -3_100_000.0})),
    "later_works": (later_works, lambda: make_appraisal(fitting={"works_months": 40.0})),
    "no_mitigation": (
        no_mitigation,
        lambda: make_appraisal(SETTINGS.model_copy(update={"optimism_bias_mitigation": 0.0})),
    ),
    "older_prices": (older_prices, lambda: make_appraisal(SETTINGS.model_copy(update={"price_year": "2020/21"}))),
    "earlier_start": (earlier_start, lambda: make_appraisal(SETTINGS.model_copy(update={"first_year": 2025}))),
    "dearer_money": (dearer_money, at_six_percent),
}


def one_pot(cap: float = 300_000.0, **rent: float) -> Appraisal:
    """The same case with two savings that claim from one pot, in prices of another year."""
    pot = {"group": "upkeep", "cap": cap, "price_year": "2022/23", "source": "what both spend on it"}
    settings = Settings.model_validate({**SETTINGS.model_dump(), "overlap_groups": [pot]})
    both = {"overlap_group": "upkeep"}
    return make_appraisal(settings, rent={**both, **rent}, desks=both)


def smaller_pot(book: Workbook) -> None:
    setting(book, "upkeep").value = 150_000


def less_rent(book: Workbook) -> None:
    of_line(book, "rent", "Most likely").value = 250_000


@pytest.fixture(scope="module")
def worked_out(money: bytes, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Workbook]:
    books = {name: changed(money, change) for name, (change, _) in CHANGES.items()}
    books |= {"as_written": money, "lowest": changed(money, lowest)}
    pot = to_xlsx(Document("T", "k", "l", ()), one_pot(), NAMES)
    books |= {"pot": pot, "smaller_pot": changed(pot, smaller_pot), "less_rent": changed(pot, less_rent)}
    found = recalculated(tmp_path_factory.mktemp("books"), books)
    return {name: opened(path, values=True) for name, path in found.items()}


@pytest.mark.parametrize(
    ("book", "appraisal"),
    [
        ("pot", lambda: one_pot()),
        ("smaller_pot", lambda: one_pot(150_000.0)),
        ("less_rent", lambda: one_pot(low=175_000.0, mode=250_000.0, high=325_000.0)),
    ],
)
def test_caps_are_formulas_that_follow_the_engine(
    worked_out: dict[str, Workbook], book: str, appraisal: Callable[[], Appraisal]
) -> None:
    found = appraisal()
    assert sum(money.cut for money in found.options["next-door"].lines) > 0
    row = totals(worked_out[book])["next-door"]
    assert row["Present value of cash"] == pytest.approx(cash_at_mode(found, "next-door"), abs=PENNY)
    assert row["Check"] == ("as Bluelight" if book == "pot" else "inputs changed")
    claimed = [x for x in worked_out[book]["Caps"].iter_rows(values_only=True) if x[2] == "claimed"]
    cap = found.settings.overlap_groups[0].cap * found.parameters.gdp_deflator.factor("2022/23", "2024/25")
    assert claimed[0][3] == pytest.approx(cap, abs=PENNY)
    last = [x for x in worked_out[book]["Cash"].iter_rows(values_only=True) if x[1] in ("rent", "desks")]
    assert sum(x[-1] for x in last) == pytest.approx(min(cap, claimed[0][-1]), abs=PENNY)


def test_a_case_without_caps_has_no_sheet_of_them(money: bytes) -> None:
    assert "Caps" not in opened(money, values=True).sheetnames


def test_totals_are_the_engines_to_the_penny(money: bytes) -> None:
    appraisal = make_appraisal()
    for option, row in totals(opened(money, values=True)).items():
        assert row["Present value of cash"] == pytest.approx(cash_at_mode(appraisal, option), abs=PENNY)
        assert row["Bluelight, P50"] == pytest.approx(appraisal.options[option].npsv.p50, abs=PENNY)
        assert row["Check"] == "as Bluelight"
    assert cash_at_mode(appraisal, "next-door") != 0


def test_every_formula_comes_to_what_the_file_says_of_it(money: bytes, worked_out: dict[str, Workbook]) -> None:
    formulas, said, found = opened(money, values=False), opened(money, values=True), worked_out["as_written"]
    checked = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    theirs, ours = found[sheet.title][cell.coordinate].value, said[sheet.title][cell.coordinate].value
                    place = f"{sheet.title}!{cell.coordinate}"
                    if isinstance(ours, str):
                        assert theirs == ours, place
                    else:
                        assert theirs == pytest.approx(ours, rel=1e-12, abs=PENNY / 100), place
                    checked += 1
    assert checked > 250


@pytest.mark.parametrize("name", CHANGES)
def test_an_input_that_changes_moves_the_totals_as_the_engine_would(name: str, worked_out: dict[str, Workbook]) -> None:
    appraisal = CHANGES[name][1]()
    before = make_appraisal()
    rows = totals(worked_out[name])
    for option in OPTIONS:
        assert rows[option]["Present value of cash"] == pytest.approx(cash_at_mode(appraisal, option), abs=PENNY)
    assert cash_at_mode(appraisal, "next-door") != pytest.approx(cash_at_mode(before, "next-door"), abs=1)
    assert rows["next-door"]["Check"] == "inputs changed"


def test_the_low_end_of_every_line_can_be_chosen(worked_out: dict[str, Workbook]) -> None:
    low = sum(money.npsv_at_low for money in cash_lines())
    assert totals(worked_out["lowest"])["next-door"]["Present value of cash"] == pytest.approx(low, abs=PENNY)


def cash_lines() -> list[LineMoney]:
    lines = make_appraisal().options["next-door"].lines
    return [money for money in lines if money.line.benefit_class == "cash_releasing" and not money.line.transfer]


def test_one_off_yearly_and_peak_cash_are_those_of_the_engine(money: bytes) -> None:
    without_ranges = {m.line.id: {"low": m.line.mode, "high": m.line.mode} for m in cash_lines()}
    certain = make_appraisal(**without_ranges).options["next-door"]
    row = totals(opened(money, values=True))["next-door"]
    assert row["One-off cash"] == pytest.approx(certain.one_off.p50, abs=PENNY)
    assert row["Cash each year, once settled"] == pytest.approx(certain.yearly_cash.p50, abs=PENNY)
    assert row["Most to be found at any time"] == pytest.approx(certain.peak_funding.p50, abs=PENNY)
    assert certain.peak_funding.p50 > 0


def test_what_is_no_cash_stands_beside_it(money: bytes) -> None:
    option = make_appraisal().options["next-door"]
    row = totals(opened(money, values=True))["next-door"]
    society = row["Present value to society, not cash"]
    left = row["What assets are still worth at the end"]
    freed = row["Present value of time freed, not cash"]
    assert option.worth["public"].at_mode == pytest.approx(row["Present value of cash"] + freed + left, abs=PENNY)
    assert option.worth["social"].at_mode == pytest.approx(option.worth["public"].at_mode + society, abs=PENNY)
    assert left > 0


def test_organisations_add_up_to_their_option(money: bytes) -> None:
    book = opened(money, values=True)
    rows = list(book["Totals"].iter_rows(values_only=True))
    start = next(number for number, row in enumerate(rows) if row[1] == "Organisation")
    for option, total in totals(book).items():
        parts = [row[2] for row in rows[start + 1 :] if row[0] == option]
        assert sum(parts) == pytest.approx(total["Present value of cash"], abs=PENNY)


def test_every_table_of_figures_has_a_sheet_that_the_first_leads_to(report: Document, content: bytes) -> None:
    book = opened(content, values=True)
    tables = {b.chart.table.id: b.chart.table for b in blocks_of(report.sections) if isinstance(b, Figure)}
    tables |= {b.id: b for b in blocks_of(report.sections) if isinstance(b, Table) and b.data is not None}
    titles = {sheet["A1"].value for sheet in book}
    assert {table.caption for table in tables.values()} <= titles
    leads = [row[0].hyperlink.location for row in book["Read me"].iter_rows() if row[0].hyperlink]
    assert sorted(leads) == sorted(f"'{name}'!A1" for name in book.sheetnames[1:])
    sheet = next(s for s in book if s["A1"].value == "Options beside business as usual")
    held = [tuple(row) for row in sheet.iter_rows(values_only=True)]
    assert all(row in held for row in tables["options-table"].values())


def test_words_are_never_formulas_and_names_of_sheets_never_clash() -> None:
    head = (Column("=1+1"), Column("n", numeric=True))
    long = "a-very-long-name-that-is-cut-off-"
    tables = tuple(
        Table(f"{long}{number}", "=2+2", head, ((f"{sign}cmd()\x01", "1"),)) for number, sign in enumerate("=+-@")
    )
    document = Document("=T", "=k", "l", (Section("s", "S", (*tables, Table("LINES", "Clash", head, (("a", "1"),)))),))
    book = opened(to_xlsx(document, make_appraisal(), NAMES), values=False)
    mine = [sheet for sheet in book if sheet["A1"].value in ("=2+2", "Clash")]
    assert len(mine) == 5
    assert {cell.data_type for sheet in mine for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    assert mine[0]["A4"].value == "=cmd()"
    assert max(len(name) for name in book.sheetnames) <= 31


def test_the_same_case_gives_the_same_bytes_without_a_date(report: Document, content: bytes) -> None:
    assert to_xlsx(report, make_appraisal(), NAMES) == content
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"<dcterms" not in file.read("docProps/core.xml")


def test_an_option_without_lines_is_worth_nothing(money: bytes) -> None:
    row = totals(opened(money, values=True))["base"]
    assert row["Present value of cash"] == 0
    assert row["Most to be found at any time"] == 0
