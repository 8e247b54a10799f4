"""Where do we stand as a country? The register counted now, its editions, and any two of them compared."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bluelight.documents.overview.changes import changes_csv
from bluelight.documents.overview.counts import gap_list, service_table, theme_table
from bluelight.errors import BluelightError
from bluelight.register.brief import changes_between
from bluelight.register.overview import Changes, Tallies
from bluelight.service.accounts.gates import reviewers
from bluelight.service.accounts.roles import may_review
from bluelight.service.overview import services
from bluelight.service.overview.forms import FreezeForm
from bluelight.service.overview.models import Edition, Order
from bluelight.service.overview.ready import ready
from bluelight.service.overview.today import MOST, today
from bluelight.service.studies.files_views import REPORT_CSP

FILES = {
    "overview.html": ("to read (HTML)", "text/html; charset=utf-8"),
    "overview.pdf": ("to print (PDF)", "application/pdf"),
    "overview.docx": (
        "to edit (Word)",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "collaborations.csv": ("every collaboration, one to a row (CSV)", "text/csv; charset=utf-8"),
    "pairs.csv": ("every promise beside what came of it (CSV)", "text/csv; charset=utf-8"),
    "quality.csv": ("how complete the entries of each publisher are (CSV)", "text/csv; charset=utf-8"),
    "changes.csv": ("what changed since the edition before (CSV)", "text/csv; charset=utf-8"),
    "register.json": ("its facts (JSON)", "application/json"),
    "register.csv": ("its facts (CSV)", "text/csv; charset=utf-8"),
    "edition.json": ("about it (JSON)", "application/json"),
}


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The register as it is now, and what changed since the last edition."""
    editions = Edition.objects.public()
    now = today(editions.first())
    shown = {"now": now, "editions": editions, "may_freeze": may_review(request.user), "most": MOST}
    return render(request, "overview/overview.html", {**_counted(now.tallies), **shown})


@reviewers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request: HttpRequest) -> HttpResponse:
    """Freeze the register of today as an edition; the worker makes it."""
    user: Any = request.user
    form = FreezeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            order = services.order_edition(form.cleaned_data["name"], user)
        except BluelightError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, f"Edition {order.name} is being made. It will be among the editions.")
            return redirect("freeze-edition")
    orders = Order.objects.for_reader(user).select_related("by")
    shown = {"form": form, "orders": orders, "waiting": any(not order.error for order in orders)}
    return render(request, "overview/freeze.html", shown, status=422 if form.errors else 200)


@require_safe
def edition(request: HttpRequest, slug: str) -> HttpResponse:
    """One edition: what it counted, how to cite it, its files."""
    found = get_object_or_404(Edition.objects.public(), slug=slug)
    then = ready(found)
    changed = _changes(found.before, found) if found.before else None
    there = {name: said for name, said in FILES.items() if (found.folder / name).is_file()}
    others = Edition.objects.public().exclude(pk=found.pk)
    shown = {"edition": found, "then": then, "files": there, "others": others}
    told = {"changes": changed, "before": found.before, "after": found, "most": MOST}
    return render(request, "overview/edition.html", {**_counted(then.tallies), **shown, **told})


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """What changed from one edition to another."""
    before, after = _asked(request)
    changed = _changes(before, after) if before and after else None
    choices = [("from", "From", before), ("to", "To", after)]
    context = {"editions": Edition.objects.public(), "before": before, "after": after, "changes": changed}
    return render(request, "overview/compare.html", {**context, "choices": choices, "most": MOST})


@require_safe
def compared(request: HttpRequest) -> HttpResponse:
    """Every change from one edition to another, as a file."""
    before, after = _asked(request)
    if before is None or after is None:
        raise Http404("Name the two editions to compare: ?from=EDITION&to=EDITION")
    response = HttpResponse(changes_csv(_changes(before, after)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{before.slug}-to-{after.slug}-changes.csv"'
    return response


def _asked(request: HttpRequest) -> tuple[Edition | None, Edition | None]:
    editions = Edition.objects.public()
    names = (request.GET.get(name, "") for name in ("from", "to"))
    before, after = (get_object_or_404(editions, slug=slug) if slug else None for slug in names)
    return before, after


def _changes(before: Edition, after: Edition) -> Changes:
    return changes_between(ready(before).said, ready(after).said)


@require_safe
def file(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """One file of an edition."""
    found = get_object_or_404(Edition.objects.public(), slug=slug)
    if name not in FILES:
        raise Http404(f"An edition has no file “{name[:40]}”. It has {', '.join(FILES)}.")
    try:
        response = FileResponse((found.folder / name).open("rb"), content_type=FILES[name][1])
    except OSError:
        raise Http404("This file is gone from the data folder.") from None
    if name == "overview.html":
        response.headers["Content-Security-Policy"] = REPORT_CSP
    else:
        response.headers["Content-Disposition"] = f'attachment; filename="{found.slug}-{name}"'
    return response


def _counted(counts: Tallies) -> dict[str, object]:
    return {
        "counts": counts,
        "by_theme": theme_table(counts),
        "by_service": service_table(counts),
        "gaps": gap_list(counts),
    }
