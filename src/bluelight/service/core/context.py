"""What every template is given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

from django.http import HttpRequest
from django.urls import reverse

# The name of a page, and its url name; the item is current on every page whose address starts with its own.
_NAVIGATION = [
    ("Home", "home"),
    ("Register", "register"),
    ("Organisations", "organisations"),
    ("Overview", "overview"),
    ("Areas", "areas"),
    ("Studies", "studies"),
]


_version = cache(version)  # looking it up reads folders


@dataclass(frozen=True)
class NavigationItem:
    """One entry of the navigation: its words, its address, and whether the reader is in that part of the site."""

    text: str
    href: str
    active: bool
    current: bool


def site(request: HttpRequest) -> dict[str, object]:
    """The navigation with the current part marked, and the version that is running."""
    items = []
    for text, name in _NAVIGATION:
        href = reverse(name)
        current = request.path == href
        items.append(NavigationItem(text, href, current or (href != "/" and request.path.startswith(href)), current))
    return {"navigation": items, "bluelight_version": _version("bluelight")}
