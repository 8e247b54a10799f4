"""docs/register.md says what the models and codelists say, field by field and code by code."""

import doctest
import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from bluelight.register import codelists, model
from bluelight.register.table import RECORDS

FILE = Path(__file__).resolve().parents[2] / "docs" / "register.md"
PAGE = FILE.read_text(encoding="utf-8")
CODELISTS = {
    "Themes": codelists.THEMES,
    "Statuses": codelists.STATUSES,
    "Services": codelists.SERVICES,
    "Regions": codelists.REGIONS,
    "Sides of a claim": codelists.CLAIM_SIDES,
    "Kinds of claim": codelists.CLAIM_KINDS,
    "States of a claim": codelists.CLAIM_STATES,
    "Evidence": codelists.EVIDENCE,
    "EMMIE headings": codelists.EMMIE,
    "Directions": codelists.DIRECTIONS,
    "Verdicts": codelists.VERDICTS,
    "Certainties": codelists.CERTAINTIES,
    "Evaluators": codelists.EVALUATORS,
    "Protocols": codelists.PROTOCOLS,
    "Grades of a pair": codelists.PAIR_GRADES,
    "Classes of measure": codelists.MEASURE_CLASSES,
    "Where a lesson came from": codelists.LESSON_ORIGINS,
    "Principles of working together": codelists.PRINCIPLES,
    "Causes of a lesson": codelists.CAUSES,
    "Risks of a lesson": codelists.RISKS,
    "States of a lesson": codelists.LESSON_STATES,
    "Kinds of note": codelists.NOTE_KINDS,
}


def table(heading: str) -> dict[str, str]:
    section = PAGE.split(f"\n### {heading}\n", 1)[1].split("\n#", 1)[0]
    return dict(re.findall(r"^\| `([^`]+)` \| (.+) \|$", section, flags=re.MULTILINE))


@pytest.mark.parametrize(
    "shape",
    [
        model.Collaboration,
        model.Emmie,
        model.Partner,
        model.Status,
        model.Claim,
        model.Source,
        model.Organisation,
        model.Governance,
        model.Pair,
        model.Evaluation,
        model.Realised,
    ],
)
def test_every_field_is_documented(shape: type[BaseModel]) -> None:
    assert list(table(shape.__name__)) == list(shape.model_fields)


@pytest.mark.parametrize("heading", CODELISTS)
def test_every_code_is_documented(heading: str) -> None:
    assert table(heading) == CODELISTS[heading]


def test_every_codelist_is_documented() -> None:
    lists = [value for name, value in vars(codelists).items() if name.isupper()]
    assert sorted(map(id, lists)) == sorted(map(id, CODELISTS.values()))


def test_its_example_runs() -> None:
    result = doctest.testfile(str(FILE), module_relative=False)
    assert result.attempted > 3
    assert result.failed == 0


def test_the_page_of_the_standard_maps_every_column() -> None:
    page = (FILE.parent / "register-standard.md").read_text(encoding="utf-8")
    found = {}
    for record, of, columns in re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \| (`.+) \|$", page, re.MULTILINE):
        fields = re.findall(r"`(\w+)`(?: \(([\w.]+)\))?", columns)
        found[record] = {column: tuple((path or column).split(".")) for column, path in fields}
        assert of == "empty" or of.removeprefix("slug of the ") in ("organisation", "collaboration")
    assert found == {record: dict(columns) for record, columns in RECORDS.items()}


def test_the_example_of_the_standard_runs() -> None:
    result = doctest.testfile(str(FILE.parent / "register-standard.md"), module_relative=False)
    assert result.attempted > 3
    assert result.failed == 0
