"""Registers of two hosts: what is new comes over, what differs is shown and stays."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from bluelight.errors import BluelightError
from bluelight.register import Register, load_register
from bluelight.register.remote import PATH, fetch_register
from bluelight.register.standard import to_json
from bluelight.service.register.exchange import join, published
from bluelight.service.register.models import Collaboration

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
