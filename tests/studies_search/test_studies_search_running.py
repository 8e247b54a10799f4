"""A whole search: conditions are kept, the files agree with each other, and threads change no byte."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from bluelight.area import Area, load_area
from bluelight.cli import main
from bluelight.errors import BluelightError, InputError
from bluelight.options import apply_moves
from bluelight.response import simulate_options
from bluelight.studies import load_study, run
from bluelight.studies.search import SearchResults, load_search, search
from bluelight.studies.search.place import build_place

QUICK = {"replications": 3, "days": 14}
SEARCH = """
[search]
aim = "cost"
least_sites = 2
most_sites = 3
hosts = ["P1"]
calls = 300
finalists = 4
first_replications = 3

[weights]
house_fire = 2.0

[[new_site]]
site = "N1"
name = "Weir Fire Station"
lon = -1.85
lat = 52.93
works = { low = 1e6, mode = 2e6, high = 3e6, basis = "assumed", source = "the brief" }
"""


@pytest.fixture(scope="module")
def area() -> Area:
    return load_area("tests/data/littleham")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The same search by one thread and by two."""
    base = tmp_path_factory.mktemp("search")
    (base / "search.toml").write_text(SEARCH, encoding="utf-8")
    found = []
    for workers in ("1", "2"):
        out = base / f"out{workers}"
        words = ["search", "tests/data/littleham", "--settings", str(base / "search.toml"), "--replications", "3"]
        shown = CliRunner().invoke(main, [*words, "--days", "14", "--workers", workers, "--out", str(out)])
        assert shown.exit_code == 0, shown.output
        assert "Wrote search.html" in shown.output
        found.append(out)
    return found


def test_threads_change_no_byte(folders: list[Path]) -> None:
    one, two = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert sorted(one) == ["plans.csv", "search.html", "search.json", "search.pdf", "study.toml"]
    assert one == two


