"""The register for programs: what the API says is what the standard says, and its schema tells the truth."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import positive_data_acceptance
from tests.service.serving import served

from bluelight.register import load_register
from bluelight.register.standard import canonical, entry_json, schema, to_json

pytestmark = pytest.mark.django_db

API = "/api/v1"


def got(client: Client, path: str, **asked: Any) -> dict[str, Any]:
    response = client.get(f"{API}/{path}", asked)
    assert response.status_code == 200, response.content
    found: dict[str, Any] = response.json()
    return found


@pytest.fixture
def open_data(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / "open-data"


@pytest.mark.usefixtures("register", "open_data")
class TestReading:
    def test_every_entry_is_there_as_the_standard_writes_it(self, client: Client) -> None:
        shipped = canonical(load_register())
        items: list[dict[str, Any]] = []
        page: str | None = f"{API}/collaborations?size=100"
        while page:
            answer = client.get(page).json()
            items += answer["items"]
            page = answer["next"]
        assert answer["total"] == len(items) == 173
        pairs = {entry.slug: [] for entry in shipped.collaborations}  # type: ignore[var-annotated]
        for pair in shipped.pairs:
            pairs[pair.collaboration].append(entry_json(pair))
        wanted = [
            {**entry_json(entry), "pairs": pairs[entry.slug], "evaluations": [], "realised": []}
            for entry in shipped.collaborations
        ]
        assert sorted(items, key=lambda item: item["slug"]) == wanted
        assert got(client, "organisations", size=100)["total"] == 102

    def test_one_entry_has_an_address(self, client: Client) -> None:
        entry = got(client, "collaborations/police-scotland-i6")
        assert entry["name"] == load_register().collaboration["police-scotland-i6"].name
        assert len(entry["pairs"]) == 1
        assert got(client, "organisations/gwent-police")["service"] == "police"

    def test_filters_and_searches_are_those_of_the_page(self, client: Client) -> None:
        for asked in (
            {"theme": "fleet"},
            {"q": "control room"},
            {"service": ["police", "ambulance"], "status": "live"},
        ):
            page = client.get("/register/", asked).context["list"]
            assert got(client, "collaborations", **asked)["total"] == page.total > 0

    def test_a_reader_who_has_the_newest_is_told_so(self, client: Client) -> None:
        for path in (f"{API}/collaborations", f"{API}/organisations/gwent-police", "/register/open-data/register.json"):
            first = client.get(path)
            again = client.get(path, headers={"if-none-match": first.headers["ETag"]})
            assert (again.status_code, again.content) == (304, b"")
            assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200

    def test_an_etag_changes_with_the_register(self, client: Client) -> None:
        from bluelight.service.register.models import Organisation

        path = "/register/open-data/register.csv"
        before = client.get(path).headers["ETag"]
        row = Organisation.objects.get(slug="gwent-police")
        row.note = "Another note."
        row.save()
        assert client.get(path, headers={"if-none-match": before}).status_code == 200

    def test_the_file_is_written_once_for_each_state_of_the_register(self, client: Client, open_data: Path) -> None:
        from bluelight.service.register.models import Organisation

        def read(form: str) -> bytes:
            return client.get(f"/register/open-data/register.{form}").content

        before = {form: read(form) for form in ("json", "csv")}
        kept = {path: path.stat().st_mtime_ns for path in open_data.iterdir()}
        assert sorted(path.suffix for path in kept) == [".csv", ".json"]
        assert {form: read(form) for form in before} == before
        assert {path: path.stat().st_mtime_ns for path in open_data.iterdir()} == kept
        for note in ("One note.", "Another note."):
            row = Organisation.objects.get(slug="gwent-police")
            row.note = note
            row.save()
            assert all(note in read(form).decode() for form in before)
            assert len(list(open_data.iterdir())) == 2

    def test_the_whole_register_is_open_data(self, client: Client) -> None:
        answer = client.get("/register/open-data/register.json")
        assert answer.content.decode() == to_json(load_register())
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert client.get("/register/open-data/schema.json").json() == schema()

    @pytest.mark.parametrize(
        ("path", "status"),
        [
            ("collaborations/nowhere", 404),
            ("organisations/nowhere", 404),
            ("collaborations/Not%20A%20Slug", 422),
            ("collaborations?theme=magic", 422),
            ("collaborations?size=101", 422),
            ("collaborations?page=0", 422),
            ("collaborations?sort=colour", 422),
            ("organisations?q=%00", 200),
            ("collaborations?page=99999", 200),
        ],
    )
    def test_a_question_that_makes_no_sense_is_answered_in_words(self, client: Client, path: str, status: int) -> None:
        response = client.get(f"{API}/{path}")
        assert response.status_code == status
        assert json.loads(response.content)


@pytest.fixture(scope="module")
def folder(new_folder: Callable[[], Path]) -> Path:
    return new_folder()


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder) as found:
        yield found


def test_the_server_does_what_its_schema_says(address: str) -> None:
    described = schemathesis.openapi.from_url(f"{address}{API}/openapi.json")
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) >= 4
    for operation in operations:

        @given(operation.as_strategy())
        @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
        def holds(case: schemathesis.Case) -> None:
            case.call_and_validate()

        holds()


TOKEN = """
import sys
import urllib.error
import urllib.request
from pathlib import Path
from bluelight.service.running.start import set_up_django
set_up_django(Path(sys.argv[1]))
from bluelight.service.accounts.models import User
from bluelight.service.accounts.services import make_token
from bluelight.service.register.models import Organisation
body = Organisation.objects.get(slug="gwent-police")
user = User.objects.create_user("program@example.org", "program@example.org", role="contributor")
user.organisations.set([body])
print(make_token(body, "sync", days=30, by=user))
"""
OURS, THEIRS = "abertillery-tri-service-station", "athena-police-intelligence-system"


def test_whatever_a_program_sends_with_a_token_is_answered_by_the_schema_and_stays_its_own(
    folder: Path, address: str
) -> None:
    made = subprocess.run([sys.executable, "-c", TOKEN, str(folder)], capture_output=True, text=True, check=True)
    headers = {"Authorization": f"Bearer {made.stdout.strip()}"}
    before = written(folder)
    described = schemathesis.openapi.from_url(f"{address}{API}/openapi.json")
    writing = [found.ok() for found in described.get_all_operations() if found.ok().method in {"post", "put"}]
    assert len(writing) == 2
    entry = entry_json(load_register().collaboration[OURS])
    assert put(address, entry | {"summary": "Other words."}, headers) == 202
    assert put(address, entry | {"slug": THEIRS, "claims": []}, headers) == 403
    for operation in writing:

        @given(operation.as_strategy(), st.sampled_from([None, OURS, THEIRS]))
        @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
        def holds(case: schemathesis.Case, slug: str | None) -> None:
            if slug and case.path_parameters and isinstance(case.body, dict):
                case.path_parameters["slug"] = case.body["slug"] = slug
                case.body["claims"] = []  # whose numbers begin with the slug, which no schema can say
            # Nor can a schema say that two parts of an entry may not be alike: such an entry is refused.
            case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])

        holds()
    revisions, *rest = written(folder)
    assert {organisation for organisation, _ in revisions} == {"gwent-police"}
    assert {state for _, state in revisions} == {"submitted"}
    assert rest == before[1:]


def put(address: str, entry: dict[str, Any], headers: dict[str, str]) -> int:
    """The status of the answer to a change of an entry."""
    to = f"{address}{API}/collaborations/{entry['slug']}"
    asked = urllib.request.Request(to, json.dumps(entry).encode(), {**headers, "Content-Type": "application/json"})
    asked.method = "PUT"
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def written(folder: Path) -> list[Any]:
    """What programs may write, by organisation, and how much there is of everything that they may not."""
    with closing(sqlite3.connect(folder / "bluelight.sqlite3")) as database:
        revisions = database.execute(
            "SELECT slug, state FROM contributions_revision r JOIN register_organisation o ON o.id = r.organisation_id"
        ).fetchall()
        tables = ("register_collaboration", "register_organisation", "register_version", "register_historicalpartner")
        return [revisions, *(database.execute(f"SELECT count(*) FROM {name}").fetchone() for name in tables)]
