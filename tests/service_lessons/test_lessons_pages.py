"""The board and the forms, for each role."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st
from tests.service_accounts.people import organisation, person, signed_in
from tests.service_lessons.test_lessons_steps import ASSESSED, RADIO, SOON, lesson

from bluelight.service.accounts.models import User
from bluelight.service.lessons import services
from bluelight.service.lessons.models import Lesson
from bluelight.service.lessons.similar import alike, stems
from bluelight.service.register.models import Collaboration
from bluelight.service.studies.models import Study
from bluelight.service.studies.services import load_shipped_studies

pytestmark = pytest.mark.django_db


def test_a_contributor_adds_a_lesson_and_is_told_of_others_like_it() -> None:
    old = lesson()
    services.assess(old, person("reviewer"), **ASSESSED)
    client = signed_in(person("contributor", organisation("littleham-police"), name="another"))
    words = {"title": "The joint channel was not programmed", "text": "Handsets had no joint channel at the flooding."}
    page = client.post("/lessons/add/", words)
    assert "1 other met something that sounds like this." in page.content.decode()
    more = {**RADIO, **words, "more": "yes", "organisation": organisation("littleham-police").pk}
    assert client.post("/lessons/add/", more).status_code == 302
    assert Lesson.objects.get(title=words["title"]).organisation == organisation("littleham-police")


def test_nobody_but_its_organisation_and_reviewers_sees_a_lesson_before_it_is_assessed() -> None:
    found = lesson()
    others = signed_in(person("contributor", organisation("littleham-police"), name="another"))
    reviewer = signed_in(person("reviewer"), second_step=True)
    assert Client().get(found.get_absolute_url()).status_code == 404
    assert others.get(found.get_absolute_url()).status_code == 404
    assert reviewer.get(found.get_absolute_url()).status_code == 200
    assert RADIO["title"] not in Client().get("/lessons/").content.decode()


def test_lists_hold_what_may_be_read_and_nothing_else() -> None:
    found = lesson()
    shared = Lesson.objects.create(**{**RADIO, "title": "Another", "public": True, "services": []})
    readers = [AnonymousUser(), found.steps.get().by, person("contributor", name="another"), verified()]
    for reader, expected in zip(readers, [{shared}, {found, shared}, {shared}, {found, shared}], strict=True):
        assert set(Lesson.objects.listed_for(reader)) == set(Lesson.objects.for_reader(reader)) == expected


def verified() -> User:
    """A reviewer who took the second step."""
    found = person("reviewer")
    found.is_verified = lambda: True  # type: ignore[attr-defined]
    return found


def test_a_reviewer_takes_a_lesson_through_its_steps() -> None:
    found = lesson()
    client = signed_in(person("reviewer"), second_step=True)
    steps = f"{found.get_absolute_url()}"
    assert client.post(f"{steps}assess/", {**ASSESSED, "public": "on"}).status_code == 302
    note = {"kind": "action", "text": "Program them.", "due": SOON.isoformat(), "organisations": [organisation().pk]}
    assert client.post(f"{steps}note/", note).status_code == 302
    own = signed_in(found.steps.get(state="identified").by)
    (assignment,) = found.__class__.objects.get().note.assignments.all()  # type: ignore[union-attr]
    assert own.post(f"/lessons/reports/{assignment.pk}/", {"report": "Done."}).status_code == 302
    assert own.get(f"/lessons/reports/{assignment.pk}/").status_code == 404
    assert client.post(f"{steps}assure/", {"why": "Seen."}).status_code == 302
    found.refresh_from_db()
    assert found.state == "learned"


def test_a_step_out_of_turn_is_said_on_its_form() -> None:
    client = signed_in(person("reviewer"), second_step=True)
    page = client.post(f"{lesson().get_absolute_url()}assure/", {"why": "Seen."})
    assert "is identified, so this step cannot be taken." in page.content.decode()


@pytest.mark.parametrize("path", ["/lessons/add/", "/lessons/1/assess/", "/lessons/reports/1/"])
def test_whoever_is_not_signed_in_is_asked_to(path: str) -> None:
    assert Client().get(path).headers["Location"].startswith("/sign-in/")


def test_a_contributor_takes_no_step_of_a_reviewer() -> None:
    found = lesson()
    client = signed_in(person("contributor", organisation(), name="another"))
    assert client.post(f"{found.get_absolute_url()}assess/", ASSESSED).status_code == 403


def test_the_board_names_who_is_late(client: Client) -> None:
    found, reviewer = lesson(), person("reviewer")
    services.assess(found, reviewer, **ASSESSED)
    note = services.issue_note([found], reviewer, kind="action", text="Do.", due=SOON, organisations=[organisation()])
    note.assignments.update(due=timezone.localdate() - timedelta(days=1))
    page = client.get("/lessons/").content.decode()
    assert "1 report late." in page
    assert page.index("Littleham Fire") < page.index("Identified (")


def test_a_late_note_shows_of_its_lessons_only_those_that_the_reader_may_see(client: Client) -> None:
    shown, reviewer = lesson(), person("reviewer")
    words = {"title": "Nobody outside may know of this yet", "text": "It is being looked into."}
    secret = services.identify(reviewer, organisation("littleham-police"), {**RADIO, **words})
    services.assess(shown, reviewer, **ASSESSED)
    services.assess(secret, reviewer, **{**ASSESSED, "public": False})
    both = [shown, secret]
    note = services.issue_note(both, reviewer, kind="action", text="Do.", due=SOON, organisations=[organisation()])
    note.assignments.update(due=timezone.localdate() - timedelta(days=1))
    page = client.get("/lessons/").content.decode()
    assert "1 report late." in page
    assert RADIO["title"] in page
    assert secret.title not in page
    assert secret.title in signed_in(reviewer, second_step=True).get("/lessons/").content.decode()


def test_the_feed_holds_public_lessons_alone(client: Client) -> None:
    found = lesson()
    assert RADIO["title"] not in client.get("/lessons/feed.atom").content.decode()
    services.assess(found, person("reviewer"), **ASSESSED)
    feed = client.get(f"/lessons/feed.atom?theme={RADIO['theme']}")
    assert feed.headers["Content-Type"].startswith("application/atom+xml")
    assert RADIO["title"] in feed.content.decode()


def test_the_board_of_a_theme_offers_the_digest_to_whoever_is_signed_in() -> None:
    assert "Send me a weekly digest" not in Client().get("/lessons/?theme=fleet").content.decode()
    page = signed_in(person("contributor", name="digest")).get("/lessons/?theme=fleet").content.decode()
    assert "Send me a weekly digest on vehicles and workshops" in page


def test_the_digest_is_asked_for_and_ended() -> None:
    client = signed_in(person("contributor", organisation()))
    for said in ("You will get the weekly digest", "You will no longer get the weekly digest"):
        page = client.post("/lessons/digest/", {"theme": "fleet"}, follow=True)
        assert said in page.content.decode()


def test_pages_over_the_shipped_register(register: None, client: Client, django_assert_max_num_queries: object) -> None:
    services.identify_from_register()
    first = Lesson.objects.order_by("pk")[0]
    for path in ("/lessons/", "/lessons/?theme=fleet", "/lessons/all/?state=identified", first.get_absolute_url()):
        with django_assert_max_num_queries(16):  # type: ignore[operator]
            assert client.get(path).status_code == 200
    for path in ("/lessons/?theme=none", "/lessons/all/?state=none", "/lessons/0/", f"/lessons/{first.pk}/none/"):
        assert client.get(path).status_code in (302, 404)


@given(st.text())
def test_any_text_has_its_stems(text: str) -> None:
    assert all(3 < len(stem) <= 6 for stem in stems(text))


def test_the_most_alike_come_first() -> None:
    near = lesson()
    by = person("contributor", organisation("littleham-police"), name="another")
    far = services.identify(
        by, organisation("littleham-police"), {**RADIO, "title": "Handsets and flooding", "text": "-"}
    )
    found = alike(Lesson.objects.all(), ("title", "text"), "flooding, joint channel, handsets")
    assert [each.pk for each in found] == [near.pk, far.pk]


def test_what_a_lesson_concerns_is_found_ticked_and_shown_on_both_sides(register: None) -> None:
    found = lesson()
    services.assess(found, person("reviewer"), **ASSESSED)
    entry = Collaboration.objects.get(slug="athena-police-intelligence-system")
    hidden = Collaboration.objects.exclude(pk=entry.pk)[0]
    Collaboration.objects.filter(pk=hidden.pk).update(state="withdrawn")
    found.collaborations.add(hidden)
    load_shipped_studies()
    study = Study.objects.all()[0]
    study.name = "A joint room for handsets"
    study.save()
    own = signed_in(found.steps.get(state="identified").by)
    page = f"{found.get_absolute_url()}concerns/"
    assert page in own.get(found.get_absolute_url()).content.decode()
    assert entry.name in own.get(f"{page}?q=athena").content.decode()
    for _ in range(2):  # a double click
        assert own.post(f"{page}?q=athena", {"collaborations": [entry.pk]}).status_code == 302
    assert own.post(f"{page}?q=handsets", {"collaborations": [entry.pk], "studies": [study.pk]}).status_code == 302
    assert own.post(f"{page}?q=nothing", {"collaborations": [hidden.pk]}).status_code == 422
    assert set(found.collaborations.all()) == {entry, hidden}
    assert list(found.studies.all()) == [study]
    shown = Client().get(found.get_absolute_url()).content.decode()
    assert f"It concerns “{escape(entry.name)}”." in shown
    assert study.get_absolute_url() in shown
    assert found.title in Client().get(study.get_absolute_url()).content.decode()
    assert found.title in Client().get(entry.get_absolute_url()).content.decode()
    assert own.post(page, {"studies": [study.pk]}).status_code == 302
    assert list(found.collaborations.all()) == [hidden]
    stranger = signed_in(person("contributor", organisation("littleham-police"), name="another"))
    assert stranger.get(page).status_code == 404


@pytest.mark.usefixtures("register")
def test_lessons_are_found_by_words_and_by_what_they_are(client: Client) -> None:
    found = lesson()
    services.assess(found, person("reviewer"), **ASSESSED)
    asked = "/lessons/all/?q=joint+HANDSETS&theme=interoperability&state=assessed&origin=exercise&risk=high"
    page = client.get(asked).content.decode()
    assert "1 lesson: working together at incidents, assessed, a test or exercise, high, “joint HANDSETS”" in page
    assert found.title in page
    assert "There are none like that." in client.get(asked.replace("joint", "zeppelin")).content.decode()
    services.set_aside(found, person("reviewer", name="second"), "Known.")
    assert "1 that was set aside" in client.get("/lessons/").content.decode()
    assert client.get("/lessons/all/?risk=huge").status_code == 404


def test_a_lesson_is_corrected_by_its_finders_until_assessed_and_by_a_reviewer(client: Client) -> None:
    found = lesson()
    page = f"{found.get_absolute_url()}correct/"
    own = signed_in(found.steps.get(state="identified").by)
    reviewer = signed_in(person("reviewer"), second_step=True)
    seen = services.said(found)
    words = {"title": "Zeppelins had no joint channel", "text": "Ask Mrs Smith, desk@example.org."}
    assert own.post(page, {**words, "seen": seen}).status_code == 302
    assert page in reviewer.get(found.get_absolute_url()).content.decode()
    shown = reviewer.get(page).content.decode()
    pointed_out = "This may be personal data: desk@example.org (an email address); Mrs Smith"
    assert pointed_out in shown
    assert pointed_out in reviewer.get(page.replace("correct", "assess")).content.decode()
    late = reviewer.post(page, {"title": "Another", "text": "Handsets were mute.", "seen": seen}).content.decode()
    assert "was changed while you had it open" in late
    assert "It says now: Zeppelins had no joint channel." in late
    assert "Handsets were mute." in late
    again = re.findall(r'name="seen" value="(\w+)"', late)[0]
    better = {"title": "Handsets had no joint channel", "text": "Handsets were mute.", "seen": again}
    for _ in range(2):  # a double click
        assert reviewer.post(page, better).status_code == 302
    found.refresh_from_db()
    assert (found.text, found.steps.filter(why="Corrected.").count()) == ("Handsets were mute.", 2)
    assert {stem.stem for stem in found.stems.all()} == {"handse", "channe", "joint"}
    services.assess(found, person("reviewer", name="second"), **ASSESSED)
    assert own.get(page).status_code == 404
    assert reviewer.get(page).status_code == 200
    stranger = signed_in(person("contributor", organisation("littleham-police"), name="another"))
    assert stranger.get(page).status_code == 404
