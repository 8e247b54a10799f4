"""Programs write with a token of one organisation, and what they send waits for a reviewer."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from tests.service_accounts.people import organisation, person

from bluelight.register import Register, load_register
from bluelight.service.accounts.services import make_token
from bluelight.service.contributions.models import Revision
from bluelight.service.register import services
from bluelight.service.register.models import Collaboration, Organisation

pytestmark = pytest.mark.django_db

API = "/api/v1/collaborations"


@pytest.fixture
def entry() -> dict[str, Any]:
    """A published collaboration of Gwent Police, as a program reads it."""
    shipped = load_register()
    services.load_register(Register(shipped.collaborations[:2], shipped.organisations, ()))
    found = Client().get(f"{API}/abertillery-tri-service-station").json()
    return {name: value for name, value in found.items() if name not in ("pairs", "evaluations", "realised")}


def secret_of(body: Organisation) -> str:
    return make_token(body, "sync", days=30, by=person("contributor", body, name=body.slug))


def sent(method: str, path: str, content: object, secret: str = "", **headers: str) -> tuple[int, dict[str, Any]]:
    if secret:
        headers["authorization"] = f"Bearer {secret}"
    answer = Client(enforce_csrf_checks=True).generic(
        method, path, json.dumps(content), content_type="application/json", headers=headers
    )
    return answer.status_code, answer.json()


def test_a_change_waits_for_a_reviewer(entry: dict[str, Any]) -> None:
    secret = secret_of(Organisation.objects.get(slug="gwent-police"))
    path = f"{API}/{entry['slug']}"
    changed = {**entry, "summary": "Other words."}
    status, found = sent("PUT", path, changed, secret)
    assert (status, found["state"]) == (202, "submitted")
    revision = Revision.objects.get(pk=found["revision"])
    assert (revision.organisation.slug, revision.content["summary"]) == ("gwent-police", "Other words.")
    assert Client().get(path).json()["summary"] == entry["summary"]
    assert sent("PUT", path, changed, secret) == (202, found)
    assert Revision.objects.count() == 1
    again = sent("PUT", path, {**entry, "summary": "Better words."}, secret)
    assert again == (202, found)
    revision.refresh_from_db()
    assert revision.content["summary"] == "Better words."


def test_a_new_one_is_handed_in_once(entry: dict[str, Any]) -> None:
    secret = secret_of(Organisation.objects.get(slug="gwent-police"))
    new = {**entry, "slug": "quite-new", "name": "Quite new"}
    first = sent("POST", API, new, secret)
    assert first[0] == 202
    assert sent("POST", API, new, secret) == first
    assert Revision.objects.count() == 1
    assert sent("POST", API, entry, secret)[0] == 409
    assert not Collaboration.objects.filter(slug="quite-new").exists()


def test_nobody_writes_without_a_token_or_for_another_organisation(entry: dict[str, Any]) -> None:
    path = f"{API}/{entry['slug']}"
    theirs = secret_of(organisation("theirs"))
    assert sent("PUT", path, entry)[0] == 401
    assert sent("PUT", path, entry, "guessed")[0] == 401
    status, said = sent("PUT", path, entry, theirs)
    assert (status, "does not take part" in said["detail"]) == (403, True)
    status, said = sent("POST", API, {**entry, "slug": "quite-new"}, theirs)
    assert (status, "not among the partners" in said["detail"]) == (409, True)
    assert not Revision.objects.exists()


def test_what_was_changed_since_it_was_read_is_refused(entry: dict[str, Any]) -> None:
    secret = secret_of(Organisation.objects.get(slug="gwent-police"))
    path = f"{API}/{entry['slug']}"
    read = Client().get(path).headers["ETag"]
    assert sent("PUT", path, entry, secret, **{"if-match": '"old"'})[0] == 412
    assert sent("PUT", path, entry, secret, **{"if-match": read})[0] == 202
    assert sent("PUT", f"{API}/nowhere", entry, secret)[0] == 404
    assert sent("PUT", f"{API}/athena-police-intelligence-system", entry, secret)[0] == 409
    status, said = sent("PUT", path, {**entry, "theme": "magic"}, secret)
    assert (status, "theme" in json.dumps(said)) == (422, True)
