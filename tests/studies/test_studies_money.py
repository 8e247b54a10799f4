"""Wrong money stops a study before any work, and nothing unverified acts in one by default."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bluelight.appraisal import load_parameters
from bluelight.cli import main
from bluelight.errors import InputError
from bluelight.studies import load_study, run
from bluelight.studies.societal import FIRE, FIRST_RESPONDER

STUDY = """
[study]
id = "wrong"
name = "Wrong"
question = "Is it caught?"
area = "{area}"
days = 3650
replications = 1000

[money]
draws = 200

[[option]]
id = "today"
name = "Business as usual"

[[option]]
id = "buy"
name = "Buy together"
[[option.move]]
kind = "buy_together"
services = ["police", "fire"]
category = "vehicles"
[option.move.saving.fire]
mode = 40000
price_year = "{price_year}"
basis = "assumed"
source = "the finance officers' forecast"
{more}
"""


def study_file(folder: Path, area: Path, price_year: str = "2024/25", more: str = "") -> Path:
    path = folder / "study.toml"
    path.write_text(STUDY.format(area=area.as_posix(), price_year=price_year, more=more), encoding="utf-8")
    return path


def test_a_price_year_nobody_knows_is_refused_before_a_call_is_simulated(littleham: Path, tmp_path: Path) -> None:
    told: list[str] = []
    with pytest.raises(InputError, match=r"study wrong, column price_year: line 'buy_together:vehicles.*2031/32"):
        run(load_study(study_file(tmp_path, littleham, "2031/32")), progress=lambda step, share: told.append(step))
    assert told == []


def test_the_command_says_so_and_leaves_no_half_of_a_report(littleham: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = CliRunner().invoke(
        main, ["run", str(study_file(tmp_path, littleham, "1890/91")), "--out", str(out), "--quiet"]
    )
    assert done.exit_code == 2
    assert "price year '1890/91' is outside the price index" in done.output
    assert not list(out.glob("*"))


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("low = 50000", "one end of its range is given"),
        ("low = 50000\nhigh = 60000", "not in rising order"),
        ('currency = "EUR"', "currency"),
        ('[[option.move]]\nkind = "buy_together"\nservices = ["fire"]\ncategory = "vehicles"', "is taken up by"),
    ],
)
def test_a_wrong_amount_is_refused_by_option_and_move(littleham: Path, tmp_path: Path, more: str, says: str) -> None:
    with pytest.raises(InputError, match=says) as raised:
        load_study(study_file(tmp_path, littleham, more=more))
    assert all("option 'buy', move" in problem.what for problem in raised.value.problems)


def test_moves_that_need_one_another_in_a_circle_are_refused(littleham: Path, tmp_path: Path) -> None:
    moves = "".join(
        f'[[option.move]]\nkind = "merge_support"\nservices = ["police", "fire"]\nfunction = "{function}"\n'
        f'id = "{function}"\nneeds = ["{other}"]\n'
        for function, other in (("hr", "finance"), ("finance", "hr"))
    )
    with pytest.raises(InputError, match="in a circle back to it"):
        load_study(study_file(tmp_path, littleham, more=moves))


def test_every_relation_and_value_that_acts_in_a_study_was_read_where_it_was_published() -> None:
    parameters = load_parameters()
    relations = {relation.id: relation for relation in parameters.response_outcomes.relations}
    for name, _ in (*FIRST_RESPONDER.values(), *FIRE.values()):
        assert relations[name].confidence == "primary"
        value = relations[name].value_id
        assert value is None or parameters.values[value].verified
