"""Pages that show a study: what its newest run found."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bluelight.service.studies import showing
from bluelight.service.studies.finding import area_name, area_or_404, study_or_404
from bluelight.service.studies.models import Study
from bluelight.service.studies.reading import files_of, read_results

if TYPE_CHECKING:
    from bluelight.studies.results import Results


@require_safe
@never_cache
def study_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Which option, and why?"""
    study = study_or_404(slug)
    done = study.runs.done().first()
    results = read_results(done) if done else None
    shown = {}
    if results and done:
        wanted = request.GET.dict()
        shown = showing.study(results, done.pk, area_or_404(study), study.get_absolute_url(), wanted)
    newest = study.runs.first()
    return render(
        request,
        "studies/page.html",
        {
            "study": study,
            "area_name": area_name(study.area),
            "run": newest,
            "done": done,
            "results": results,
            "files": files_of(done) if done else [],
            "runs": study.runs.all()[:10],
            "lessons": study.lessons.for_reader(request.user),
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
    study = study_or_404(slug)
    done = study.runs.done().first()
    results = read_results(done) if done else None
    if results is None or done is None:
        return redirect(study)
    shown = _PARTS[part].show(results, done.pk)
    about = {"study": study, "area_name": area_name(study.area), "title": _PARTS[part].title, "here": part}
    return render(request, f"studies/{part}.html", {**about, "results": results, "parts": _parts(study), **shown})


@require_safe
def option_page(request: HttpRequest, slug: str, option: str) -> HttpResponse:
    """What exactly changes under one option?"""
    study = study_or_404(slug)
    done = study.runs.done().first()
    results = read_results(done) if done else None
    found = next((o for o in results.options if o.id == option and not o.is_base), None) if results else None
    if results is None or found is None or done is None:
        raise Http404(f"{study.name} has no results for an option called {option}. Its page lists the options it has.")
    shown = showing.option(results, found, done.pk, area_or_404(study))
    return render(request, "studies/option.html", {"study": study, "option": found, "results": results, **shown})
