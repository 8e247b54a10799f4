"""Pages of lessons: the board, one lesson, adding one, and its steps."""

from __future__ import annotations

from itertools import islice
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bluelight.errors import InputError
from bluelight.register import codelists
from bluelight.service.accounts.gates import contributors, reviewers, signed_in
from bluelight.service.accounts.roles import may_contribute, may_review, organisations_of
from bluelight.service.core.paging import page_of
from bluelight.service.evaluations.models import Attached
from bluelight.service.lessons import board as boards
from bluelight.service.lessons import services
from bluelight.service.lessons.correcting import pointed_out
from bluelight.service.lessons.forms import STEP_WORDS, STEPS, IdentifyForm, ReportForm, WordsForm, steps_of
from bluelight.service.lessons.models import Assignment, Lesson, Subscription
from bluelight.service.lessons.similar import alike, in_order, sounding_like
from bluelight.service.register.models import Collaboration

_NEAR = 5


def _theme(request: HttpRequest) -> str:
    return _asked(request, "theme", "Theme", codelists.THEMES)


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """What keeps going wrong, and who is fixing it?"""
    theme = _theme(request)
    seen = Lesson.objects.for_reader(request.user).only("title", "note")
    lessons = Lesson.objects.listed_for(request.user)
    if theme:
        lessons = lessons.filter(theme=theme)
    columns, total = boards.columns(lessons)
    late = Assignment.objects.for_reader(request.user).overdue()
    if theme:
        late = late.on(theme)
    late = late.select_related("organisation", "note").prefetch_related(Prefetch("note__lessons", seen))
    return render(
        request,
        "lessons/board.html",
        {
            "columns": columns,
            "total": total,
            "aside": total - sum(column.total for column in columns),
            "late": page_of(request, late),
            "yours": Assignment.objects.for_writer(request.user).select_related("organisation", "note"),
            "themes": codelists.THEMES,
            "theme": theme,
            "theme_name": codelists.THEMES.get(theme, ""),
            "may_add": may_contribute(request.user),
            "subscribed": request.user.is_authenticated
            and Subscription.objects.filter(person=request.user, theme=theme).exists(),
        },
    )


@require_safe
def lessons(request: HttpRequest) -> HttpResponse:
    """Every lesson, or those that fit what was asked."""
    asked = {name: _asked(request, name, what, codes) for name, what, codes in _FILTERS}
    words = request.GET.get("q", "").strip()[:200]
    # Words are looked for in the lessons one after the other, and so faster without an index.
    seen = Lesson.objects.for_reader(request.user) if words else Lesson.objects.listed_for(request.user)
    found = seen.filter(**{name: code for name, code in asked.items() if code})
    chosen = [(name, what, codes, asked[name]) for name, what, codes in _FILTERS]
    return render(
        request,
        "lessons/list.html",
        {
            "list": page_of(request, found.saying(words) if words else found),
            "state": codelists.LESSON_STATES.get(asked["state"], ""),
            "said": [codes[code].lower() for _, _, codes, code in chosen if code] + ([f"“{words}”"] if words else []),
            "filters": chosen,
            "words": words,
        },
    )


_FILTERS = (
    ("theme", "Theme", codelists.THEMES),
    ("state", "State", codelists.LESSON_STATES),
    ("origin", "Drawn from", codelists.LESSON_ORIGINS),
    ("risk", "Risk", codelists.RISKS),
)


def _asked(request: HttpRequest, name: str, what: str, codes: dict[str, str]) -> str:
    code = request.GET.get(name, "")
    if code and code not in codes:
        raise Http404(f"{what} cannot be “{code[:40]}”.")
    return code


@require_safe
def lesson(request: HttpRequest, key: int) -> HttpResponse:
    """What was found out, what is being done about it, and by whom."""
    readable = Lesson.objects.for_reader(request.user)
    found = get_object_or_404(readable.select_related("note", "organisation"), pk=key)
    review = may_review(request.user)
    near = in_order(readable, sounding_like(found, least=3))
    note = found.note
    return render(
        request,
        "lessons/lesson.html",
        {
            "lesson": found,
            "services": [codelists.SERVICES.get(service, service) for service in found.services],
            "steps": found.steps.select_related("by"),
            "offered": steps_of(found) if review else [],
            "assignments": note.assignments.select_related("organisation") if note else [],
            "yours": set(Assignment.objects.for_writer(request.user).filter(note=note).values_list("pk", flat=True)),
            "collaborations": found.collaborations.public(),
            "studies": found.studies.all(),
            "evaluations": found.evaluations.public(),
            "near": list(islice(near, _NEAR)),
            "may_correct": Lesson.objects.for_corrector(request.user).filter(pk=key).exists(),
            "may_link": Lesson.objects.for_writer(request.user).filter(pk=key).exists(),
            "named": review or found.organisation in organisations_of(request.user),
        },
    )


