"""Writes to studies and runs: each does one thing, once."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django_tasks_db.models import DBTaskResult

from bluelight.documents.formats import FORMATS
from bluelight.errors import BluelightError
from bluelight.service.core import jobs
from bluelight.service.register.models import Pair
from bluelight.service.register.services import load_register
from bluelight.service.studies import services, tasks
from bluelight.service.studies.files import content_of, study_from_text, text_of
from bluelight.service.studies.models import Run, RunStatus, Study
from bluelight.service.studies.reading import read_results


def test_loading_twice_changes_nothing(study: Study) -> None:
    before = list(Study.objects.values())
    services.load_shipped_studies()
    after = list(Study.objects.values())
    assert [{**row, "changed": None} for row in after] == [{**row, "changed": None} for row in before]
    assert {"hertfordshire", "littleham"} <= {row["slug"] for row in after}


def test_text_of_a_shipped_study_names_its_area_and_can_be_run(study: Study) -> None:
    assert content_of(study.toml)["study"]["area"] == "littleham"
    assert study_from_text(study.toml).area.id == "littleham"


def test_copies_have_names_of_their_own_and_leave_the_original(study: Study) -> None:
    copies = [services.copy_study(study) for _ in range(3)]
    assert len({copy.slug for copy in copies} | {study.slug}) == 4
    assert [copy.name for copy in copies] == [f"Copy of {study.name}{n}" for n in ("", " (2)", " (3)")]
    assert [content_of(copy.toml)["study"]["name"] for copy in copies] == [copy.name for copy in copies]
    services.change_study(copies[0], name="Mine", toml="# mine")
    study.refresh_from_db()
    assert study.toml != "# mine"
    with pytest.raises(BluelightError, match="stays as it is"):
        services.change_study(study, name="Mine", toml="# mine")


def test_asking_twice_is_one_run_and_one_job(study: Study) -> None:
    assert services.request_run(study) == services.request_run(study)
    assert Run.objects.count() == 1
    assert DBTaskResult.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.create(study=study, toml=study.toml)


def test_first_runs_are_asked_for_once(study: Study) -> None:
    services.request_first_runs()
    services.request_first_runs()
    assert Run.objects.filter(study=study).count() == 1


def test_a_run_that_lost_its_worker_is_queued_again(study: Study) -> None:
    run = services.request_run(study)
    DBTaskResult.objects.update(status="RUNNING")
    services.start_run(run)
    services.resume_runs()
    run.refresh_from_db()
    assert run.status == RunStatus.QUEUED
    assert [str(job.pk) for job in DBTaskResult.objects.ready()] == [run.task]
    services.resume_runs()
    assert DBTaskResult.objects.count() == 1


def test_a_run_writes_its_results_and_says_how_far_it_is(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[tuple[str, float]] = []
    monkeypatch.setattr(jobs, "_SAY_EVERY_S", 0.0)
    monkeypatch.setattr(services, "note_progress", lambda run, step, share: said.append((step, share)))
    run = services.request_run(study)
    tasks.run_study.func(run.pk)
    run.refresh_from_db()
    assert (run.status, run.error) == (RunStatus.DONE, "")
    assert {file.name for file in run.folder.iterdir()} == {found.file for found in FORMATS.values()}
    results = read_results(run)
    assert results is not None
    assert [option.id for option in results.options] == ["as-is", "next-door", "co-respond"]
    shares = [share for _, share in said]
    assert shares == sorted(shares)
    assert 0 <= shares[0] < shares[-1] < 1


def test_a_study_that_cannot_be_run_ends_with_its_reason(study: Study) -> None:
    content = content_of(study.toml)
    content["option"][1]["move"][0]["within_km"] = 0.0001
    copy = services.copy_study(study)
    services.change_study(copy, name="Hopeless", toml=text_of(content))
    run = services.request_run(copy)
    tasks.run_study.func(run.pk)
    run.refresh_from_db()
    assert run.status == RunStatus.FAILED
    assert "no two sites" in run.error
    assert not run.folder.exists()
    assert services.request_run(copy) != run


def test_a_fault_of_ours_is_said_to_be_ours(study: Study, monkeypatch: pytest.MonkeyPatch, caplog) -> None:
    def broken(run: Run) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(tasks, "_do", broken)
    run = services.request_run(study)
    tasks.run_study.func(run.pk)
    run.refresh_from_db()
    assert run.status == RunStatus.FAILED
    assert "our fault, not yours" in run.error
    assert "ZeroDivisionError" in caplog.text


def test_a_run_that_has_ended_is_not_done_again(study: Study) -> None:
    run = services.request_run(study)
    services.fail_run(run, "stopped")
    tasks.run_study.func(run.pk)
    run.refresh_from_db()
    assert run.status == RunStatus.FAILED


def test_ranges_that_nobody_gave_come_from_the_register_of_this_service(study: Study, page_alone: None) -> None:
    load_register()
    Pair.objects.exclude(collaboration__slug="devon-somerset-fire-combination").delete()
    content = content_of(study.toml)
    forecast = {"mode": 30_000.0, "basis": "assumed", "source": "the buyers"}
    buy = {"kind": "buy_together", "services": ["fire"], "category": "uniform", "saving": {"fire": forecast}}
    content["option"] = [content["option"][0], {"id": "buy", "name": "Buy", "move": [buy]}]
    copy = services.copy_study(study)
    services.change_study(copy, name="Uniforms", toml=text_of(content))
    run = services.request_run(copy)
    tasks.run_study.func(run.pk)
    run.refresh_from_db()
    results = read_results(run)
    assert results is not None, run.error
    found = next(each for each in results.reference_classes if each.lines)
    assert [(pair.collaboration, pair.left_out) for pair in found.pairs] == [("devon-somerset-fire-combination", "")]
    assert results.options[1].money.lines[0].mode == pytest.approx(30_000 * 4.1 / 3 * 0.75)


def test_a_run_with_an_outline_is_a_full_business_case_and_says_so_when_the_outline_is_gone(
    study: Study, client: Client, page_alone: None
) -> None:
    outline = services.request_run(study)
    tasks.run_study.func(outline.pk)
    copy = services.copy_study(study)
    page = client.get(f"{copy.get_absolute_url()}outline/").content.decode()
    assert f'<option value="{outline.pk}" selected>' in page
    client.post(f"{copy.get_absolute_url()}outline/", {"run": outline.pk})
    full = copy.runs.get()
    assert full.outline == outline
    tasks.run_study.func(full.pk)
    full.refresh_from_db()
    results = read_results(full)
    assert results is not None, full.error
    assert results.outline is not None
    assert {row.figure for row in results.outline.figures} >= {"Present value of cash", "Peak funding"}
    assert "This is a full business case" in client.get(copy.get_absolute_url()).content.decode()
    (outline.folder / "results.json").unlink()
    tasks.run_study.func(services.request_run(copy, outline).pk)
    assert "results of the outline" in copy.runs.first().error


def test_only_runs_of_the_study_and_its_original_are_outlines_of_it(study: Study, client: Client) -> None:
    other, copy = services.copy_study(study), services.copy_study(study)
    runs = [services.request_run(each) for each in (study, other, copy)]
    assert list(Run.objects.outlines_for(copy)) == []
    for run in runs:
        services.finish_run(run)
    assert set(Run.objects.outlines_for(copy)) == {runs[0], runs[2]}
    for wrong in (str(runs[1].pk), "x", "9" * 30):
        assert client.post(f"{copy.get_absolute_url()}outline/", {"run": wrong}).status_code == 422
    assert copy.runs.count() == 1


def test_the_results_of_an_outline_made_elsewhere_may_be_sent(study: Study, client: Client, page_alone: None) -> None:
    outline = services.request_run(study)
    tasks.run_study.func(outline.pk)
    content = (outline.folder / "results.json").read_bytes()
    elsewhere = content.replace(b'"area": "littleham"', b'"area": "elsewhere"', 1)
    address = f"{study.get_absolute_url()}outline/"
    for sent, says in (
        ({}, "Choose an earlier run, or a file"),
        ({"run": outline.pk, "file": _json(content)}, "not both"),
        ({"file": _json(b"{}")}, "is not the results.json of a run"),
        ({"file": _json(elsewhere)}, "The outline is of the area"),
    ):
        answer = client.post(address, sent)
        assert answer.status_code == 422
        assert says in str(answer.context["form"].errors)
    assert study.runs.count() == 1
    assert client.post(address, {"run": "", "file": _json(content)}).status_code == 302
    full = study.runs.active().get()
    tasks.run_study.func(full.pk)
    results = read_results(full)
    assert results is not None
    assert results.outline is not None
    assert all(row.because == [] for row in results.outline.figures)
    assert "This is a full business case" in client.get(study.get_absolute_url()).content.decode()


def _json(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("results.json", content, "application/json")