def test_files_agree_and_the_study_runs(folders: list[Path], area: Area) -> None:
    results = SearchResults.model_validate_json((folders[0] / "search.json").read_text(encoding="utf-8"))
    rows = list(csv.DictReader((folders[0] / "plans.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["plan"] for row in rows] == [plan.id for plan in results.plans]
    assert sum(plan.recommended for plan in results.plans) == 1
    assert sum(plan.is_today for plan in results.plans) == 1
    page = (folders[0] / "search.html").read_text(encoding="utf-8")
    assert all(plan.name in page for plan in results.plans)
    study = load_study(folders[0])
    assert {option.id for option in study.options[1:]} == {plan.id for plan in results.plans if not plan.is_today}
    done = run(study.with_settings(replications=2, days=7), workers=1)
    for option in study.options[1:]:
        after = done.areas[option.id]
        homes = set(after.units.loc[after.units["service"] == "fire", "site"])
        assert homes == set(next(plan.open for plan in results.plans if plan.id == option.id))


def test_the_front_is_of_plans_that_none_beats_in_both(folders: list[Path]) -> None:
    results = json.loads((folders[0] / "search.json").read_text(encoding="utf-8"))
    front = [plan for plan in results["plans"] if plan["on_front"]]
    assert front
    for plan in front:
        for other in front:
            cheaper = other["npsv"]["p50"] > plan["npsv"]["p50"] + 1
            assert not (cheaper and other["mean_min"]["value"] <= plan["mean_min"]["value"])
    best = next(plan for plan in results["plans"] if plan["recommended"])
    able = [plan for plan in front if plan["keeps"] and not plan["is_today"]] or [best]
    assert best["npsv"]["p50"] == max(plan["npsv"]["p50"] for plan in able)  # the aim is cost
    kinds = {ask["kind"] for ask in results["asks"]}
    assert {"one more", "one fewer"} <= kinds


def test_the_response_told_is_that_of_the_simulation(area: Area) -> None:
    asked = load_search(None, least_sites=2, most_sites=2, calls=300, finalists=2, **QUICK)
    found = search(area, asked)
    plan = next(plan for plan in found.results.plans if not plan.is_today)
    moves = next(option.moves for option in found.study.options if option.id == plan.id)
    performance = simulate_options(
        {"plan": apply_moves(area, moves)}, days=14, warm_up_days=7, replications=3, seed=1_000_003, brief=True
    )["plan"]
    rows = performance.measures.query(
        "service == 'fire' and grouping == 'all' and arrival == 'first' and clock == 'mobilisation'"
    )
    assert plan.mean_min.value == pytest.approx(rows["mean_min"].mean(), rel=1e-5)


@given(
    st.fixed_dictionaries(
        {
            "aim": st.sampled_from(["response", "cover", "cost"]),
            "units": st.sampled_from(["move", "withdraw"]),
            "least_sites": st.integers(1, 2),
            "most_sites": st.integers(2, 4),
            "stay": st.sampled_from([(), ("F3",), ("P3",)]),
            "close": st.sampled_from([(), ("F2",)]),
            "slowest_min": st.sampled_from([None, 6.5, 9.0]),
            "budget_gbp": st.sampled_from([None, 130_000.0, 300_000.0]),
        }
    )
)
@settings(max_examples=4, deadline=None)
def test_no_condition_is_ever_broken(area: Area, question: dict[str, object]) -> None:
    asked = load_search(None, hosts=("P3", "M2"), calls=100, finalists=3, **QUICK, **question)
    try:
        results, said = search(area, asked).results, ""
    except BluelightError as error:
        results, said = None, str(error)
    if results is None:
        assert "keep" in said
        return
    place = build_place(area, asked)
    row = {site: i for i, site in enumerate(place.sites)}
    for plan in results.plans:
        if plan.is_today:
            continue
        assert question["least_sites"] <= plan.sites == len(plan.open) <= question["most_sites"]
        assert set(question["stay"]) <= set(plan.open)
        assert not set(question["close"]) & set(plan.open)
        if question["slowest_min"] is not None:
            assert (place.minutes[[row[site] for site in plan.open]].min(axis=0) <= question["slowest_min"]).all()
        if question["budget_gbp"] is not None:
            assert plan.spent <= question["budget_gbp"] + 1
        if plan.recommended or plan.on_front:
            assert plan.keeps


def test_conditions_that_clash_write_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ["search", "tests/data/littleham", "--sites", "1", "--stay", "F1", "--stay", "F2", "--out", str(out)]
    shown = CliRunner().invoke(main, words)
    assert shown.exit_code == 2
    assert "Littleham Fire Station stays" in shown.output
    assert "Traceback" not in shown.output
    assert not out.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[search", "is not TOML"),
        ("[serach]\n", 'unknown part "serach"'),
        ("[search]\naim = 'best'\n", "aim"),
        ("[search]\nleast_sites = 4\nmost_sites = 2\n", "the least is above"),
        ("[search]\nstay = ['F1']\nclose = ['F1']\n", "site F1 must stay and must close"),
        ("[weights]\nhouse_fire = -1\n", "house_fire is -1"),
        ("[[new_site]]\nsite = 'N1'\n", "new_site 1"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "search.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as told:
        load_search(tmp_path / "search.toml")
    assert said in str(told.value)


def test_what_a_condition_costs_is_what_is_gained_without_it(area: Area) -> None:
    asked = load_search(None, least_sites=2, most_sites=2, stay=("F3",), calls=300, finalists=2, **QUICK)
    results = search(area, asked).results
    (cost,) = [ask for ask in results.asks if ask.kind == "a condition"]
    assert cost.question == "What does the condition cost that Ford Fire Station stays?"
    assert cost.closes == ["F3"]
    assert cost.drive_change is not None
    assert cost.drive_change < 0  # the map's best without the condition is better than any with it
    freed = search(area, load_search(None, least_sites=2, most_sites=2, calls=300, finalists=2, **QUICK)).results
    held = results.on_the_map[0].value
    assert cost.drive_change == pytest.approx(freed.on_the_map[0].value - held, rel=1e-3)
