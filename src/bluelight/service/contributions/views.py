"""Pages for contributors: what they are writing, the task list, one page for each thing, check answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bluelight.errors import BluelightError
from bluelight.service.accounts.gates import contributors, signed_in
from bluelight.service.accounts.roles import organisations_of
from bluelight.service.contributions import differences, services
from bluelight.service.contributions.content import NO_STATUS, SECTIONS, Section, fingerprint, missing
from bluelight.service.contributions.forms import FORMS
from bluelight.service.contributions.models import Revision
from bluelight.service.contributions.similar import entries_like, lessons_like
from bluelight.service.core.paging import page_of
from bluelight.service.evaluations.models import Attached
from bluelight.service.register.models import Collaboration, Organisation

# Published entries that one list offers to change, and those that nobody has confirmed for a year.
_MOST_OFFERED = 100
_MOST_STALE = 20


@contributors
@never_cache
@require_safe
def contribute(request: HttpRequest) -> HttpResponse:
    """What am I writing, and what can I add?"""
    mine = Revision.objects.of_organisations(request.user)
    ours = Collaboration.objects.for_writer(request.user).order_by("name").only("slug", "name")
    stale = ours.stale(timezone.localdate())
    chosen = request.GET.get("entry", "")
    total = ours.count()
    return render(
        request,
        "contributions/contribute.html",
        {
            "unfinished": page_of(request, mine.unfinished().select_related("organisation")),
            "finished": mine.filter(state__in=("published", "withdrawn"))[:20],
            "evaluations": Attached.objects.of_organisations(request.user).unfinished(),
            "entries": ours if total <= _MOST_OFFERED else ours.filter(slug=chosen),
            "total": total,
            "stale": stale[:_MOST_STALE],
            "stale_total": stale.count(),
            "organisations": organisations_of(request.user),
            "key": uuid4(),
            "chosen": chosen,
        },
    )


@contributors
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a new entry, or a change to a published one."""
    user: Any = request.user
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        raise BluelightError("That form was not filled here. Go back, reload the page and try again.") from None
    organisation = get_object_or_404(organisations_of(user), slug=request.POST.get("organisation", ""))
    slug = request.POST.get("entry", "")
    entry = get_object_or_404(Collaboration.objects.for_writer(user), slug=slug) if slug else None
    if entry is not None and not Collaboration.objects.of_organisations([organisation]).filter(pk=entry.pk).exists():
        # Of several that somebody writes for, the one that takes part.
        takes_part = Q(partnerships__collaboration=entry) | Q(pk=entry.owner_id)
        organisation = organisations_of(user).filter(takes_part)[0]
    return redirect(services.begin(key, organisation, user, entry))


