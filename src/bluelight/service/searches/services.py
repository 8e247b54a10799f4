"""Every write to searches, and the study that is made of a plan."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from bluelight.errors import BluelightError
from bluelight.service.core import jobs
from bluelight.service.searches.models import Search, Status
from bluelight.service.studies.models import Study
from bluelight.service.studies.services import new_study

MOST_WAITING = 10


@transaction.atomic
def request_search(area: str, asked: dict[str, Any]) -> Search:
    """Ask for a search: a new one, or the one with the same question that is already waiting or running.

    BluelightError where too many wait.
    """
    active = Search.objects.active()
    same = active.filter(area=area, asked=asked).first()
    if same is not None:
        return same
    if active.count() >= MOST_WAITING:
        raise BluelightError(f"{MOST_WAITING} searches are waiting already. Ask again when one of them has ended.")
    search = Search.objects.create(area=area, asked=asked, step=jobs.WAITING)
    _enqueue(search)
    return search


def _enqueue(search: Search) -> None:
    from bluelight.service.searches.tasks import run_search

    search.task = jobs.enqueue(run_search, search.pk)
    search.save(update_fields=["task"])


@transaction.atomic
def start_search(search: Search) -> None:
    """The worker has taken the search up."""
    search.status, search.step, search.share = Status.RUNNING, "Starting", 0.0
    search.save(update_fields=["status", "step", "share"])


def note_progress(search: Search, step: str, share: float) -> bool:
    """Say what the search is doing and how far it is (0 to 1); False where somebody has stopped it meanwhile."""
    running = Search.objects.filter(pk=search.pk, status=Status.RUNNING)
    return bool(running.update(step=step[:200], share=min(max(share, 0.0), 1.0)))


@transaction.atomic
def end_search(search: Search, status: Status, error: str = "") -> None:
    """The search is done, has failed for the reason given, or was stopped."""
    search.status, search.ended, search.error, search.step = status, timezone.now(), error, ""
    search.save(update_fields=["status", "ended", "error", "step"])


@transaction.atomic
def stop_search(search: Search) -> None:
    """Stop a search that waits or runs; one that has ended stays as it is."""
    if search.active:
        end_search(search, Status.STOPPED)


@transaction.atomic
def ask_again(search: Search) -> None:
    """Put a search that failed or was stopped back in the queue."""
    if search.status in (Status.FAILED, Status.STOPPED):
        search.status, search.step, search.share, search.error = Status.QUEUED, jobs.WAITING, 0.0, ""
        search.ended = None
        search.save(update_fields=["status", "step", "share", "error", "ended"])
        _enqueue(search)


@transaction.atomic
def resume_searches() -> None:
    """Put searches that lost their worker back in the queue. Called by the only worker, before its first job."""
    waiting = jobs.waiting()
    for search in Search.objects.active():
        search.status, search.step, search.share = Status.QUEUED, jobs.WAITING, 0.0
        search.save(update_fields=["status", "step", "share"])
        if search.task not in waiting:
            _enqueue(search)


def study_of_plan(search: Search, content: dict[str, Any], plan: str) -> Study:
    """A study of one plan beside business as usual; `content` is what the study of the whole search says.

    BluelightError where no option of it is that plan.
    """
    usual, *plans = content["option"]
    chosen = next((option for option in plans if option["id"] == plan), None)
    if chosen is None:
        raise BluelightError("This plan changes nothing that a study could ask about. Choose another plan.")
    about = {**content["study"], "area": search.area}
    where = about["name"].rpartition(": plans for")[0]
    return new_study(f"{where}: {chosen['name']}", search.area, {**content, "study": about, "option": [usual, chosen]})
