"""The background job that runs a study."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django_tasks import task

from bluelight.errors import BluelightError
from bluelight.service.core import jobs
from bluelight.service.studies import services
from bluelight.service.studies.models import Run
from bluelight.service.studies.reading import read_results

if TYPE_CHECKING:
    from bluelight.studies.results import Results


@task()
def run_study(run_id: int) -> None:
    """Run the study as it was when the run was asked for, and write its report and results into the run's folder.

    A study that cannot be run ends the run with its reason. A fault of ours does as well, and goes to the log.
    """
    run = Run.objects.select_related("study", "outline").filter(pk=run_id).first()
    if run is None or not run.active:
        return  # the study was taken away, or another job has done it
    services.start_run(run)
    try:
        _do(run)
    except Exception as error:
        services.fail_run(run, jobs.reason(error, f"Run {run.pk} of {run.study.slug}"))
    else:
        services.finish_run(run)


def _do(run: Run) -> None:
    from bluelight.documents import case
    from bluelight.register import observations
    from bluelight.service.register.exchange import published
    from bluelight.service.studies.files import study_from_text
    from bluelight.studies import run as simulate

    outline = _outline(run)

    def say(step: str, share: float) -> None:
        services.note_progress(run, step, 0.95 * share)

    result = simulate(study_from_text(run.toml), progress=jobs.seldom(say))
    services.note_progress(run, "Adding up the money and writing the report", 0.95)
    observed = observations(published()) or None  # an empty register knows nothing: the shipped one then speaks
    case(result, outline=outline, observed=observed).write(run.folder)


def _outline(run: Run) -> Results | None:
    """The results that a full business case is set beside; None for an outline. BluelightError where they are gone."""
    from bluelight.studies.cases.outline_file import read_outline

    if run.uploaded_outline.exists():
        return read_outline(run.uploaded_outline)
    if run.outline is None:
        return None
    found = read_results(run.outline)
    if found is None:
        raise BluelightError(
            f"The results of the outline, the run of {run.outline.asked:%d %B %Y}, are gone or of a version "
            "that this one cannot read. Choose another run, or make a new outline."
        )
    return found
