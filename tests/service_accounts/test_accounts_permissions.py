"""No role sees or changes what it must not: every address of the service, asked by every role, in every way.

The addresses come from the URL resolver. RULES says of each who may come in; an address without a rule fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.service_accounts.people import organisation, person, signed_in

from bluelight.service.accounts.models import ApiToken, AuditEntry, User
from bluelight.service.contributions.content import blank
from bluelight.service.contributions.models import Revision, State, Upload
from bluelight.service.evaluations.models import Attached
from bluelight.service.following.models import SavedSearch
from bluelight.service.group.models import Body, Meeting, Seat
from bluelight.service.overview.models import Order
from bluelight.service.register.models import Collaboration, Conflict, Organisation, Partner, Version

pytestmark = pytest.mark.django_db

ANYONE = {"public", "contributor", "colleague", "unverified", "reviewer", "administrator"}
SIGNED_IN = ANYONE - {"public"}
OURS = {"contributor"}  # of the organisation that the things below belong to
WRITERS = {"contributor", "colleague"}  # of any organisation
CHECKERS = {"reviewer", "administrator"}
BOSSES = {"administrator"}

RULES: dict[str, set[str]] = {
    "sign-in/": ANYONE,
    "sign-in/organisation/": ANYONE,
    "sign-in/organisation/back/": ANYONE,
    "sign-in/second-step/": SIGNED_IN,
    "sign-out/": ANYONE,
    "lost-password/": ANYONE,
    "lost-password/<uidb64>/<token>/": ANYONE,
    "invitations/<str:secret>/": ANYONE,
    "account/": SIGNED_IN - {"unverified"},
    "account/password/": SIGNED_IN,
    "account/second-step/": SIGNED_IN,
    "account/recovery-codes/": CHECKERS,  # whoever else has not set up a second step has no codes
    "account/tokens/": WRITERS,
    "account/tokens/<int:key>/end/": OURS,
    "people/": BOSSES,
    "people/invite/": BOSSES,
    "people/invitations/<int:key>/end/": set(),  # nobody is invited here
    "people/<int:key>/": BOSSES,
    "people/audit/": BOSSES,
    "contribute/": WRITERS,
    "contribute/begin/": WRITERS,
    "contribute/confirm/<slug:slug>/": OURS,
    "contribute/spreadsheet/": WRITERS,
    "contribute/spreadsheet/template.xlsx": WRITERS,
    "contribute/spreadsheet/entries/<slug:slug>.xlsx": OURS,
    "contribute/spreadsheet/<uuid:key>/": OURS,
    "contribute/<uuid:key>/": OURS,
    "contribute/<uuid:key>/check/": OURS,
    "contribute/<uuid:key>/recall/": OURS,
    "contribute/<uuid:key>/discard/": OURS,
    "contribute/<uuid:key>/<slug:name>/": OURS,
    "contribute/<uuid:key>/<slug:name>/add/": OURS,
    "contribute/<uuid:key>/<slug:name>/<int:number>/": OURS,
    "register/<slug:slug>/history/": ANYONE,
    "review/": CHECKERS,
    "review/conflicts/": CHECKERS,
    "review/conflicts/<int:key>/": CHECKERS,
    "review/organisations/": CHECKERS,
    "review/organisations/<slug:slug>/": CHECKERS,
    "review/withdraw/<slug:slug>/": CHECKERS,
    "review/pairs/<slug:slug>/": set(),  # the entry has none
    "review/restore/<slug:slug>/": set(),  # nothing is withdrawn here
    "review/<uuid:key>/": set(),  # a draft is nobody's to check
    "review/<uuid:key>/take-up/": set(),
    "review/<uuid:key>/redact/": set(),
    "review/<uuid:key>/decide/": set(),
    "evaluations/attach/<slug:slug>/": OURS,
    "evaluations/<uuid:key>/": OURS,
    "evaluations/<uuid:key>/files/": OURS,
    "evaluations/<uuid:key>/evaluator/": OURS,
    "evaluations/<uuid:key>/claims/": OURS,
    "evaluations/<uuid:key>/submit/": OURS,
    "evaluations/<uuid:key>/discard/": OURS,
    "evaluations/<uuid:key>/take-up/": set(),  # a draft is nobody's to check
    "evaluations/<uuid:key>/decide/": set(),
    "evaluations/<uuid:key>/withdraw/": set(),  # and not yet published
    "evaluations/<uuid:key>/<str:name>": OURS,
    "register/": ANYONE,
    "register/open-data/": ANYONE,
    "register/open-data/register.json": ANYONE,
    "register/open-data/register.csv": ANYONE,
    "register/open-data/schema.json": ANYONE,
    "following/feed.atom": ANYONE,
    "register/<slug:slug>/": ANYONE,
    "lessons/": ANYONE,
    "lessons/all/": ANYONE,
    "lessons/feed.atom": ANYONE,
    "lessons/<int:key>/": ANYONE,
    "lessons/add/": WRITERS,
    "lessons/digest/": SIGNED_IN - {"unverified"},
    "lessons/reports/<int:key>/": set(),  # nothing is assigned here
    "lessons/<int:key>/concerns/": set(),  # there is no lesson here
    "lessons/<int:key>/correct/": set(),
    "lessons/<int:key>/<slug:name>/": set(),
    "following/": SIGNED_IN - {"unverified"},
    "following/save/": SIGNED_IN - {"unverified"},
    "following/<int:key>/": OURS,
    "overview/freeze/": CHECKERS,
    "group/edit/<slug:name>/": CHECKERS,
    "group/edit/<slug:name>/<int:key>/": CHECKERS,
    # Published facts, and studies that anyone may take and run.
    **dict.fromkeys(
        [
            "",
            "about/",
            "evidence/",
            "map/",
            "compare/",
            "compare/comparison.csv",
            "organisations/",
            "organisations/<slug:slug>/",
            "organisations/<slug:slug>/alike/",
            "group/",
            "group/members/",
            "group/meetings/",
            "group/meetings/<int:key>/",
            "group/actions/",
            "group/fund/",
            "group/research/<slug:slug>/",
            "overview/",
            "overview/compare/",
            "overview/compare/changes.csv",
            "overview/<slug:slug>/",
            "overview/<slug:slug>/<str:name>",
            "areas/",
            "areas/markers/<slug:name>.svg",
            "areas/<slug:identifier>/",
            "areas/<slug:identifier>/demand/",
            "areas/<slug:identifier>/resources/",
            "areas/<slug:identifier>/evidence/",
            "areas/<slug:identifier>/map.svg",
            "areas/<slug:identifier>/map.json",
            "areas/<slug:identifier>/study/",
            "areas/<slug:identifier>/reach/",
            "areas/<slug:identifier>/way/",
            "areas/<slug:identifier>/playback/",
            "areas/<slug:identifier>/playback/ground.svg",
            "areas/<slug:identifier>/playback/day-<int:day>.json",
            "areas/<slug:identifier>/playback/day-<int:day>/<int:hour>.svg",
            "areas/<slug:identifier>/search/",
            "searches/<int:key>/",
            "searches/<int:key>/progress.json",
            "searches/<int:key>/stop/",
            "searches/<int:key>/again/",
            "searches/<int:key>/plans/<slug:plan>/study/",
            "searches/<int:key>/files/<str:name>",
            "studies/",
            "studies/<slug:slug>/",
            "studies/<slug:slug>/response/",
            "studies/<slug:slug>/money/",
            "studies/<slug:slug>/assumptions/",
            "studies/<slug:slug>/options/<slug:option>/",
            "studies/<slug:slug>/copy/",
            "studies/<slug:slug>/edit/",
            "studies/<slug:slug>/moves/add/",
            "studies/<slug:slug>/risks/",
            "studies/<slug:slug>/objectives/",
            "studies/<slug:slug>/owners/",
            "studies/<slug:slug>/caps/",
            "studies/<slug:slug>/evaluations/",
            "studies/<slug:slug>/settings/",
            "studies/<slug:slug>/incomes/",
            "studies/<slug:slug>/run/",
            "studies/<slug:slug>/outline/",
            "studies/<slug:slug>/progress.json",
            "studies/<slug:slug>/study.toml",
            "studies/<slug:slug>/report/",
            "studies/<slug:slug>/report.html",
            "studies/<slug:slug>/report.pdf",
            "studies/<slug:slug>/report.docx",
            "studies/<slug:slug>/workbook.xlsx",
            "studies/<slug:slug>/results.json",
            "studies/<slug:slug>/playback/",
            "studies/<slug:slug>/options/<slug:option>/playback/",
            "studies/<slug:slug>/options/<slug:option>/playback/ground.svg",
            "studies/<slug:slug>/options/<slug:option>/playback/day-<int:day>.json",
            "studies/<slug:slug>/options/<slug:option>/playback/day-<int:day>/<int:hour>.svg",
        ],
        ANYONE,
    ),
    # Programs: reading is open, writing wants a token and not a session.
    **dict.fromkeys(
        [
            "api/v1/openapi.json",
            "api/v1/collaborations",
            "api/v1/collaborations/<slug>",
            "api/v1/organisations",
            "api/v1/organisations/<slug>",
            "api/v1/",
        ],
        ANYONE,
    ),
}
KEY = UUID("00000000-0000-4000-8000-000000000001")
PANELS = Path(__file__).resolve().parents[1] / "data" / "evaluation"
SECRET = "What only its organisation may read"


def routes() -> set[str]:
    """Every address of the service."""

    def walk(patterns: list[URLPattern | URLResolver], start: str) -> Iterator[str]:
        for pattern in patterns:
            at = start + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, at)
            else:
                yield at

    return set(walk(get_resolver().url_patterns, ""))


ROUTES = routes()


# Those that are asked one by one: not what is open to anyone, where there is nothing to refuse.
CLOSED = sorted(address for address, roles in RULES.items() if roles != ANYONE)
API = sorted(address for address in RULES if address.startswith("api/"))


def test_every_address_has_a_rule_and_no_rule_is_without_its_address() -> None:
    assert set(ROUTES) == set(RULES)


@pytest.fixture
def world() -> dict[str, Client]:
    """Things that belong to one organisation, and somebody of every role."""
    ours, theirs = organisation("ours"), organisation("theirs")
    entry = Collaboration.objects.create(slug="shared", name="Shared", theme="training", region="Wales", status="live")
    Partner.objects.create(collaboration=entry, organisation=ours, name=ours.name, service="fire", position=0)
    Version.objects.create(collaboration=entry, number=1, content=blank(ours) | {"name": "Shared"})
    people: dict[str, Any] = {
        "public": AnonymousUser(),
        "contributor": person("contributor", ours),
        "colleague": person("contributor", theirs, name="colleague"),
        "unverified": person("reviewer", name="unverified"),
        "reviewer": person("reviewer"),
        "administrator": person("administrator"),
    }
    Revision.objects.create(
        pk=KEY,
        organisation=ours,
        author=people["contributor"],
        content=blank(ours) | {"name": SECRET, "lessons": ["x"]},
    )
    sent = (PANELS / "result.json").read_text(encoding="utf-8")
    Attached.objects.create(
        pk=KEY,
        collaboration=entry,
        organisation=ours,
        author=people["contributor"],
        state="draft",
        title=SECRET,
        protocol=(PANELS / "protocol.toml").read_bytes(),
        result=sent,
    )
    Upload.objects.create(pk=KEY, organisation=ours, author=people["contributor"], rows=[{"row": 2, "name": SECRET}])
    ApiToken.objects.create(
        organisation=ours,
        name="ours",
        digest="0" * 64,
        made_by=people["contributor"],
        expires="2100-01-01T00:00Z",
    )
    SavedSearch.objects.create(person=people["contributor"], name=SECRET)
    Body.objects.create(organisation=ours, position=1, joined="2020-01-01")
    Conflict.objects.create(collaboration=entry, address="https://example.org", content={"summary": "Theirs"})
    Organisation.objects.create(slug="named", name="Named", service="other", kind="other")
    clients = {role: signed_in(user, second_step=role in CHECKERS) for role, user in people.items()}
    session = clients["colleague"].session
    session["writes_for"] = "theirs"
    session.save()
    return clients


def filled(address: str) -> str:
    """An address with its parts filled in by what is there."""
    values = {"key": str(KEY), "slug": "shared", "name": "lessons", "number": "0", "secret": "none", "form": "json"}
    if "tokens/" in address or address.startswith("people/"):
        values["key"] = str((ApiToken if "tokens/" in address else User).objects.earliest("pk").pk)
    if address.startswith("review/conflicts/"):
        values["key"] = str(Conflict.objects.get().pk)
    if "entries/" in address:
        values["slug"] = "ours"
    if address.startswith("review/organisations/"):
        values["slug"] = "named"
    if address.startswith("following/"):
        values["key"] = str(SavedSearch.objects.get(name=SECRET).pk)
    if address.startswith("group/edit/"):
        values |= {"key": str(Body.objects.get().pk), "name": "seat" if "key" in address else "meeting"}
    if address.startswith("evaluations/"):
        values["name"] = "protocol.toml"
    values |= {"uidb64": "MQ", "token": "x-y"}
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda part: values[part[1]], address)


def asked(client: Client, method: str, address: str) -> HttpResponse:
    """The answer to a request, with what the address needs in its form."""
    form = {
        "organisation": client.session.get("writes_for", "ours"),
        "key": str(uuid4()),
        "name": "Ours",
        "theme": "training",
    }
    if method in {"GET", "POST"}:
        return getattr(client, method.lower())(address, form if method == "POST" else {})  # type: ignore[no-any-return]
    return client.generic(method, address)  # type: ignore[return-value]


def let_in(answer: HttpResponse, address: str) -> bool:
    """Whether somebody got as far as the page: neither sent to sign in, nor refused, nor told that it is not there."""
    to = answer.headers.get("Location", "")
    sent_away = to.startswith("/sign-in/?") or (to.startswith("/sign-in/second-step/") and address not in ONWARD)
    return answer.status_code not in {403, 404, 405} and not sent_away


def state() -> list[Any]:
    """Everything that a request could have changed, but for the log of what was tried and when somebody was here."""
    tables = (
        *(User, Organisation, Collaboration, Revision, Attached, Upload, Version),
        *(Conflict, ApiToken, Body, Meeting, Seat, SavedSearch, Order),
    )
    return [list(table._default_manager.order_by("pk").values_list()) for table in tables]


# Without a second step, the way to it is the only page there is.
ONWARD = {"sign-in/second-step/", "account/second-step/", "account/password/"}


@pytest.mark.parametrize("address", CLOSED)
def test_each_role_comes_as_far_as_its_rule_says(address: str, world: dict[str, Client]) -> None:
    at = filled(address)
    for method, (role, client) in product(("GET", "POST"), world.items()):
        with transaction.atomic():
            before = state()
            answer = asked(client, method, at)
            after = state()
            transaction.set_rollback(True)
        if answer.status_code != 405:
            assert let_in(answer, address) == (role in RULES[address]), (
                f"{role} and {method} {at}: {answer.status_code}"
            )
        if role not in RULES[address] or method == "GET":
            assert after == before, f"{role} changed something by {method} {at}"


@pytest.mark.parametrize("role", sorted(ANYONE))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_asked_in_any_state_only_readers_of_a_revision_read_it(
    data: st.DataObject, role: str, world: dict[str, Client]
) -> None:
    stage = data.draw(st.sampled_from(list(State)))
    method = data.draw(st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE"]))
    address = filled(data.draw(st.sampled_from(CLOSED)))
    with transaction.atomic():
        Revision.objects.filter(pk=KEY).update(state=stage)
        # A published one is anybody's to read, as are its files.
        closed = {"published": "in_review", "withdrawn": "discarded"}.get(stage, stage)
        Attached.objects.filter(pk=KEY).update(state=closed)
        before = state()
        client = world[role]
        answer = asked(client, method, address)
        may_read = role in OURS or (role in CHECKERS and stage != State.DRAFT)
        if not may_read:
            assert SECRET not in answer.content.decode(errors="replace"), (method, address)
            assert Revision.objects.get(pk=KEY).state == stage, (method, address)
        if role in {"public", "unverified"}:
            assert state() == before, (method, address)
        assert answer.status_code < 500
        transaction.set_rollback(True)


def test_the_log_itself_can_be_read_by_nobody_else_and_changed_by_nobody(world: dict[str, Client]) -> None:
    assert connection.vendor in {"sqlite", "postgresql"}
    assert AuditEntry.objects.exists()
    readers = {role for role, client in world.items() if client.get("/people/audit/").status_code == 200}
    assert readers == BOSSES


@pytest.mark.parametrize("role", sorted(ANYONE))
def test_programs_write_with_a_token_and_never_with_a_session(role: str, world: dict[str, Client]) -> None:
    before = state()
    for address in API:
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            at = "/" + re.sub(r"<(?:\w+:)?\w+>", "shared", address)
            answer = world[role].generic(method, at, data=b"{}", content_type="application/json")
            assert answer.status_code < 500, (method, at)
    assert state() == before
