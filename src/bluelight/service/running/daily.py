"""What the worker does once a day: a job that puts itself back in the queue for the next day."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from bluelight.service.contributions.reminders import ask_owners
from bluelight.service.following.mailing import send_searches
from bluelight.service.lessons.digest import send_digests


def address() -> str:
    """Where this site is found, for links in email."""
    return next(iter(settings.CSRF_TRUSTED_ORIGINS), "http://localhost:8000")


@task()
def daily() -> None:
    """Send what is due, and come back tomorrow."""
    # First, so that a fault in one day's work does not end the days after it.
    daily.using(run_after=timezone.now() + timedelta(days=1)).enqueue()
    send_digests(address())
    send_searches(address())
    ask_owners(address())


def begin() -> None:
    """Put the first day's work in the queue, unless one waits there already."""
    if not DBTaskResult.objects.filter(task_path=daily.module_path, finished_at=None).exists():
        daily.enqueue()
