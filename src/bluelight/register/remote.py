"""Another register's open data, fetched from its address."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Collection
from urllib.parse import urlsplit

from bluelight.errors import BluelightError
from bluelight.register.check import Register
from bluelight.register.exchange import MOST_BYTES
from bluelight.register.standard import from_json

PATH = "/register/open-data/register.json"
_PATIENCE_S = 60


def fetch_register(address: str, known: Collection[str] = ()) -> Register:
    """The register at an address such as `https://register.example.org`, or at that of its file.

    `known` are slugs of organisations that it may name without giving them. Raises `BluelightError` where it cannot be
    fetched or is no register.
    """
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BluelightError(f"{address} is no address of a register. Give one such as https://register.example.org")
    file = address if parts.path.endswith(".json") else address.rstrip("/") + PATH
    return from_json(_text(file), file, known)


def _text(address: str) -> str:
    request = urllib.request.Request(address, headers={"Accept": "application/json"})
    try:
        with urllib.request.build_opener(_SameScheme).open(request, timeout=_PATIENCE_S) as answer:
            content: bytes = answer.read(MOST_BYTES + 1)
    except urllib.error.HTTPError as error:
        raise BluelightError(f"{address} answered {error.code} {error.reason}. Check the address.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise BluelightError(
            f"{address} cannot be fetched ({reason}). Check the address, or try again later."
        ) from None
    if len(content) > MOST_BYTES:
        raise BluelightError(f"{address} is larger than {MOST_BYTES // 1_000_000} MB. Ask its host for parts of it.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BluelightError(f"{address} is not UTF-8 text, so it is no register. Check the address.") from None


class _SameScheme(urllib.request.HTTPRedirectHandler):
    """Follows a register that has moved, but to http and https alone."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        """As usual, where the new address is one of the web."""
        if urlsplit(newurl).scheme not in ("http", "https"):
            raise urllib.error.URLError(f"it leads to {newurl[:80]}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)
