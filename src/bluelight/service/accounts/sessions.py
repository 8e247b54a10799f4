"""When a session ends: so long after signing in, and sooner where nobody used it for a while."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse

BEGUN, SEEN = "signed_in_at", "seen_at"
_NOTE_EVERY_S = 60  # each note is a write


def limits(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Sign out whoever was signed in for too long, or was away for too long, before the page is made."""

    def middleware(request: HttpRequest) -> HttpResponse:
        session = request.session
        if SESSION_KEY in session:
            now = time.time()
            begun, seen = session.setdefault(BEGUN, now), session.get(SEEN, now)
            if now - begun > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE_AGE:
                logout(request)
                messages.info(request, "You were signed out, as you had been signed in or away for a long time.")
            elif SEEN not in session or now - seen > _NOTE_EVERY_S:
                session[SEEN] = now
        return get_response(request)

    return middleware
