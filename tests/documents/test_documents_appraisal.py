"""The files of an appraisal: whole or not there, the same bytes again, and enough to compute every figure."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from tests.appraisal.appraisal_lines import FIRST_YEAR, line, settings

from bluelight.appraisal import appraise
from bluelight.appraisal.tables import tables_of
from bluelight.cli import main
from bluelight.documents.appraisal import write_appraisal
from bluelight.errors import BluelightError

WORKS = {"category": "capital", "asset_type": "standard_buildings", "works_months": 12, "end_year": FIRST_YEAR}
SETTINGS: dict[str, Any] = {
    "inflation_percent": 2.0,
    "inflation_source": "made up",
    "overlap_groups": [{"group": "ICT", "cap": 900.0, "price_year": "2024", "source": "the budget"}],
    "income_groups": {"median": 35_000, "incomes": {"low": 17_500}, "source": "a survey"},
    "response_changes": [
        {
            "option": "share",
            "relation": "cardiac_arrest_survival",
            "incidents_per_year": 500,
            "change_min": -0.2,
            "change_low": -0.3,
            "change_high": -0.1,
            "source": "a simulation",
        }
    ],
}


def case() -> Any:
    lines = [
        line("works", low=-9000, mode=-6000, high=-5000, life_years=40, **WORKS),
        line("running", low=500, mode=1000, high=1200, start_year=2027, depends_on="works"),
        line("police ICT", amount=600, overlap_group="ICT"),
        line("fire ICT", amount=600, overlap_group="ICT", governance_dependent=True),
        line("nights", amount=100, benefit_class="societal", income_group="low"),
        line("late", amount=-1000, category="risk", likelihood=0.25, end_year=FIRST_YEAR),
        line("running", option="<b>other", low=500, mode=1000, high=1200),
    ]
    return appraise(lines, settings(**SETTINGS), options=["usual"])


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    write_appraisal(case(), folder)
    return folder


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_table_is_a_file_and_nothing_else_is_left(written: Path) -> None:
    assert {path.name for path in written.iterdir()} == {
        *(f"appraisal.{name}" for name in ("html", "pdf", "docx", "xlsx", "json")),
        *(f"{name}.csv" for name in tables_of(case())),
    }


def test_the_same_case_gives_the_same_bytes(written: Path, tmp_path: Path) -> None:
    write_appraisal(case(), tmp_path)
    assert all((tmp_path / path.name).read_bytes() == path.read_bytes() for path in written.iterdir())


def test_an_assessor_can_compute_every_line_again(written: Path) -> None:
    years = table(written, "line_years")
    for row in table(written, "lines"):
        number = {
            name: float(row[name])
            for name in ("mode", "unit", "deflator", "uplift", "chance", "burden", "npsv_at_mode")
        }
        own = [y for y in years if (y["option"], y["id"]) == (row["option"], row["id"])]
        full = number["mode"] * number["unit"] * number["deflator"] * number["uplift"] * number["chance"]
        again = sum(full * float(y["share"]) * float(y["discount_factor"]) for y in own) * number["burden"]
        assert again == pytest.approx(number["npsv_at_mode"], rel=1e-9)
        assert number["uplift"] == pytest.approx(1 + float(row["bias_percent"]) / 100)


def test_the_value_at_the_modes_is_the_sum_of_its_lines_less_what_caps_take(written: Path) -> None:
    [cash] = [r for r in table(written, "npsv") if (r["option"], r["value"]) == ("share", "cash")]
    lines = [r for r in table(written, "lines") if r["option"] == "share" and r["benefit_class"] == "cash_releasing"]
    total = sum(float(r["npsv_at_mode"]) - float(r["cut_by_cap"]) for r in lines)
    assert total == pytest.approx(float(cash["at_mode"]), rel=1e-9)
    assert sum(float(r["cut_by_cap"]) for r in lines) > 0


def test_the_json_says_the_same_as_the_tables(written: Path) -> None:
    content = json.loads((written / "appraisal.json").read_text(encoding="utf-8"))
    assert [option["id"] for option in content["options"]] == ["usual", "share", "<b>other"]
    share = content["options"][1]
    assert len(share["lines"]) == 6
    [cash] = [r for r in table(written, "npsv") if (r["option"], r["value"]) == ("share", "cash")]
    assert share["npsv"][0]["p50"] == float(cash["p50"])
    assert content["settings"]["seed"] == 7
    assert all(source["href"].startswith("http") for source in content["sources"])


def test_the_page_shows_lives_beside_the_money_and_escapes_what_people_wrote(written: Path) -> None:
    page = (written / "appraisal.html").read_text(encoding="utf-8")
    assert "is in none of its sums" in page
    assert "&lt;b&gt;other" in page
    assert "<b>other" not in page
    assert 'src="http' not in page


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    lines, given = tmp_path / "lines.csv", tmp_path / "settings.toml"
    lines.write_text(
        "id,option,label,organisation,category,benefit_class,low,mode,high,price_year,start_year,end_year,basis,source\n"
        "a,share,Desks,fire,saving,cash_releasing,1,2,3,2024/25,2026,2030,assumed,a survey\n",
        encoding="utf-8",
    )
    given.write_text('price_year = "2024/25"\nfirst_year = 2026\nappraisal_years = 5\ndraws = 100\n', encoding="utf-8")
    return str(lines), str(given)


def test_the_command_appraises(files: tuple[str, str], tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["appraise", files[0], "--settings", files[1], "--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    assert "share:" in done.output
    assert (tmp_path / "out" / "appraisal.html").exists()
    quiet = CliRunner().invoke(
        main,
        ["appraise", files[0], "--settings", files[1], "--out", str(tmp_path / "out"), "--quiet", "--formats", "html"],
    )
    assert quiet.output == ""


def test_a_bad_case_exits_2_and_writes_nothing(files: tuple[str, str], tmp_path: Path) -> None:
    text = Path(files[0]).read_text(encoding="utf-8")
    Path(files[0]).write_text(text.replace("2024/25", "2031/32"), encoding="utf-8")
    out = tmp_path / "out"
    done = CliRunner().invoke(main, ["appraise", files[0], "--settings", files[1], "--out", str(out)])
    assert done.exit_code == 2
    assert "lines.csv, column price_year: line 'a' of option 'share'" in done.output
    assert not out.exists()


def test_formats_are_those_asked_for_and_one_there_is_not_is_named(files: tuple[str, str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = ["appraise", files[0], "--settings", files[1], "--out", str(out), "--quiet", "--formats"]
    wrong = CliRunner().invoke(main, [*command, "html,odt"])
    assert wrong.exit_code == 2
    assert "no format 'odt'" in wrong.output
    assert not out.exists()
    assert CliRunner().invoke(main, [*command, "docx"]).exit_code == 0
    assert {path.suffix for path in out.iterdir()} == {".docx", ".json", ".csv"}


def test_the_workbook_says_what_its_formulas_leave_to_caps(written: Path) -> None:
    totals = load_workbook(written / "appraisal.xlsx")["Totals"]
    said = [str(row[0].value) for row in totals.iter_rows(max_row=10)]
    cut = sum(money.cut for money in case().options["share"].lines)
    assert cut > 0
    assert (
        f"share: caps on savings of one pot take £{cut:,.0f} off its present value, which no formula here does." in said
    )


def test_a_folder_that_cannot_be_filled_keeps_what_it_had(tmp_path: Path) -> None:
    (tmp_path / "npsv.csv").mkdir()
    (tmp_path / "appraisal.html").write_text("old", encoding="utf-8")
    with pytest.raises(BluelightError, match=r"npsv\.csv is a folder there"):
        write_appraisal(case(), tmp_path, ["html"])
    assert (tmp_path / "appraisal.html").read_text(encoding="utf-8") == "old"
    assert {path.name for path in tmp_path.iterdir()} == {"npsv.csv", "appraisal.html"}


def test_a_table_without_rows_replaces_one_that_had_some(tmp_path: Path) -> None:
    write_appraisal(case(), tmp_path, ["html"])
    write_appraisal(appraise([line()], settings()), tmp_path, ["html"])
    assert table(tmp_path, "outcomes") == table(tmp_path, "weights") == []


def test_a_range_from_what_became_of_such_promises_is_shown_with_its_pairs_and_sources(tmp_path: Path) -> None:
    asking = line(mode=1000.0, low=None, high=None, theme="control-room")
    write_appraisal(appraise([asking], settings()), tmp_path)
    [found] = json.loads((tmp_path / "appraisal.json").read_text(encoding="utf-8"))["reference_classes"]
    assert (found["theme"], found["measure"], found["pairs"], found["pooled"]) == ("control-room", "saving", 7, True)
    page = (tmp_path / "appraisal.html").read_text(encoding="utf-8")
    assert "fewer than 5, so all themes are pooled" in page
    assert all(source in page for source in found["sources"])
