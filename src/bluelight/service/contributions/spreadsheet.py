"""Several entries at once: the template, the upload, and which of its rows to take."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bluelight.errors import InputError
from bluelight.service.accounts.gates import contributors
from bluelight.service.accounts.roles import organisations_of
from bluelight.service.contributions import services, workbook
from bluelight.service.contributions.container import MOST_BYTES
from bluelight.service.contributions.models import Upload
from bluelight.service.contributions.published import parts_of, rows_of
from bluelight.service.contributions.uploads import proposals
from bluelight.service.register.models import Collaboration, Organisation

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = 50


@contributors
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The empty workbook."""
    return _file(workbook.template(), "bluelight-template.xlsx")


@contributors
@never_cache
@require_safe
def entries(request: HttpRequest, slug: str) -> HttpResponse:
    """The workbook filled with the published entries of an organisation, or with a part of them, to change and send
    back.
    """
    organisation = get_object_or_404(organisations_of(request.user), slug=slug)
    published = _published(organisation)
    parts = {str(number): keys for number, keys in enumerate(parts_of(published), start=1)}
    part = request.GET.get("part", "1")
    if part not in parts:
        raise Http404(
            f"The entries of {organisation} stand in {len(parts)} workbooks. Choose one on the page of spreadsheets."
        )
    name = slug if len(parts) == 1 else f"{slug}-{part}-of-{len(parts)}"
    return _file(workbook.template(rows_of(published.filter(pk__in=parts[part]))), f"{name}.xlsx")


def _published(organisation: Organisation) -> QuerySet[Collaboration]:
    return Collaboration.objects.of_organisations([organisation]).order_by("name", "slug")


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=_XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@contributors
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Send a workbook."""
    user: Any = request.user
    problems: list[str] = []
    if request.method == "POST":
        organisation = get_object_or_404(organisations_of(user), slug=request.POST.get("organisation", ""))
        file = request.FILES.get("file")
        if file is None:
            problems = [f"Choose a workbook of at most {MOST_BYTES // 1_000_000} MB"]
        else:
            try:
                found = proposals(file.file, str(file.name), organisation)  # type: ignore[arg-type]
            except InputError as error:
                problems = [str(problem) for problem in error.problems]
            else:
                kept = services.keep_upload([asdict(each) for each in found], organisation, user)
                return redirect("spreadsheet_rows", kept.pk)
    organisations = organisations_of(user)
    shown = {
        "problems": problems[:_SHOWN],
        "more": max(0, len(problems) - _SHOWN),
        "organisations": organisations,
        "filled": [(each, range(1, 1 + len(parts_of(_published(each))))) for each in organisations],
        "most": MOST_BYTES // 1_000_000,
        "most_rows": f"{workbook.MOST_ROWS:,}",
    }
    return render(request, "contributions/upload.html", shown, status=422 if problems else 200)


@contributors
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rows(request: HttpRequest, key: UUID) -> HttpResponse:
    """What does each row say, what is wrong with it, and which are to be taken?"""
    user: Any = request.user
    found = get_object_or_404(Upload.objects.for_reader(user), pk=key)
    if request.method == "POST":
        chosen = {int(text) for text in request.POST.getlist("row") if text.isascii() and text.isdigit()}
        taken = services.take_rows(found, chosen, user)
        messages.success(request, f"{taken} draft{'s' if taken != 1 else ''} made. Check each, then hand it in.")
        return redirect("contribute")
    return render(request, "contributions/rows.html", {"upload": found})
