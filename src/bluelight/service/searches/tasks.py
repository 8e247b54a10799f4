"""The background job that searches."""

from __future__ import annotations

from django_tasks import task

from bluelight.errors import BluelightError
from bluelight.service.core import jobs
from bluelight.service.searches import services
from bluelight.service.searches.models import Search, Status


class _StoppedBySomebody(BaseException):
    """Somebody stopped the search on its page. Not an Exception, so that nothing on the way takes it for a fault."""


@task()
def run_search(search_id: int) -> None:
    """Search, and write what was found into the search's folder.

    A search that cannot be done ends with its reason. A fault of ours does as well, and goes to the log.
    """
    search = Search.objects.filter(pk=search_id).first()
    if search is None or not search.active:
        return  # stopped before it began, or another job has done it
    services.start_search(search)
    try:
        _do(search)
    except _StoppedBySomebody:
        return
    except Exception as error:
        services.end_search(search, Status.FAILED, jobs.reason(error, f"Search {search.pk} of {search.area}"))
    else:
        services.end_search(search, Status.DONE)


def _do(search: Search) -> None:
    import os

    from bluelight.documents.search import write_search
    from bluelight.service.areas import places
    from bluelight.studies.search import load_search
    from bluelight.studies.search import search as find

    if search.area not in places.folders():
        raise BluelightError(f"The area {search.area} is not here any more. Name its folder in BLUELIGHT_AREAS.")

    def say(step: str, share: float) -> None:
        if not services.note_progress(search, step, 0.97 * share):
            raise _StoppedBySomebody

    asked = load_search(None, **search.asked)
    found = find(places.area(search.area), asked, workers=os.cpu_count() or 1, progress=jobs.seldom(say))
    say("Writing what was found", 1.0)
    write_search(found, str(places.folders()[search.area]), search.folder)
