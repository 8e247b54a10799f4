"""From a blank task list to a published entry, its next version, and its withdrawal."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django_tasks_db.models import DBTaskResult
from tests.service_accounts.people import organisation, person, signed_in
from tests.service_contributions.conftest import Somebody

from bluelight.service.accounts.models import AuditEntry
from bluelight.service.contributions import views
from bluelight.service.contributions.models import Revision, State
from bluelight.service.contributions.tasks import tell_author
from bluelight.service.register.models import Collaboration, Organisation, Version

pytestmark = pytest.mark.django_db

SINGLES = {
    "name": "One boiler house for Littleham",
    "theme": "shared-estate",
    "summary": "The fire station and the police station are heated from one boiler house.",
    "region": "Wales",
}
CLAIM = {
    "side": "benefit",
    "statement": "Heating costs less.",
    "kind": "cashable",
    "state": "forecast",
    "measure": "saving per year",
    "amount": "12000",
    "amount_max": "15000",
    "unit": "GBP",
    "period": "per year",
    "partner": "Littleham Fire",
    "source_url": "https://example.org/plan",
    "as_of": "2024-05",
}
SOURCE = {"url": "https://example.org/plan", "title": "The plan", "published": "2024-05"}


def begin(client: Client, entry: str = "", key: str = "") -> Revision:
    asked = {"key": key or str(uuid4()), "organisation": "littleham-fire", "entry": entry}
    answer = client.post("/contribute/begin/", asked)
    assert answer.status_code == 302, answer.content.decode()
    return Revision.objects.get(pk=answer.headers["Location"].split("/")[2])


def fill(client: Client, address: str, said: dict[str, str]):
    """Fill a page as somebody does who has it open: with the hidden fields that it has."""
    page = client.get(address)
    assert page.status_code == 200, page.content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(seen|lock|against)" value="([^"]*)"', page.content.decode()))
    return client.post(address, {**hidden, **said})


def written(client: Client) -> Revision:
    """A whole entry, ready to be handed in."""
    revision = begin(client)
    at = revision.get_absolute_url()
    for name, value in SINGLES.items():
        assert fill(client, f"{at}{name}/", {"value": value}).status_code == 302, name
    fill(client, f"{at}status/", {"value": "live", "as_of": "2024"})
    fill(client, f"{at}partners/add/", {"organisation": "Littleham Boilers Ltd", "service": "other"})
    for state in ("forecast", "realised"):
        assert fill(client, f"{at}claims/add/", {**CLAIM, "state": state}).status_code == 302
    fill(client, f"{at}emmie/", {"effect": "The yard is warm.", "implementation": "One contract for both."})
    fill(client, f"{at}lessons/add/", {"value": "Measure the pipes first."})
    assert fill(client, f"{at}sources/add/", SOURCE).status_code == 302
    return revision


def handed_in(client: Client) -> Revision:
    revision = written(client)
    assert fill(client, f"{revision.get_absolute_url()}check/", {"why": "It opened."}).status_code == 302
    revision.refresh_from_db()
    assert revision.state == State.SUBMITTED
    return revision


def published(client: Client, revision: Revision, why: str = "Read against the plan.") -> Collaboration:
    client.post(f"/review/{revision.pk}/take-up/")
    page = client.get(f"/review/{revision.pk}/").content.decode()
    counts = dict(re.findall(r'name="(lock|against)" value="(\d+)"', page))
    answer = client.post(f"/review/{revision.pk}/decide/", {"publish": "yes", "why": why, **counts})
    assert answer.status_code == 302, answer.content.decode()
    return Collaboration.objects.get(slug=answer.headers["Location"].split("/")[2])


def test_an_entry_is_written_handed_in_read_and_published(contributor: Somebody, reviewer: Somebody) -> None:
    revision = handed_in(contributor.client)
    assert Client().get("/register/one-boiler-house-for-littleham/").status_code == 404
    entry = published(reviewer.client, revision)
    assert (entry.slug, entry.version, entry.owner) == ("one-boiler-house-for-littleham", 1, revision.organisation)
    assert [(c.key, c.state, c.amount, c.amount_max) for c in entry.claims.all()] == [
        ("one-boiler-house-for-littleham/benefit-1", "forecast", 12000.0, 15000.0),
        ("one-boiler-house-for-littleham/benefit-2", "realised", 12000.0, 15000.0),
    ]
    page = Client().get(entry.get_absolute_url()).content.decode()
    assert "One boiler house for Littleham" in page
    assert "Last confirmed by Littleham Fire" in page
    assert (entry.effect, entry.mechanism, entry.implementation) == ("The yard is warm.", "", "One contract for both.")
    assert "The yard is warm." in page
    assert "Read against the plan." in Client().get(f"{entry.get_absolute_url()}history/").content.decode()
    steps = [(step.after, step.who) for step in revision.steps.all()]
    assert steps == [
        (State.DRAFT, contributor.user),
        (State.SUBMITTED, contributor.user),
        (State.IN_REVIEW, reviewer.user),
        (State.PUBLISHED, reviewer.user),
    ]
    assert AuditEntry.objects.filter(what="published", who=reviewer.user.pk, about=entry.slug).exists()


def test_a_change_shows_what_goes_and_what_comes_and_readers_see_the_last_version_meanwhile(
    contributor: Somebody, reviewer: Somebody
) -> None:
    entry = published(reviewer.client, handed_in(contributor.client))
    change = begin(contributor.client, entry.slug)
    at = change.get_absolute_url()
    fill(contributor.client, f"{at}summary/", {"value": "Both stations are heated with wood."})
    fill(contributor.client, f"{at}lessons/0/", {"remove": "yes", "sure": "yes"})
    fill(contributor.client, f"{at}check/", {})
    assert "boiler house." in Client().get(entry.get_absolute_url()).content.decode()
    told = reviewer.client.get(f"/review/{change.pk}/").content.decode()
    assert re.search(r"<del>.*heated from one boiler house", told)
    assert re.search(r"<ins>.*heated with wood", told)
    assert re.search(r"<del>.*Measure the pipes first", told)
    published(reviewer.client, change, why="The boiler was changed.")
    entry.refresh_from_db()
    assert entry.version == 2
    assert "heated with wood" in Client().get(entry.get_absolute_url()).content.decode()
    history = Client().get(f"{entry.get_absolute_url()}history/").content.decode()
    assert history.index("Version 2") < history.index("Version 1")
    assert re.search(r"<del>.*Measure the pipes first", history)


def test_returned_with_reasons_it_is_changed_and_handed_in_again(contributor: Somebody, reviewer: Somebody) -> None:
    revision = handed_in(contributor.client)
    at = revision.get_absolute_url()
    assert contributor.client.get(f"{at}name/").status_code == 404
    reviewer.client.post(f"/review/{revision.pk}/take-up/")
    decide = f"/review/{revision.pk}/decide/"
    assert reviewer.client.post(decide, {"return": "yes", "why": " "}).status_code == 422
    reviewer.client.post(decide, {"return": "yes", "why": "Which station?"})
    assert "Which station?" in contributor.client.get(at).content.decode()
    assert fill(contributor.client, f"{at}name/", {"value": "One boiler house for two stations"}).status_code == 302
    fill(contributor.client, f"{at}check/", {})
    assert published(reviewer.client, revision).name == "One boiler house for two stations"


def test_nothing_unfinished_is_handed_in(contributor: Somebody) -> None:
    revision = begin(contributor.client)
    page = contributor.client.get(f"{revision.get_absolute_url()}check/").content.decode()
    assert "Name is missing" in page
    answer = contributor.client.post(f"{revision.get_absolute_url()}check/", {"lock": "1"})
    assert answer.status_code == 422
    assert "cannot be handed in yet" in answer.content.decode()


def test_the_second_of_two_editors_sees_what_changed_and_chooses(contributor: Somebody, ours: Organisation) -> None:
    revision = written(contributor.client)
    at = f"{revision.get_absolute_url()}summary/"
    colleague = signed_in(person("contributor", ours, name="colleague"))
    seen = re.findall(r'name="seen" value="(\w+)"', contributor.client.get(at).content.decode())[0]
    assert fill(colleague, at, {"value": "What the colleague wrote."}).status_code == 302
    told = contributor.client.post(at, {"seen": seen, "value": "What I wrote."})
    assert told.status_code == 422
    text = told.content.decode()
    assert "Somebody changed this while you had it open" in text
    assert "What the colleague wrote." in text
    assert "What I wrote." in text
    again = re.findall(r'name="seen" value="(\w+)"', text)[0]
    assert contributor.client.post(at, {"seen": again, "value": "What I wrote."}).status_code == 302
    revision.refresh_from_db()
    assert revision.content["summary"] == "What I wrote."


def test_a_double_click_is_one_click(contributor: Somebody, reviewer: Somebody) -> None:
    key = str(uuid4())
    assert begin(contributor.client, key=key) == begin(contributor.client, key=key)
    revision = written(contributor.client)
    at = f"{revision.get_absolute_url()}lessons/add/"
    seen = re.findall(r'name="seen" value="(\w+)"', contributor.client.get(at).content.decode())[0]
    for _ in range(2):
        contributor.client.post(at, {"seen": seen, "value": "Ask the neighbours."})
    revision.refresh_from_db()
    assert revision.content["lessons"] == ["Measure the pipes first.", "Ask the neighbours."]
    for _ in range(2):
        contributor.client.post(f"{revision.get_absolute_url()}check/", {"lock": revision.lock})
    assert revision.steps.filter(after=State.SUBMITTED).count() == 1


def test_a_change_begun_twice_is_one_change(contributor: Somebody, reviewer: Somebody) -> None:
    entry = published(reviewer.client, handed_in(contributor.client))
    assert begin(contributor.client, entry.slug) == begin(contributor.client, entry.slug)


def test_what_a_reviewer_did_not_see_is_not_published(contributor: Somebody, reviewer: Somebody) -> None:
    revision = handed_in(contributor.client)
    reviewer.client.post(f"/review/{revision.pk}/take-up/")
    answer = reviewer.client.post(f"/review/{revision.pk}/decide/", {"publish": "yes", "lock": "1", "against": "0"})
    assert answer.status_code == 422
    assert "Somebody else changed this" in answer.content.decode()
    assert not Collaboration.objects.exists()


def test_nobody_publishes_what_they_wrote(reviewer: Somebody, ours: Organisation) -> None:
    reviewer.user.organisations.add(ours)
    revision = handed_in(reviewer.client)
    reviewer.client.post(f"/review/{revision.pk}/take-up/")
    answer = reviewer.client.post(
        f"/review/{revision.pk}/decide/", {"publish": "yes", "lock": revision.lock, "against": "0"}
    )
    assert answer.status_code == 422
    assert "Another reviewer" in answer.content.decode()


def test_personal_data_is_pointed_out_and_taken_out_everywhere(contributor: Somebody, reviewer: Somebody) -> None:
    revision = written(contributor.client)
    at = revision.get_absolute_url()
    fill(contributor.client, f"{at}lessons/add/", {"value": "Ask boiler@example.org or ring 01632 960123."})
    fill(contributor.client, f"{at}check/", {})
    reviewer.client.post(f"/review/{revision.pk}/take-up/")
    page = reviewer.client.get(f"/review/{revision.pk}/").content.decode()
    assert "boiler@example.org (an email address)" in page
    assert "01632 960123 (a telephone number)" in page
    reviewer.client.post(f"/review/{revision.pk}/redact/", {"text": ["boiler@example.org", "boiler"]})
    entry = published(reviewer.client, revision)
    kept = str([Version.objects.values(), Revision.objects.values(), list(entry.points.values())])
    assert "boiler@example.org" not in kept
    assert "Ask [redacted] or ring 01632 960123." in kept
    assert "One boiler house" in kept


def test_a_withdrawn_entry_leaves_its_reason_at_its_address(contributor: Somebody, reviewer: Somebody) -> None:
    entry = published(reviewer.client, handed_in(contributor.client))
    assert reviewer.client.post(f"/review/withdraw/{entry.slug}/", {"why": ""}).status_code == 422
    reviewer.client.post(f"/review/withdraw/{entry.slug}/", {"why": "It was entered twice."})
    left = Client().get(entry.get_absolute_url())
    assert left.status_code == 410
    assert "It was entered twice." in left.content.decode()
    assert entry.get_absolute_url() not in Client().get("/register/?q=boiler").content.decode()
    assert Client().get(f"{entry.get_absolute_url()}history/").status_code == 404


def test_what_was_withdrawn_by_mistake_is_published_again_as_it_was(contributor: Somebody, reviewer: Somebody) -> None:
    entry = published(reviewer.client, handed_in(contributor.client))
    again, before = f"/review/restore/{entry.slug}/", Client().get(f"/api/v1/collaborations/{entry.slug}").json()
    assert reviewer.client.get(again).status_code == 404
    reviewer.client.post(f"/review/withdraw/{entry.slug}/", {"why": "The wrong one."})
    assert again in reviewer.client.get(entry.get_absolute_url()).content.decode()
    assert again not in contributor.client.get(entry.get_absolute_url()).content.decode()
    assert contributor.client.post(again, {"why": "Mine."}).status_code in (302, 403, 404)
    assert "The wrong one." in reviewer.client.get(again).content.decode()
    assert reviewer.client.post(again, {"why": " "}).status_code == 422
    assert Client().get(entry.get_absolute_url()).status_code == 410
    assert reviewer.client.post(again, {"why": "Another was meant."}).status_code == 302
    assert Client().get(f"/api/v1/collaborations/{entry.slug}").json() == before
    assert entry.get_absolute_url() in Client().get("/register/?q=boiler").content.decode()
    assert AuditEntry.objects.filter(what="published again", about=entry.slug).exists()


def test_of_many_entries_one_is_chosen_on_its_own_page(
    contributor: Somebody, reviewer: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = published(reviewer.client, handed_in(contributor.client))
    monkeypatch.setattr(views, "_MOST_OFFERED", 0)
    page = contributor.client.get("/contribute/").content.decode()
    assert "Your organisation takes part in 1 entries. Find one" in page
    assert 'id="entry"' not in page
    chosen = contributor.client.get(f"/contribute/?entry={entry.slug}").content.decode()
    assert f'<option value="{entry.slug}" selected>' in chosen


def test_what_was_begun_stands_on_pages(contributor: Somebody, ours: Organisation) -> None:
    for number in range(21):
        Revision.objects.create(author=contributor.user, organisation=ours, content={"name": f"Number {number}"})
    first = contributor.client.get("/contribute/").content.decode()
    second = contributor.client.get("/contribute/?page=2").content.decode()
    assert (first.count(">Number "), second.count(">Number ")) == (20, 1)


def test_a_partner_confirms_that_an_entry_is_right(contributor: Somebody, reviewer: Somebody) -> None:
    entry = published(reviewer.client, handed_in(contributor.client))
    Collaboration.objects.update(confirmed_on="2020-01-01")
    assert "May be out of date" in Client().get(entry.get_absolute_url()).content.decode()
    assert contributor.client.post(f"/contribute/confirm/{entry.slug}/").status_code == 302
    assert "May be out of date" not in Client().get(entry.get_absolute_url()).content.decode()
    stranger = signed_in(person("contributor", organisation("elsewhere"), name="stranger"))
    assert stranger.post(f"/contribute/confirm/{entry.slug}/").status_code == 404


@pytest.mark.parametrize(
    ("part", "said", "told"),
    [
        ("sources", {"url": "javascript:alert(1)", "title": "x"}, "starts with http:// or https://"),
        ("sources", {"url": "https://example.org/", "title": "x", "published": "31 May"}, "a year, a month or a day"),
        ("claims", {**CLAIM, "amount_max": "1"}, "may not be below it"),
        ("claims", {**CLAIM, "amount": "1,5"}, "Enter a figure in digits"),
        ("claims", {**CLAIM, "side": ""}, "Choose whether it is a benefit or a cost"),
        ("partners", {"organisation": "Littleham Bakery"}, "Choose what it is: the register lists no organisation"),
        ("claims", {**CLAIM, "amount": "twelve"}, "Enter a figure in digits"),
        ("claims", {**CLAIM, "partner": "Nobody"}, "not one of the available choices"),
        ("lessons", {"value": ""}, "Enter a sentence"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    contributor: Somebody, part: str, said: dict[str, str], told: str
) -> None:
    revision = begin(contributor.client)
    answer = fill(contributor.client, f"{revision.get_absolute_url()}{part}/add/", said)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    before = revision.content[part]
    revision.refresh_from_db()
    assert revision.content[part] == before


def test_what_people_write_is_text_and_never_markup(contributor: Somebody, reviewer: Somebody) -> None:
    revision = written(contributor.client)
    at = revision.get_absolute_url()
    fill(contributor.client, f"{at}summary/", {"value": "<script>alert(1)</script><b>bold</b>"})
    fill(contributor.client, f"{at}check/", {})
    entry = published(reviewer.client, revision)
    for address in (entry.get_absolute_url(), f"{entry.get_absolute_url()}history/"):
        page = Client().get(address).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page or "history" in address


def test_figures_may_be_written_as_people_write_them(contributor: Somebody) -> None:
    revision = begin(contributor.client)
    said = {**CLAIM, "amount": "£12,000", "amount_max": "1,500,000.5", "unit": "Pounds"}
    assert fill(contributor.client, f"{revision.get_absolute_url()}claims/add/", said).status_code == 302
    revision.refresh_from_db()
    (claim,) = revision.content["claims"]
    assert (claim["amount"], claim["amount_max"], claim["unit"]) == (12000, 1500000.5, "GBP")


def test_a_listed_partner_need_not_be_said_what_it_is(contributor: Somebody) -> None:
    organisation("littleham-rescue")
    revision = begin(contributor.client)
    answer = fill(
        contributor.client, f"{revision.get_absolute_url()}partners/add/", {"organisation": "littleham RESCUE"}
    )
    assert answer.status_code == 302
    revision.refresh_from_db()
    partner = revision.content["partners"][1]
    assert (partner["organisation"], partner["slug"], partner["service"]) == (
        "Littleham Rescue",
        "littleham-rescue",
        "fire",
    )


def test_nothing_is_removed_or_withdrawn_before_it_is_sure(contributor: Somebody) -> None:
    revision = written(contributor.client)
    at = revision.get_absolute_url()
    asked = fill(contributor.client, f"{at}lessons/0/", {"remove": "yes"})
    assert "Are you sure that this lesson is to be removed?" in asked.content.decode()
    assert "Measure the pipes first." in asked.content.decode()
    assert "Are you sure" in contributor.client.get(f"{at}discard/").content.decode()
    revision.refresh_from_db()
    assert revision.content["lessons"]
    assert revision.state == State.DRAFT
    fill(contributor.client, f"{at}lessons/0/", {"remove": "yes", "sure": "yes"})
    assert "The lesson is removed." in contributor.client.get(f"{at}lessons/").content.decode()
    contributor.client.post(f"{at}discard/")
    revision.refresh_from_db()
    assert (revision.content["lessons"], revision.state) == ([], State.WITHDRAWN)


def test_what_was_handed_in_is_taken_back_until_a_reviewer_reads_it(contributor: Somebody, reviewer: Somebody) -> None:
    revision = handed_in(contributor.client)
    at = revision.get_absolute_url()
    assert "Take it back" in contributor.client.get(at).content.decode()
    assert contributor.client.post(f"{at}recall/").status_code == 302
    assert fill(contributor.client, f"{at}name/", {"value": "Another name"}).status_code == 302
    fill(contributor.client, f"{at}check/", {})
    reviewer.client.post(f"/review/{revision.pk}/take-up/")
    answer = contributor.client.post(f"{at}recall/", headers={"referer": f"http://testserver{at}"})
    assert answer.status_code == 400
    assert f'href="{at}">Go back to the page you came from' in answer.content.decode()


def test_a_reviewer_who_clicks_twice_sees_what_came_of_it(contributor: Somebody, reviewer: Somebody) -> None:
    revision = handed_in(contributor.client)
    for _ in range(2):
        assert reviewer.client.post(f"/review/{revision.pk}/take-up/").status_code == 302
    page = reviewer.client.get(f"/review/{revision.pk}/").content.decode()
    counts = dict(re.findall(r'name="(lock|against)" value="(\d+)"', page))
    went = {
        reviewer.client.post(f"/review/{revision.pk}/decide/", {"publish": "yes", **counts}).headers["Location"]
        for _ in range(2)
    }
    assert went == {"/register/one-boiler-house-for-littleham/"}
    assert revision.steps.filter(after=State.PUBLISHED).count() == 1


def test_what_is_wrong_is_told_without_losing_the_reasons(contributor: Somebody, reviewer: Somebody) -> None:
    revision = handed_in(contributor.client)
    reviewer.client.post(f"/review/{revision.pk}/take-up/")
    answer = reviewer.client.post(f"/review/{revision.pk}/decide/", {"publish": "yes", "why": "Read with care."})
    assert "Somebody else changed this" in answer.content.decode()
    assert "Read with care.</textarea>" in answer.content.decode()


def test_the_author_hears_by_email_what_came_of_it(contributor: Somebody, reviewer: Somebody) -> None:
    revision = handed_in(contributor.client)
    reviewer.client.post(f"/review/{revision.pk}/take-up/")
    reviewer.client.post(f"/review/{revision.pk}/decide/", {"return": "yes", "why": "Which station?"})
    waiting = DBTaskResult.objects.filter(task_path=tell_author.module_path)
    assert [job.args_kwargs["args"] for job in waiting] == [[str(revision.pk)]]
    tell_author.call(str(revision.pk))
    fill(contributor.client, f"{revision.get_absolute_url()}check/", {})
    tell_author.call(str(revision.pk))  # handed in again meanwhile: nothing to say
    entry = published(reviewer.client, revision)
    tell_author.call(str(revision.pk))
    returned, told = mail.outbox
    assert (returned.subject, told.subject) == (f"Returned: {revision}", f"Published: {entry}")
    assert "Which station?" in str(returned.body)
    assert revision.get_absolute_url() in str(returned.body)
    assert entry.get_absolute_url() in str(told.body)
    assert told.to == [contributor.user.email]


def test_a_reviewer_finds_the_way_to_withdraw_an_entry_and_nobody_else(
    contributor: Somebody, reviewer: Somebody
) -> None:
    entry = published(reviewer.client, handed_in(contributor.client))
    way = f'href="/review/withdraw/{entry.slug}/"'
    assert way in reviewer.client.get(entry.get_absolute_url()).content.decode()
    assert way not in contributor.client.get(entry.get_absolute_url()).content.decode()
    page = contributor.client.get(f"/contribute/?entry={entry.slug}").content.decode()
    assert f'<option value="{entry.slug}" selected>' in page


def test_a_change_is_for_the_organisation_of_somebodys_that_takes_part(
    contributor: Somebody, reviewer: Somebody
) -> None:
    entry = published(reviewer.client, handed_in(contributor.client))
    elsewhere = organisation("elsewhere")
    contributor.user.organisations.add(elsewhere)
    asked = {"key": str(uuid4()), "organisation": elsewhere.slug, "entry": entry.slug}
    assert contributor.client.post("/contribute/begin/", asked).status_code == 302
    assert Revision.objects.get(pk=asked["key"]).organisation.slug == "littleham-fire"
