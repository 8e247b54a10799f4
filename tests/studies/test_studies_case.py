import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bluelight import load_area
from bluelight.cli import main
from bluelight.options import overlapping_risk
from bluelight.studies import Results, StudyResult, build_case, load_study, run, to_json, write_results
from bluelight.studies.headline import slower
from bluelight.studies.output import rounded
from bluelight.studies.results import Estimate

ROOT = Path(__file__).resolve().parents[2]

STUDY = """
[study]
id = "littleham"
name = "Littleham"
question = "What could be shared?"
area = "{area}"
seed = 3
replications = 2
days = 200

[money]
draws = 500

[[option]]
id = "today"
name = "Business as usual"

[[option]]
id = "next-door"
name = "Share what is next door"
[[option.move]]
kind = "share_neighbours"

[[option]]
id = "respond"
name = "Engines to cardiac arrests"
[[option.move]]
kind = "co_respond"

[[option]]
id = "joint"
name = "One control room"
[[option.move]]
kind = "join_control_rooms"
services = ["fire", "police"]
site = "C2"
transfer_s = 0
"""


@pytest.fixture(scope="module")
def study_file(littleham: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("study") / "study.toml"
    path.write_text(STUDY.format(area=littleham.as_posix()), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def result(study_file: Path) -> StudyResult:
    return run(load_study(study_file), workers=1)


@pytest.fixture(scope="module")
def case(result: StudyResult) -> Results:
    return build_case(result)


def test_results_read_back_as_they_were(case: Results, tmp_path: Path) -> None:
    path = write_results(case, tmp_path / "out" / "results.json")
    text = path.read_text(encoding="utf-8")
    assert text.endswith("}\n")
    assert Results.model_validate_json(text) == case
    assert [p.name for p in path.parent.iterdir()] == ["results.json"]


def test_the_file_written_option_by_option_is_the_whole(case: Results) -> None:
    for results in (case, case.model_copy(update={"options": []})):
        assert to_json(results) == results.model_dump_json(indent=1) + "\n"


def test_the_same_study_gives_the_same_bytes_with_any_number_of_workers(case: Results, study_file: Path) -> None:
    again = build_case(run(load_study(study_file), workers=2))
    assert to_json(again) == to_json(case)


def test_business_as_usual_changes_nothing_and_costs_nothing(case: Results) -> None:
    base = case.options[0]
    assert base.is_base
    assert base.moves == []
    assert base.money.npsv.p50 == 0
    assert base.money.lines == []
    for response in base.response.values():
        assert response.change is None
        assert all(kind.change is None for kind in response.incident_types)
    assert all(value is None for zone in base.zones for value in zone.change_min.values())


def test_an_option_that_changes_nothing_of_response_changes_it_by_exactly_nothing(case: Results) -> None:
    # Police cars in Littleham patrol, and ambulances move 490 m: fire is the service that nothing is done to.
    change = case.options[1].response["fire"].change
    assert change is not None
    assert change.mean_min == Estimate(value=0.0, low=0.0, high=0.0)


def test_the_evidence_for_prevention_is_in_the_results(case: Results, littleham: Path) -> None:
    found, whole = case.overlapping_risk, overlapping_risk(load_area(littleham))
    assert found is not None
    assert {zone.zone for zone in found.zones} == set(whole.carrying(2))
    assert [(g.services, g.zones, g.people) for g in found.groups] == [
        (list(g.services), g.zones, g.people) for g in whole.groups
    ]
    assert found.basis == "assumed"


def test_co_responding_shows_who_is_first_and_does_not_mix_its_calls_into_those_of_today(case: Results) -> None:
    today, respond = case.options[0], case.options[2]
    (first,), (first_today,) = respond.first_responder, today.first_responder
    assert first.id == "cardiac_arrest"
    assert first.change is not None
    assert first.change.mean_min is not None
    assert first.change.mean_min.value < 0
    assert first_today.change is None
    assert first_today.first_share["fire"] == 0
    assert 0 < first.first_share["fire"] <= 1
    fire = respond.response["fire"]
    assert fire.measures.calls_per_year == today.response["fire"].measures.calls_per_year
    assert "cardiac_arrest" in {kind.id for kind in fire.incident_types}
    assert "cardiac_arrest" not in {kind.id for kind in today.response["fire"].incident_types}


def test_what_rests_on_a_service_that_is_off_is_kept_out_of_the_headline(case: Results) -> None:
    today = case.options[0]
    assert not today.response["ambulance"].in_headline
    assert today.response["ambulance"].caveat
    (first,) = case.options[2].first_responder
    assert not first.in_headline
    assert first.caveat
    assert today.response["ambulance"].caveat in first.caveat
    told = next(line for line in case.headline if line.startswith("Engines to cardiac arrests"))
    assert "ambulances" not in told
    assert any("kept out of these lines" in line for line in case.headline)


def test_a_joint_room_asks_the_other_service_at_once(case: Results) -> None:
    # A house fire is led by fire and sends police half the time: with no transfer they are asked a minute sooner.
    police = {kind.id: kind for kind in case.options[3].response["police"].incident_types}
    change = police["house_fire"].change
    assert change is not None
    assert change.mean_min is not None
    assert change.mean_min.value < 0
    ambulance = case.options[3].response["ambulance"].change
    assert ambulance is not None
    assert ambulance.mean_min == Estimate(value=0.0, low=0.0, high=0.0)


def test_found_pairs_are_listed_before_the_sites_they_make_share(case: Results) -> None:
    rule, *shared = case.options[1].moves
    assert rule.kind == "share_neighbours"
    taken = [(pair.site, pair.host) for pair in rule.neighbours if pair.taken]
    assert taken == [("P2", "F2"), ("M1", "F1")]
    assert all(pair.why for pair in rule.neighbours if not pair.taken)
    assert [move.kind for move in shared] == ["share_site"] * len(taken)
    assert {site.fate for move in shared for site in move.sites} == {"host", "disposed"}


def test_money_of_the_organisations_adds_up_year_by_year(case: Results) -> None:
    for option in case.options[1:]:
        for line in option.money.lines:
            assert line.source, line.label
            assert line.low <= line.mode <= line.high
        assert {row.organisation for row in option.money.cash_by_year} == {
            row.organisation for row in option.money.by_organisation
        }


def test_assumptions_that_move_the_money_most_come_first(case: Results) -> None:
    ids = [assumption.id for assumption in case.assumptions]
    money = [name for name in ids if name.startswith("money-")]
    assert ids[: len(money)] == money
    assert {"money-building", "money-set-up", "money-turnouts"} <= set(money)


def test_every_source_says_what_rests_on_it(case: Results) -> None:
    assert all(source.figures > 0 and source.used_for for source in case.sources)
    assert [s.figures for s in case.sources] == sorted((s.figures for s in case.sources), reverse=True)


def test_numbers_keep_six_digits(case: Results) -> None:
    def check(value: Any) -> None:
        if isinstance(value, float):
            assert value == float(f"{value:.6g}")
        elif isinstance(value, dict):
            for item in value.values():
                check(item)
        elif isinstance(value, list):
            for item in value:
                check(item)

    check(json.loads(to_json(case)))


def test_a_number_that_is_not_finite_is_refused() -> None:
    assert rounded({"a": [1.23456789, 1e-12, 3]}) == {"a": [1.23457, 0.0, 3]}
    with pytest.raises(ValueError, match="not finite"):
        rounded(float("nan"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Estimate(value=0.1, low=-0.1, high=0.3), "arrive as fast as today"),
        (Estimate(value=0.004, low=0.003, high=0.005), "arrive as fast as today, within half a second"),
        (Estimate(value=-0.5, low=-0.6, high=-0.4), "30 seconds sooner on average (24 to 36 seconds)"),
        (Estimate(value=2.0, low=1.5, high=2.5), "2.0 minutes later on average (1.5 to 2.5)"),
    ],
)
def test_a_change_in_words(change: Estimate, words: str) -> None:
    assert slower(change) == words


def test_the_published_schema_is_that_of_the_results() -> None:
    published = json.loads((ROOT / "docs" / "results-schema.json").read_text(encoding="utf-8"))
    assert published == Results.model_json_schema(), "write it again: python -m bluelight.studies.schema"


def test_a_run_from_the_command_line_writes_and_reports(study_file: Path, tmp_path: Path, case: Results) -> None:
    shown = CliRunner().invoke(main, ["run", str(study_file), "--out", str(tmp_path / "out")])
    assert shown.exit_code == 0, shown.output
    assert "Share what is next door: " in shown.stdout
    written = Results.model_validate_json((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    assert written == case


def test_a_run_from_the_command_line_can_be_quiet_and_shorter(study_file: Path, tmp_path: Path) -> None:
    shown = CliRunner().invoke(
        main,
        [
            "run",
            str(study_file),
            "--out",
            str(tmp_path / "out"),
            "--days",
            "2",
            "--seed",
            "9",
            "--formats",
            "html",
            "--quiet",
        ],
    )
    assert (shown.exit_code, shown.output) == (0, "")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"report.html", "results.json"}
    written = Results.model_validate_json((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    assert (written.study.days, written.study.seed) == (2, 9)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["no-such-study", "--out", "out"], "neither a study that ships"),
        (["{study}", "--out", "{file}/out"], "cannot be written to"),
        (["{study}", "--out", "{folder}", "--replications", "-3"], "replications"),
        (["{study}", "--out", "{folder}", "--formats", "html,odt"], "no format 'odt'"),
    ],
)
def test_a_run_that_cannot_be_done_exits_2_and_writes_nothing(
    study_file: Path, tmp_path: Path, arguments: list[str], words: str
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file, not a folder")
    places = {"study": study_file, "file": taken, "folder": tmp_path / "out"}
    shown = CliRunner().invoke(main, ["run", *(argument.format(**places) for argument in arguments)])
    assert shown.exit_code == 2
    assert words in shown.stderr
    assert "Traceback" not in shown.output
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