@require_http_methods(["GET", "POST"])
@contributors
def add(request: HttpRequest) -> HttpResponse:
    """First the lesson in words; then what others found that sounds like it, and the rest of the questions."""
    data: Any = request.POST or None
    words = WordsForm(data)
    evaluation = _drawn_from(request).first()
    if data is None or not words.is_valid():
        first = {"form": words, "title": "What was the lesson?", "evaluation": evaluation}
        return render(request, "lessons/add.html", first)
    said = f"{words.cleaned_data['title']} {words.cleaned_data['text']}"
    near = alike(Collaboration.objects.public(), ("name", "summary"), said)[: 2 * _NEAR]
    offered = Collaboration.objects.filter(pk__in=[each.pk for each in near])
    mine = organisations_of(request.user)
    form = IdentifyForm(
        data if "more" in request.POST else None, organisations=mine, near=offered, initial=words.cleaned_data
    )
    if form.is_bound and form.is_valid():
        kept = services.identify(
            request.user,  # type: ignore[arg-type]
            form.cleaned_data["organisation"],
            form.lesson(),
            form.cleaned_data.get("collaborations") or (),
            _drawn_from(request),
        )
        messages.success(request, "The lesson is kept. A reviewer will assess it.")
        return redirect(kept)
    lessons = Lesson.objects.for_reader(request.user)
    others = list(in_order(lessons, sounding_like(Lesson(**words.cleaned_data), least=2)))
    return render(
        request,
        "lessons/add.html",
        {
            "form": form,
            "title": "Tell us more about it",
            "more": True,
            "others": others[:_NEAR],
            "met": len(others),
            "evaluation": evaluation,
        },
    )


def _drawn_from(request: HttpRequest) -> QuerySet[Attached]:
    """The evaluation that a lesson is drawn from, where the address or the form names a published one."""
    try:
        key = UUID(request.POST.get("evaluation") or request.GET.get("evaluation") or "")
    except ValueError:
        return Attached.objects.none()
    return Attached.objects.public().filter(pk=key)


@require_http_methods(["GET", "POST"])
@reviewers
def step(request: HttpRequest, key: int, name: str) -> HttpResponse:
    """One step of a lesson, taken by a reviewer."""
    if name not in STEPS:
        raise Http404("There is no such step.")
    found = get_object_or_404(Lesson.objects.for_reader(request.user), pk=key)
    form = STEPS[name](request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _take(found, name, request.user, form.cleaned_data)
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Done. The lesson is now: {found.get_state_display().lower()}.")
            return redirect(found)
    intro = pointed_out(found) if name == "assess" else ""
    shown = {"form": form, "lesson": found, "title": STEP_WORDS[name], "intro": intro}
    return render(request, "lessons/step.html", shown)


def _take(found: Lesson, name: str, by: Any, said: dict[str, Any]) -> None:
    if name == "assess":
        services.assess(found, by, **said)
    elif name == "set-aside":
        services.set_aside(found, by, **said)
    elif name == "note":
        services.issue_note([found], by, **said)
    elif name == "assure":
        services.assure(found, by, **said)
    else:
        services.reopen(found, by, **said)


@require_http_methods(["GET", "POST"])
@contributors
def report(request: HttpRequest, key: int) -> HttpResponse:
    """What one of the reader's organisations did about an action note."""
    found = get_object_or_404(
        Assignment.objects.for_writer(request.user).select_related("note", "organisation"), pk=key
    )
    about = found.note.lessons.first()
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.report(found, request.user, form.cleaned_data["report"])  # type: ignore[arg-type]
        messages.success(request, f"Reported for {found.organisation}.")
        return redirect(about or "lessons")
    title = f"What did {found.organisation} do about action note {found.note}?"
    return render(
        request, "lessons/step.html", {"form": form, "lesson": about, "title": title, "intro": found.note.text}
    )


@require_POST
@signed_in
def subscribe(request: HttpRequest) -> HttpResponse:
    """Ask for the weekly digest of a theme, or end it."""
    theme = request.POST.get("theme", "")
    if theme not in codelists.THEMES:
        raise Http404("There is no such theme.")
    mine: dict[str, Any] = {"person": request.user, "theme": theme}
    subscription, made = Subscription.objects.get_or_create(**mine)
    if not made:
        subscription.delete()
    what = "You will get" if made else "You will no longer get"
    messages.success(request, f"{what} the weekly digest on {codelists.THEMES[theme].lower()}.")
    return redirect(f"/lessons/?theme={theme}")
