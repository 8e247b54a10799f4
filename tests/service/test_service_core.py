"""What every page must do: answer with the right code, in the layout, under the policy, with nothing inline."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from bluelight.errors import InputError, Problem

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register")]

PAGES = [
    "/",
    "/about/",
    "/register/",
    "/register/?q=control",
    "/register/?q=%22%27*(",
    "/register/?page=2",
    "/register/open-data/",
    "/register/scottish-fire-and-rescue-service-merger/",
    "/register/athena-police-intelligence-system/",
    "/evidence/",
    "/map/",
    "/compare/",
    "/compare/?entry=athena-police-intelligence-system&entry=abertillery-tri-service-station",
    "/map/?of=fire&theme=fleet",
    "/organisations/",
    "/organisations/?q=hert",
    "/organisations/?q=zzz",
    "/organisations/hertfordshire-constabulary/",
    "/organisations/hertfordshire-constabulary/alike/",
    "/nothing-here/",
    "/register/nothing-here/",
]


class Reader(HTMLParser):
    """Notes what the tests ask about."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.ids: list[str] = []
        self.external: list[dict[str, str | None]] = []
        self.addresses: list[str] = []
        self.headings: list[str] = []
        self._in_script = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        self.inline += ["style element"] if tag == "style" else []
        self._in_script = tag == "script"
        if "id" in given:
            self.ids.append(given["id"] or "")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(tag)
        for name in ("src", "href", "action"):
            address = given.get(name)
            if tag == "a" and (address or "").startswith("data:"):
                continue  # a table to take away, which leads nowhere
            if address and re.match(r"[a-z]+:|//", address):
                (self.external if tag == "a" else self.addresses).append(given if tag == "a" else address)

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script and data.strip():
            self.inline.append("script text")


@pytest.fixture(scope="module")
def pages(register: None, django_db_blocker: object) -> dict[str, str]:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        return {path: Client().get(path).content.decode() for path in PAGES}


def test_every_page_is_under_the_policy(client: Client) -> None:
    for path in [*PAGES, "/static/bluelight/bluelight.css"]:
        response = client.get(path)
        response.getvalue()  # reading a file to its end closes it
        headers = response.headers
        policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == "'none'", path
        assert policy["script-src"] == policy["style-src"] == "'self'", path
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'", path
        assert headers["X-Content-Type-Options"] == "nosniff", path


def test_no_page_carries_script_or_style_inside_it(pages: dict[str, str]) -> None:
    assert {path: found for path, text in pages.items() if (found := Reader(text).inline)} == {}


def test_no_page_loads_anything_from_elsewhere(pages: dict[str, str]) -> None:
    assert {path: found for path, text in pages.items() if (found := Reader(text).addresses)} == {}


def test_links_to_elsewhere_give_nothing_away(pages: dict[str, str]) -> None:
    links = [link for text in pages.values() for link in Reader(text).external]
    assert len(links) > 5
    assert all("noopener" in (link.get("rel") or "") for link in links)


def test_no_id_is_used_twice_on_a_page(pages: dict[str, str]) -> None:
    for path, text in pages.items():
        ids = Reader(text).ids
        assert len(ids) == len(set(ids)), path


def test_headings_start_at_one_and_skip_no_level(pages: dict[str, str]) -> None:
    for path, text in pages.items():
        levels = [int(heading[1]) for heading in Reader(text).headings]
        assert levels.count(1) == 1, path
        assert levels[0] == 1, path
        assert all(after - before <= 1 for before, after in pairwise(levels)), (path, levels)


def test_titles_are_unique(pages: dict[str, str]) -> None:
    titles = [re.search("<title>(.*?)</title>", text)[1] for path, text in pages.items() if "nothing-here" not in path]  # type: ignore[index]
    assert len(titles) == len(set(titles))
    assert all("Bluelight" in title for title in titles)


