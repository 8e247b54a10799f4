"""docs/methods/appraisal.md says what the engine and its parameter files say, and its example runs."""

import doctest
import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from tests.appraisal.appraisal_lines import line, settings

from bluelight.appraisal import LineItem, Settings, appraise, load_parameters
from bluelight.appraisal.items import ONE_OFF, BenefitClass, Category
from bluelight.appraisal.parameters import PARAMETER_FOLDER, Parameters
from bluelight.appraisal.reading import read_settings
from bluelight.appraisal.settings import MEASURES
from bluelight.documents.appraisal import write_appraisal

FILE = Path(__file__).resolve().parents[2] / "docs" / "methods" / "appraisal.md"
PAGE = FILE.read_text(encoding="utf-8")
PARAMETERS = load_parameters()


def table(first_column: str) -> dict[str, list[str]]:
    rows = PAGE.split(f"| {first_column} |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    return {
        cells[0].strip("` "): [cell.strip() for cell in cells[1:]] for cells in (row[1:-1].split("|") for row in rows)
    }


def test_its_example_runs() -> None:
    result = doctest.testfile(str(FILE), module_relative=False)
    assert result.attempted > 3
    assert result.failed == 0


def test_every_parameter_file_is_listed_with_its_confidence() -> None:
    listed = table("file")
    assert set(listed) == {f"{name}.toml" for name in Parameters.model_fields}
    for name, (_, confidence) in listed.items():
        stated = set(re.findall(r'^confidence = "(\w+)"$', (PARAMETER_FOLDER / name).read_text(encoding="utf-8"), re.M))
        assert confidence in stated


def test_every_project_type_is_listed_with_its_bounds() -> None:
    expected = {}
    for kind in PARAMETERS.project_types.values():
        duration = f"{kind.duration_upper:g}% to {kind.duration_lower:g}%" if kind.duration_upper else "not measured"
        expected[kind.id] = [f"{kind.cost_upper:g}% to {kind.cost_lower:g}%", duration]
    assert table("project type") == expected


def test_every_category_and_class_is_listed() -> None:
    assert {name: cells[0] == "one-off" for name, cells in table("category").items()} == {
        name: name in ONE_OFF for name in get_args(Category)
    }
    assert {name: cells[0] == "yes" for name, cells in table("class").items()} == {
        name: name == "cash_releasing" for name in get_args(BenefitClass)
    }


def test_every_relation_is_described() -> None:
    for relation in PARAMETERS.response_outcomes.relations:
        assert f"`{relation.id}`" in PAGE


def usual(field: FieldInfo) -> str:
    """How the page writes what a field is without being given."""
    if field.is_required():
        return "needed"
    value = field.get_default(call_default_factory=True)
    if value is False:
        return "no"
    return "" if value in (None, "", (), {}) else f"{value:g}" if isinstance(value, float) else str(value)


@pytest.mark.parametrize(("heading", "model"), [("column", LineItem), ("setting", Settings)])
def test_every_field_is_described_with_what_is_usual(heading: str, model: type[BaseModel]) -> None:
    assert {name: cells[0] for name, cells in table(heading).items()} == {
        name: usual(field) for name, field in model.model_fields.items()
    }
    assert all(cells[1] for cells in table(heading).values())


def test_every_measure_is_described() -> None:
    assert set(table("measure")) == set(MEASURES)


def test_every_file_is_listed(tmp_path: Path) -> None:
    written = write_appraisal(appraise([line()], settings()), tmp_path)
    assert {path.name for path in written} == set(table("written"))


def test_the_example_of_settings_is_read(tmp_path: Path) -> None:
    [example] = re.findall(r"```toml\n(.*?)```", PAGE, flags=re.DOTALL)
    (tmp_path / "settings.toml").write_text(example, encoding="utf-8")
    assert read_settings(tmp_path / "settings.toml").counterparts == {"merge": "collaborate"}


def test_every_figure_of_an_option_that_is_named_is_there() -> None:
    money = appraise([line()], settings()).options["share"]
    names = [name.strip(" `") for key in table("figure") for name in key.split(",")]
    assert [name for name in names if not hasattr(money, name)] == []
