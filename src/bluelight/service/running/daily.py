"""What the worker does once a day: a job that puts itself back in the queue for the next day."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from bluelight.service.contributions.reminders import ask_owners
from bluelight.service.following.mailing import send_searches
from bluelight.service.lessons.digest import send_digests
from bluelight.service.mail import site


@task()
def daily() -> None:
    """Send what is due, and come back tomorrow."""
    # First, so that a fault in one day's work does not end the days after it.
    daily.using(run_after=timezone.now() + timedelta(days=1)).enqueue()
    send_digests(site())
    send_searches(site())
    ask_owners(site())


def begin() -> None:
    """Put the first day's work in the queue, unless one waits there already."""
    if not DBTaskResult.objects.filter(task_path=daily.module_path, finished_at=None).exists():
        daily.enqueue()
