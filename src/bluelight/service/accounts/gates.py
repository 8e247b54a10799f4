"""Which views want somebody signed in, and as what."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from bluelight.service.accounts.roles import Reader, may_administer, may_contribute, may_review, needs_second_step

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def only(may: Callable[[Reader], bool], refusal: str) -> Callable[[View[P]], View[P]]:
    """Let in whoever may; send whoever is not signed in, or not with the second step, there first."""

    def gate(view: View[P]) -> View[P]:
        @login_required
        @wraps(view)
        def gated(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            user: Any = request.user
            if needs_second_step(user) and not user.is_verified():
                return redirect("second_step")
            if not may(user):
                raise PermissionDenied(refusal)
            return view(request, *args, **kwargs)

        return gated

    return gate


signed_in = only(lambda reader: True, "")
contributors = only(may_contribute, "This page is for contributors. Ask an administrator to add your organisation.")
reviewers = only(may_review, "This page is for reviewers.")
administrators = only(may_administer, "This page is for administrators.")
