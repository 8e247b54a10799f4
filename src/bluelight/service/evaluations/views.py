"""Pages of attached evaluations: attach one, read it, say who did it and which claims it speaks to, hand it in."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bluelight.errors import BluelightError, InputError
from bluelight.service.accounts.gates import contributors, signed_in
from bluelight.service.accounts.roles import organisations_of
from bluelight.service.contributions.personal import findings
from bluelight.service.contributions.views import number_of
from bluelight.service.evaluations import facts, services
from bluelight.service.evaluations.downloads import files_there
from bluelight.service.evaluations.files import MOST_FILE, Files, from_zip, protocol_of
from bluelight.service.evaluations.forms import EvaluatorForm, FindingForm
from bluelight.service.evaluations.models import Attached
from bluelight.service.evaluations.showing import shown
from bluelight.service.lessons.models import Lesson
from bluelight.service.register.models import Collaboration

_SHOWN = 50


@contributors
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a protocol, or a whole evaluation, of a collaboration that one's organisation takes part in."""
    user: Any = request.user
    entry = get_object_or_404(Collaboration.objects.for_writer(user), slug=slug)
    ours = organisations_of(user)
    problems: list[str] = []
    if request.method == "POST":
        organisation = get_object_or_404(ours, slug=request.POST.get("organisation", ""))
        try:
            key = UUID(request.POST.get("key", ""))
        except ValueError:
            raise BluelightError("That form was not filled here. Go back, reload the page and try again.") from None
        try:
            return redirect(services.attach(key, entry, organisation, user, _sent(request)))
        except InputError as error:
            problems = [str(problem) for problem in error.problems]
        except BluelightError as error:
            problems = [str(error)]
    return _files_page(request, problems, {"entry": entry, "organisations": ours, "key": uuid4()})


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, key: UUID) -> HttpResponse:
    """Send the data of a registered protocol, or other files in the place of those that were no good."""
    user: Any = request.user
    found = get_object_or_404(Attached.objects.for_writer(user), pk=key)
    problems: list[str] = []
    if request.method == "POST":
        try:
            services.send(found, user, _sent(request, bytes(found.protocol)))
            return redirect(found)
        except InputError as error:
            problems = [str(problem) for problem in error.problems]
        except BluelightError as error:
            problems = [str(error)]
    return _files_page(request, problems, {"entry": found.collaboration, "attached": found})


