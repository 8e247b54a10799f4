"""Who may see and change which revisions: the querysets, asked about every role and every state."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from bluelight.service.accounts.models import User
from bluelight.service.contributions.models import Revision, State
from bluelight.service.register.models import Organisation

pytestmark = pytest.mark.django_db

IN_WRITING = {State.DRAFT, State.RETURNED}
IN_CHECKING = {State.SUBMITTED, State.IN_REVIEW}


@pytest.fixture
def ours() -> Organisation:
    return Organisation.objects.create(slug="ours", name="Ours", service="fire", region="Wales", country="Wales")


@pytest.fixture
def revisions(ours: Organisation) -> set[State]:
    author = User.objects.create(username="author")
    for state in State:
        Revision.objects.create(organisation=ours, author=author, state=state)
    return set(State)


def somebody(role: str, *organisations: Organisation, verified: bool = False) -> User:
    user = User.objects.create(username="-".join([role, str(verified), *(o.slug for o in organisations)]), role=role)
    user.organisations.set(organisations)
    user.is_verified = lambda: verified  # type: ignore[attr-defined]
    return user


def seen(user: User | AnonymousUser) -> tuple[set[str], set[str], set[str]]:
    """The states of what somebody may see, change and check."""
    rows = Revision.objects
    asked = (rows.for_reader(user), rows.for_writer(user), rows.for_reviewer(user))
    return tuple({row.state for row in found} for found in asked)  # type: ignore[return-value]


@pytest.mark.usefixtures("revisions")
def test_the_public_sees_none() -> None:
    assert seen(AnonymousUser()) == (set(), set(), set())


def test_contributors_see_those_of_their_organisations(revisions: set[State], ours: Organisation) -> None:
    assert seen(somebody("contributor", ours)) == (revisions, IN_WRITING, set())
    theirs = Organisation.objects.create(slug="theirs", name="Theirs", service="fire", region="Wales", country="Wales")
    assert seen(User.objects.create(username="elsewhere")) == (set(), set(), set())
    assert seen(somebody("contributor", theirs)) == (set(), set(), set())


@pytest.mark.parametrize("role", ["reviewer", "administrator"])
def test_reviewers_see_what_was_handed_in_once_their_second_step_is_done(role: str, revisions: set[State]) -> None:
    assert seen(somebody(role)) == (set(), set(), set())
    assert seen(somebody(role, verified=True)) == (revisions - {State.DRAFT}, {State.IN_REVIEW}, IN_CHECKING)


def test_somebody_who_left_sees_none(revisions: set[State], ours: Organisation) -> None:
    left = somebody("contributor", ours)
    left.is_active = False
    assert seen(left) == (set(), set(), set())
