"""Registers of two hosts: what is new comes over, what differs is shown and stays."""

from __future__ import annotations

import http.server
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.test import Client
from django.utils.html import escape
from tests.service_accounts.people import person, signed_in

from bluelight.errors import BluelightError
from bluelight.register import Register, load_register
from bluelight.register.remote import PATH, fetch_register
from bluelight.register.standard import entry_json, to_json
from bluelight.service.accounts.models import AuditEntry
from bluelight.service.register.exchange import join, published
from bluelight.service.register.models import Collaboration, Conflict, Version

pytestmark = pytest.mark.django_db

Answer = tuple[int, dict[str, str], bytes]


@contextmanager
def answering(answer: Callable[[str], Answer]) -> Iterator[str]:
    """A web server on loopback that gives these answers."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = answer(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def hosting(register: Register) -> Callable[[str], Answer]:
    body = to_json(register).encode()
    return lambda path: (200, {}, body) if path == PATH else (404, {}, b"")


@pytest.mark.usefixtures("register")
def test_two_hosts_of_the_same_register_agree() -> None:
    with answering(hosting(load_register())) as address:
        found = join(address)
    assert (found.new, found.differing, len(found.same)) == ([], {}, 173)


@pytest.mark.usefixtures("register")
def test_what_is_new_comes_over_and_what_differs_stays() -> None:
    shipped = load_register()
    first, second = shipped.collaborations[:2]
    theirs = replace(
        shipped,
        collaborations=(
            first.model_copy(update={"summary": "Their words.", "publisher": "Their host"}),
            second.model_copy(update={"slug": "theirs-alone", "claims": ()}),
        ),
        organisations=(
            shipped.organisations[0].model_copy(update={"note": "Their note."}),
            shipped.organisations[1].model_copy(update={"slug": "their-police", "name": "Their Police"}),
            *shipped.organisations[2:],
        ),
        pairs=(),
    )
    with answering(hosting(theirs)) as address:
        found = join(f"{address}/")
        assert (found.new, found.differing) == (["theirs-alone"], {first.slug: ["summary", "publisher"]})
        here = published()
        assert here.collaboration[first.slug] == first
        assert here.organisation["their-police"].name == "Their Police"
        assert here.organisation[shipped.organisations[0].slug].note == shipped.organisations[0].note
        added = Collaboration.objects.get(slug="theirs-alone")
        assert added.publisher == "127.0.0.1"
        assert [row.history_change_reason for row in added.history.all()] == [f"from {address}/"]

        again = join(address)
        assert (again.new, again.same) == ([], ["theirs-alone"])
        assert published() == here


def told(register: Register, **changes: object) -> Callable[[str], Answer]:
    """A host that tells the first entry of the shipped register differently."""
    first = register.collaborations[0].model_copy(update=changes)
    return hosting(replace(register, collaborations=(first,), pairs=()))


@pytest.mark.usefixtures("register")
def test_a_reviewer_takes_some_of_what_another_register_tells_and_leaves_the_rest() -> None:
    shipped = load_register()
    first = shipped.collaborations[0]
    reviewer = signed_in(person("reviewer"), second_step=True)
    with answering(told(shipped, summary="Their words.", lessons=("Their lesson.",), start_year=1999)) as address:
        join(address)
    assert "summary" not in client_text(Client(), "/review/conflicts/")
    (conflict,) = Conflict.objects.open()
    page = client_text(reviewer, "/review/conflicts/")
    assert first.name in page
    assert "Start, Summary, Lessons" in page
    at = f"/review/conflicts/{conflict.pk}/"
    page = client_text(reviewer, at)
    assert f"<del>{escape(first.summary)}</del>" in page
    assert "<ins>Their words.</ins>" in page
    assert published().collaboration[first.slug] == first

    against = re.findall(r'name="against" value="(\d+)"', page)[0]
    assert reviewer.post(at, {"take": "yes", "against": against}).status_code == 422
    refused = reviewer.post(at, {"take": "yes", "field": "summary", "against": "99"})
    assert refused.status_code == 422
    assert 'value="summary" aria-describedby="field-summary-said" checked' in refused.content.decode()
    for _ in range(2):  # a double click
        answer = reviewer.post(at, {"take": "yes", "field": ["summary", "start_year"], "against": against})
        assert answer.status_code == 302
    wanted = first.model_copy(update={"summary": "Their words.", "start_year": 1999})
    assert published().collaboration[first.slug] == wanted
    version = Version.objects.filter(collaboration__slug=first.slug).first()
    assert version is not None
    assert (version.number, version.why, str(version.published_by)) == (2, f"from {address}", "reviewer@example.org")
    assert AuditEntry.objects.get(what="took").about == first.slug


@pytest.mark.usefixtures("register")
def test_what_was_left_is_asked_again_only_when_the_other_tells_something_new() -> None:
    shipped = load_register()
    reviewer = signed_in(person("reviewer"), second_step=True)
    says = {"summary": "Their words."}
    with answering(lambda path: told(shipped, **says)(path)) as address:
        join(address)
        at = f"/review/conflicts/{Conflict.objects.open().get().pk}/"
        for _ in range(2):  # a double click
            assert reviewer.post(at, {"leave": "yes"}).status_code == 302
        join(address)
        assert not Conflict.objects.open().exists()
        says["summary"] = "Newer words."
        join(address)
        assert Conflict.objects.open().get().content == {"summary": "Newer words."}
        says["summary"] = shipped.collaborations[0].summary
        join(address)
    assert Conflict.objects.get().state == "agreed"
    assert published().collaboration[shipped.collaborations[0].slug] == shipped.collaborations[0]


@pytest.mark.usefixtures("register")
def test_fields_that_do_not_fit_what_stays_are_refused() -> None:
    shipped = load_register()
    entry = next(entry for entry in shipped.collaborations if any(claim.partner for claim in entry.claims))
    others = tuple(
        partner for partner in entry.partners if partner.organisation not in {c.partner for c in entry.claims}
    )
    reviewer = signed_in(person("reviewer"), second_step=True)
    row = Conflict.objects.create(
        collaboration=Collaboration.objects.get(slug=entry.slug),
        address="https://example.org",
        content={"partners": [entry_json(partner) for partner in others]},
    )
    answer = reviewer.post(f"/review/conflicts/{row.pk}/", {"field": "partners", "against": "1"})
    assert (answer.status_code, "does not fit what stays" in answer.content.decode()) == (422, True)
    assert published().collaboration[entry.slug] == entry


@pytest.mark.usefixtures("register")
def test_one_claim_of_a_pair_is_not_taken_without_the_other() -> None:
    shipped = load_register()
    entry = next(entry for entry in shipped.collaborations if any(claim.pair for claim in entry.claims))
    alone = [claim for claim in entry.claims if claim.state != "realised"]
    reviewer = signed_in(person("reviewer"), second_step=True)
    row = Conflict.objects.create(
        collaboration=Collaboration.objects.get(slug=entry.slug),
        address="https://example.org",
        content={"claims": [entry_json(claim) for claim in alone]},
    )
    answer = reviewer.post(f"/review/conflicts/{row.pk}/", {"field": "claims", "against": "1"})
    assert answer.status_code == 422
    assert "the claims of pair" in answer.content.decode()
    assert published().collaboration[entry.slug] == entry


@pytest.mark.usefixtures("register")
def test_what_was_left_may_be_thought_over() -> None:
    shipped = load_register()
    reviewer = signed_in(person("reviewer"), second_step=True)
    with answering(told(shipped, summary="Their words.")) as address:
        join(address)
    at = f"/review/conflicts/{Conflict.objects.open().get().pk}/"
    reviewer.post(at, {"leave": "yes"})
    name = shipped.collaborations[0].name
    assert name not in client_text(reviewer, "/review/conflicts/").split("<main")[1].split("</main>")[0].split("<h1")[1]
    assert name in client_text(reviewer, "/review/conflicts/?left=yes")
    assert reviewer.post(at, {"take": "yes", "field": "summary", "against": "1"}).status_code == 302
    assert published().collaboration[shipped.collaborations[0].slug].summary == "Their words."


def client_text(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_an_address_that_is_no_register_says_so() -> None:
    answers: dict[str, Answer] = {
        "/words.json": (200, {}, b"<html>"),
        "/bytes.json": (200, {}, b"\xff\xfe"),
        "/file.json": (302, {"Location": "file:///etc/passwd"}, b""),
        "/gone.json": (410, {}, b""),
    }
    with answering(lambda path: answers.get(path, (404, {}, b""))) as address:
        for path, says in {
            "/words.json": "is not valid JSON",
            "/bytes.json": "is not UTF-8 text",
            "/file.json": "cannot be fetched|answered 302",
            "/gone.json": "answered 410",
            "": f"{PATH} answered 404",
        }.items():
            with pytest.raises(BluelightError, match=says):
                fetch_register(address + path)
    with pytest.raises(BluelightError, match="cannot be fetched"):
        fetch_register(address)
    for wrong in ("ftp://example.org", "example.org", "file:///etc/passwd", "http://"):
        with pytest.raises(BluelightError, match="is no address of a register"):
            fetch_register(wrong)
