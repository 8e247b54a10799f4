"""Searching for the best sites on pages: asking, waiting, stopping, reading what was found, and going on from it."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from bluelight.area import load_area
from bluelight.documents.search import write_search
from bluelight.errors import BluelightError
from bluelight.service.areas import places
from bluelight.service.core import jobs
from bluelight.service.searches import services, tasks
from bluelight.service.searches.models import Search, Status
from bluelight.service.searches.reading import FILES, read_results
from bluelight.service.studies.files import content_of, study_from_text
from bluelight.service.studies.models import Study
from bluelight.studies.search import load_search
from bluelight.studies.search import search as find

SMALL = {"first_replications": 3, "replications": 3, "days": 10, "calls": 300, "finalists": 3}
ASKED = {"service": "fire", "least_sites": 2, "most_sites": 2, **SMALL}
FORM = {"aim": "response", "units": "move", "effort": "quick", "least_sites": "2", "most_sites": "3"}
ASK = "/areas/littleham/search/?service=fire"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def here(settings, littleham: Path, tmp_path: Path) -> Iterator[None]:
    settings.AREA_FOLDERS = [str(littleham)]
    settings.DATA_DIR = tmp_path
    places.read_again()
    yield
    places.read_again()


@pytest.fixture(scope="module")
def written(littleham: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a small search found, as its files."""
    folder = tmp_path_factory.mktemp("found")
    write_search(find(load_area(littleham), load_search(None, **ASKED)), str(littleham), folder)
    return folder


@pytest.fixture
def found(written: Path) -> Search:
    """That search, done."""
    search = services.request_search("littleham", ASKED)
    shutil.copytree(written, search.folder)
    services.end_search(search, Status.DONE)
    return search


def said_by(client: Client, address: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(client.get(address).content.decode())).split())


def test_an_area_leads_to_the_form_which_asks_whose_sites_first(client: Client) -> None:
    assert "/areas/littleham/search/" in client.get("/areas/littleham/").content.decode()
    first = said_by(client, "/areas/littleham/search/")
    assert "Whose sites" in first
    assert "What the best plan is best at" not in first
    second = said_by(client, ASK)
    assert "Today there are 3 sites." in second
    assert "Littleham Fire Station" in second


def test_asking_makes_one_search_and_one_job_and_its_page_says_how_far_it_is(client: Client) -> None:
    answers = [client.post(ASK, {**FORM, "keep_standards": "on", "stay": ["F1"], "slowest_min": "14"}) for _ in "ab"]
    assert {answer.status_code for answer in answers} == {302}
    (search,) = Search.objects.all()
    assert DBTaskResult.objects.count() == 1
    assert answers[0].headers["Location"] == search.get_absolute_url()
    assert search.asked["stay"] == ["F1"]
    assert search.asked["keep_standards"] is True
    assert load_search(None, **search.asked).question.slowest_min == 14
    assert "The search is under way" in said_by(client, search.get_absolute_url())
    assert client.get(f"{search.get_absolute_url()}progress.json").json()["active"] is True
    assert "Waiting to start" in said_by(client, "/areas/littleham/search/")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"slowest_min": "0.5"}, "No plan keeps this: no zone further than 0.5 minutes' drive. Loosen it."),
        (
            {"least_sites": "1", "most_sites": "1", "stay": ["F1", "F2"]},
            "No plan keeps all of this: at most 1 sites; Littleham Fire Station stays; Eastfield Fire Station stays.",
        ),
        ({"stay": ["F1"], "close": ["F1"]}, "site F1 must stay and must close"),
        ({"least_sites": "3", "most_sites": "2"}, "the least is above"),
        ({"least_sites": ""}, "Enter the fewest sites"),
        ({"most_sites": "0"}, "Most sites must be 1 or more"),
        ({"slowest_min": "nan"}, "Minutes' drive must be a number"),
        ({"budget_gbp": "-1"}, "The budget must be 0 or more"),
        ({"stay": ["P1"]}, "One of the sites is not among those offered"),
        ({"aim": "glory"}, "glory is not one of the available choices"),
    ],
)
def test_what_cannot_be_asked_is_said_on_the_form(client: Client, more: dict[str, object], said: str) -> None:
    answer = client.post(ASK, {**FORM, **more})
    shown = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "There is a problem" in shown
    assert said in shown, re.findall(r"error-summary.*?</ul>", shown, re.DOTALL)
    assert not Search.objects.exists()


def test_a_service_that_is_not_here_is_refused(client: Client) -> None:
    assert client.get("/areas/littleham/search/?service=navy").status_code == 422
    assert client.get("/areas/atlantis/search/").status_code == 404


