import tomllib
from pathlib import Path
from typing import Any

import pytest

from bluelight.errors import BluelightError, InputError
from bluelight.options import KINDS, Move
from bluelight.studies import list_studies, load_study, parse_study, save_study, to_content, to_toml
from bluelight.studies.evaluations import EvaluationPlan
from bluelight.studies.model import About, MoneySettings, OptionHead
from bluelight.studies.objectives import Objective
from bluelight.studies.risks import StudyRisk

ROOT = Path(__file__).resolve().parents[2]

TEXT = """
[study]
id = "town"
name = "Town"
question = "One station or two?"
area = "littleham"
seed = 7
replications = 2
days = 14

[[option]]
id = "today"
name = "Business as usual"

[[option]]
id = "share"
name = "Share"
[[option.move]]
kind = "share_site"
site = "P2"
host = "F2"

[[option]]
id = "respond"
name = "Respond"
[[option.move]]
kind = "co_respond"
year = 2028
"""


@pytest.fixture
def content() -> dict[str, Any]:
    return tomllib.loads(TEXT)


@pytest.fixture
def folder(littleham: Path) -> Path:
    """Where a study's relative path to the made-up area starts."""
    return littleham.parent


def problems(content: dict[str, Any], folder: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        parse_study(content, "town/study.toml", folder)
    assert all(problem.file.startswith(("town/study.toml", "littleham/")) for problem in caught.value.problems)
    return [f"{problem.column}: {problem.what}" for problem in caught.value.problems]


def test_a_study_reads_as_written(content: dict[str, Any], folder: Path) -> None:
    study = parse_study(content, folder=folder)
    assert study.area.id == "littleham"
    assert [option.id for option in study.options] == ["today", "share", "respond"]
    assert study.options[0].moves == ()
    assert study.settings.seed == 7
    assert study.money.price_year == "2024/25"


def test_a_study_writes_and_reads_back_the_same(content: dict[str, Any], folder: Path, tmp_path: Path) -> None:
    study = parse_study(content, folder=folder)
    assert tomllib.loads(to_toml(study)) == to_content(study)
    (tmp_path / "littleham").symlink_to(folder / "littleham", target_is_directory=True)
    save_study(study, tmp_path / "study.toml")
    again = load_study(tmp_path)
    assert (again.about, again.money, again.options) == (study.about, study.money, study.options)
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["littleham", "study.toml"]


def test_a_study_that_cannot_be_written_says_so(content: dict[str, Any], folder: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    with pytest.raises(BluelightError, match="cannot be written"):
        save_study(parse_study(content, folder=folder), tmp_path / "taken" / "study.toml")


def test_every_problem_is_reported_at_once(content: dict[str, Any], folder: Path) -> None:
    content["study"]["replications"] = -1
    content["study"]["colour"] = "blue"
    content["option"][1]["move"][0]["host"] = "F9"
    content["option"][2]["id"] = "share"
    content["option"][2]["move"][0]["kind"] = "co_responde"
    content["money"] = {"price_year": "24-25", "draws": 5}
    found = problems(content, folder)
    for words in (
        "replications: [study] input should be greater than or equal to 2 (got -1)",
        'None: [study] has an unknown key "colour"',
        "host: option 'share', move 1 (share_site): there is no site 'F9'",
        "id: two options have the id 'share'",
        "kind: option 'share', move 1 is of an unknown kind 'co_responde'",
        "draws: [money] input should be greater than or equal to 100 (got 5)",
    ):
        assert any(line.startswith(words) for line in found), (words, found)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda c: c["study"].update(area="nowhere"), "area: there is no area 'nowhere'"),
        (lambda c: c.pop("study"), "None: has no section [study]"),
        (lambda c: c.pop("option"), "None: has no [[option]]"),
        (lambda c: c.update(optoin=[]), 'None: has an unknown key "optoin"'),
        (lambda c: c["option"][0].update(move=[{"kind": "co_respond"}]), "None: the first option has moves"),
        (lambda c: c["option"][1].pop("move"), "None: option 2 has no moves"),
        (lambda c: c["option"][1].update(move="share"), "None: option 2: move is not a list"),
        (lambda c: c["option"][2]["move"][0].update(year=2090), "year: option 'respond', move 1 (co_respond): in 2090"),
        (lambda c: c["option"][1]["move"][0].update(year=2035), "year: option 'share', move 1 (share_site): in 2035"),
        (lambda c: c["option"][2]["move"][0].update(probability=1.5), "probability: option 'respond', move 1"),
        (lambda c: c["option"][1]["move"][0].update(hots="F2"), "None: option 'share', move 1 (share_site): has an"),
        (lambda c: c.update(money={"price_year": "1066/67"}), "price_year: [money]"),
        (lambda c: c.update(money={"optimism_bias_mitigation": 0.5}), "[money]"),
        (lambda c: c.update(study="town"), "None: [study] is not a table"),
    ],
)
def test_what_is_wrong_is_named(content: dict[str, Any], folder: Path, change: Any, words: str) -> None:
    change(content)
    found = problems(content, folder)
    assert any(words in line for line in found), found


