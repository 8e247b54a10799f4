"""Pages on which reviewers and administrators write about the group: one form each, saved by a service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bluelight.errors import BluelightError
from bluelight.service.accounts.gates import reviewers
from bluelight.service.accounts.models import User
from bluelight.service.accounts.roles import may_administer, may_review
from bluelight.service.group import forms, ledger, services
from bluelight.service.group.models import (
    Action,
    AgendaItem,
    Body,
    Commission,
    Decision,
    Entry,
    Meeting,
    Paper,
    Seat,
    WorkPackage,
)

Said = dict[str, Any]

_UNDER = ("Working group", "group")


@dataclass(frozen=True)
class Page:
    """A form, the kind of row it is about (None for a new one), its title, and what saves it.

    `shown` names the fields that are filled with what the row says; such a form carries the row's stamp. `may` says who
    may use it beside having to be a reviewer. It `leads` to a page; without one, to the row or its meeting.
    """

    form: type[django_forms.Form]
    about: Any
    title: str
    save: Callable[[Any, User, Said, str], Any]
    leads: str
    shown: tuple[str, ...] = ()
    may: Callable[[Any], bool] = may_review
    button: str = "Save"


def _item(meeting: Meeting, by: User, said: Said, seen: str) -> None:
    item = services.add(AgendaItem, by, meeting=meeting, title=said["title"])
    if said["url"]:
        services.add(Paper, by, item=item, title=said["paper"], url=said["url"], public=said["public"])


PAGES: dict[str, Page] = {
    "member": Page(
        forms.MemberForm,
        None,
        "Add a member body",
        lambda _, by, said, seen: services.add_body(by, **said),
        "group-members",
    ),
    "seat": Page(
        forms.SeatForm,
        Body,
        "Add a seat",
        lambda row, by, said, seen: services.add(Seat, by, body=row, **said),
        "group-members",
    ),
    "holder": Page(
        forms.HolderForm,
        Seat,
        "Change a seat",
        lambda row, by, said, seen: services.change_seat(row, by, seen=seen, **said),
        "group-members",
        ("role", "holder"),
        may_administer,
    ),
    "no-seat": Page(
        django_forms.Form,
        Seat,
        "Take a seat away",
        lambda row, by, said, seen: services.remove_seat(row, by, seen=seen),
        "group-members",
        may=may_administer,
        button="Take it away",
    ),
    "turns": Page(
        forms.TurnsForm,
        None,
        "Change how long a turn in the chair is",
        lambda _, by, said, seen: services.set_turns(by, **said),
        "group-members",
        may=may_administer,
    ),
    "left": Page(
        forms.LeftForm,
        Body,
        "Say when a body leaves",
        lambda row, by, said, seen: services.change(row, by, seen=seen, **said),
        "group-members",
        ("left",),
    ),
    "meeting": Page(
        forms.MeetingForm,
        None,
        "Plan a meeting",
        lambda _, by, said, seen: services.add(Meeting, by, **said),
        "meetings",
    ),
    "date": Page(
        forms.MeetingForm,
        Meeting,
        "Change the day or place of a meeting",
        lambda row, by, said, seen: services.move_meeting(row, by, seen=seen, **said),
        "",
        ("on", "place"),
        may_administer,
    ),
    "chair": Page(
        forms.ChairForm,
        Meeting,
        "Say who takes the chair",
        lambda row, by, said, seen: services.override_chair(row, by, **said),
        "",
    ),
    "item": Page(forms.ItemForm, Meeting, "Add an item to the agenda", _item, ""),
    "minutes": Page(
        forms.MinutesForm,
        Meeting,
        "Write the minutes",
        lambda row, by, said, seen: services.write_minutes(row, by, seen=seen, **said),
        "",
        ("minutes",),
    ),
    **{
        name: Page(
            django_forms.Form,
            about,
            title,
            lambda row, by, said, seen: services.strike(row, by, seen=seen),
            "",
            button="Take it out",
        )
        for name, about, title in (
            ("no-item", AgendaItem, "Take an item off the agenda, with its papers"),
            ("no-paper", Paper, "Take a paper out"),
            ("no-decision", Decision, "Take a decision out of the draft minutes"),
            ("no-action", Action, "Take an action out of the draft minutes"),
        )
    },
    "no-meeting": Page(
        django_forms.Form,
        Meeting,
        "Take a planned meeting away",
        lambda row, by, said, seen: services.cancel(row, by, seen=seen),
        "meetings",
        may=may_administer,
        button="Take it away",
    ),
    "decision": Page(
        forms.DecisionForm,
        Meeting,
        "Add a decision",
        lambda row, by, said, seen: services.minute(Decision, row, by, **said),
        "",
    ),
    "action": Page(
        forms.ActionForm,
        Meeting,
        "Add an action",
        lambda row, by, said, seen: services.minute(Action, row, by, **said),
        "",
    ),
    "approve": Page(
        django_forms.Form,
        Meeting,
        "Approve and publish the minutes",
        lambda row, by, said, seen: services.approve_minutes(row, by, seen=seen),
        "",
    ),
    "done": Page(
        forms.DoneForm,
        Action,
        "Say that an action is done",
        lambda row, by, said, seen: services.finish(row, by, **said),
        "actions",
    ),
    "package": Page(
        forms.PackageForm,
        None,
        "Add a work package",
        lambda _, by, said, seen: services.add(WorkPackage, by, **said),
        "fund",
    ),
    "entry": Page(
        forms.EntryForm,
        None,
        "Enter a line in the ledger",
        lambda _, by, said, seen: ledger.enter(said.pop("key"), by, **said),
        "fund",
    ),
    "take-back": Page(
        forms.WhyForm,
        Entry,
        "Take a line of the ledger back",
        lambda row, by, said, seen: ledger.take_back(row, by, **said),
        "fund",
    ),
    "commission": Page(
        forms.CommissionForm,
        None,
        "Add research that was asked for",
        lambda _, by, said, seen: services.add_commission(by, **said),
        "group",
    ),
    "publish": Page(
        django_forms.Form,
        Commission,
        "Let anyone read this research",
        lambda row, by, said, seen: services.change(row, by, seen=seen, public=True),
        "",
    ),
    "point": Page(
        forms.PointForm,
        Commission,
        "Add to the research",
        lambda row, by, said, seen: services.add_point(row, by, **said),
        "",
    ),
}


@reviewers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, name: str, key: int | None = None) -> HttpResponse:
    """One form: empty for something new, about a row where the address names one."""
    user: Any = request.user
    page = PAGES.get(name)
    if page is not None and not page.may(user):
        raise PermissionDenied("This page is for administrators.")
    if page is None or (page.about is None) != (key is None):
        raise Http404("There is no such form.")
    row = get_object_or_404(page.about, pk=key) if page.about else None
    leads: Any = page.leads or getattr(row, "meeting", row)
    filled = {field: getattr(row, field) for field in page.shown}
    form = page.form(request.POST if request.method == "POST" else None, initial=filled)
    stamp = services.stamp(row) if row is not None else ""
    intro = f"About: {row}" if row is not None else ""
    form.fields["seen"] = django_forms.CharField(widget=django_forms.HiddenInput, initial=stamp, required=False)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            page.save(row, user, said, said.pop("seen"))
        except BluelightError as error:
            form.add_error(None, str(error))
            again = request.POST.copy()
            again["seen"] = stamp  # what it says now is shown; saving again is to choose
            form.data = again
            if isinstance(error, services.ChangedError):
                intro = f"It says now: {' '.join(str(getattr(row, field)) for field in page.shown)}"
        else:
            messages.success(request, "Saved.")
            return redirect(leads)
    back = resolve_url(leads)
    shown = {"form": form, "title": page.title, "button": page.button, "intro": intro, "back": back, "under": _UNDER}
    return render(request, "accounts/form.html", shown, status=422 if form.is_bound else 200)