def _files_page(request: HttpRequest, problems: list[str], said: dict[str, Any]) -> HttpResponse:
    more = max(0, len(problems) - _SHOWN)
    said |= {"problems": problems[:_SHOWN], "more": more, "most": MOST_FILE // 1_000_000}
    return render(request, "evaluations/files.html", said, status=422 if problems else 200)


def _sent(request: HttpRequest, protocol: bytes = b"") -> Files:
    """The files of a form; `protocol` is the one that stays where no other is sent."""
    folder = request.FILES.get("folder")
    if folder is not None:
        return from_zip(folder.file, str(folder.name)[:100])  # type: ignore[arg-type]
    parts = {}
    for name in ("protocol", "panel", "treatment", "log"):
        file = request.FILES.get(name)
        if file is not None and (file.size or 0) > MOST_FILE:
            raise BluelightError(f"{file.name} is larger than {MOST_FILE // 1_000_000} MB. Send it in a zip.")
        parts[name] = file.read() if file is not None else b""
    parts["protocol"] = parts["protocol"] or protocol
    if not parts["protocol"]:
        raise BluelightError("Choose the protocol, or the zip of a whole evaluation.")
    if bool(parts["panel"]) != bool(parts["treatment"]):
        raise BluelightError("Choose both the panel and the treatment: one does not do without the other.")
    return Files(**parts)


@never_cache
@require_safe
def evaluation(request: HttpRequest, key: UUID) -> HttpResponse:
    """Did it work, and how sure are we?"""
    readable = Attached.objects.for_reader(request.user).select_related("collaboration", "organisation", "author")
    found = readable.filter(pk=key).first()
    if found is None:
        withdrawn = get_object_or_404(Attached.objects.withdrawn().select_related("collaboration"), pk=key)
        return render(request, "evaluations/withdrawn.html", {"attached": withdrawn}, status=410)
    reviewing = Attached.objects.for_reviewer(request.user).filter(pk=key).exists()
    ours = Attached.objects.of_organisations(request.user).filter(pk=key).exists()
    drawn = shown(found)
    fact, came = facts.of(found) if drawn and not _gone(found) else (None, ())
    return render(
        request,
        "evaluations/evaluation.html",
        {
            "attached": found,
            "shown": drawn,
            "fact": fact,
            "came": [(each, found.collaboration.claims.get(key=each.claim)) for each in came],
            "files": files_there(found),
            "looks": found.looks.all(),
            "steps": found.steps.select_related("who"),
            "working": ours or reviewing,
            "may_write": Attached.objects.for_writer(request.user).filter(pk=key).exists(),
            "may_say": Attached.objects.for_editor(request.user).filter(pk=key).exists(),
            "reviewing": reviewing,
            "may_withdraw": Attached.objects.for_withdrawer(request.user).filter(pk=key).exists(),
            "own": found.author_id == request.user.pk,
            "findings": findings(protocol_of(Files(bytes(found.protocol))).model_dump(mode="json"))
            if reviewing
            else [],
            "lessons": Lesson.objects.for_reader(request.user).filter(evaluations=found),
        },
    )


def _gone(found: Attached) -> bool:
    """Whether the entry no longer makes a claim that it speaks to: the list of claims then says so."""
    there = set(found.collaboration.claims.values_list("key", flat=True))
    return any(said["claim"] not in there for said in found.findings)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def evaluator(request: HttpRequest, key: UUID) -> HttpResponse:
    """Who did it?"""
    found = get_object_or_404(Attached.objects.for_editor(request.user), pk=key)
    form = EvaluatorForm(
        request.POST or None, initial={"evaluator": found.evaluator, "evaluator_name": found.evaluator_name}
    )
    if request.method == "POST" and form.is_valid():
        services.say(found, lock=number_of(request, "lock"), **form.cleaned_data)
        return redirect(found)
    shown = {"attached": found, "form": form, "title": "Who did the evaluation?"}
    return render(request, "evaluations/answer.html", shown, status=422 if form.is_bound else 200)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def claims(request: HttpRequest, key: UUID) -> HttpResponse:
    """Which claims does it speak to, and how does its effect become their figure?"""
    found = get_object_or_404(Attached.objects.for_editor(request.user), pk=key)
    told = {said["claim"] for said in found.findings}
    rest = [claim for claim in found.collaboration.claims.all() if claim.key not in told]
    removed = request.POST.get("remove", "")
    form = FindingForm(request.POST if request.method == "POST" and not removed else None, claims=rest)
    if removed or (form.is_bound and form.is_valid()):
        kept = [said for said in found.findings if said["claim"] != removed]
        added = [] if removed else [form.cleaned_data]
        services.say(found, lock=number_of(request, "lock"), findings=[*kept, *added])
        return redirect("evaluation_claims", found.pk)
    by_key = {claim.key: claim for claim in found.collaboration.claims.all()}
    shown = {
        "attached": found,
        "form": form,
        "rest": rest,
        "told": [(said, by_key.get(said["claim"])) for said in found.findings],
        "result": facts.result_of(found),
    }
    return render(request, "evaluations/claims.html", shown, status=422 if form.is_bound else 200)


@signed_in
@require_POST
def submit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Hand it in."""
    user: Any = request.user
    found = get_object_or_404(Attached.objects.of_organisations(user), pk=key)
    services.submit(found, user, why=request.POST.get("why", "").strip()[:2000], lock=number_of(request, "lock"))
    messages.success(request, "It is handed in. A reviewer will read it; you see here what comes of it.")
    return redirect(found)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take it back before it is published, once it is sure."""
    user: Any = request.user
    found = get_object_or_404(Attached.objects.of_organisations(user), pk=key)
    if request.method != "POST":
        return render(request, "evaluations/sure.html", {"attached": found})
    services.discard(found, user)
    messages.success(request, "It is taken back. Nothing of it was published.")
    return redirect(found.collaboration)
