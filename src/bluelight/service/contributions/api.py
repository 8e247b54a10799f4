"""Writing to the register from a program: what it sends is handed in for review, as a contributor's would be."""

from __future__ import annotations

from typing import Annotated
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from ninja import Header, Path, Schema, Status
from ninja.errors import HttpError
from ninja.security import HttpBearer

from bluelight import register as facts
from bluelight.errors import BluelightError
from bluelight.register.model import Slug
from bluelight.register.standard import entry_json
from bluelight.service.accounts.models import ApiToken
from bluelight.service.contributions import services
from bluelight.service.register.api import Fault, Wrong, api, entry_etag
from bluelight.service.register.models import Collaboration

__all__ = ["api"]

REFUSED = {401: Fault, 403: Fault, 409: Fault, 422: Wrong}


class HandedIn(Schema):
    """What became of it: the revision that a reviewer will read, and how far it is."""

    revision: UUID
    state: str


class _Token(HttpBearer):
    """`Authorization: Bearer SECRET`, with the secret of a token that an organisation's contributor made."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """The token, if it is still good."""
        found = ApiToken.objects.of_secret(token).first()
        if found is not None:
            ApiToken.objects.filter(pk=found.pk).update(last_used=timezone.now())
        return found


@api.exception_handler(BluelightError)
def _refused(request: HttpRequest, error: BluelightError) -> object:
    return api.create_response(request, {"detail": str(error)}, status=409)


@api.post("/collaborations", response={202: HandedIn, **REFUSED}, auth=_Token(), url_name="collaborations")
def add(request: HttpRequest, entry: facts.Collaboration) -> Status[HandedIn]:
    """Hand in a collaboration that is not in the register yet. The same one sent twice is handed in once."""
    if Collaboration.objects.filter(slug=entry.slug).exists():
        raise HttpError(409, f"The register has a collaboration {entry.slug} already. PUT to its address to change it.")
    return Status(202, _hand_in(request, entry, None))


@api.put(
    "/collaborations/{slug}",
    response={202: HandedIn, 404: Fault, 412: Fault, **REFUSED},
    auth=_Token(),
    url_name="collaboration",
)
def replace(
    request: HttpRequest,
    slug: Annotated[Slug, Path()],
    entry: facts.Collaboration,
    if_match: Annotated[str | None, Header(alias="If-Match")] = None,
) -> Status[HandedIn]:
    """Hand in a change to a collaboration in which the token's organisation takes part.

    With `If-Match` and the ETag that it was read under, it is refused where the entry was changed since.
    """
    there = Collaboration.objects.public().for_page().filter(slug=slug).first()
    if there is None:
        raise HttpError(404, f"The register has no collaboration {slug}. POST to collaborations to add one.")
    if entry.slug != slug:
        raise HttpError(
            409, f"The entry's slug is {entry.slug}, and this is the address of {slug}. Make them the same."
        )
    if if_match is not None and if_match != entry_etag(there):
        raise HttpError(
            412, "Somebody changed this entry since you read it. Read it again, and change what it says now."
        )
    organisation = request.auth.organisation  # type: ignore[attr-defined]
    if all(partner.organisation_id != organisation.pk for partner in there.partners.all()):
        raise HttpError(403, f"{organisation.name} does not take part in {slug}. Only its partners may change it.")
    return Status(202, _hand_in(request, entry, there))


@transaction.atomic
def _hand_in(request: HttpRequest, entry: facts.Collaboration, there: Collaboration | None) -> HandedIn:
    token: ApiToken = request.auth  # type: ignore[attr-defined]
    content = entry_json(entry) | {"slug": there.slug if there else None}
    key = uuid5(NAMESPACE_URL, f"{token.pk} {there.version if there else 0} {content}")
    revision = services.begin(key, token.organisation, token.made_by, there)
    made = services.hand_in(revision, content, token.made_by, why=f"Sent by the program “{token.name}”")
    return HandedIn(revision=made.pk, state=made.state)
