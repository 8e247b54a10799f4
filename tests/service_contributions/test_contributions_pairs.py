"""A promise stands beside what came: set on the page of either, by spreadsheet and by program, within one entry."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.service_contributions.conftest import Somebody
from tests.service_contributions.test_contributions_api import API, sent
from tests.service_contributions.test_contributions_flow import CLAIM, begin, fill, published, written
from tests.service_contributions.test_contributions_spreadsheet import ESTATE, filled, good, row_of, send, send_back
from tests.service_contributions.test_contributions_spreadsheet import suffolk as suffolk

from bluelight import register as facts
from bluelight.errors import Problem
from bluelight.register import load_register
from bluelight.register.check import build
from bluelight.register.standard import entry_json
from bluelight.service.accounts.models import AuditEntry
from bluelight.service.accounts.services import make_token
from bluelight.service.contributions import pairs, services
from bluelight.service.contributions.models import Revision, State, Upload
from bluelight.service.contributions.told import pairs_of
from bluelight.service.contributions.workbook import SHEETS
from bluelight.service.register.models import Collaboration, Pair

pytestmark = pytest.mark.django_db

# As `written` fills the second claim in, beside the first.
SECOND = {**CLAIM, "state": "realised", "amount": "9000", "amount_max": "", "source_url": "https://example.org/outturn"}


@pytest.fixture
def revision(contributor: Somebody) -> Revision:
    """An entry with a forecast and what was realised, each alone."""
    return written(contributor.client)


def words(revision: Revision) -> list[str | None]:
    revision.refresh_from_db()
    return [claim["pair"] for claim in revision.content["claims"]]


def claim_page(revision: Revision, number: int | str) -> str:
    return f"{revision.get_absolute_url()}claims/{number}/"


def set_beside(somebody: Somebody, revision: Revision, said: dict[str, str] = SECOND) -> None:
    assert fill(somebody.client, claim_page(revision, 1), {**said, "beside": "0"}).status_code == 302


def test_two_claims_stand_beside_each_other_until_one_is_parted_or_removed(
    contributor: Somebody, revision: Revision
) -> None:
    page = contributor.client.get(claim_page(revision, 1)).content.decode()
    assert "1. Forecast, £12,000 to £15,000: Heating costs less." in page
    assert "2. Realised" not in page
    for _ in range(2):  # a double click
        set_beside(contributor, revision)
        assert words(revision) == ["pair-1", "pair-1"]
    assert '<option value="1" selected' in contributor.client.get(claim_page(revision, 0)).content.decode()
    assert (
        "stands beside: Heating costs less."
        in contributor.client.get(f"{revision.get_absolute_url()}check/").content.decode()
    )
    fill(contributor.client, claim_page(revision, 0), {**CLAIM, "beside": ""})
    assert words(revision) == [None, None]
    set_beside(contributor, revision)
    fill(contributor.client, claim_page(revision, 0), {"remove": "yes", "sure": "yes"})
    assert words(revision) == [None]


def test_a_new_claim_sent_twice_stands_beside_the_other_once(contributor: Somebody, revision: Revision) -> None:
    add = claim_page(revision, "add")
    new = {**CLAIM, "state": "profiled", "statement": "Less, year by year.", "beside": "0"}
    for _ in range(2):
        assert fill(contributor.client, add, new).status_code == 302
    assert words(revision) == ["pair-1-rf", None, "pair-1-rf"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"state": "not_recorded", "beside": "0"}, "A forecast stands beside what was realised"),
        ({"unit": "hours", "beside": "0"}, "One is in hours and the other in GBP"),
        ({"beside": "7"}, "one of another entry cannot stand here"),
        ({"beside": "1"}, "one of another entry cannot stand here"),
    ],
)
def test_what_does_not_go_together_is_said_at_the_field_and_keeps_what_was_typed(
    contributor: Somebody, revision: Revision, said: dict[str, str], told: str
) -> None:
    answer = fill(contributor.client, claim_page(revision, 1), {**SECOND, "statement": "Typed anew.", **said})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert told in html.unescape(page)
    assert "Typed anew." in page
    assert words(revision) == [None, None]


def test_one_that_stands_beside_another_already_is_not_taken_from_it(contributor: Somebody, revision: Revision) -> None:
    set_beside(contributor, revision)
    new = {**SECOND, "statement": "Another says otherwise.", "beside": "0"}
    answer = fill(contributor.client, claim_page(revision, "add"), new)
    assert "stands beside number 2 already" in answer.content.decode()
    assert words(revision) == ["pair-1", "pair-1"]


def test_a_state_that_no_longer_fits_is_refused(contributor: Somebody, revision: Revision) -> None:
    set_beside(contributor, revision)
    answer = fill(contributor.client, claim_page(revision, 0), {**CLAIM, "state": "realised", "beside": "1"})
    assert answer.status_code == 422
    assert words(revision) == ["pair-1", "pair-1"]


def published_pair(contributor: Somebody, reviewer: Somebody, revision: Revision) -> tuple[Collaboration, Pair]:
    assert fill(contributor.client, claim_page(revision, 0), {**CLAIM, "amount": "12000", "amount_max": ""})
    set_beside(contributor, revision)
    fill(contributor.client, f"{revision.get_absolute_url()}check/", {})
    entry = published(reviewer.client, revision)
    return entry, entry.pairs.get()


def test_a_reviewer_judges_what_the_second_figure_is(
    contributor: Somebody, reviewer: Somebody, revision: Revision
) -> None:
    entry, pair = published_pair(contributor, reviewer, revision)
    at, field = f"/review/pairs/{entry.slug}/", f"grade-{pair.pk}"
    assert at in reviewer.client.get(entry.get_absolute_url()).content.decode()
    assert contributor.client.get(at).status_code == 403
    page = html.unescape(reviewer.client.get(at).content.decode())
    assert "£12,000 was promised; then £9,000." in page

    audited = {"seen": entry.version, field: "OUTTURN", "why": "The audit of 2026 says so."}
    without = reviewer.client.post(at, {**audited, "why": " "})
    assert without.status_code == 422
    assert '<option value="OUTTURN" selected' in without.content.decode()
    for _ in range(2):  # a double click
        assert reviewer.client.post(at, audited).status_code == 302
    pair.refresh_from_db()
    assert (pair.grade, pair.history.first().history_change_reason) == ("OUTTURN", "The audit of 2026 says so.")
    assert AuditEntry.objects.filter(what="judged pairs", about=entry.slug).count() == 1

    late = reviewer.client.post(at, {**audited, field: "REFORECAST"})
    assert "was changed while you had it open" in late.content.decode()
    entry.refresh_from_db()
    assert (entry.outcomes, entry.version) == (1, 2)
    assert reviewer.client.post(at, {**audited, "seen": 2, field: "REFORECAST"}).status_code == 302
    entry.refresh_from_db()
    assert (entry.outcomes, entry.version) == (0, 3)
    assert reviewer.client.post(at, {**audited, field: "PERFECT"}).status_code == 422
    assert reviewer.client.get("/review/pairs/nobodys/").status_code == 404


def test_a_published_pair_is_drawn_as_promise_against_delivery_and_counted(
    contributor: Somebody, reviewer: Somebody, revision: Revision
) -> None:
    before = outcomes()
    entry, pair = published_pair(contributor, reviewer, revision)
    assert (pair.pair, pair.measure, pair.measure_class, pair.grade) == ("pair-1", CLAIM["measure"], "saving", "CLAIM")
    assert (pair.forecast_amount, pair.realised_amount, pair.ratio, pair.unit) == (12000, 9000, 0.75, "GBP")
    assert (pair.source_forecast, pair.source_realised) == (CLAIM["source_url"], SECOND["source_url"])
    page = Client().get(entry.get_absolute_url()).content.decode()
    assert "75% of what was forecast." in page
    assert "set beside each other by Littleham Fire" in page
    assert outcomes() == before + 1


def outcomes() -> int:
    """How many pairs the page of evidence counts in which something that happened stands beside what was promised."""
    page = Client().get("/evidence/").content.decode()
    count, ending = re.search(r"In (\d+) case(s?) something that happened", page).groups()
    assert (ending == "s") == (count != "1")
    return int(count)


def test_a_figure_corrected_later_corrects_the_pair_and_parting_takes_it_away(
    contributor: Somebody, reviewer: Somebody, revision: Revision
) -> None:
    entry, _ = published_pair(contributor, reviewer, revision)
    Pair.objects.update(grade="OUTTURN", note="an audit read it")
    for said, ratio in (({"amount": "6000", "beside": "0"}, [0.5]), ({"beside": ""}, [])):
        change = begin(contributor.client, entry.slug)
        assert fill(contributor.client, claim_page(change, 1), {**SECOND, **said}).status_code == 302
        fill(contributor.client, f"{change.get_absolute_url()}check/", {})
        assert "stands beside" in reviewer.client.get(f"/review/{change.pk}/").content.decode()
        published(reviewer.client, change)
        assert [(found.ratio, found.grade, found.note) for found in entry.pairs.all()] == [
            (each, "OUTTURN", "an audit read it") for each in ratio
        ]


def test_a_pair_without_sources_is_kept_and_not_drawn(
    contributor: Somebody, reviewer: Somebody, revision: Revision
) -> None:
    set_beside(contributor, revision, {**SECOND, "source_url": ""})
    fill(contributor.client, f"{revision.get_absolute_url()}check/", {})
    entry = published(reviewer.client, revision)
    assert [claim.pair for claim in entry.claims.all()] == ["pair-1", "pair-1"]
    assert not entry.pairs.exists()


FORECAST = ["A yard for two", "benefit", "Rent.", "cashable", "forecast", "", 90, None, "GBP", "", "", "", "", ""]
CAME = ["A yard for two", "benefit", "Less rent.", "cashable", "realised", "", 80, None, "GBP", "", "", "", "", ""]


def uploaded(somebody: Somebody, *claims: list[Any], **more: list[list[Any]]) -> tuple[Upload, str]:
    answer = send(somebody, good(Claims=list(claims), **more))
    assert answer.status_code == 302, answer.content.decode()
    upload = Upload.objects.latest("made")
    return upload, " ".join(problem for row in upload.rows for problem in row["problems"])


def test_two_rows_of_one_word_stand_beside_each_other(contributor: Somebody) -> None:
    upload, told = uploaded(contributor, [*FORECAST, "Rent of the yard"], [*CAME, "rent of the yard"])
    assert told == ""
    assert [claim["pair"] for claim in upload.rows[0]["content"]["claims"]] == [None, *2 * ["rent-of-the-yard"]]
    later = [*FORECAST[:2], "A later one.", *FORECAST[3:]]
    upload, told = uploaded(contributor, [*FORECAST, "rent"], [*later, "rent"])
    assert [claim["pair"] for claim in upload.rows[0]["content"]["claims"]] == [None, *2 * ["rent-rf"]]


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ([[*FORECAST, "rent"]], "Claims, row 3, column pair: is in no other row of this collaboration."),
        ([[*FORECAST, "rent"], [*CAME, "rent"], [*CAME, "rent"]], "row 5, column pair: is in 3 rows of this"),
        ([[*FORECAST, "rent"], [*CAME[:8], "hours", *CAME[9:], "rent"]], "One is in GBP and the other in hours"),
        ([[*CAME, "rent"], [*CAME, "rent"]], "A forecast stands beside what was realised"),
        ([[*FORECAST, "?!"]], "has no letter or number in it"),
    ],
)
def test_rows_that_cannot_stand_beside_each_other_are_told(
    contributor: Somebody, claims: list[list[Any]], said: str
) -> None:
    assert said in uploaded(contributor, *claims)[1]


def test_a_pair_does_not_reach_from_one_collaboration_of_a_workbook_to_another(contributor: Somebody) -> None:
    other = [["Another yard", "Shared buildings", "Wales", 2019, "live", None, "One more."]]
    source = [["Another yard", "https://example.org/more", "The plan"]]
    rows = [*FORECAST, "rent"], ["Another yard", *CAME[1:], "rent"]
    upload, _ = uploaded(contributor, *rows, Collaborations=other, Sources=source)
    assert [len(row["problems"]) for row in upload.rows] == [1, 1]
    assert all("a pair does not reach from one to another" in row["problems"][0] for row in upload.rows)


def test_pairs_of_published_entries_are_parted_and_kept_by_spreadsheet(suffolk: Somebody) -> None:
    book = filled(suffolk)
    claims, (pair, claim) = book["Claims"], (SHEETS["Claims"].index(name) + 1 for name in ("pair", "claim"))
    entry = Collaboration.objects.get(slug=ESTATE)
    word = entry.pairs.first().pair
    of_pair = list(entry.claims.filter(pair=word).values_list("key", flat=True))
    assert [claims.cell(row_of(claims, claim, key), pair).value for key in of_pair] == [word, word]
    for key in of_pair:
        claims.cell(row_of(claims, claim, key), pair).value = None
    (row,) = [row for row in send_back(suffolk, book).rows if not row["problems"]]
    assert (row["entry"], row["changes"]) == (ESTATE, ["Benefits and costs"])
    assert word not in {each["pair"] for each in row["content"]["claims"]}
    claims.delete_cols(pair)  # a workbook of before there was such a column
    assert {tuple(row["problems"]) for row in send_back(suffolk, book).rows} == {
        ("It says what is published already.",)
    }


def test_programs_set_pairs_within_one_entry(suffolk: Somebody) -> None:
    organisation = suffolk.user.organisations.get()
    secret = make_token(organisation, "sync", days=30, by=suffolk.user)
    beside = ("pairs", "evaluations", "realised")
    entry = {name: said for name, said in Client().get(f"{API}/{ESTATE}").json().items() if name not in beside}
    alone = [claim for claim in entry["claims"] if claim["pair"] is None][:2]
    alone[0].update(pair="ours", state="forecast", unit="GBP")
    status, said = sent("PUT", f"{API}/{ESTATE}", entry, secret)
    assert status == 409
    assert "“ours” has only one claim of this entry. A pair is two of one entry" in said["detail"]
    alone[1].update(pair="ours", state="realised", unit="GBP")
    status, said = sent("PUT", f"{API}/{ESTATE}", entry, secret)
    assert status == 202, said
    assert [claim["pair"] for claim in Revision.objects.get().content["claims"]].count("ours") == 2


def test_a_pair_that_went_wrong_before_it_was_looked_at_is_not_published(
    contributor: Somebody, reviewer: Somebody, revision: Revision
) -> None:
    revision.refresh_from_db()
    claims = revision.content["claims"]
    Revision.objects.filter(pk=revision.pk).update(
        content={**revision.content, "claims": [{**claims[0], "pair": "alone"}, claims[1]]}, state=State.IN_REVIEW
    )
    revision.refresh_from_db()
    with pytest.raises(services.BluelightError, match="“alone” has only one claim"):
        services.publish(revision, reviewer.user, why="", lock=revision.lock, against=0)


def test_the_pairs_that_ship_are_right() -> None:
    for entry in load_register().collaborations:
        assert pairs.faults([claim.model_dump() for claim in entry.claims]) == []


FACT: dict[str, Any] = {
    "slug": "a-yard",
    "name": "A yard",
    "theme": "shared-estate",
    "partners": [{"organisation": "Littleham Fire", "slug": None, "service": "fire", "area": None}],
    "region": "Wales",
    "start_year": None,
    "status": {"value": "live", "as_of": None},
    "summary": "One yard.",
    "claims": [
        {
            **dict.fromkeys(("amount_max", "partner")),
            "side": "benefit",
            "statement": "Rent is saved.",
            "source_url": "https://example.org/plan",
        }
    ],
    **dict.fromkeys(("barriers", "enablers", "lessons"), ()),
    "sources": [
        {"url": "https://example.org/plan", "title": "x", **dict.fromkeys(("publisher", "published", "supports"))}
    ],
    "evidence": "not_evaluated",
}

states = st.sampled_from(["forecast", "profiled", "realised", "not_recorded"])


@given(st.lists(states, min_size=2, max_size=6), st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12))
def test_whatever_is_set_beside_whatever_no_pair_goes_wrong(
    given_states: list[str], tries: list[tuple[int, int]]
) -> None:
    claims: list[dict[str, Any]] = [{"state": state, "unit": "GBP", "pair": None} for state in given_states]
    for one, other in tries:
        if one != other and max(one, other) < len(claims) and not pairs.misfit(claims[one], claims[other]):
            word = pairs.word_for(claims, claims[one], claims[other])
            claims = [{**claim, "pair": word} if at in (one, other) else claim for at, claim in enumerate(claims)]
            claims = pairs.settled(claims)
            assert pairs.beside(claims, one) == other
        assert pairs.faults(claims) == []


amounts = st.none() | st.floats(-1e9, 1e9, allow_nan=False)
told = st.fixed_dictionaries(
    {
        "amount": amounts,
        "unit": st.sampled_from(["GBP", "a unit of measure with a name longer than forty letters", None]),
        "period": st.none() | st.text("ab c", min_size=1).filter(str.strip),
        "measure": st.sampled_from([None, "rent"]),
        "as_of": st.sampled_from([None, "2019", "2024-05"]),
        "kind": st.sampled_from(["cashable", "capital", "other"]),
    }
)


@given(st.lists(st.tuples(told, told, st.booleans()), min_size=1, max_size=3), st.booleans())
def test_whatever_pairs_claims_make_the_register_reads_back(said: list[Any], again: bool) -> None:
    claims: list[dict[str, Any]] = []
    for number, (one, other, realised) in enumerate(said, start=1):
        word = f"pair-{number}{'' if realised else pairs.AGAIN}"
        for which, state in (
            (one, "forecast"),
            ({**other, "unit": one["unit"]}, "realised" if realised else "profiled"),
        ):
            claims.append(
                {**FACT["claims"][0], **which, "state": state, "pair": word, "id": f"a-yard/benefit-{len(claims)}"}
            )
    fact = facts.Collaboration.model_validate({**FACT, "claims": claims})
    made = pairs_of(fact, (), None, "Littleham Fire")
    changed = fact.model_copy(
        update={"theme": "fleet", "claims": tuple(c.model_copy(update={"amount": 5.0}) for c in fact.claims)}
    )
    if again:
        fact, made = changed, pairs_of(changed, made, {"claims": claims}, "Littleham Fire")
    lists = {"collaborations": [entry_json(fact)], "pairs": [entry_json(pair) for pair in made]}
    assert len(build(lists, lambda fault: Problem("", fault.what, "")).pairs) == len(said)
    if again:
        assert {(pair.forecast_amount, pair.ratio) for pair in made} == {(5.0, 1.0)}
