"""A study's files: its text, its report to read, and every format of a run to keep."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bluelight.documents.formats import FORMATS
from bluelight.service.studies.finding import study_or_404
from bluelight.service.studies.models import Study
from bluelight.service.studies.reading import REPORT

# The report carries its own styles and needs nothing else: no script, no request, not even this site's cookies.
REPORT_CSP = "; ".join(
    [
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "sandbox allow-downloads allow-popups allow-popups-to-escape-sandbox",
    ]
)


def _file(slug: str, name: str) -> tuple[HttpResponse, Study]:
    study = study_or_404(slug)
    run = study.runs.done().first()
    if run is None:
        raise Http404(f"{study.name} has not been run yet, so it has no report. Run it from its page.")
    try:
        return HttpResponse((run.folder / name).read_bytes()), study
    except OSError:
        raise Http404("The files of this run are gone from the data folder. Run the study again.") from None


@require_safe
def read_report(request: HttpRequest, slug: str) -> HttpResponse:
    """The report of the newest run, to read."""
    response, _ = _file(slug, REPORT)
    response.headers["Content-Type"] = "text/html; charset=utf-8"
    response.headers["Content-Security-Policy"] = REPORT_CSP
    return response


@require_safe
def download(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One format of the newest run's report or results, to keep."""
    found = FORMATS[name]
    response, study = _file(slug, found.file)
    response.headers["Content-Type"] = found.media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{study.slug}-{found.file}"'
    if name == "html":
        response.headers["Content-Security-Policy"] = REPORT_CSP
    return response


@require_safe
def toml(request: HttpRequest, slug: str) -> HttpResponse:
    """The study as `bluelight run` reads it."""
    study = study_or_404(slug)
    response = HttpResponse(study.toml, content_type="application/toml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{study.slug}.toml"'
    return response
