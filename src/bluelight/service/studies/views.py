"""Pages about studies."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bluelight.area import Area
from bluelight.service.areas import places
from bluelight.service.areas.views import place_or_404
from bluelight.service.studies import choices, services, showing
from bluelight.service.studies.entry_forms import ENTRIES
from bluelight.service.studies.files import content_of, text_of
from bluelight.service.studies.forms import StudyForm
from bluelight.service.studies.models import Study
from bluelight.service.studies.move_forms import KindForm, MoveForm, needs_words
from bluelight.service.studies.outline_forms import OutlineForm
from bluelight.service.studies.reading import files_of, read_results
from bluelight.service.studies.risk_forms import RiskForm, judging, standing_risks
from bluelight.service.studies.settings_forms import SettingsForm

if TYPE_CHECKING:
    from bluelight.studies.results import Results


def _study(slug: str) -> Study:
    return get_object_or_404(Study.objects.public(), slug=slug)


def _own(slug: str) -> Study:
    """A study that somebody may change."""
    study = _study(slug)
    if study.shipped:
        raise PermissionDenied(f"{study.name} came with Bluelight and stays as it is.")
    return study


@require_safe
def study_list(request: HttpRequest) -> HttpResponse:
    """The studies there are, and how far each is."""
    found = [(study, study.runs.first(), _area_name(study.area)) for study in Study.objects.public()]
    return render(request, "studies/list.html", {"studies": found})


def _area(study: Study) -> Area:
    if study.area not in places.folders():
        raise Http404(
            f"The area of this study, {study.area}, is not here. Name its folder in BLUELIGHT_AREAS and start again."
        )
    return places.area(study.area)


def _area_name(identifier: str) -> str:
    return places.area(identifier).name if identifier in places.folders() else identifier


@require_safe
@never_cache
def study_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Which option, and why?"""
    study = _study(slug)
    done = study.runs.done().first()
    results = read_results(done) if done else None
    shown = {}
    if results and done:
        wanted = request.GET.dict()
        shown = showing.study(results, done.pk, _area(study), study.get_absolute_url(), wanted)
    newest = study.runs.first()
    return render(
        request,
        "studies/page.html",
        {
            "study": study,
            "area_name": _area_name(study.area),
            "run": newest,
            "done": done,
            "results": results,
            "files": files_of(done) if done else [],
            "runs": study.runs.all()[:10],
            "changed": done is not None and done.toml != study.toml,
            "planned": [] if results else showing.planned(study),
            "parts": _parts(study),
            **shown,
        },
    )


class _Part(NamedTuple):
    """A page of a study's results: its title, what it holds, and what it shows."""

    title: str
    holds: str
    show: Callable[[Results, int], dict[str, Any]]


_PARTS = {
    "response": _Part("Response", "what each option does to it, and how busy crews are", showing.response),
    "money": _Part("Money", "who pays and who gains, and how sure the order of the options is", showing.money),
    "assumptions": _Part("Assumptions", "whether the model can be believed, and sources", showing.assumptions),
}


def _parts(study: Study) -> dict[str, dict[str, str]]:
    """The pages of a study's results, the first among them, for the list of them on each."""
    first = {"title": "Options side by side", "holds": "", "address": study.get_absolute_url()}
    return {"study": first} | {
        name: {"title": part.title, "holds": part.holds, "address": reverse(f"study_{name}", args=[study.slug])}
        for name, part in _PARTS.items()
    }


@require_safe
@never_cache
def study_part(request: HttpRequest, slug: str, part: str) -> HttpResponse:
    """One part of a study's results; the study itself while there are none."""
    study = _study(slug)
    done = study.runs.done().first()
    results = read_results(done) if done else None
    if results is None or done is None:
        return redirect(study)
    shown = _PARTS[part].show(results, done.pk)
    about = {"study": study, "area_name": _area_name(study.area), "title": _PARTS[part].title, "here": part}
    return render(request, f"studies/{part}.html", {**about, "results": results, "parts": _parts(study), **shown})


