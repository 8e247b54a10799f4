"""A lesson from found out to learned, and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.service_accounts.people import organisation, person

from bluelight.errors import InputError
from bluelight.service.accounts.models import User
from bluelight.service.lessons import services
from bluelight.service.lessons.digest import send_digests
from bluelight.service.lessons.models import Assignment, Lesson, Subscription
from bluelight.service.lessons.tasks import tell_assigned
from bluelight.service.running import daily

pytestmark = pytest.mark.django_db

RADIO = {
    "title": "Crews could not hear each other on the joint channel",
    "text": "At the flooding exercise the joint channel was not programmed in half of the handsets.",
    "origin": "exercise",
    "theme": "interoperability",
    "services": ["fire", "police"],
}
SOON = timezone.localdate() + timedelta(days=30)
ASSESSED = {"cause": "risk-management", "risk": "high", "assessment": "Handsets differ.", "public": True}


def lesson() -> Lesson:
    return services.identify(person("contributor", organisation()), organisation(), RADIO)


def test_a_lesson_is_learned_when_all_have_reported_and_somebody_has_checked() -> None:
    found, reviewer = lesson(), person("reviewer")
    both = [organisation(), organisation("littleham-police")]
    services.assess(found, reviewer, **ASSESSED)
    note = services.issue_note([found], reviewer, kind="action", text="Program them.", due=SOON, organisations=both)
    assert str(note) == f"{timezone.localdate().year}-001"
    first, second = Assignment.objects.filter(note=note)
    services.report(first, reviewer, "Done in all stations.")
    found.refresh_from_db()
    assert found.state == "action"
    services.report(second, reviewer, "Done.")
    found.refresh_from_db()
    assert found.state == "reported"
    services.assure(found, reviewer, "Seen at the next exercise.")
    went = ["identified", "assessed", "action", "action", "action", "reported", "learned"]
    assert [step.state for step in found.steps.all()] == went
    assert [step.why for step in found.steps.all()][3:5] == [
        "Littleham Fire reported: Done in all stations.",
        "Littleham Police reported: Done.",
    ]


def test_a_lesson_that_was_not_learned_is_reported_on_anew() -> None:
    found, reviewer = lesson(), person("reviewer")
    services.assess(found, reviewer, **ASSESSED)
    note = services.issue_note(
        [found], reviewer, kind="action", text="Program them.", due=SOON, organisations=[organisation()]
    )
    services.report(note.assignments.get(), reviewer, "Done.")
    services.reopen(found, reviewer, "It happened again.", SOON + timedelta(days=30))
    again = note.assignments.get()
    assert (found.state, again.reported, again.due) == ("action", None, SOON + timedelta(days=30))


def note_on(found: Lesson, reviewer: User) -> object:
    return services.issue_note([found], reviewer, kind="action", text="Do.", due=SOON, organisations=[organisation()])


@pytest.mark.parametrize("step", [note_on, lambda found, reviewer: services.assure(found, reviewer, "Fine.")])
def test_a_step_that_cannot_be_taken_says_so_and_changes_nothing(step: Callable[[Lesson, User], object]) -> None:
    found, reviewer = lesson(), person("reviewer")
    with pytest.raises(InputError, match="is identified, so this step cannot be taken"):
        step(found, reviewer)
    found.refresh_from_db()
    assert (found.state, found.steps.count(), Assignment.objects.count()) == ("identified", 1, 0)


def test_the_same_lesson_sent_twice_is_kept_once() -> None:
    by = person("contributor", organisation())
    assert services.identify(by, organisation(), RADIO) == services.identify(by, organisation(), RADIO)
    assert Lesson.objects.count() == 1


def test_notes_are_numbered_through_the_year() -> None:
    reviewer = person("reviewer")
    numbers = [
        str(services.issue_note([], reviewer, kind="information", text="Read.", due=SOON, organisations=[]))
        for _ in range(3)
    ]
    year = timezone.localdate().year
    assert numbers == [f"{year}-001", f"{year}-002", f"{year}-003"]


def test_what_is_late_is_what_nobody_has_reported_by_its_date() -> None:
    found, reviewer = lesson(), person("reviewer")
    services.assess(found, reviewer, **ASSESSED)
    services.issue_note([found], reviewer, kind="action", text="Do.", due=SOON, organisations=[organisation()])
    assert not Assignment.objects.overdue(SOON).exists()
    assert Assignment.objects.overdue(SOON + timedelta(days=1)).get().note == found.note


def test_the_digest_goes_once_a_week_to_whoever_asked(mailoutbox: list[object]) -> None:
    found, reviewer = lesson(), person("reviewer")
    services.assess(found, reviewer, **ASSESSED)
    Subscription.objects.create(person=reviewer, theme=RADIO["theme"], sent=timezone.now() - timedelta(days=8))
    assert send_digests("https://bluelight.example.org") == 1
    assert send_digests("https://bluelight.example.org") == 0
    (mail,) = mailoutbox
    assert RADIO["title"] in mail.body  # type: ignore[attr-defined]


def test_the_lessons_of_the_register_come_in_once(register: None) -> None:
    made = services.identify_from_register()
    assert made > 100
    assert services.identify_from_register() == 0
    assert not Lesson.objects.exclude(public=True, state="identified").exists()


def test_the_worker_does_each_days_work_and_comes_back(mailoutbox: list[object]) -> None:
    reviewer = person("reviewer")
    found = lesson()
    services.assess(found, reviewer, **ASSESSED)
    Subscription.objects.create(person=reviewer, theme=RADIO["theme"], sent=timezone.now() - timedelta(days=8))
    daily.begin()
    daily.begin()
    waiting = DBTaskResult.objects.get(task_path=daily.daily.module_path)
    daily.daily.func()
    assert len(mailoutbox) == 1
    tomorrow = DBTaskResult.objects.exclude(pk=waiting.pk).get(task_path=daily.daily.module_path)
    assert tomorrow.run_after > timezone.now() + timedelta(hours=23)


def test_organisations_hear_by_email_what_is_assigned_to_them_and_again_when_it_is_reopened() -> None:
    found, reviewer = lesson(), person("reviewer")
    both = [organisation(), organisation("littleham-police")]
    services.assess(found, reviewer, **ASSESSED)
    note = services.issue_note([found], reviewer, kind="action", text="Program them.", due=SOON, organisations=both)
    waiting = DBTaskResult.objects.filter(task_path=tell_assigned.module_path)
    assert [job.args_kwargs["args"] for job in waiting] == [[str(note.pk)]]
    tell_assigned.call(str(note.pk))
    (sent,) = mail.outbox  # the other organisation has nobody here
    assert (sent.subject, sent.to) == (f"Action note {note}, for Littleham Fire", ["contributor@example.org"])
    assert note.assignments.get(organisation=both[0]).get_absolute_url() in str(sent.body)
    for each in note.assignments.all():
        services.report(each, reviewer, "Done.")
    tell_assigned.call(str(note.pk))
    assert len(mail.outbox) == 1
    found.refresh_from_db()
    services.reopen(found, reviewer, "It was not so.", SOON)
    assert waiting.all().count() == 2
