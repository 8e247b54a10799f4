"""Single sign-on against a real provider, which runs in the tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import oidc_provider_mock
import pytest
import requests
from django.test import Client
from tests.service_accounts.people import organisation, person

from bluelight.service.accounts import oidc, services
from bluelight.service.accounts.models import User

# The provider that runs here warns of its own use of a library.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning")]

PEOPLE = {
    "known": {"email": "Contributor@example.org", "email_verified": True},
    "invited": {"email": "invited@example.org", "email_verified": True, "name": "Somebody invited"},
    "unverified": {"email": "contributor@example.org", "email_verified": False},
    "stranger": {"email": "stranger@example.org", "email_verified": True},
}


@pytest.fixture
def provider(settings: Any) -> Iterator[str]:
    users = [oidc_provider_mock.User(sub=sub, claims=claims) for sub, claims in PEOPLE.items()]
    with oidc_provider_mock.run_server_in_thread(user_claims=users, require_nonce=True) as server:
        settings.OIDC_ISSUER = f"http://localhost:{server.server_port}"
        settings.OIDC_RP_CLIENT_ID = "bluelight"
        settings.OIDC_VERIFY_KID = False  # this provider has one key and does not number it
        settings.OIDC_RP_CLIENT_SECRET = "only-for-tests"
        settings.AUTHENTICATION_BACKENDS = [
            "axes.backends.AxesStandaloneBackend",
            "django.contrib.auth.backends.ModelBackend",
            "bluelight.service.accounts.oidc.SingleSignOn",
        ]
        yield settings.OIDC_ISSUER
    oidc._provider.cache_clear()


def walk(client: Client, sub: str) -> str:
    """Through the provider as a browser goes; the address at which it ends."""
    away = client.get("/sign-in/organisation/")
    assert away.status_code == 302
    back = requests.post(away.headers["Location"], data={"sub": sub}, allow_redirects=False, timeout=10)
    assert back.status_code in (302, 303)
    here = urlsplit(back.headers["Location"])
    return client.get(f"{here.path}?{here.query}").headers["Location"]


@pytest.mark.usefixtures("provider")
def test_whoever_has_an_account_is_signed_in_by_verified_address(client: Client) -> None:
    person("contributor", organisation())
    assert walk(client, "known") == "/account/"
    assert "contributor@example.org" in client.get("/account/").content.decode()


@pytest.mark.usefixtures("provider")
def test_whoever_was_invited_gets_the_account_that_was_promised(client: Client) -> None:
    services.invite("invited@example.org", "reviewer")
    assert walk(client, "invited") == "/account/"
    user = User.objects.get(username="invited@example.org")
    assert (user.role, user.first_name, user.has_usable_password()) == ("reviewer", "Somebody invited", False)
    # A reviewer gives the second step all the same.
    assert client.get("/account/").headers["Location"] == "/sign-in/second-step/"


@pytest.mark.usefixtures("provider")
@pytest.mark.parametrize("sub", ["unverified", "stranger"])
def test_nobody_else_gets_in(client: Client, sub: str) -> None:
    person("contributor", organisation())
    assert walk(client, sub) == "/sign-in/?refused=yes"
    assert client.get("/account/").status_code == 302
    assert User.objects.count() == 1


@pytest.mark.usefixtures("provider")
def test_a_closed_account_stays_closed(client: Client) -> None:
    user = person("contributor", organisation())
    user.is_active = False
    user.save()
    assert walk(client, "known") == "/sign-in/?refused=yes"


def test_without_a_provider_there_is_no_such_page(client: Client) -> None:
    assert client.get("/sign-in/organisation/").status_code == 404
    assert client.get("/sign-in/organisation/back/").status_code == 404


def test_a_provider_that_does_not_answer_is_said_in_words(client: Client, settings: Any) -> None:
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    answer = client.get("/sign-in/organisation/")
    assert answer.status_code == 400
    assert "does not answer" in answer.content.decode()
