"""What the public reads of the working group: members, meetings, actions, fund, research."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bluelight.service.accounts.roles import may_administer, may_review
from bluelight.service.group.models import Action, Body, Commission, Decision, Entry, Meeting, Paper, WorkPackage
from bluelight.service.group.money import by_package, outstanding, sums
from bluelight.service.group.reading import chaired, lines, next_turns, turn_length
from bluelight.service.group.rotation import quarters_without


@require_safe
def group(request: HttpRequest) -> HttpResponse:
    """Who is in it, when does it meet next, what is it doing?"""
    today = timezone.localdate()
    planned = chaired()
    actions = Action.objects.for_reader(request.user)
    context = {
        "bodies": Body.objects.members_on(today),
        "next": next((each for each in planned if each.meeting.on >= today), None),
        "last": next((each for each in reversed(planned) if each.meeting.on < today), None),
        "open": actions.open().count(),
        "overdue": actions.overdue(today).count(),
        "sums": sums(lines()),
        "commissions": Commission.objects.for_reader(request.user),
        "may_edit": may_review(request.user),
    }
    return render(request, "group/group.html", context)


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """Which bodies are members, in which seats, and whose turn the chair is."""
    today = timezone.localdate()
    bodies = Body.objects.listed().prefetch_related("seats__holder")
    context = {
        "bodies": bodies.members_on(today),
        "others": bodies.exclude(pk__in=Body.objects.members_on(today)),
        "length": turn_length(),
        "coming": [each for each in chaired() if each.meeting.on >= today],
        "turns": next_turns(today),
        "may_edit": may_review(request.user),
        "may_administer": may_administer(request.user),
    }
    return render(request, "group/members.html", context)


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """When it meets, and when it did not."""
    today = timezone.localdate()
    planned = chaired()
    context = {
        "coming": [each for each in planned if each.meeting.on >= today],
        "held": [each for each in reversed(planned) if each.meeting.on < today],
        "missed": quarters_without([each.meeting.on for each in planned], today),
        "may_edit": may_review(request.user),
    }
    return render(request, "group/meetings.html", context)


@require_safe
def meeting(request: HttpRequest, key: int) -> HttpResponse:
    """One meeting: agenda and papers; and once approved its minutes, decisions and actions."""
    found = get_object_or_404(Meeting.objects.listed(), pk=key)
    papers = Paper.objects.for_reader(request.user).filter(item__meeting=found)
    context = {
        "meeting": found,
        "chaired": next(each for each in chaired() if each.meeting.pk == found.pk),
        "agenda": [(item, [paper for paper in papers if paper.item_id == item.pk]) for item in found.agenda.all()],
        "minutes": Meeting.objects.with_minutes_for(request.user).filter(pk=key).first(),
        "decisions": Decision.objects.for_reader(request.user).filter(meeting=found),
        "actions": Action.objects.for_reader(request.user).filter(meeting=found),
        "today": timezone.localdate(),
        "may_edit": may_review(request.user),
        "may_administer": may_administer(request.user),
    }
    return render(request, "group/meeting.html", context)


@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    """Who undertook what, and what is overdue?"""
    today = timezone.localdate()
    found = Action.objects.for_reader(request.user)
    context = {
        "overdue": found.overdue(today),
        "open": found.open().exclude(pk__in=found.overdue(today)),
        "done": found.exclude(done=None).order_by("-done"),
        "today": today,
        "may_edit": may_review(request.user),
    }
    return render(request, "group/actions.html", context)


@require_safe
def fund(request: HttpRequest) -> HttpResponse:
    """What came in, what was promised to others, what was paid?"""
    counted = lines()
    names = dict(WorkPackage.objects.values_list("pk", "name"))
    packages = [(names.get(key or 0, "In no work package"), each) for key, each in by_package(counted).items()]
    left = outstanding(counted)
    context = {
        "sums": sums(counted),
        "packages": sorted(packages, key=lambda each: each[0]),
        "entries": [(entry, left.get(entry.pk)) for entry in Entry.objects.listed()],
        "may_edit": may_review(request.user),
    }
    return render(request, "group/fund.html", context)


@require_safe
def commission(request: HttpRequest, slug: str) -> HttpResponse:
    """What was asked of research, and what did it find?"""
    found = get_object_or_404(Commission.objects.for_reader(request.user), slug=slug)
    sources = list(found.sources.all())
    numbers = {source.pk: number for number, source in enumerate(sources, 1)}
    points = [
        (point, sorted(numbers[source.pk] for source in point.sources.all()))
        for point in found.points.prefetch_related("sources")
    ]
    kinds = [
        ("question", "What was asked"),
        ("finding", "What was found"),
        ("case", "Cases looked at"),
        ("method", "How it was done"),
    ]
    context = {
        "commission": found,
        "sources": sources,
        "parts": [(title, [each for each in points if each[0].kind == kind]) for kind, title in kinds],
        "may_edit": may_review(request.user),
    }
    return render(request, "group/commission.html", context)
