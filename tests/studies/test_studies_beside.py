"""The shipped study beside the published case of its area, and what other areas published."""

import pytest

from bluelight.appraisal import Appraisal
from bluelight.documents.model import Mark, plain
from bluelight.documents.sections.published import _figures
from bluelight.errors import InputError
from bluelight.register.local_claims import local_claims
from bluelight.studies import Study, load_study, parse_study, to_content
from bluelight.studies.beside import beside_published, published_elsewhere
from bluelight.studies.money import appraise_study
from bluelight.studies.results import Beside
from bluelight.studies.running import _first_alike

GROUPS = ["control-room", "shared-estate", "fleet", "procurement", "co-responding", "prevention", "support-services"]


@pytest.fixture(scope="module")
def study() -> Study:
    return load_study("hertfordshire")


@pytest.fixture(scope="module")
def appraisal(study: Study) -> Appraisal:
    return appraise_study(study)


@pytest.fixture(scope="module")
def beside(study: Study, appraisal: Appraisal) -> Beside:
    [found] = beside_published(study, appraisal)
    return found


def test_the_published_ranges_stand_as_they_were_printed(beside: Beside) -> None:
    printed = {(figure.measure, figure.period): (figure.low, figure.high) for figure in beside.figures}
    assert printed == {("saving", "year"): (1_200_000, 4_000_000), ("receipt", "once"): (3_300_000, 15_400_000)}
    assert all(figure.sources and figure.missing for figure in beside.figures)


def test_a_price_year_that_no_case_printed_is_told_as_assumed_beside_the_figure(beside: Beside) -> None:
    assert all(figure.price_year_basis == "assumed" for figure in beside.figures)
    assert "2016/17, when it was published (assumed)" in beside.words[0]
    cells = [row[2] for row in _figures("cases", "Cases", beside.figures).rows]
    assert all(plain(cell).endswith(" 2016/17 prices") for cell in cells)
    assert all(isinstance(cell, tuple) and cell[1] == Mark("assumed", "#published", cell[1].title) for cell in cells)


def test_every_group_of_the_outline_case_is_in_the_option(beside: Beside) -> None:
    assert [group.theme for group in beside.groups[:7]] == GROUPS
    assert all(group.moves for group in beside.groups)


def test_a_group_without_a_figure_says_that_it_is_not_known(beside: Beside) -> None:
    unknown = [group for group in beside.groups if not group.lines]
    assert [group.theme for group in unknown] == ["procurement", "prevention", "support-services"]
    for group in unknown:
        assert group.not_counted
        assert "not to say that it is nothing" in group.words
        assert all(line.mode for line in group.lines)


def test_the_lines_add_up_to_what_the_appraisal_finds(beside: Beside, appraisal: Appraisal) -> None:
    lines = [line for group in beside.groups for line in group.lines]
    money = appraisal.options[beside.option]
    assert sorted(line.id for line in lines) == sorted(found.line.id for found in money.lines)
    once = sum(line.mode for line in lines if line.period == "once")
    assert once == pytest.approx(
        sum(
            m.line.mode * m.unit * m.deflator * m.uplift * m.chance
            for m in money.lines
            if m.line.category in ("capital", "receipt", "transition", "risk")
        )
    )
    assert all(line.low <= line.mode <= line.high for line in lines)


def test_it_says_why_the_two_differ(beside: Beside, appraisal: Appraisal) -> None:
    said = " ".join(beside.words)
    for words in ("read as those of 2016/17", "prices of 2024/25", "plain collaboration would bring the rest"):
        assert words in said
    for words in ("not counted here would have to bring", "was not in the text seen", "Without any gain counted:"):
        assert words in said


def test_cases_of_other_areas_stand_beside_the_study(study: Study) -> None:
    found = published_elsewhere(study)
    areas = {figure.area for figure in found}
    assert {"West Mercia", "Cambridgeshire", "Essex", "North Yorkshire", "Staffordshire"} <= areas
    assert "Hertfordshire" not in areas


def test_every_published_figure_has_a_source_and_a_theme() -> None:
    claims = local_claims()
    assert len(claims) == 29
    assert all(url.startswith("http") for claim in claims for url in claim.sources)
    by_case = [(claim.case, claim.measure, claim.title) for claim in claims]
    assert len(set(by_case)) == len(by_case)


def test_a_case_that_nobody_published_is_refused(study: Study) -> None:
    content = to_content(study)
    content["option"][1]["published"] = "atlantis-2017"
    with pytest.raises(InputError, match="there is no published case of that id: hertfordshire-2017"):
        parse_study(content)


def test_a_study_is_written_with_the_case_it_is_set_beside(study: Study) -> None:
    written = parse_study(to_content(study))
    assert [option.published for option in written.options] == [option.published for option in study.options]


def test_options_that_answer_calls_alike_are_simulated_once(study: Study) -> None:
    """Who governs, what is bought and who keeps the books answer no call."""
    content = to_content(study)
    whole = next(option for option in content["option"] if option["id"] == "groups-of-2017")
    acting = ("join_control_rooms", "share_neighbours", "pool_fleet", "co_respond")
    content["option"].append(
        {"id": "plain", "name": "Plain", "move": [move for move in whole["move"] if move["kind"] in acting]}
    )
    first = _first_alike(parse_study(content))
    assert first["plain"] == "groups-of-2017"
    assert first["next-door"] == "next-door"


def test_each_group_says_what_share_of_the_published_range_it_is(beside: Beside) -> None:
    words = {group.theme: group.words for group in beside.groups}
    room = next(group for group in beside.groups if group.theme == "control-room")
    gain = sum(line.mode for line in room.lines if line.period == "year" and line.mode > 0)
    times = 1.3  # prices rose by about three tenths from 2016/17 to 2024/25
    share = gain / 4_000_000 / times
    said = int(words["control-room"].rsplit("% of the high end", 1)[0].rsplit(" ", 1)[1]) / 100
    assert said == pytest.approx(share, abs=0.01)
    assert "receipts of" in words["shared-estate"]
    assert "alone" not in words["prevention"]


def test_savings_and_receipts_take_their_range_from_what_became_of_such_promises(
    study: Study, appraisal: Appraisal
) -> None:
    asked = [(theme, measure) for theme, measures in study.money.reference_ranges.items() for measure in measures]
    found = {(c.theme, c.measure_class): c for c in appraisal.reference_classes}
    assert set(found) == set(asked)
    plain_study = parse_study({**to_content(study), "money": {**to_content(study)["money"], "reference_ranges": {}}})
    before = {(m.line.option, m.line.id): m.line for o in appraise_study(plain_study).options.values() for m in o.lines}
    lines = [m.line for o in appraisal.options.values() for m in o.lines if m.line.range_basis == "reference_class"]
    assert {line.category for line in lines} == {"saving", "receipt"}
    for line in lines:
        whole = found[(str(line.theme), "receipt" if line.category == "receipt" else "saving")]
        promised = before[(line.option, line.id)].mode
        assert (line.low, line.mode, line.high) == pytest.approx(
            (promised * whole.low, promised * whole.mode, promised * whole.high)
        )
        assert "is left aside" in line.note


def test_a_theme_that_no_register_has_is_refused(study: Study) -> None:
    content = to_content(study)
    content["money"]["reference_ranges"] = {"estates": ["saving"]}
    with pytest.raises(InputError, match="there is no theme 'estates': use shared-estate"):
        parse_study(content)