def test_moves_that_collide_name_the_option(content: dict[str, Any], folder: Path) -> None:
    content["option"][1]["move"].append({"kind": "close_site", "site": "P2", "units_to": "P1"})
    found = problems(content, folder)
    assert len(found) == 1
    assert "option 'share', move 2 (close_site)" in found[0]
    assert "move 1 (share_site)" in found[0]


@pytest.mark.parametrize("text", ["[study", "\ufeff", "x = 1\nx = 2"])
def test_a_file_that_is_not_toml_says_so(tmp_path: Path, text: str) -> None:
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"is not TOML|has no section"):
        load_study(tmp_path)


def test_a_file_that_is_not_text_says_so(tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="not UTF-8"):
        load_study(tmp_path)


@pytest.mark.parametrize("name", ["nowhere", "no/such/path", "", "a\0b"])
def test_a_study_that_is_not_there_names_those_that_are(name: str) -> None:
    with pytest.raises(InputError, match="hertfordshire"):
        load_study(name)


def test_other_settings_are_checked_too(content: dict[str, Any], folder: Path) -> None:
    study = parse_study(content, folder=folder)
    assert study.with_settings(replications=5, days=None).about.replications == 5
    with pytest.raises(InputError, match="replications"):
        study.with_settings(replications=1)


def test_the_shipped_study_loads_and_starts_with_business_as_usual() -> None:
    shipped = {study.id for study in list_studies()}
    assert "hertfordshire" in shipped
    for name in shipped:
        study = load_study(name)
        assert study.id == name
        assert study.options[0].moves == ()
    kinds = {move.kind for option in load_study("hertfordshire").options for move in option.moves}
    assert kinds >= {"share_neighbours", "co_respond", "join_control_rooms", "pool_fleet", "buy_together", "prevention"}
    assert kinds >= {"merge_support", "shared_posts", "governance"}


def documented(heading: str) -> set[str]:
    """The keys that the page's table under a heading describes."""
    page = (ROOT / "docs" / "study-file.md").read_text(encoding="utf-8")
    part = page.split(f"\n{heading}\n", 1)[1].split("\n#", 1)[0]
    return {row.split("`")[1] for row in part.splitlines() if row.startswith("| `")}


@pytest.mark.parametrize(
    ("heading", "model", "beside"),
    [
        ("## `[study]`", About, set()),
        ("## `[money]`", MoneySettings, set()),
        ("## `[[option]]`", OptionHead, {"move"}),
        ("## `[[evaluate]]`", EvaluationPlan, set()),
        ("## `[[option.move]]`", Move, set()),
        ("## `[[risks]]`", StudyRisk, set()),
        ("## `[[case.objectives]]`", Objective, set()),
        *[(f"### `{kind}`", move, set()) for kind, move in KINDS.items()],
    ],
)
def test_the_page_describes_every_key_and_no_other(heading: str, model: type[Any], beside: set[str]) -> None:
    keys = set(model.model_fields) | beside
    if issubclass(model, Move) and model is not Move:
        keys -= set(Move.model_fields)
    assert documented(heading) == keys


def test_the_page_describes_every_kind_of_move_and_no_other() -> None:
    page = (ROOT / "docs" / "study-file.md").read_text(encoding="utf-8")
    assert {line.split("`")[1] for line in page.splitlines() if line.startswith("### `")} == set(KINDS)


def test_the_example_on_the_page_is_a_study() -> None:
    page = (ROOT / "docs" / "study-file.md").read_text(encoding="utf-8")
    example = page.split("```toml\n", 1)[1].split("```", 1)[0]
    study = parse_study(tomllib.loads(example))
    assert [move.kind for move in study.options[1].moves] == ["share_site"]
