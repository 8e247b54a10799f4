"""Single sign-on: whoever an organisation's own provider vouches for, and who has an account or an invitation here."""

from __future__ import annotations

from functools import cache
from typing import Any

import requests
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.utils import import_from_settings
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from bluelight.errors import BluelightError
from bluelight.service.accounts import services
from bluelight.service.accounts.models import Invitation, User

_READ_FROM_PROVIDER = {
    "OIDC_OP_AUTHORIZATION_ENDPOINT": "authorization_endpoint",
    "OIDC_OP_TOKEN_ENDPOINT": "token_endpoint",
    "OIDC_OP_USER_ENDPOINT": "userinfo_endpoint",
    "OIDC_OP_JWKS_ENDPOINT": "jwks_uri",
}

_NO_ANSWER = "Your organisation's sign-in does not answer as it should. Try again later, or sign in with a password."


@cache
def _provider(issuer: str) -> dict[str, Any]:
    """What the provider says of itself."""
    try:
        answer = requests.get(f"{issuer.rstrip('/')}/.well-known/openid-configuration", timeout=settings.OIDC_TIMEOUT)
        answer.raise_for_status()
        said: dict[str, Any] = answer.json()
    except requests.RequestException:
        raise BluelightError(_NO_ANSWER) from None
    return said


def _setting(name: str, *default: Any) -> Any:
    if name in _READ_FROM_PROVIDER:
        return _provider(settings.OIDC_ISSUER)[_READ_FROM_PROVIDER[name]]
    return import_from_settings(name, *default)


class SingleSignOn(OIDCAuthenticationBackend):  # type: ignore[misc]
    """Signs in by a verified email address. Nobody gets an account who was not invited."""

    get_settings = staticmethod(_setting)

    def verify_token(self, token: str, **kwargs: Any) -> dict[str, Any]:
        """The claims of a token that the provider made, and made for us."""
        claims: dict[str, Any] = super().verify_token(token, **kwargs)
        meant_for = claims.get("aud")
        readers = meant_for if isinstance(meant_for, list) else [meant_for]
        if settings.OIDC_RP_CLIENT_ID not in readers or claims.get("iss") != _provider(settings.OIDC_ISSUER)["issuer"]:
            raise SuspiciousOperation("The token was made by somebody else, or for somebody else.")
        return claims

    def verify_claims(self, claims: dict[str, Any]) -> bool:
        """Whether the provider has verified the email address."""
        return bool(claims.get("email")) and claims.get("email_verified") in (True, "true")

    def filter_users_by_claims(self, claims: dict[str, Any]) -> QuerySet[User]:
        """The account of the address."""
        return User.objects.filter(username=str(claims.get("email", "")).lower(), is_active=True)

    def create_user(self, claims: dict[str, Any]) -> User | None:
        """The account of whoever was invited; none otherwise."""
        email = str(claims["email"]).lower()
        if User.objects.filter(username=email).exists():
            return None  # it was closed
        invitation = Invitation.objects.open().filter(email=email).first()
        return (
            services.accept(invitation, name=str(claims.get("name", ""))[:150], password=None) if invitation else None
        )


class Start(OIDCAuthenticationRequestView):  # type: ignore[misc]
    """Sends somebody to the provider."""

    get_settings = staticmethod(_setting)

    def __init__(self, **kwargs: Any) -> None:
        if not settings.OIDC_ISSUER:
            raise Http404("This service has no single sign-on. Sign in with your email address and password.")
        super().__init__(**kwargs)


class Callback(OIDCAuthenticationCallbackView):  # type: ignore[misc]
    """Takes somebody back from the provider."""

    get_settings = staticmethod(_setting)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Nothing comes back where nobody is sent."""
        if not settings.OIDC_ISSUER:
            raise Http404("This service has no single sign-on.")
        try:
            answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        except requests.RequestException:
            raise BluelightError(_NO_ANSWER) from None
        return answer


start = Start.as_view()
back = Callback.as_view()
