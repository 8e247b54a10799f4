"""What the public reads of the working group, and what it does not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.service_accounts.people import signed_in

from bluelight.errors import BluelightError
from bluelight.service.accounts.models import User
from bluelight.service.group import services
from bluelight.service.group.models import Action, AgendaItem, Body, Commission, Decision, Entry, Meeting, Paper, Seat
from bluelight.service.group.shipped import load_shipped_group
from bluelight.service.register.models import Organisation

pytestmark = pytest.mark.django_db
HELD = date(2026, 3, 10)


@pytest.fixture
def meeting(bodies: list[Body], reviewer: User) -> Meeting:
    made = services.add(Meeting, reviewer, on=HELD, place="Littleham")
    item = services.add(AgendaItem, reviewer, meeting=made, title="How lessons are followed")
    for title, public in (("An open paper", True), ("A closed paper", False)):
        address = f"https://example.org/{title.split()[1]}"
        services.add(Paper, reviewer, item=item, title=title, url=address, public=public)
    services.write_minutes(made, reviewer, seen=services.stamp(made), minutes="Lessons were looked at.")
    services.minute(Decision, made, reviewer, text="To follow every lesson")
    services.minute(Action, made, reviewer, text="Write to all services", owner=bodies[1], due=date(2026, 6, 1))
    made.refresh_from_db()
    return made


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_ships_says_where_it_was_read_and_where_nobody_recorded_it(client: Client) -> None:
    load_shipped_group()
    load_shipped_group()
    fund = read(client, "/group/fund/")
    assert fund.count("£162,000</td>") == 1
    assert 'href="https://www.publicfinance.co.uk/news/2014/08/blue-light-collaboration-working-group-formed"' in fund
    assert "not recorded, so its basis is unknown" not in fund
    Entry.objects.update(source_title="", source_url="")
    assert "not recorded, so its basis is unknown" in read(client, "/group/fund/")
    research = read(client, Commission.objects.get().get_absolute_url())
    assert "Were lessons shared, and were they learnt?" in research
    assert research.count("Read in source") == 25
    assert "Source not recorded" not in research
    assert "March 2015" in read(client, "/group/")


def test_what_people_made_of_what_ships_is_theirs() -> None:
    load_shipped_group()
    Entry.objects.all().delete()
    Commission.objects.all().delete()
    load_shipped_group()
    assert not Entry.objects.exists()


def test_minutes_decisions_actions_and_closed_papers_are_not_public_before_their_time(
    client: Client, meeting: Meeting, reviewer: User
) -> None:
    closed = ["Lessons were looked at.", "To follow every lesson", "Write to all services"]
    inside = signed_in(reviewer, second_step=True)
    page = read(client, meeting.get_absolute_url())
    assert "How lessons are followed" in page
    assert "An open paper" in page
    for text in [*closed, "A closed paper"]:
        assert text not in page
        assert text in read(inside, meeting.get_absolute_url())
    assert "Write to all services" not in read(client, "/group/actions/")
    assert "Write to all services" not in read(signed_in(reviewer), "/group/actions/"), "no second step"
    services.approve_minutes(meeting, reviewer, seen=services.stamp(meeting))
    page = read(client, meeting.get_absolute_url())
    assert all(text in page for text in closed)
    assert "A closed paper" not in page


def test_minutes_are_approved_after_the_meeting_once_and_as_they_were_read(meeting: Meeting, reviewer: User) -> None:
    seen = services.stamp(meeting)
    services.write_minutes(meeting, reviewer, seen=seen, minutes="Somebody wrote more.")
    with pytest.raises(services.ChangedError):
        services.approve_minutes(meeting, reviewer, seen=seen)
    meeting.refresh_from_db()
    services.approve_minutes(meeting, reviewer, seen=services.stamp(meeting))
    services.approve_minutes(meeting, reviewer, seen=seen)
    with pytest.raises(BluelightError, match="are approved"):
        services.minute(Decision, meeting, reviewer, text="One thing more")
    later = services.add(Meeting, reviewer, on=timezone.localdate() + timedelta(days=30), place="")
    with pytest.raises(BluelightError, match="no minutes"):
        services.approve_minutes(later, reviewer, seen=services.stamp(later))
    services.write_minutes(later, reviewer, seen=services.stamp(later), minutes="Too early")
    later.refresh_from_db()
    with pytest.raises(BluelightError, match="not been held"):
        services.approve_minutes(later, reviewer, seen=services.stamp(later))


def test_another_body_takes_the_chair_with_a_reason_and_the_past_stays(
    client: Client, meeting: Meeting, bodies: list[Body], reviewer: User
) -> None:
    assert "Littleham Fire, by turn" in read(client, meeting.get_absolute_url())
    with pytest.raises(BluelightError, match="Say why"):
        services.override_chair(meeting, reviewer, body=bodies[2], why="")
    services.override_chair(meeting, reviewer, body=bodies[2], why="An inspection that week")
    page = read(client, meeting.get_absolute_url())
    assert "Littleham Ambulance, in place of Littleham Fire" in page
    assert "An inspection that week" in page
    meeting.refresh_from_db()
    services.approve_minutes(meeting, reviewer, seen=services.stamp(meeting))
    services.change(bodies[0], reviewer, seen=services.stamp(bodies[0]), position=9)
    assert "in place of Littleham Fire" in read(client, meeting.get_absolute_url())
    gone = services.add(Meeting, reviewer, on=date(2019, 1, 1), place="")
    with pytest.raises(BluelightError, match="not a member on 1 January 2019"):
        services.override_chair(gone, reviewer, body=bodies[2], why="A reason")


def test_the_list_of_actions_says_what_is_overdue_until_it_is_done(
    client: Client, meeting: Meeting, reviewer: User
) -> None:
    services.approve_minutes(meeting, reviewer, seen=services.stamp(meeting))
    assert "1 overdue, 0 open and not yet due, 0 done" in read(client, "/group/actions/")
    action = Action.objects.get()
    services.finish(action, reviewer, done=date(2026, 6, 2), outcome="102 letters went out")
    page = read(client, "/group/actions/")
    assert "0 overdue, 0 open and not yet due, 1 done" in page
    assert "102 letters went out" in page


def test_a_seat_says_its_role_and_never_who_holds_it(client: Client, bodies: list[Body], reviewer: User) -> None:
    services.add(Seat, reviewer, body=bodies[0], role="Chief officer")
    services.add(Seat, reviewer, body=bodies[1], role="Finance lead", holder=reviewer)
    page = read(client, "/group/members/")
    assert "Chief officer (empty)" in page
    assert "Finance lead (filled)" in page
    assert reviewer.email not in page


def test_a_body_that_the_register_does_not_list_becomes_one_of_kind_other_once(reviewer: User) -> None:
    joined = date(2026, 1, 1)
    made = services.add_body(reviewer, organisation=None, name=" The National  Council ", joined=joined)
    again = services.add_body(reviewer, organisation=None, name="the national council", joined=joined)
    assert made == again
    assert (made.organisation.kind, made.organisation.name) == (Organisation.Kind.OTHER, "The National Council")


def test_a_second_writer_sees_that_somebody_wrote(meeting: Meeting, reviewer: User) -> None:
    seen = services.stamp(meeting)
    services.change(meeting, reviewer, seen=seen, place="Greatham")
    services.change(meeting, reviewer, seen=seen, place="Greatham")  # a double click
    with pytest.raises(services.ChangedError):
        services.change(meeting, reviewer, seen=seen, place="Elsewhere")


def test_the_same_thing_twice_is_once(bodies: list[Body], reviewer: User) -> None:
    for _ in range(2):
        services.add(Meeting, reviewer, on=HELD, place="Littleham")
    assert Meeting.objects.get().history.count() == 1


@pytest.mark.parametrize("slug", ["not-there", "hidden"])
def test_research_that_is_not_public_is_not_there(client: Client, reviewer: User, slug: str) -> None:
    services.add_commission(reviewer, title="Hidden", asked="2026", through="", done_by="", published="", note="")
    assert client.get(f"/group/research/{slug}/").status_code == 404
    assert "Hidden" not in read(client, "/group/")
    assert "Hidden" in read(signed_in(reviewer, second_step=True), "/group/research/hidden/")