@contributors
@require_POST
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that an entry is right as it is."""
    user: Any = request.user
    entry = get_object_or_404(Collaboration.objects.for_writer(user), slug=slug)
    services.confirm(entry, user)
    messages.success(request, "Thank you. The entry says that it was confirmed today.")
    return redirect(entry)


@signed_in
@never_cache
@require_safe
def revision(request: HttpRequest, key: UUID) -> HttpResponse:
    """The task list: what is told, what is still to tell."""
    found = get_object_or_404(Revision.objects.for_reader(request.user), pk=key)
    wrong = missing(found.content, found.organisation)
    return render(
        request,
        "contributions/revision.html",
        {
            "revision": found,
            "tasks": [(each, _lines(name, found), wrong.get(name)) for name, each in SECTIONS.items()],
            "may_write": Revision.objects.for_writer(request.user).filter(pk=key).exists(),
            "own": Revision.objects.of_organisations(request.user).filter(pk=key).exists(),
            "steps": found.steps.select_related("who"),
            "entries": entries_like(found) if found.open_to_author else [],
            "lessons": lessons_like(found, request.user) if found.open_to_author else [],
        },
    )


def _lines(name: str, found: Revision) -> list[str]:
    """What a section says; nothing where its answer is that nobody recorded it."""
    value = found.content.get(name)
    return [] if name == "status" and value == NO_STATUS else differences.lines(name, value)


def _writing(request: HttpRequest, key: UUID, name: str) -> tuple[Revision, Section]:
    if name not in SECTIONS:
        raise Http404("An entry has no such part. Its task list shows the parts it has.")
    return get_object_or_404(Revision.objects.for_writer(request.user), pk=key), SECTIONS[name]


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, key: UUID, name: str) -> HttpResponse:
    """One thing; or the list of things of one kind."""
    found, part = _writing(request, key, name)
    value = found.content.get(name)
    if part.many:
        shown = enumerate(differences.lines(name, value))
        return render(request, "contributions/many.html", {"revision": found, "section": part, "lines": list(shown)})
    return _answer(request, found, part, value, lambda now, answer: answer)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, key: UUID, name: str, number: int | None = None) -> HttpResponse:
    """One thing of several: a new one, or one to change or remove."""
    found, part = _writing(request, key, name)
    several = list(found.content.get(name) or [])
    if not part.many or (number is not None and number >= len(several)):
        raise Http404("There is no such thing in this part. Its list shows what there is.")
    value = several[number] if number is not None else None

    def put(now: list[Any], answer: Any) -> list[Any]:
        if number is None:
            return now if now[-1:] == [answer] else [*now, answer]
        return [*now[:number], *([] if answer is None else [answer]), *now[number + 1 :]]

    return _answer(request, found, part, value, put, number=number)


def _answer(
    request: HttpRequest, found: Revision, part: Section, value: Any, put: Any, *, number: int | None = None
) -> HttpResponse:
    """A page with one form: shown, or taken and kept. `number` is the place of one among several."""
    removable = number is not None
    form_class = FORMS[part.name]
    now = found.content.get(part.name)
    initial = {**(form_class.filled(value) if value is not None else {}), "kept": value}
    form = form_class(request.POST or None, initial=initial, content=found.content, number=number)
    removing = removable and "remove" in request.POST
    back = redirect("revision_section", found.pk, part.name) if part.many else redirect(found)
    changed: list[str] | None = None
    if removing and "sure" not in request.POST:
        (line,) = [each for at, each in enumerate(differences.lines(part.name, now)) if at == number]
        shown = {"revision": found, "section": part, "line": line, "seen": request.POST.get("seen", "")}
        return render(request, "contributions/sure.html", shown)
    if request.method == "POST" and (removing or form.is_valid()):
        wanted = put(now, None) if removing else form.around(put(now, form.answer()))
        try:
            services.change(found, part.name, wanted, seen=request.POST.get("seen", ""))
        except services.ChangedError:
            changed = differences.lines(part.name, now)
        else:
            if removing:
                messages.success(request, f"The {part.one} is removed.")
            return back
    shown = {
        "revision": found,
        "section": part,
        "form": form,
        "seen": fingerprint(now),
        "removable": removable,
        "changed": changed,
        "title": f"{'Change' if removable else 'Add'} a {part.one}" if part.many else part.title,
        "back": back.url,
        "organisations": Organisation.objects.public() if part.name == "partners" else [],
    }
    return render(request, "contributions/answer.html", shown, status=422 if form.is_bound else 200)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, key: UUID) -> HttpResponse:
    """Check the answers, then hand them in."""
    user: Any = request.user
    found = get_object_or_404(Revision.objects.of_organisations(user), pk=key)
    why, problem = request.POST.get("why", "")[:2000], ""
    if request.method == "POST":
        try:
            services.submit(found, user, why=why, lock=number_of(request, "lock"))
        except BluelightError as error:
            problem = str(error)
            found.refresh_from_db()
        else:
            told = "A reviewer will read it; you see here what comes of it, and get an email."
            messages.success(request, f"It is handed in. {told}")
            return redirect(found)
    if not found.open_to_author:
        return redirect(found)
    answers = [(each, differences.lines(name, found.content.get(name))) for name, each in SECTIONS.items()]
    shown = {
        "revision": found,
        "answers": answers,
        "missing": missing(found.content, found.organisation),
        "problem": problem,
        "why": why,
    }
    return render(request, "contributions/check.html", shown, status=422 if problem else 200)


def number_of(request: HttpRequest, name: str) -> int:
    """A count that a form carries; -1, which nothing is, for anything else."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


@signed_in
@require_POST
def recall(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take it back to change it, while no reviewer reads it."""
    user: Any = request.user
    found = get_object_or_404(Revision.objects.of_organisations(user), pk=key)
    services.recall(found, user)
    messages.success(request, "You have it back. Change it, and hand it in again when it is ready.")
    return redirect(found)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, key: UUID) -> HttpResponse:
    """Withdraw it before it is published, once it is sure."""
    user: Any = request.user
    found = get_object_or_404(Revision.objects.of_organisations(user), pk=key)
    if request.method != "POST":
        return render(request, "contributions/sure.html", {"revision": found})
    services.discard(found, user)
    messages.success(request, "It is withdrawn. Nothing of it was published.")
    return redirect("contribute")
