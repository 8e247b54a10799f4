"""What somebody may do: the public reads, contributors write for their organisations, reviewers check, administrators
look after accounts.

A reviewer or administrator who has not given the second step of signing in has no more rights than the public.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

if TYPE_CHECKING:
    from bluelight.service.register.models import Organisation

Reader = AbstractBaseUser | AnonymousUser


def needs_second_step(reader: Reader) -> bool:
    """Whether the role asks for the second step."""
    return getattr(reader, "role", "") in {"reviewer", "administrator"}


def signed_in(reader: Reader) -> bool:
    """Whether somebody is signed in as far as their role asks."""
    if not (reader.is_authenticated and reader.is_active):
        return False
    verified = getattr(reader, "is_verified", None)  # put there by django-otp's middleware
    return not needs_second_step(reader) or (verified is not None and bool(verified()))


def may_contribute(reader: Reader) -> bool:
    """Whether somebody may write for at least one organisation."""
    return organisations_of(reader).exists()


def may_review(reader: Reader) -> bool:
    """Whether somebody may check and publish what others wrote."""
    return needs_second_step(reader) and signed_in(reader)


def may_administer(reader: Reader) -> bool:
    """Whether somebody may invite people and read the audit log."""
    return getattr(reader, "role", "") == "administrator" and signed_in(reader)


def organisations_of(reader: Reader) -> QuerySet[Organisation]:
    """The organisations that somebody may write for."""
    from bluelight.service.register.models import Organisation

    if not signed_in(reader):
        return Organisation.objects.none()
    return Organisation.objects.filter(people=reader.pk or 0)
