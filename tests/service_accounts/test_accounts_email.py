"""Where email goes: the console, a mail server, or GOV.UK Notify."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import jwt
import pytest
from django.core.mail import send_mail

from bluelight.errors import BluelightError
from bluelight.service import mail

SERVICE, SECRET = "1" * 36, "2" * 36


def test_a_mail_server_is_named_in_one_address() -> None:
    said = mail.settings_of("smtp://post:pass%40word@mail.example.org:2525")
    assert said["EMAIL_HOST"] == "mail.example.org"
    assert (said["EMAIL_PORT"], said["EMAIL_HOST_USER"], said["EMAIL_HOST_PASSWORD"]) == (2525, "post", "pass@word")
    assert said["EMAIL_USE_TLS"]
    assert not said["EMAIL_USE_SSL"]
    assert mail.settings_of("smtps://mail.example.org")["EMAIL_PORT"] == 465
    assert "console" in mail.settings_of("")["EMAIL_BACKEND"]


@pytest.mark.parametrize("address", ["mail.example.org", "http://mail.example.org", "smtp://", "notify://key"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(BluelightError, match="BLUELIGHT_EMAIL"):
        mail.settings_of(address)


@pytest.fixture
def notify(settings: Any) -> Iterator[list[dict[str, Any]]]:
    """A server that takes what GOV.UK Notify takes; the requests it was sent."""
    taken: list[dict[str, Any]] = []

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            taken.append({"authorization": self.headers["Authorization"], **body})
            self.send_response(201 if body["email_address"] != "refused@example.org" else 400)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Taking) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        key = f"bluelight-{SERVICE}-{SECRET}"
        for name, value in mail.settings_of(f"notify://{key}@the-template").items():
            setattr(settings, name, value)
        settings.NOTIFY_ADDRESS = f"http://127.0.0.1:{server.server_port}/v2/notifications/email"
        yield taken
        server.shutdown()
        thread.join()


def test_notify_is_sent_the_template_and_a_signed_token(notify: list[dict[str, Any]]) -> None:
    assert send_mail("A subject", "A body", None, ["a@example.org", "b@example.org"]) == 1
    assert [sent["email_address"] for sent in notify] == ["a@example.org", "b@example.org"]
    assert notify[0]["template_id"] == "the-template"
    assert notify[0]["personalisation"] == {"subject": "A subject", "body": "A body"}
    claims = jwt.decode(notify[0]["authorization"].removeprefix("Bearer "), SECRET, algorithms=["HS256"])
    assert claims["iss"] == SERVICE


def test_a_refusal_is_told_unless_asked_not_to_be(notify: list[dict[str, Any]]) -> None:
    with pytest.raises(OSError, match="400"):
        send_mail("A subject", "A body", None, ["refused@example.org"])
    assert send_mail("A subject", "A body", None, ["refused@example.org"], fail_silently=True) == 0
    assert len(notify) == 2
