"""Every write to studies and their runs."""

from __future__ import annotations

import tomllib
from typing import Any

import tomli_w
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django_tasks_db.models import DBTaskResult

from bluelight.errors import BluelightError
from bluelight.service.core import jobs
from bluelight.service.studies.models import Run, RunStatus, Study
from bluelight.service.studies.shipped import shipped_studies


def load_shipped_studies() -> None:
    """Put the studies that ship into the database. One that is there already only takes a newer text."""
    for study in shipped_studies():
        said = {"name": study.name, "area": study.area, "toml": study.toml, "shipped": True, "copied_from": None}
        Study.objects.update_or_create(slug=study.slug, defaults=said)


def request_first_runs() -> None:
    """Ask for a run of every shipped study that has none, so that its page fills by itself."""
    for study in Study.objects.filter(shipped=True, runs=None):
        request_run(study)


def copy_study(study: Study) -> Study:
    """A copy of the study under a free name, for somebody to change."""
    return new_study(f"Copy of {study.name}", study.area, tomllib.loads(study.toml), copied_from=study)


def begin_study(area: str, name: str) -> Study:
    """A study of an area with business as usual alone, for somebody to add options to; `name` is the area's."""
    question = f"What could the services of {name} share, and what would it do to response and to money?"
    usual = {"id": "business-as-usual", "name": "Business as usual", "summary": "Everything stays as it is today."}
    content = {"study": {"question": question, "area": area}, "option": [usual]}
    return new_study(f"{name}: what could be shared?", area, content)


@transaction.atomic
def new_study(name: str, area: str, content: dict[str, Any], copied_from: Study | None = None) -> Study:
    """A study that says what `content` says, under a free name, for somebody to change."""
    name = _free_name(name[:190])
    slug = _free_slug(name)
    content = {**content, "study": {**content["study"], "id": slug, "name": name}}
    return Study.objects.create(
        slug=slug, name=name, area=area, toml=tomli_w.dumps(content), shipped=False, copied_from=copied_from
    )


def _free_name(wanted: str) -> str:
    taken = set(Study.objects.filter(name__startswith=wanted).values_list("name", flat=True))
    return next(n for n in (wanted, *(f"{wanted} ({i})" for i in range(2, len(taken) + 3))) if n not in taken)


def _free_slug(name: str) -> str:
    stem = slugify(name)[:70] or "study"
    taken = set(Study.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)


@transaction.atomic
def change_study(study: Study, *, name: str, toml: str) -> None:
    """Keep what somebody made of a copy. A study that shipped stays as it is."""
    if study.shipped:
        raise BluelightError(f"{study.name} came with Bluelight and stays as it is. Copy it, and change the copy.")
    study.name = name
    study.toml = toml
    study.save(update_fields=["name", "toml", "changed"])


@transaction.atomic
def request_run(study: Study, outline: Run | None = None, uploaded: bytes | None = None) -> Run:
    """Ask for a run of the study: a new one, or the one that is already waiting or running.

    With an outline, an earlier run or the results of one made elsewhere, the new one is a full business case.
    """
    active = study.runs.active().first()
    if active is not None:
        return active
    run = Run.objects.create(study=study, toml=study.toml, outline=outline, step=jobs.WAITING)
    if uploaded is not None:
        run.folder.mkdir(parents=True, exist_ok=True)
        run.uploaded_outline.write_bytes(uploaded)
    _enqueue(run)
    return run


def _enqueue(run: Run) -> None:
    from bluelight.service.studies.tasks import run_study

    run.task = jobs.enqueue(run_study, run.pk)
    run.save(update_fields=["task"])


@transaction.atomic
def start_run(run: Run) -> None:
    """The worker has taken the run up."""
    run.status, run.started, run.step, run.share = RunStatus.RUNNING, timezone.now(), "Starting", 0.0
    run.save(update_fields=["status", "started", "step", "share"])


def note_progress(run: Run, step: str, share: float) -> None:
    """Say what the run is doing and how far it is (0 to 1)."""
    Run.objects.filter(pk=run.pk).update(step=step[:200], share=min(max(share, 0.0), 1.0))


@transaction.atomic
def finish_run(run: Run) -> None:
    """The run's results are written."""
    run.status, run.ended, run.share, run.step = RunStatus.DONE, timezone.now(), 1.0, ""
    run.save(update_fields=["status", "ended", "share", "step"])


@transaction.atomic
def fail_run(run: Run, error: str) -> None:
    """The run ended without results, for the reason given."""
    run.status, run.ended, run.error = RunStatus.FAILED, timezone.now(), error
    run.save(update_fields=["status", "ended", "error"])


@transaction.atomic
def resume_runs() -> None:
    """Put runs that lost their worker back in the queue. Called by the only worker, before it takes its first job."""
    DBTaskResult.objects.running().delete()
    waiting = jobs.waiting()
    for run in Run.objects.active():
        run.status, run.step, run.share, run.started = RunStatus.QUEUED, jobs.WAITING, 0.0, None
        run.save(update_fields=["status", "step", "share", "started"])
        if run.task not in waiting:
            _enqueue(run)
