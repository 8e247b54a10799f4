"""Line items and settings from files: what is wrong is said with its file, row and line, all at once."""

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bluelight.appraisal import LineItem, Settings, appraise
from bluelight.appraisal.reading import in_files, read_case, read_lines, read_settings
from bluelight.appraisal.tables import Record, tables_of
from bluelight.errors import InputError, Problem

HEADER = "id,option,label,organisation,category,benefit_class,low,mode,high,price_year,start_year,end_year,basis,source"
SAVING = "a,share,Fewer desks,fire,saving,cash_releasing,1,2,3,2024/25,2026,2030,assumed,a survey"
SETTINGS = 'price_year = "2024/25"\nfirst_year = 2026\nappraisal_years = 5\ndraws = 100\n'


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    lines, settings = tmp_path / "lines.csv", tmp_path / "settings.toml"
    lines.write_text(f"{HEADER}\n{SAVING}\n", encoding="utf-8")
    settings.write_text(SETTINGS, encoding="utf-8")
    return lines, settings


def refused(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        (read_settings if path.suffix == ".toml" else read_lines)(path)
    return str(raised.value)


def test_a_case_is_read(files: tuple[Path, Path]) -> None:
    lines, settings = read_case(*files)
    assert [(line.id, line.mode, line.governance_dependent) for line in lines] == [("a", 2.0, False)]
    assert settings.last_year == 2030
    assert appraise(lines, settings).options["share"].yearly_cash.p50 > 0


def test_cells_are_read_as_people_write_them(files: tuple[Path, Path]) -> None:
    files[0].write_text(
        f"{HEADER},governance_dependent,ramp_shares,likelihood\n{SAVING},yes,0.3; 0.5 0.9,\n", encoding="utf-8-sig"
    )
    [line] = read_lines(files[0])
    assert (line.governance_dependent, line.ramp_shares, line.likelihood) == (True, (0.3, 0.5, 0.9), 1.0)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"{HEADER}\n", "has no line items"),
        ("", "is empty"),
        (f"{HEADER},colour\n{SAVING},blue\n", 'row 1, column colour: has an unknown column "colour"'),
        (f"{HEADER},owners\n{SAVING},x\n", 'Did you mean "owner"?'),
        (f"{HEADER},owner,owner\n{SAVING},x,y\n", "twice"),
        ("id,option\na,b\n", 'has no column "label"'),
        (f"{HEADER}\n{SAVING},extra\n", "row 2: has 15 cells where the header has 14"),
        (f"{HEADER}\n{SAVING.replace(',1,2,3,', ',1,x,3,')}\n", "row 2, column mode: line 'a' of option 'share'"),
        (f"{HEADER}\n{SAVING.replace(',1,2,3,', ',3,2,1,')}\n", "row 2, column low: line 'a' of option 'share': low 3"),
        (f"{HEADER}\n{SAVING.replace('cash_releasing', 'magic')}\n", "column benefit_class"),
        (f"{HEADER}\n{SAVING.replace('2026,2030', '2030,2026')}\n", "before it starts in 2030"),
        (f"{HEADER}\n{SAVING.replace('Fewer desks', '')}\n", "Field required"),
    ],
)
def test_a_bad_table_is_refused_by_row_and_line(files: tuple[Path, Path], text: str, says: str) -> None:
    assert says in refused(files[0], text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("price_year = ", "is not TOML"),
        (SETTINGS + "discount = 3\n", 'has an unknown key "discount"'),
        (SETTINGS + "draw = 3\n", 'Did you mean "draws"?'),
        (SETTINGS.replace("5", "0"), "appraisal_years"),
        (SETTINGS + "[[overlap_groups]]\ngroup = 'x'\ncap = 1\nprice_year = '2024'\n", "overlap_groups.0.source"),
    ],
)
def test_bad_settings_are_refused(files: tuple[Path, Path], text: str, says: str) -> None:
    message = refused(files[1], text)
    assert says in message
    assert "settings.toml" in message


def test_both_files_are_judged_at_once(files: tuple[Path, Path]) -> None:
    files[0].write_text("id\n", encoding="utf-8")
    files[1].unlink()
    with pytest.raises(InputError) as raised:
        read_case(*files)
    assert {problem.file for problem in raised.value.problems} == {"lines.csv", "settings.toml"}


def test_what_the_engine_finds_names_the_files(files: tuple[Path, Path]) -> None:
    files[0].write_text(f"{HEADER}\n{SAVING.replace('2024/25', '1066')}\n", encoding="utf-8")
    lines, settings = read_case(*files)
    with pytest.raises(InputError) as raised:
        appraise(lines, settings)
    assert str(in_files(raised.value.problems, *files)).startswith("lines.csv, column price_year: line 'a'")


WORDS = (
    "|0|-1|1e9|1e308|nan|-inf|yes|maybe|2024|2024/25|1066|2030|saving|receipt|capital|risk|societal|health|"
    "standard_buildings|0.5 a + 0.5 b|0.5 0.9|a|robbery|EUR|£5"
)
CELLS = st.sampled_from(WORDS.split("|"))
COLUMNS = [*HEADER.split(","), *(name for name in LineItem.model_fields if name not in HEADER.split(","))]


@given(st.dictionaries(st.sampled_from(COLUMNS), CELLS, max_size=6), st.booleans())
@hypothesis_settings(max_examples=150, deadline=None)
def test_whatever_the_cells_hold_it_is_appraised_or_refused_with_a_reason(
    tmp_path_factory: pytest.TempPathFactory, changed: dict[str, str], twice: bool
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "lines.csv"
    row = {**dict(zip(HEADER.split(","), SAVING.split(","), strict=True)), **changed}
    rows = [",".join(row.get(name, "") for name in COLUMNS)] * (1 + twice)
    path.write_text("\n".join([",".join(COLUMNS), *rows]) + "\n", encoding="utf-8")
    problems: tuple[Problem, ...] = ()
    tables: dict[str, list[Record]] = {}
    try:
        given = Settings(price_year="2024", first_year=2026, appraisal_years=5, draws=100)
        tables = tables_of(appraise(read_lines(path), given))
    except InputError as error:
        problems = error.problems
    assert bool(problems) != bool(tables)
    assert all(problem.what and problem.remedy for problem in problems)
    numbers = [x for rows in tables.values() for row in rows for x in row.values() if isinstance(x, float)]
    assert all(math.isfinite(number) for number in numbers)
