"""Pages that change a study, or ask for a run of it."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from bluelight.service.areas.views import place_or_404
from bluelight.service.studies import choices, services
from bluelight.service.studies.entries import ENTRIES
from bluelight.service.studies.files import content_of, text_of
from bluelight.service.studies.finding import area_or_404, own_study_or_404, study_or_404
from bluelight.service.studies.forms import StudyForm
from bluelight.service.studies.income_forms import IncomeForm
from bluelight.service.studies.move_forms import KindForm, MoveForm, needs_words
from bluelight.service.studies.outline_forms import OutlineForm
from bluelight.service.studies.settings_forms import SettingsForm


@require_POST
def copy(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a copy to change."""
    made = services.copy_study(study_or_404(slug))
    messages.success(request, "This is your copy. Change what you like, then run it.")
    return redirect("study_edit", made.slug)


@require_POST
def begin(request: HttpRequest, identifier: str) -> HttpResponse:
    """Begin a study of an area."""
    area = place_or_404(identifier)
    made = services.begin_study(area.id, area.name)
    messages.success(request, "This is your study. Name an option and tick its moves, or run it for today alone.")
    return redirect("study_edit", made.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Name it, tick its moves, run it."""
    study = own_study_or_404(slug)
    area = area_or_404(study)
    content = content_of(study.toml)
    originals = [content_of(study.copied_from.toml)] if study.copied_from else []
    offered = choices.offered(area, content, *originals)
    form = StudyForm(request.POST or None, content=content, area=area, choices=offered)
    if request.method == "POST" and form.is_valid():
        changed = form.changed_content()
        services.change_study(study, name=changed["study"]["name"], toml=text_of(changed))
        if "run" in request.POST:
            services.request_run(study)
        else:
            messages.success(request, "Your changes are saved.")
        return redirect(study)
    return render(
        request,
        "studies/edit.html",
        {"study": study, "form": form, "left_out": choices.left_out(area), "area_name": area.name},
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_move(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose a kind of move and an option, then fill in its fields."""
    study = own_study_or_404(slug)
    area, content = area_or_404(study), content_of(study.toml)
    chosen = KindForm(request.GET if "kind" in request.GET else None, content)
    if not chosen.is_valid():
        return render(
            request, "studies/kind.html", {"study": study, "form": chosen}, status=422 if chosen.is_bound else 200
        )
    kind, option = chosen.cleaned_data["kind"], chosen.cleaned_data["option"]
    to = next(found for found in content["option"] if found["id"] == option)
    form = MoveForm(request.POST or None, kind=kind, option=to, content=content, area=area)
    if request.method == "POST" and form.is_valid():
        changed = form.changed_content()
        services.change_study(study, name=study.name, toml=text_of(changed))
        messages.success(request, f"Added to “{to['name']}”: {form.cleaned_data['move'].sentence(area)}")
        return redirect("study_edit", study.slug)
    shown = {"study": study, "form": form, "option": to, "needs": needs_words(to, area)}
    return render(request, "studies/move.html", shown, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def entries(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """What a study states several of, such as objectives or risks: one more, or one less."""
    study, asked = own_study_or_404(slug), ENTRIES[kind]
    area, content, removing = area_or_404(study), content_of(study.toml), request.POST.get("remove")
    beside = asked.beside(content, area, request.GET)
    data = request.POST if request.method == "POST" and not removing else None
    form = asked.form(data, content=content, area=area, initial=beside.initial)
    if removing or (form.is_bound and form.is_valid()):
        changed = asked.form.without(content, removing) if removing else form.changed_content()
        services.change_study(study, name=study.name, toml=text_of(changed))
        messages.success(request, f"{asked.one} is taken out." if removing else f"{asked.one} is in the study.")
        return redirect(f"study_{kind}", study.slug)
    told = [(asked.form.key_of(entry), *asked.told(entry)) for entry in asked.form.entries(content)]
    shown = {"study": study, "form": form, "page": asked, "entries": told, **beside.shown}
    return render(request, asked.template, shown, status=422 if form.is_bound else 200)


class _Page(NamedTuple):
    """A page of settings: its form, its words, and the page that follows once they are kept."""

    form: type[SettingsForm | IncomeForm]
    title: str
    lead: str
    then: str
    button: str = "Save"


_SETTINGS = {
    "settings": _Page(
        SettingsForm,
        "How the money is worked out",
        "Leave empty what should be as usual. Where ranges from the register are ticked, those of the moves are left "
        "aside, and what became of such promises elsewhere gives the range.",
        "study_edit",
    ),
    "incomes": _Page(
        IncomeForm,
        "Whose money it is",
        "A pound is worth more to a household with less. Say what incomes the groups have whose money is saved or "
        "spent; then, for each organisation, whose its money is; that of no group is not weighted. The case sets the "
        "weighted value beside the plain one and never in its place.",
        "study_incomes",
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, slug: str, page: str) -> HttpResponse:
    """How the money of a study is worked out, or whose it is."""
    study, asked = own_study_or_404(slug), _SETTINGS[page]
    form = asked.form(request.POST or None, content=content_of(study.toml), area=area_or_404(study))
    if request.method == "POST" and form.is_valid():
        services.change_study(study, name=study.name, toml=text_of(form.changed_content()))
        messages.success(request, "Your changes are saved.")
        return redirect(asked.then, study.slug)
    shown = {"study": study, "form": form, "page": asked}
    return render(request, "studies/asked.html", shown, status=422 if form.is_bound else 200)


@require_POST
def run(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a run; asking twice is asking once."""
    study = study_or_404(slug)
    services.request_run(study)
    return redirect(study)


@require_http_methods(["GET", "HEAD", "POST"])
def outline(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a run as a full business case: beside which outline?"""
    study = study_or_404(slug)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = OutlineForm(*sent, study=study)
    if form.is_bound and form.is_valid():
        services.request_run(study, form.cleaned_data.get("outline"), form.cleaned_data.get("uploaded"))
        return redirect(study)
    return render(request, "studies/outline.html", {"study": study, "form": form}, status=422 if form.is_bound else 200)
