"""An evaluation's files: its protocol and data to the byte, its result, its documents, and all of them as a zip."""

from __future__ import annotations

import io
import zipfile
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from bluelight.documents.formats import FORMATS
from bluelight.service.evaluations.files import protocol_of
from bluelight.service.evaluations.models import Attached
from bluelight.service.evaluations.showing import paper
from bluelight.service.evaluations.tasks import files_of
from bluelight.service.studies.files_views import REPORT_CSP

_PAPERS = {f"evaluation.{name}": name for name in ("html", "pdf", "docx")}
# Every file that there may be: its words, and what a browser is told.
FILES = {
    "protocol.toml": ("the protocol (TOML)", "application/toml; charset=utf-8"),
    "panel.csv": ("the panel (CSV)", "text/csv; charset=utf-8"),
    "treatment.csv": ("who was treated when (CSV)", "text/csv; charset=utf-8"),
    "protocol.log": ("the log of the protocol, as its authors kept it", "text/plain; charset=utf-8"),
    "result.json": ("the result (JSON)", "application/json"),
    "evaluation.html": ("the evaluation as one page (HTML)", FORMATS["html"].media_type),
    "evaluation.pdf": ("the evaluation to print (PDF)", FORMATS["pdf"].media_type),
    "evaluation.docx": ("the evaluation to edit (Word)", FORMATS["docx"].media_type),
    "evaluation.zip": ("everything needed to work it out again (ZIP)", "application/zip"),
}


def files_there(attached: Attached) -> dict[str, str]:
    """The names and words of the files that there are."""
    there = {
        "protocol.toml": True,
        "panel.csv": bool(attached.panel),
        "treatment.csv": bool(attached.treatment),
        "protocol.log": bool(attached.log),
    }
    return {name: said for name, (said, _) in FILES.items() if there.get(name, bool(attached.result))}


@require_safe
def download(request: HttpRequest, key: UUID, name: str) -> HttpResponse:
    """One of them."""
    attached = get_object_or_404(Attached.objects.for_reader(request.user), pk=key)
    if name not in files_there(attached):
        raise Http404(f"This evaluation has no file “{name[:40]}”. It has {', '.join(files_there(attached))}.")
    response = HttpResponse(_content(attached, name), content_type=FILES[name][1])
    if name == "evaluation.html":
        response.headers["Content-Security-Policy"] = REPORT_CSP
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _content(attached: Attached, name: str) -> bytes:
    if name in _PAPERS:
        return paper(attached, _PAPERS[name])
    if name == "evaluation.zip":
        return _zip(attached)
    raw = {
        "protocol.toml": attached.protocol,
        "panel.csv": attached.panel,
        "treatment.csv": attached.treatment,
        "protocol.log": attached.log,
        "result.json": attached.result.encode(),
    }
    return bytes(raw[name])


def _zip(attached: Attached) -> bytes:
    """A folder on which `bluelight evaluate` can be asked again, its files under the names that the protocol gives."""
    files = files_of(attached)
    protocol = protocol_of(files)
    members = {
        "protocol.toml": files.protocol,
        protocol.panel: files.panel,
        protocol.treatment: files.treatment,
        "protocol.log": files.log,
        "result.json": attached.result.encode(),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            if content:
                made.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