@require_safe
def option_page(request: HttpRequest, slug: str, option: str) -> HttpResponse:
    """What exactly changes under one option?"""
    study = _study(slug)
    done = study.runs.done().first()
    results = read_results(done) if done else None
    found = next((o for o in results.options if o.id == option and not o.is_base), None) if results else None
    if results is None or found is None or done is None:
        raise Http404(f"{study.name} has no results for an option called {option}. Its page lists the options it has.")
    shown = showing.option(results, found, done.pk, _area(study))
    return render(request, "studies/option.html", {"study": study, "option": found, "results": results, **shown})


@require_POST
def copy(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a copy to change."""
    made = services.copy_study(_study(slug))
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
    study = _own(slug)
    area = _area(study)
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
    study = _own(slug)
    area, content = _area(study), content_of(study.toml)
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
def risks(request: HttpRequest, slug: str) -> HttpResponse:
    """The risks that a study states: one more, or one less."""
    study = _own(slug)
    area, content = _area(study), content_of(study.toml)
    removing = request.POST.get("remove")
    standing = standing_risks(content, area)
    judged = next((risk for risk in standing if risk.statement == request.GET.get("judge")), None)
    data = request.POST if request.method == "POST" and not removing else None
    form = RiskForm(data, content=content, area=area, initial=judging(judged) if judged else None)
    if removing or (form.is_bound and form.is_valid()):
        changed = RiskForm.without(content, removing) if removing else form.changed_content()
        services.change_study(study, name=study.name, toml=text_of(changed))
        messages.success(request, "The risk is taken out." if removing else "The risk is in the study.")
        return redirect("study_risks", study.slug)
    shown = {"study": study, "form": form, "risks": content.get("risks", []), "standing": standing, "judged": judged}
    return render(request, "studies/risks.html", shown, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def entries(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The objectives, owners or caps that a study states: one more, or one less."""
    study, asked = _own(slug), ENTRIES[kind]
    content, removing = content_of(study.toml), request.POST.get("remove")
    form = asked.form(
        request.POST if request.method == "POST" and not removing else None, content=content, area=_area(study)
    )
    if removing or (form.is_bound and form.is_valid()):
        changed = asked.form.without(content, removing) if removing else form.changed_content()
        services.change_study(study, name=study.name, toml=text_of(changed))
        messages.success(request, "It is taken out." if removing else "It is in the study.")
        return redirect(f"study_{kind}", study.slug)
    told = [(entry[asked.form.key], *asked.told(entry)) for entry in asked.form.entries(content)]
    shown = {"study": study, "form": form, "kind": asked, "entries": told}
    return render(request, "studies/entries.html", shown, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """How the money of a study is worked out."""
    study = _own(slug)
    form = SettingsForm(request.POST or None, content=content_of(study.toml), area=_area(study))
    if request.method == "POST" and form.is_valid():
        services.change_study(study, name=study.name, toml=text_of(form.changed_content()))
        messages.success(request, "Your changes are saved.")
        return redirect("study_edit", study.slug)
    return render(
        request, "studies/settings.html", {"study": study, "form": form}, status=422 if form.is_bound else 200
    )


@require_POST
def run(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a run; asking twice is asking once."""
    study = _study(slug)
    services.request_run(study)
    return redirect(study)


@require_http_methods(["GET", "HEAD", "POST"])
def outline(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a run as a full business case: beside which outline?"""
    study = _study(slug)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = OutlineForm(*sent, study=study)
    if form.is_bound and form.is_valid():
        services.request_run(study, form.cleaned_data.get("outline"), form.cleaned_data.get("uploaded"))
        return redirect(study)
    return render(request, "studies/outline.html", {"study": study, "form": form}, status=422 if form.is_bound else 200)


@require_safe
@never_cache
def progress(request: HttpRequest, slug: str) -> JsonResponse:
    """How far the newest run is, for the page that shows it."""
    newest = _study(slug).runs.first()
    if newest is None:
        raise Http404("This study has not been run.")
    said = {"status": newest.status, "active": newest.active, "step": newest.step, "percent": newest.percent}
    return JsonResponse(said)