def test_too_many_searches_wait_for_those_before_them(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_WAITING", 1)
    services.request_search("littleham", ASKED)
    answer = client.post(ASK, FORM)
    assert answer.status_code == 422
    assert "searches are waiting already" in answer.content.decode()


def test_a_job_writes_what_it_found_and_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    noted = services.note_progress

    def note(search: Search, step: str, share: float) -> bool:
        told.append(step)
        return noted(search, step, share)

    monkeypatch.setattr(jobs, "_SAY_EVERY_S", 0.0)
    monkeypatch.setattr(services, "note_progress", note)
    search = services.request_search("littleham", ASKED)
    tasks.run_search.func(search.pk)
    search.refresh_from_db()
    assert (search.status, search.error) == (Status.DONE, "")
    assert {file.name for file in search.folder.iterdir()} == set(FILES)
    assert told[0] == "Proving the best sites on the map"
    assert "Screening plans of 2 sites" in told
    results = read_results(search)
    assert results is not None
    assert results.asked.service == "fire"


def test_a_search_that_fails_says_why_and_may_be_asked_again(client: Client) -> None:
    search = services.request_search("littleham", {**ASKED, "slowest_min": 0.5})
    tasks.run_search.func(search.pk)
    shown = said_by(client, search.get_absolute_url())
    assert "The search did not finish" in shown
    assert "No plan keeps this: no zone further than 0.5 minutes' drive" in shown
    assert client.post(f"{search.get_absolute_url()}again/").status_code == 302
    search.refresh_from_db()
    assert search.status == Status.QUEUED


def test_a_search_stops_when_somebody_says_so_and_leaves_nothing(client: Client, monkeypatch) -> None:
    search = services.request_search("littleham", ASKED)
    started = services.start_search

    def start_and_be_stopped(running: Search) -> None:
        started(running)
        assert client.post(f"{search.get_absolute_url()}stop/").status_code == 302

    monkeypatch.setattr(services, "start_search", start_and_be_stopped)
    tasks.run_search.func(search.pk)
    search.refresh_from_db()
    assert search.status == Status.STOPPED
    assert not search.folder.exists()
    assert "The search was stopped" in said_by(client, search.get_absolute_url())
    tasks.run_search.func(search.pk)  # its job, once more: it is no longer wanted
    assert not search.folder.exists()


def test_a_search_that_lost_its_worker_is_queued_again(found: Search) -> None:
    search = services.request_search("littleham", {**ASKED, "seed": 2})
    services.start_search(search)
    DBTaskResult.objects.all().delete()
    services.resume_searches()
    search.refresh_from_db()
    found.refresh_from_db()
    assert (search.status, found.status) == (Status.QUEUED, Status.DONE)
    assert [str(job.pk) for job in DBTaskResult.objects.ready()] == [search.task]


def test_the_page_has_the_front_why_each_plan_is_on_it_the_bounds_and_what_to_ask_next(
    client: Client, found: Search
) -> None:
    results = read_results(found)
    assert results is not None
    shown = said_by(client, found.get_absolute_url())
    for plan in results.plans:
        assert plan.name in shown
        assert " ".join(plan.why.split()) in shown
    for ask in results.asks:
        assert ask.question in shown
    for bound in results.on_the_map:
        assert f"{bound.bound:.3f} min" in shown
    page = client.get(found.get_absolute_url()).content.decode()
    assert page.count("<svg") == 1
    assert "Money against response" in shown


def test_every_file_can_be_kept(client: Client, found: Search) -> None:
    for name, (_, kind) in FILES.items():
        answer = client.get(f"{found.get_absolute_url()}files/{name}")
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)
        assert answer.content == (found.folder / name).read_bytes()
    assert client.get(f"{found.get_absolute_url()}files/secret-key").status_code == 404
    shutil.rmtree(found.folder)
    assert client.get(f"{found.get_absolute_url()}files/plans.csv").status_code == 404
    assert "gone from the data folder" in said_by(client, found.get_absolute_url())


def test_a_plan_becomes_a_study_that_can_be_run(client: Client, found: Search) -> None:
    results = read_results(found)
    assert results is not None
    plan = next(plan for plan in results.plans if not plan.is_today)
    for name in ("a", "b"):
        answer = client.post(f"{found.get_absolute_url()}plans/{plan.id}/study/")
        assert answer.status_code == 302, name
    study = Study.objects.get(name=f"{results.asked.area_name}: {plan.name}")
    assert Study.objects.filter(name__startswith=study.name).count() == 2
    assert study.area == "littleham"
    assert [option["id"] for option in content_of(study.toml)["option"]] == ["business-as-usual", plan.id]
    assert study_from_text(study.toml).options[1].moves
    assert client.get(answer.headers["Location"]).status_code == 200
    assert client.post(f"{found.get_absolute_url()}plans/nothing/study/").status_code == 404


def test_only_a_plan_of_the_search_makes_a_study(found: Search) -> None:
    with pytest.raises(BluelightError, match="changes nothing"):
        services.study_of_plan(found, {"study": {}, "option": [{"id": "business-as-usual"}]}, "today")
