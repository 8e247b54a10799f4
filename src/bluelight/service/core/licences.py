"""The licences of what others wrote and ships in the static folder."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.conf import settings

# Folder of the static files, name, and the file in it that holds the licence.
_VENDORED = [
    ("govuk-frontend", "GOV.UK Frontend (style sheet and script)", "LICENSE.txt"),
    ("leaflet", "Leaflet (maps)", "LICENSE"),
]


@dataclass(frozen=True)
class Licence:
    """The licence of one thing, word for word."""

    name: str
    text: str


@cache
def vendored() -> list[Licence]:
    """The licences of the vendored assets."""
    folder = settings.STATICFILES_DIRS[0]
    return [Licence(name, (folder / path / file).read_text(encoding="utf-8")) for path, name, file in _VENDORED]
