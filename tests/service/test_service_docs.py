"""docs/service.md names every setting and every address, and none that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from bluelight.service.register.querysets import SORTS, Filters

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def guide() -> str:
    return (ROOT / "docs" / "service.md").read_text(encoding="utf-8")


def test_every_setting_is_documented(guide: str) -> None:
    sources = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "src" / "bluelight" / "service").rglob("*.py")
    )
    read = set(re.findall(r'environ(?:\.get\(|\[)"(BLUELIGHT_\w+)"', sources))
    assert len(read) > 4
    assert set(re.findall(r"^\| `(BLUELIGHT_\w+)`", guide, re.MULTILINE)) == read


def test_every_address_is_documented(guide: str) -> None:
    def walk(patterns: list[URLPattern | URLResolver], start: str) -> set[str]:
        found: set[str] = set()
        for pattern in patterns:
            address = start + str(pattern.pattern)
            found |= walk(pattern.url_patterns, address) if isinstance(pattern, URLResolver) else {address}
        return found

    assert set(re.findall(r"^\| `(/\S*)` \|", guide, re.MULTILINE)) == walk(get_resolver().url_patterns, "/")


def test_what_the_list_takes_is_documented(guide: str) -> None:
    paragraph = guide.split("The list of the register takes", 1)[1].split("\n\n", 1)[0]
    for name in [*Filters.facets(), *SORTS]:
        assert f"`{name}" in paragraph, name
