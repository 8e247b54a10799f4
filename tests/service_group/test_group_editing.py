"""Reviewers write about the group on its pages; nobody else does."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from tests.service_accounts.people import organisation, person, signed_in

from bluelight.service.accounts.models import User
from bluelight.service.group.editing import PAGES
from bluelight.service.group.models import Action, Body, Commission, Entry, Meeting, WorkPackage
from bluelight.service.group.reading import chaired

pytestmark = pytest.mark.django_db


@pytest.fixture
def inside(reviewer: User) -> Client:
    return signed_in(reviewer, second_step=True)


def send(client: Client, address: str, status: int = 302, **said: Any) -> str:
    """Open a form and send it filled in, as a browser without scripts does."""
    page = client.get(f"/group/edit/{address}/").content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    answer = client.post(f"/group/edit/{address}/", hidden | said)
    assert answer.status_code == status, answer.content.decode()[:4000]
    return answer.content.decode()


def test_a_meeting_from_its_plan_to_its_actions(inside: Client, client: Client) -> None:
    send(inside, "member", organisation=organisation("littleham-fire").pk, joined="2020-01-01")
    send(inside, "member", name="The National Council", joined="2020-01-01")
    first, second = Body.objects.all()
    send(inside, f"seat/{first.pk}", role="Chief officer")
    send(inside, "meeting", on="2026-03-10", place="Littleham")
    key = Meeting.objects.get().pk
    paper = {"paper": "A paper", "url": "https://example.org/paper", "public": "on"}
    send(inside, f"item/{key}", title="Lessons", **paper)
    assert "Say why another body" in send(inside, f"chair/{key}", 422, body=second.pk)
    send(inside, f"chair/{key}", body=second.pk, why="An inspection")
    send(inside, f"minutes/{key}", minutes="Lessons were looked at.")
    send(inside, f"decision/{key}", text="To follow every lesson")
    send(inside, f"action/{key}", text="Write to all", owner=second.pk, due="2026-06-01")
    send(inside, f"approve/{key}")
    assert "are approved" in send(inside, f"decision/{key}", 422, text="One thing more")
    send(inside, f"done/{Action.objects.get().pk}", done="2026-05-01", outcome="They were written to")
    page = client.get(f"/group/meetings/{key}/").content.decode()
    for text in ("The National Council, in place of Littleham Fire", "A paper", "To follow", "They were written to"):
        assert text in page


def test_what_was_written_by_mistake_is_taken_out_until_the_minutes_are_approved(inside: Client) -> None:
    boss = signed_in(person("administrator"), second_step=True)
    send(inside, "member", organisation=organisation("littleham-fire").pk, joined="2020-01-01")
    for day in ("2026-03-10", "2026-06-10"):
        send(inside, "meeting", on=day)
    meeting, other = Meeting.objects.all()
    at = meeting.get_absolute_url()
    for title in ("Lessons", "Lesons"):
        send(inside, f"item/{meeting.pk}", title=title, paper="A paper", url="https://example.org/paper")
    send(inside, f"minutes/{meeting.pk}", minutes="Lessons were looked at.")
    send(inside, f"decision/{meeting.pk}", text="To follow no lesson")
    send(inside, f"action/{meeting.pk}", text="Forget", owner=Body.objects.get().pk, due="2026-06-01")
    page = inside.get(at).content.decode()
    good, wrong = meeting.agenda.all()
    struck = {
        "no-item": wrong.pk,
        "no-paper": good.papers.get().pk,
        "no-decision": meeting.decisions.get().pk,
        "no-action": meeting.actions.get().pk,
    }
    for name, key in struck.items():
        assert f"/group/edit/{name}/{key}/" in page
        form = inside.get(f"/group/edit/{name}/{key}/").content.decode()
        assert f'href="{at}">Cancel' in form
        send(inside, f"{name}/{key}")
    assert "minuted of this meeting" in send(boss, f"no-meeting/{meeting.pk}", 422)
    assert ([str(item) for item in meeting.agenda.all()], good.papers.count()) == (["Lessons"], 0)
    assert (meeting.decisions.count(), meeting.actions.count()) == (0, 0)
    send(inside, f"approve/{meeting.pk}")
    assert "are approved" in send(inside, f"no-item/{good.pk}", 422)
    assert "Take out" not in inside.get(at).content.decode()
    send(boss, f"no-meeting/{other.pk}")
    assert list(Meeting.objects.all()) == [meeting]


def test_the_ledger_takes_a_form_once_and_says_what_is_wrong(inside: Client, client: Client) -> None:
    send(inside, "package", name="Research")
    said = {"kind": "commitment", "when": "2026-04", "what": "A study", "amount": "100.50"}
    package = WorkPackage.objects.get().pk
    page = inside.get("/group/edit/entry/").content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    for _ in range(2):
        inside.post("/group/edit/entry/", hidden | said | {"package": package})
    promised = Entry.objects.get()
    wrong = {"when": "last spring", "amount": "-1", "source_url": "javascript:alert(1)"}
    refused = send(inside, "entry", 422, **(said | wrong))
    assert "Enter a date such as 2019" in refused
    assert "Enter a valid URL" in refused
    too_much = {"kind": "spend", "amount": "101", "package": package, "against": promised.pk}
    assert "£100.50 is left" in send(inside, "entry", 422, **(said | too_much))
    send(inside, f"take-back/{promised.pk}", why="It fell through")
    assert "Taken back, not counted: It fell through" in client.get("/group/fund/").content.decode()


def test_research_from_being_asked_for_to_being_read(inside: Client, client: Client) -> None:
    assert "Enter a date such as" in send(inside, "commission", 422, title="What helps", asked="last year")
    send(inside, "commission", title="What helps", asked="2026-05")
    research = Commission.objects.get()
    send(inside, f"point/{research.pk}", kind="question", text="What helps services to share?")
    assert client.get(research.get_absolute_url()).status_code == 404
    send(inside, f"publish/{research.pk}")
    assert "What helps services to share?" in client.get(research.get_absolute_url()).content.decode()


def test_the_second_of_two_writers_is_told(inside: Client) -> None:
    send(inside, "meeting", on="2026-03-10")
    key = Meeting.objects.get().pk
    seen = re.search(r'name="seen" value="(\w+)"', inside.get(f"/group/edit/minutes/{key}/").content.decode())
    assert seen
    send(inside, f"minutes/{key}", minutes="What the first wrote")
    answer = inside.post(f"/group/edit/minutes/{key}/", {"minutes": "What the second wrote", "seen": seen[1]})
    assert answer.status_code == 422
    assert "Somebody else changed this" in answer.content.decode()
    assert "It says now: What the first wrote" in answer.content.decode()
    assert Meeting.objects.get().minutes == "What the first wrote"


@pytest.mark.parametrize("role", ["public", "contributor", "unverified"])
def test_nobody_else_gets_as_far_as_a_form(role: str, bodies: list[Body]) -> None:
    user = {"contributor": "contributor", "unverified": "administrator"}.get(role)
    client = signed_in(person(user, organisation())) if user else Client()
    for name, page in PAGES.items():
        address = f"/group/edit/{name}/" if page.about is None else f"/group/edit/{name}/{bodies[0].pk}/"
        for answer in (client.get(address), client.post(address, {"name": "x", "on": "2026-01-01"})):
            assert answer.status_code == 403 or "/sign-in/" in answer.headers["Location"]
    assert Body.objects.count() == len(bodies)
    assert not Meeting.objects.exists()


def test_an_administrator_changes_seats_turns_and_days(client: Client, inside: Client) -> None:
    boss = signed_in(person("administrator"), second_step=True)
    send(inside, "member", organisation=organisation("littleham-fire").pk, joined="2020-01-01")
    send(inside, "member", name="The National Council", joined="2020-01-01")
    first, second = Body.objects.all()
    for role in ("Chief officer", "Finance lead"):
        send(inside, f"seat/{first.pk}", role=role)
    chief, finance = first.seats.all()
    holder = person("contributor", name="holder")
    assert "has a seat of that role" in send(boss, f"holder/{chief.pk}", 422, role="Finance lead")
    send(boss, f"holder/{chief.pk}", role="Chief executive", holder=holder.pk)
    send(boss, f"no-seat/{finance.pk}")
    for day in ("2026-03-10", "2026-06-10"):
        send(inside, "meeting", on=day)
    early = Meeting.objects.all()[0]
    assert "There is a meeting on 10 June 2026 already" in send(boss, f"date/{early.pk}", 422, on="2026-06-10")
    send(boss, f"date/{early.pk}", on="2026-03-12", place="Littleham")
    send(boss, "turns", meetings_a_turn="1")
    page = client.get("/group/members/").content.decode()
    assert "Chief executive (filled)" in page
    assert "Finance lead" not in page
    assert "one meeting each" in page
    assert holder.email not in page
    assert [each.chair for each in chaired()] == [first, second]
    assert "Meeting of 12 March 2026" in client.get(early.get_absolute_url()).content.decode()
    send(inside, f"minutes/{early.pk}", minutes="Lessons.")
    send(inside, f"approve/{early.pk}")
    assert "are approved" in send(boss, f"date/{early.pk}", 422, on="2026-03-13")


@pytest.mark.parametrize("name", ["holder/1", "no-seat/1", "turns", "date/1", "no-meeting/1"])
def test_a_reviewer_changes_none_of_these(name: str, inside: Client) -> None:
    assert inside.get(f"/group/edit/{name}/").status_code == 403
    assert inside.post(f"/group/edit/{name}/").status_code == 403
    assert "Change how long" not in inside.get("/group/members/").content.decode()
