"""Wrong money stops a study before any work; savings that claim from one pot are capped."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bluelight.cli import main
from bluelight.errors import InputError
from bluelight.studies import load_study, run
from bluelight.studies.money import appraise_study, check_money

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


CAPPED = """
[[option.move]]
kind = "merge_support"
services = ["police", "fire"]
function = "finance"
[option.move.saving]
police = {{ low = 60000, mode = 60000, high = 60000, basis = "assumed", source = "a reviewer" }}
fire = {{ low = 30000, mode = 30000, high = 30000, basis = "assumed", source = "a reviewer" }}
[[option.move]]
kind = "shared_posts"
services = ["police", "fire"]
posts = ["a director of finance"]
[option.move.saving]
police = {{ low = 40000, mode = 40000, high = 40000, basis = "assumed", source = "a reviewer" }}

[[money.overlap_groups]]
group = "finance"
cap = {cap}
price_year = "2024/25"
source = "all that is spent on it"
moves = ["merge_support", "shared_posts"]
{more}
"""


def capped(folder: Path, area: Path, cap: int = 50_000, more: str = 'organisations = ["police"]') -> Path:
    path = study_file(folder, area, more=CAPPED.format(cap=cap, more=more))
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("[money]\ndraws = 200\n", "[money]\ndraws = 200\nfirst_year = 2026\n"), encoding="utf-8"
    )
    return path


def test_savings_of_one_pot_come_to_its_cap_and_each_keeps_the_same_share(littleham: Path, tmp_path: Path) -> None:
    appraisal = appraise_study(load_study(capped(tmp_path, littleham)))
    money = appraisal.options["buy"]
    held = {m.line.organisation + m.line.category + str(m.line.mode): m for m in money.lines if m.line.overlap_group}
    assert sorted(m.line.mode for m in held.values()) == [40_000, 60_000]
    both_years = sum(m.npsv_at_mode for m in held.values())
    assert sum(m.cut for m in held.values()) == pytest.approx(both_years * 0.5)
    kept = {m.line.mode: m.npsv_at_mode - m.cut for m in held.values()}
    assert kept[60_000] / kept[40_000] == pytest.approx(1.5)
    fire = next(m for m in money.lines if m.line.organisation == "fire" and "merge_support" in m.line.id)
    assert fire.cut == 0


def test_a_cap_that_nothing_reaches_takes_nothing_off(littleham: Path, tmp_path: Path) -> None:
    appraisal = appraise_study(load_study(capped(tmp_path, littleham, cap=100_000)))
    assert all(money.cut == 0 for money in appraisal.options["buy"].lines)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ('organisations = ["ambulance"]', "the overlap group 'finance' is in no line"),
        ('organisations = ["police", "police"]', "organisations names one twice"),
        (
            '[[money.overlap_groups]]\ngroup = "posts"\ncap = 1\nprice_year = "2024/25"\nsource = "x"\n'
            'moves = ["shared_posts"]',
            "is in two overlap groups, finance and posts",
        ),
        (
            '[[money.overlap_groups]]\ngroup = "finance"\ncap = 1\nprice_year = "2024/25"\nsource = "x"\n'
            'moves = ["pool_fleet"]',
            "the overlap group 'finance' has two caps",
        ),
        ('[[money.overlap_groups]]\ngroup = "x"\ncap = 1\nprice_year = "2024/25"\nsource = "x"\nmoves = ["share"]',
         "there is no kind of move 'share'"),
    ],
)  # fmt: skip
def test_a_wrong_cap_is_refused_by_name(littleham: Path, tmp_path: Path, more: str, says: str) -> None:
    with pytest.raises(InputError) as raised:
        check_money(load_study(capped(tmp_path, littleham, more=more)))
    assert says in str(raised.value)