def test_the_current_part_is_marked_in_the_navigation(client: Client) -> None:
    page = client.get("/register/athena-police-intelligence-system/").content.decode()
    assert re.search(r'href="/register/" aria-current="true"', page)
    assert re.search(r'href="/register/" aria-current="page"', client.get("/register/").content.decode())


@pytest.mark.parametrize(
    "path", ["/nothing-here/", "/register/nothing-here/", "/organisations/Nobody!/", "/register/%ff/"]
)
def test_what_is_not_there_is_a_404_in_the_layout(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()
    assert "govuk-skip-link" in response.content.decode()


def test_a_form_without_its_token_is_refused_in_words() -> None:
    response = Client(enforce_csrf_checks=True).post("/register/", {"q": "x"})
    assert response.status_code == 403
    assert "did not carry the token" in response.content.decode()


def test_a_page_asked_the_wrong_way_is_a_405_in_words(client: Client) -> None:
    response = client.post("/register/", {"q": "x"})
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"
    assert "cannot be used that way" in response.content.decode()


def test_a_foreign_host_name_is_a_400_in_words(client: Client) -> None:
    response = client.get("/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert "could not be understood" in response.content.decode()


def test_what_a_reader_can_put_right_is_a_400_that_says_how(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*args: object) -> None:
        raise InputError([Problem("a.csv", "has no rows.", "Add some.", row=3)])

    monkeypatch.setattr("bluelight.service.register.asking.read", wrong)
    response = client.get("/register/")
    assert response.status_code == 400
    assert "a.csv, row 3: has no rows. Add some." in response.content.decode()


def test_a_fault_of_ours_is_a_500_in_the_layout_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*args: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("bluelight.service.register.asking.read", fault)
    response = Client(raise_request_exception=False).get("/register/")
    assert response.status_code == 500
    text = response.content.decode()
    assert "went wrong on our side" in text
    assert "secret detail" not in text
    assert "Traceback" not in text


def test_every_address_of_the_core_and_the_register_has_its_page_tested() -> None:
    """An address added without a page in PAGES fails here."""

    def names(patterns: list[URLPattern | URLResolver]) -> set[str]:
        found: set[str] = set()
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                found |= names(pattern.url_patterns)
            elif pattern.callback.__module__.startswith(("bluelight.service.core", "bluelight.service.register")):
                found.add(str(pattern.name))
        return found

    resolver = get_resolver()
    tested = {resolver.resolve(path.split("?")[0]).url_name for path in PAGES if path != "/nothing-here/"}
    assert names(resolver.url_patterns) == tested


def test_the_style_sheet_uses_the_colours_of_charts_and_maps() -> None:
    from bluelight.documents import palette

    css = (Path(settings.BASE_DIR) / "static" / "bluelight" / "bluelight.css").read_text(encoding="utf-8")
    for service, mark in palette.SERVICE_MARKS.items():
        assert f"--bluelight-{service}: {mark.colour}" in css
    assert f"--bluelight-other: {palette.OTHER_MARK.colour}" in css


def test_the_style_sheet_carries_nothing_of_govuk_alone() -> None:
    css = (Path(settings.BASE_DIR) / "static" / "bluelight" / "bluelight.css").read_text(encoding="utf-8")
    assert "system-ui" in css
    assert "GDS Transport" not in css
    assert "crest" not in css
    assert "url(" not in css


def test_static_files_are_served_with_their_types(client: Client) -> None:
    for path, kind in {
        "bluelight/bluelight.css": "text/css",
        "bluelight/start.js": "text/javascript",
        "govuk-frontend/govuk-frontend.min.js": "text/javascript",
        "bluelight/icon.svg": "image/svg+xml",
    }.items():
        response = client.get(f"/static/{path}")
        assert response.getvalue(), path  # reading a file to its end closes it
        assert response.status_code == 200, path
        assert response.headers["Content-Type"].startswith(kind), path
    assert client.get("/static/../settings.py").status_code == 404
