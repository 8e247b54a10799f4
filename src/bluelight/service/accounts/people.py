"""Pages for administrators: who has an account, whom to invite, what was done; and tokens for programs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bluelight.errors import BluelightError
from bluelight.service.accounts import services
from bluelight.service.accounts.forms import InviteForm, PersonForm, TokenForm
from bluelight.service.accounts.gates import administrators, contributors
from bluelight.service.accounts.models import ApiToken, AuditEntry, Invitation
from bluelight.service.accounts.querysets import people as people_for
from bluelight.service.accounts.roles import organisations_of
from bluelight.service.accounts.views import FORM
from bluelight.service.core.paging import page_of

_UNDER = {"under": ("People", "people"), "back": "/people/"}


@administrators
@never_cache
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Who may do what?"""
    found = people_for(request.user).prefetch_related("organisations").order_by("username")
    invited = Invitation.objects.for_reader(request.user).open()
    return render(request, "accounts/people.html", {"list": page_of(request, found, size=50), "invited": invited})


@administrators
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody."""
    user: Any = request.user
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            secret = services.invite(said["email"], said["role"], said["organisations"], by=user)
        except BluelightError as error:
            form.add_error("email", str(error))
        else:
            address = request.build_absolute_uri(reverse("invitation", args=[secret]))
            services.send_invitation(said["email"].strip().lower(), address)
            messages.success(request, f"An invitation is on its way to {said['email']}.")
            return redirect("people")
    shown = {"form": form, "title": "Invite somebody", "button": "Send the invitation", **_UNDER}
    return render(request, FORM, shown, status=422 if form.is_bound else 200)


@administrators
@require_POST
def end_invitation(request: HttpRequest, key: int) -> HttpResponse:
    """End an invitation that nobody has accepted."""
    user: Any = request.user
    found = get_object_or_404(Invitation.objects.for_reader(user), pk=key)
    services.end_invitation(found, by=user)
    messages.success(request, f"The invitation of {found.email} is ended.")
    return redirect("people")


@administrators
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, key: int) -> HttpResponse:
    """Change what somebody may do."""
    user: Any = request.user
    found = get_object_or_404(people_for(user), pk=key)
    initial = {"role": found.role, "organisations": found.organisations.all(), "is_active": found.is_active}
    form = PersonForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_person(found, **form.cleaned_data, by=user)
        except BluelightError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{found} is changed.")
            return redirect("people")
    shown = {"form": form, "title": f"Change {found}", "button": "Save", **_UNDER}
    return render(request, FORM, shown, status=422 if form.is_bound else 200)


@administrators
@never_cache
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """What was done, by whom?"""
    words = request.GET.get("q", "").strip()[:200]
    found = AuditEntry.objects.for_reader(request.user).saying(words)
    return render(request, "accounts/audit.html", {"list": page_of(request, found, size=100), "words": words})


@contributors
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def make_token(request: HttpRequest) -> HttpResponse:
    """A token with which a program may write for an organisation."""
    user: Any = request.user
    form = TokenForm(request.POST or None, organisations=organisations_of(user))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        secret = services.make_token(said["organisation"], said["name"], days=said["days"], by=user)
        return render(request, "accounts/token.html", {"secret": secret})
    shown = {"form": form, "title": "Make a token for a program", "button": "Make the token"}
    return render(request, FORM, shown, status=422 if form.is_bound else 200)


@contributors
@require_POST
def revoke_token(request: HttpRequest, key: int) -> HttpResponse:
    """End a token."""
    user: Any = request.user
    services.revoke_token(get_object_or_404(ApiToken.objects.for_reader(user), pk=key), by=user)
    messages.success(request, "The token is ended. Programs that use it are refused from now on.")
    return redirect("account")
