"""What background jobs have in common: going into the queue, saying how far they are, and ending with a reason."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django_tasks_db.models import DBTaskResult

from bluelight.errors import BluelightError

WAITING = "Waiting for the worker"
_SAY_EVERY_S = 0.5

log = logging.getLogger(__name__)


def enqueue(task: Any, key: int | str) -> str:
    """Put a job for the row with this key into the queue, and give the job's own key."""
    return str(UUID(task.enqueue(key).id))


def waiting() -> set[str]:
    """The keys of the jobs in the queue."""
    return {str(key) for key in DBTaskResult.objects.ready().values_list("pk", flat=True)}


def reason(error: Exception, what: str) -> str:
    """Why a job ended, in words for the reader. A fault of ours goes to the log, with what failed, and is called so."""
    if isinstance(error, BluelightError):
        return str(error)
    log.error("%s failed:\n%s", what, "".join(traceback.format_exception(error)))
    return (
        "Something went wrong inside Bluelight, and that is our fault, not yours. The fault has been written to the "
        f"worker's log ({type(error).__name__}: {error})."
    )


def seldom(say: Callable[[str, float], None]) -> Callable[[str, float], None]:
    """The same, at most twice a second, as each saying is a write."""
    said = 0.0

    def told(step: str, share: float) -> None:
        nonlocal said
        if time.monotonic() - said >= _SAY_EVERY_S:
            said = time.monotonic()
            say(step, share)

    return told
