"""docs/evaluation-guide.md tells the truth: its tables, its protocol, and what its worked example says."""

import re
import runpy
from pathlib import Path

import pytest

from bluelight.documents.charts import effects
from bluelight.evaluation import load_case
from bluelight.evaluation.choose import CEILINGS
from bluelight.evaluation.importers.ambsys import CATEGORIES
from bluelight.evaluation.panel import NEEDED, OPTIONAL
from bluelight.evaluation.protocol import Context, Protocol
from bluelight.evaluation.run import evaluate
from bluelight.evaluation.treatment import NEEDED as TREATMENT_NEEDED
from bluelight.evaluation.treatment import OPTIONAL as TREATMENT_OPTIONAL

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "evaluation-guide.md").read_text(encoding="utf-8")
METHODS = (ROOT / "docs" / "methods" / "evaluation.md").read_text(encoding="utf-8")
TOOL = ROOT / "tools" / "build_seat_belts.py"
LONDON = ROOT / "tools" / "build_london_fires.py"


@pytest.fixture(scope="module")
def belts(reference, tmp_path_factory):
    folder = tmp_path_factory.mktemp("belts")
    runpy.run_path(str(TOOL))["build"](folder)
    return evaluate(load_case(folder / "protocol.toml"))


def first_column(text: str) -> list[str]:
    cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    return [name for cell in cells for name in re.findall(r"`([a-z_]+)`", cell)]


def part(start: str, end: str, text: str = GUIDE) -> str:
    return text.split(start, 1)[1].split(end, 1)[0]


def test_every_key_of_a_protocol_is_told_and_no_other():
    assert sorted(first_column(part("| key |", "Write it down"))) == sorted(Protocol.model_fields)
    assert set(Context.model_fields) <= set(re.findall(r"`([a-z]+)`", part("| `context`", "\n")))


def test_every_column_is_told_and_no_other():
    assert first_column(part("`panel.csv` has a row", "`treatment.csv` has")) == [*NEEDED, *OPTIONAL]
    told = first_column(part("`treatment.csv` has a row", "Gaps, duplicates"))
    assert sorted(told) == sorted([*TREATMENT_NEEDED, *TREATMENT_OPTIONAL])
    assert all(f"`{name}`" in GUIDE for name in CATEGORIES)


def test_the_protocol_shown_is_the_one_that_is_used():
    assert part("```toml\n", "```") == runpy.run_path(str(TOOL))["PROTOCOL"]


def test_the_example_says_what_the_guide_says(belts):
    assert belts.sentence in GUIDE
    assert f"Maryland {belts.rating.maryland} of 5 ({belts.design.method_words})." in GUIDE
    assert [check.id for check in belts.checks if check.passed is False] == []
    assert f"{len(belts.placebos)} pretend starts" in GUIDE.replace("\n", " ")


def test_the_rehearsal_says_what_the_guide_says(reference, tmp_path):
    runpy.run_path(str(LONDON))["build"](tmp_path)
    case = load_case(tmp_path / "protocol.toml")
    assert evaluate(case).sentence in GUIDE
    rows = (tmp_path / "panel.csv").read_text(encoding="utf-8").splitlines()[1:]
    fires = sum(int(row.split(",")[4]) for row in rows)
    assert f"{fires:,} dwelling fires of 2009 a panel of {len(case.panel.units)} boroughs" in GUIDE


def test_the_pictures_are_those_of_the_example(belts):
    for name, chart in (("gap", effects.gap(belts)), ("placebo", effects.placebo(belts))):
        assert f"![{chart.title}](images/evaluation-{name}.svg)" in GUIDE
        drawn = (ROOT / "docs" / "images" / f"evaluation-{name}.svg").read_text(encoding="utf-8")
        assert chart.title in drawn


def test_the_page_of_methods_lists_every_method_and_check(evaluation):
    assert all(f"| {method}: " in METHODS for method in CEILINGS)
    told = {
        line.split("|")[1].strip() for line in part("| check |", "##", METHODS).splitlines() if line.startswith("| ")
    }
    assert {check.id for check in evaluation.checks} <= told
