"""What every template is given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse

from bluelight.service.accounts.roles import Reader, may_administer, may_contribute, may_review

# The name of a page, and its url name; the item is current on every page whose address starts with its own.
_NAVIGATION = [
    ("Home", "home"),
    ("Register", "register"),
    ("Lessons", "lessons"),
    ("Organisations", "organisations"),
    ("Overview", "overview"),
    ("Areas", "areas"),
    ("Studies", "studies"),
]


def _own_pages(reader: Reader) -> list[tuple[str, str]]:
    """Pages for whoever is signed in, by what they may do."""
    offered = [
        ("Contribute", "contribute", may_contribute),
        ("Review", "review_queue", may_review),
        ("People", "people", may_administer),
    ]
    return [(text, name) for text, name, may in offered if may(reader)]


_version = cache(version)  # looking it up reads folders


@dataclass(frozen=True)
class NavigationItem:
    """One entry of the navigation: its words, its address, and whether the reader is in that part of the site."""

    text: str
    href: str
    active: bool
    current: bool


def site(request: HttpRequest) -> dict[str, object]:
    """The navigation with the current part marked, the way to one's account, and the version that is running."""
    reader = getattr(request, "user", None) or AnonymousUser()
    account = ("Your account", "account") if reader.is_authenticated else ("Sign in", "sign_in")
    return {
        "navigation": [_item(request, *each) for each in [*_NAVIGATION, *_own_pages(reader)]],
        "site_account": _item(request, *account),
        "bluelight_version": _version("bluelight"),
    }


def _item(request: HttpRequest, text: str, name: str) -> NavigationItem:
    href = reverse(name)
    current = request.path == href
    return NavigationItem(text, href, current or (href != "/" and request.path.startswith(href)), current)
