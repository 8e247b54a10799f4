"""The worker: runs background jobs one at a time, and stops at once when asked, leaving its job to be started again."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from types import FrameType
from typing import Any

from bluelight.service.running.lock import sole_worker


class Stopped(BaseException):
    """The worker was told to stop. Not an Exception, so that no job swallows it."""


def work(folder: Path) -> None:
    """Run jobs from the folder's database until told to stop by SIGINT or SIGTERM."""
    from django_tasks_db.management.commands.db_worker import Worker
    from django_tasks_db.models import DBTaskResult

    from bluelight.service.evaluations.services import resume
    from bluelight.service.overview.services import resume_orders
    from bluelight.service.running import daily
    from bluelight.service.searches.services import resume_searches
    from bluelight.service.studies.services import resume_runs

    class Stoppable(Worker):
        def shutdown(self, signum: int, frame: FrameType | None) -> None:
            self.running = False
            logging.disable(logging.ERROR)  # a job cut short is no fault to report: it starts again next time
            raise Stopped

        def run_task(self, db_task_result: DBTaskResult[..., Any]) -> None:
            super().run_task(db_task_result)
            if not self.running:
                raise Stopped

    with sole_worker(folder):
        worker = Stoppable(
            queue_names=["default"],
            excluded_queue_names=[],
            interval=0.5,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=f"{os.getpid()}",
        )
        worker.configure_signals()
        try:
            resume_runs()
            resume_searches()
            resume()
            resume_orders()
            daily.begin()
            worker.run()
        except Stopped:
            pass
