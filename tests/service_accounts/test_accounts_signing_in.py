"""Signing in: password, second step, recovery codes, lock-out, and what is written down."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from tests.service_accounts.people import PASSWORD, organisation, person, signed_in

from bluelight.errors import BluelightError
from bluelight.service.accounts import services
from bluelight.service.accounts.models import ApiToken, AuditEntry, Invitation, User

pytestmark = pytest.mark.django_db


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str):
    return client.post("/sign-in/", {"username": email, "password": password, **more})


def code_of(user: User) -> str:
    device = TOTPDevice.objects.get(user=user)
    return f"{totp(device.bin_key, drift=device.drift):06d}"


def test_a_contributor_signs_in_with_the_password_alone(client: Client) -> None:
    user = person("contributor", organisation())
    assert sign_in(client, " Contributor@Example.org ").headers["Location"] == "/account/"
    page = client.get("/account/").content.decode()
    assert "Littleham Fire" in page
    assert [entry.what for entry in AuditEntry.objects.filter(who=user.pk)] == ["signed in"]


def test_a_page_asked_for_comes_after_signing_in_and_one_elsewhere_does_not(client: Client) -> None:
    person("contributor", organisation())
    assert client.get("/account/").headers["Location"] == "/sign-in/?next=/account/"
    assert sign_in(client, "contributor@example.org", next="/account/tokens/").headers["Location"] == "/account/tokens/"
    elsewhere = sign_in(Client(), "contributor@example.org", next="https://elsewhere.example/")
    assert elsewhere.headers["Location"] == "/account/"


@pytest.mark.parametrize("role", ["reviewer", "administrator"])
def test_reviewers_set_up_the_second_step_before_anything_else(client: Client, role: str) -> None:
    user = person(role)
    assert sign_in(client, user.email).headers["Location"].startswith("/sign-in/second-step/")
    assert client.get("/sign-in/second-step/").headers["Location"] == "/account/second-step/"
    assert client.get("/account/").headers["Location"] == "/sign-in/second-step/"
    page = client.get("/account/second-step/").content.decode()
    assert 'src="data:image/svg+xml' in page
    assert client.post("/account/second-step/", {"code": "000000"}).status_code == 422
    TOTPDevice.objects.update(throttling_failure_count=0)
    shown = client.post("/account/second-step/", {"code": code_of(user)}).content.decode()
    codes = re.findall(r"<li><code>(\w{10})</code>", shown)
    assert len(codes) == len(set(codes)) == services.RECOVERY_CODES
    assert client.get("/account/").status_code == 200

    again = Client()
    sign_in(again, user.email)
    assert again.get("/account/").status_code == 302
    assert again.get("/account/second-step/").headers["Location"] == "/sign-in/second-step/"
    assert again.post("/sign-in/second-step/", {"code": codes[0]}).headers["Location"] == "/account/"
    assert again.get("/account/").status_code == 200

    third = Client()
    sign_in(third, user.email)
    assert third.post("/sign-in/second-step/", {"code": codes[0]}).status_code == 422


def test_five_wrong_passwords_lock_the_account_for_a_while(client: Client) -> None:
    person("contributor", organisation())
    answers = [sign_in(client, "contributor@example.org", "wrong").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    locked = sign_in(client, "contributor@example.org")
    assert locked.status_code == 429
    assert "quarter of an hour" in locked.content.decode()
    assert AuditEntry.objects.filter(what="was refused", about="contributor@example.org").count() >= 5


def test_a_wrong_address_and_a_wrong_password_are_told_the_same(client: Client) -> None:
    person("contributor", organisation())
    closed = person("contributor", organisation(), name="closed")
    closed.is_active = False
    closed.save()
    told = {
        re.sub(r"csrf\S+ value=\S+|value=\S+", "", sign_in(Client(), email, password).content.decode())
        for email, password in [
            ("contributor@example.org", "wrong"),
            ("nobody@example.org", PASSWORD),
            ("closed@example.org", PASSWORD),
        ]
    }
    assert len(told) == 1


def test_sign_out_needs_a_post(client: Client) -> None:
    client = signed_in(person("contributor", organisation()))
    assert client.get("/sign-out/").status_code == 405
    client.post("/sign-out/")
    assert client.get("/account/").status_code == 302


def test_a_lost_password_is_set_anew_from_the_email_once(client: Client) -> None:
    person("contributor", organisation())
    for email in ("nobody@example.org", "contributor@example.org"):
        client.post("/lost-password/", {"email": email})
    assert [message.to for message in mail.outbox] == [["contributor@example.org"]]
    link = re.search(r"/lost-password/\S+", str(mail.outbox[0].body))
    assert link
    form = client.get(link[0]).headers["Location"]
    weak = client.post(form, {"new_password1": "short", "new_password2": "short"})
    assert "at least 12 characters" in weak.content.decode()
    new = "eleven-herons-at-dusk"
    assert client.post(form, {"new_password1": new, "new_password2": new}).headers["Location"] == "/sign-in/"
    assert "used up" in Client().get(link[0]).content.decode()
    assert sign_in(Client(), "contributor@example.org", new).status_code == 302


def test_an_invitation_makes_one_account_within_a_week(client: Client) -> None:
    admin = signed_in(person("administrator"), second_step=True)
    ours = organisation()
    asked = {"email": "New@Example.org", "role": "contributor", "organisations": [ours.pk]}
    assert admin.post("/people/invite/", {**asked, "organisations": []}).status_code == 422
    assert admin.post("/people/invite/", asked).status_code == 302
    link = re.search(r"/invitations/\S+", str(mail.outbox[0].body))
    assert link
    assert mail.outbox[0].to == ["new@example.org"]
    said = {"name": "The new contributor", "new_password1": PASSWORD, "new_password2": PASSWORD}
    assert client.post(link[0], {**said, "new_password2": "another-one-entirely"}).status_code == 422
    assert client.post(link[0], said).headers["Location"] == "/account/"
    user = User.objects.get(username="new@example.org")
    assert (user.role, list(user.organisations.all())) == ("contributor", [ours])
    assert Client().get(link[0]).status_code == 404
    again = admin.post("/people/invite/", asked)
    assert (again.status_code, "has an account" in again.content.decode()) == (422, True)


def test_an_invitation_sent_by_mistake_is_ended(client: Client) -> None:
    admin = signed_in(person("administrator"), second_step=True)
    secret = services.invite("wrong@example.org", "reviewer")
    (invitation,) = Invitation.objects.open()
    end = f"/people/invitations/{invitation.pk}/end/"
    assert end in admin.get("/people/").content.decode()
    for _ in range(2):  # a double click
        assert admin.post(end).status_code == 302
    assert client.get(f"/invitations/{secret}/").status_code == 404
    assert AuditEntry.objects.filter(what="ended an invitation").count() == 1
    log = admin.get("/people/audit/?q=ended+WRONG@").content.decode()
    assert "1 entry" in log
    assert "wrong@example.org" in log
    assert "role: reviewer" not in log
    assert "role: reviewer" in admin.get("/people/audit/?q=invited+wrong").content.decode()


def test_somebody_who_lost_the_second_step_sets_up_another(client: Client) -> None:
    boss = signed_in(person("administrator"), second_step=True)
    user = person("reviewer")
    theirs = signed_in(user, second_step=True)
    assert theirs.get("/review/").status_code == 200
    page = f"/people/{user.pk}/"
    said = {"role": "reviewer", "is_active": "on", "lost_second_step": "on"}
    assert boss.post(page, said).status_code == 302
    assert theirs.get("/review/").status_code != 200
    assert sign_in(client, user.email).status_code == 302
    assert client.get("/sign-in/second-step/").headers["Location"] == "/account/second-step/"
    assert AuditEntry.objects.filter(what="took away the second step", about=user.email).exists()
    own = boss.post(f"/people/{User.objects.get(username='administrator@example.org').pk}/", said)
    assert (own.status_code, "your own role" in own.content.decode()) == (422, True)


def test_an_old_invitation_is_no_good(client: Client) -> None:
    secret = services.invite("late@example.org", "reviewer")
    Invitation.objects.update(expires=timezone.now() - timedelta(minutes=1))
    answer = client.get(f"/invitations/{secret}/")
    assert answer.status_code == 404
    assert "too old" in answer.content.decode()


def test_an_administrator_changes_others_and_never_themselves() -> None:
    boss, user = person("administrator"), person("contributor", organisation())
    services.change_person(user, role="reviewer", organisations=[], is_active=False, by=boss)
    user.refresh_from_db()
    assert (user.role, user.is_active, user.organisations.count()) == ("reviewer", False, 0)
    with pytest.raises(BluelightError, match="your own"):
        services.change_person(boss, role="contributor", organisations=[], is_active=True, by=boss)


def test_a_token_is_shown_once_kept_as_a_digest_and_ended(client: Client) -> None:
    user = person("contributor", organisation())
    client = signed_in(user)
    asked = {"name": "Our website", "organisation": organisation().pk, "days": "30"}
    assert client.post("/account/tokens/", {**asked, "organisation": organisation("theirs").pk}).status_code == 422
    shown = re.search(r"bluelight_[\w-]+", client.post("/account/tokens/", asked).content.decode())
    assert shown
    token = ApiToken.objects.of_secret(shown[0]).get()
    assert shown[0] not in str(ApiToken.objects.values())
    client.post(f"/account/tokens/{token.pk}/end/")
    assert not ApiToken.objects.of_secret(shown[0]).exists()
    ApiToken.objects.update(revoked=None, expires=timezone.now() - timedelta(minutes=1))
    assert not ApiToken.objects.of_secret(shown[0]).exists()


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_the_audit_log(change: str) -> None:
    services.invite("someone@example.org", "reviewer")
    entries = AuditEntry.objects.all()
    with pytest.raises(DatabaseError, match="only be added to"), transaction.atomic():
        entries.update(what="nothing") if change == "update" else entries.delete()
    assert entries.get().what == "invited"
