"""People of every role, and browsers in which they are signed in."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from bluelight.service.accounts.models import User
from bluelight.service.register.models import Organisation

PASSWORD = "seven-otters-under-ice"


def organisation(slug: str = "littleham-fire") -> Organisation:
    made, _ = Organisation.objects.get_or_create(
        slug=slug,
        defaults={"name": slug.replace("-", " ").title(), "service": "fire", "region": "Wales", "country": "Wales"},
    )
    return made


def person(role: str, *organisations: Organisation, name: str = "") -> User:
    email = f"{name or role}@example.org"
    user = User.objects.create_user(email, email, PASSWORD, role=role)
    user.organisations.set(organisations)
    return user


def signed_in(user: User | AnonymousUser, *, second_step: bool = False) -> Client:
    client = Client()
    if isinstance(user, User):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        if second_step:
            device, _ = TOTPDevice.objects.get_or_create(user=user, defaults={"confirmed": True, "name": "app"})
            session = client.session
            session["otp_device_id"] = device.persistent_id
            session.save()
    return client
