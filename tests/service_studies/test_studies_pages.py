"""Study pages: the state of a run, its results, its files, and what is refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.test import Client

from bluelight.documents.formats import FORMATS
from bluelight.service.studies import services, tasks
from bluelight.service.studies.files import content_of, text_of
from bluelight.service.studies.models import Study


def said(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_before_any_run_the_page_says_what_will_be_compared(client: Client, study: Study) -> None:
    page = said(client, "/studies/littleham/")
    assert "Run this study" in page
    assert "moves in with" in page
    for name in ("report/", "report.html", "results.json", "options/next-door/", "progress.json"):
        assert "not" in said(client, f"/studies/littleham/{name}", 404)


def test_a_waiting_run_is_shown_and_reloads_without_scripts(client: Client, study: Study) -> None:
    services.request_run(study)
    page = said(client, "/studies/littleham/")
    assert '<noscript><meta http-equiv="refresh"' in page
    assert "You may leave this page" in page
    assert "Run this study" not in page
    progress = json.loads(said(client, "/studies/littleham/progress.json"))
    assert progress == {"status": "queued", "active": True, "step": "Waiting for the worker", "percent": 0}


def test_a_study_of_an_area_that_is_not_here_says_so(client: Client, study: Study) -> None:
    copy = services.copy_study(study)
    Study.objects.filter(pk=copy.pk).update(area="atlantis")
    assert "BLUELIGHT_AREAS" in said(client, copy.get_absolute_url() + "edit/", 404)
    assert "atlantis" in said(client, copy.get_absolute_url())
    assert "atlantis" in said(client, "/studies/")


def test_before_any_run_the_parts_lead_to_the_study(client: Client, study: Study) -> None:
    assert client.get("/studies/littleham/money/").headers["Location"] == "/studies/littleham/"


def test_a_failed_run_says_why(client: Client, study: Study) -> None:
    services.fail_run(services.request_run(study), "There is <no> such site.")
    page = said(client, "/studies/littleham/")
    assert "The last run did not finish" in page
    assert "There is &lt;no&gt; such site." in page
    assert "Run this study" in page


def test_results_are_shown_with_business_as_usual_first(client: Client, study: Study) -> None:
    run = services.request_run(study)
    tasks.run_study.func(run.pk)
    page = said(client, "/studies/littleham/")
    order = [page.index(f">{name}<") for name in ("Business as usual", "Share what is next door")]
    assert order == sorted(order)
    assert "not relied on" in page
    option = said(client, "/studies/littleham/options/next-door/")
    assert "What the response model cannot see" in option
    assert "is assumed until somebody judges it, and in no sum of money" in option
    assert "The building may sell later or for less than assumed" in option
    parts = {part: said(client, f"/studies/littleham/{part}/") for part in ("response", "money", "assumptions")}
    for name, part in parts.items():
        assert f'href="/studies/littleham/{name}/"' in page
        assert f'href="/studies/littleham/{name}/"' not in part
    assert "How sure the order is" in parts["money"]
    assert "Can the model be believed?" in parts["assumptions"]
    assert said(client, "/studies/littleham/options/as-is/", 404)
    assert "How it responds today" in said(client, "/areas/littleham/")
    report = client.get("/studies/littleham/report/")
    assert "sandbox" in report.headers["Content-Security-Policy"]
    assert report.content.startswith(b"<!doctype html>")
    kept = client.get("/studies/littleham/report.html")
    assert kept.headers["Content-Disposition"] == 'attachment; filename="littleham-report.html"'
    results = client.get("/studies/littleham/results.json")
    assert json.loads(results.content)["study"]["area"] == "littleham"
    for found in FORMATS.values():
        assert f'href="/studies/littleham/{found.file}"' in page
        file = client.get(f"/studies/littleham/{found.file}")
        assert (file.status_code, file.headers["Content-Type"]) == (200, found.media_type)
        assert file.content == (run.folder / found.file).read_bytes()
    (run.folder / "report.pdf").unlink()
    assert "report.pdf" not in said(client, "/studies/littleham/")
    assert "Run the study again" in said(client, "/studies/littleham/report.pdf", 404)
    (run.folder / "results.json").unlink()
    assert "are gone" in said(client, "/studies/littleham/")
    assert said(client, "/studies/littleham/results.json", 404)


def test_a_study_is_copied_changed_and_queued_through_its_pages(client: Client, study: Study) -> None:
    edit = client.post("/studies/littleham/copy/").headers["Location"]
    copy = Study.objects.get(shipped=False)
    form = client.get(edit).context["form"]
    sent = {name: value for name in form.fields if (value := form[name].value())} | {"name": "Mine", "run": "yes"}
    answer = client.post(edit, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    copy.refresh_from_db()
    assert copy.name == "Mine"
    assert copy.runs.active().count() == 1


def test_what_must_not_be_done_is_refused(client: Client, study: Study) -> None:
    assert client.get("/studies/littleham/edit/").status_code == 403
    assert client.get("/studies/littleham/run/").status_code == 405
    assert client.get("/studies/littleham/copy/").status_code == 405
    assert client.get("/studies/atlantis/").status_code == 404
    strict = Client(enforce_csrf_checks=True)
    for path in ("run", "copy"):
        assert strict.post(f"/studies/littleham/{path}/").status_code == 403
    assert Study.objects.filter(shipped=False).count() == 0
    assert study.runs.count() == 0


@pytest.mark.parametrize("query", ["option=nothing", "service=%22%27*(", "option=as-is&service=x"])
def test_a_map_that_cannot_be_drawn_falls_back_to_one_that_can(client: Client, study: Study, query: str) -> None:
    assert said(client, f"/studies/littleham/?{query}")


def test_a_study_of_an_area_is_begun_from_its_page_and_runs_for_today_alone(client: Client, study: Study) -> None:
    assert "/areas/littleham/study/" in client.get("/areas/littleham/").content.decode()
    answer = client.post("/areas/littleham/study/")
    begun = Study.objects.get(area="littleham", shipped=False)
    assert answer.headers["Location"] == f"/studies/{begun.slug}/edit/"
    assert client.get(answer.headers["Location"]).status_code == 200
    content = content_of(begun.toml)
    content["study"] |= {"replications": 2, "days": 10, "warm_up_days": 1}
    services.change_study(begun, name=begun.name, toml=text_of(content))
    run = services.request_run(begun)
    tasks.run_study.func(run.pk)
    run.refresh_from_db()
    assert (run.status, run.error) == ("done", "")
    page = client.get(begun.get_absolute_url()).content.decode()
    assert "Options side by side" in page
    assert "Average time to the first arrival" in client.get("/areas/littleham/").content.decode()
    assert client.post("/areas/atlantis/study/").status_code == 404


def test_the_list_of_studies_waits_for_no_charts() -> None:
    listing = "import django, sys; django.setup(); import bluelight.service.studies.list_views"
    code = f"{listing}; sys.exit('altair' in sys.modules)"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "bluelight.service.settings"}
    assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0
