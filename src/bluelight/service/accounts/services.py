"""Every write to accounts: inviting, accepting, the second step, tokens. Each is written down in the audit log."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from bluelight.errors import BluelightError
from bluelight.service.accounts.audit import record
from bluelight.service.accounts.models import ApiToken, Invitation, Role, User
from bluelight.service.register.models import Organisation

INVITED_FOR = timedelta(days=7)
RECOVERY_CODES = 10


@transaction.atomic
def invite(email: str, role: str, organisations: Iterable[Organisation] = (), *, by: User | None = None) -> str:
    """Invite somebody; the secret of the address at which they accept. A new invitation ends their older ones.

    Raises BluelightError where there is an account of that address.
    """
    email = email.strip().lower()
    if User.objects.filter(username=email).exists():
        raise BluelightError(f"{email} has an account. Change its role or organisations instead.")
    bodies = list(organisations)
    if role == Role.CONTRIBUTOR and not bodies:
        raise BluelightError("A contributor writes for an organisation. Name at least one.")
    Invitation.objects.open().filter(email=email).update(expires=timezone.now())
    secret = secrets.token_urlsafe(32)
    made = Invitation.objects.create(
        email=email, role=role, digest=ApiToken.digest_of(secret), made_by=by, expires=timezone.now() + INVITED_FOR
    )
    made.organisations.set(bodies)
    record("invited", who=by, about=email, role=role, organisations=[body.slug for body in bodies])
    return secret


@transaction.atomic
def end_invitation(invitation: Invitation, *, by: User) -> None:
    """End an invitation that nobody has accepted: its address leads nowhere from now on. The same twice is once."""
    if Invitation.objects.open().filter(pk=invitation.pk).update(expires=timezone.now()):
        record("ended an invitation", who=by, about=invitation.email)


def send_invitation(email: str, address: str) -> None:
    """Send somebody the address at which they accept."""
    send_mail(
        "Your invitation to Bluelight",
        "You have been invited to Bluelight, the register of what police, fire and ambulance services share.\n\n"
        f"Make your account here within {INVITED_FOR.days} days:\n{address}\n\n"
        "If you did not expect this, take no notice of it.",
        None,
        [email],
    )


@transaction.atomic
def accept(invitation: Invitation, *, name: str, password: str | None) -> User:
    """Make the account that an invitation promises. Without a password it is for single sign-on alone."""
    taken = Invitation.objects.open().filter(pk=invitation.pk).update(accepted=timezone.now())
    if not taken:
        raise BluelightError("This invitation was used already, or is too old. Ask for another.")
    user = User.objects.create(
        username=invitation.email,
        email=invitation.email,
        first_name=name,
        role=invitation.role,
        password=make_password(password),
    )
    user.organisations.set(invitation.organisations.all())
    record("made an account", who=user, about=user.email, role=user.role)
    return user


@transaction.atomic
def change_person(
    user: User,
    *,
    role: str,
    organisations: Iterable[Organisation],
    is_active: bool,
    lost_second_step: bool = False,
    by: User,
) -> None:
    """Change what somebody may do. Nobody changes themselves, so that an administrator is always left.

    Somebody who lost the second step sets up another after the password at their next sign-in.
    """
    if user.pk == by.pk:
        raise BluelightError("You cannot change your own role or close your own account. Ask another administrator.")
    user.role, user.is_active = role, is_active
    user.save(update_fields=["role", "is_active"])
    user.organisations.set(organisations)
    slugs = [body.slug for body in user.organisations.all()]
    record("changed", who=by, about=user.email, role=role, is_active=is_active, organisations=slugs)
    if lost_second_step:
        TOTPDevice.objects.filter(user=user).delete()
        StaticDevice.objects.filter(user=user).delete()
        record("took away the second step", who=by, about=user.email)


@transaction.atomic
def begin_second_step(user: User) -> TOTPDevice:
    """The device that somebody is setting up: the one begun before, or a new one."""
    begun = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    return begun or TOTPDevice.objects.create(user=user, confirmed=False, name="Authenticator app")


@transaction.atomic
def finish_second_step(user: User, device: TOTPDevice) -> list[str]:
    """The device gave a right code: it is the second step from now on. Gives new recovery codes."""
    TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    record("set up the second step", who=user)
    return renew_recovery_codes(user)


@transaction.atomic
def renew_recovery_codes(user: User) -> list[str]:
    """New recovery codes in place of those there were; each is good once."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="Recovery codes", confirmed=True)
    codes = [secrets.token_hex(5) for _ in range(RECOVERY_CODES)]
    for code in codes:
        device.token_set.create(token=code)
    record("renewed the recovery codes", who=user)
    return codes


@transaction.atomic
def make_token(organisation: Organisation, name: str, *, days: int, by: User) -> str:
    """A token with which a program may write for the organisation; the secret is shown once and not kept."""
    secret = f"bluelight_{secrets.token_urlsafe(32)}"
    expires = timezone.now() + timedelta(days=days)
    ApiToken.objects.create(
        organisation=organisation, name=name, digest=ApiToken.digest_of(secret), made_by=by, expires=expires
    )
    record("made a token", who=by, about=organisation.slug, name=name)
    return secret


@transaction.atomic
def revoke_token(token: ApiToken, *, by: User) -> None:
    """End a token now."""
    token.revoked = token.revoked or timezone.now()
    token.save(update_fields=["revoked"])
    record("revoked a token", who=by, about=token.organisation.slug, name=token.name)
