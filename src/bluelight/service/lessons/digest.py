"""The weekly digest: what is new in a theme, and what is late, to whoever asked for it."""

from __future__ import annotations

from datetime import timedelta

from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone

from bluelight.service.lessons.models import Assignment, Lesson, Subscription

_WEEK = timedelta(days=7)


def send_digests(address: str) -> int:
    """Send every digest that is due; how many were sent. `address` is where this site is found.

    A digest is due a week after the last. One with nothing to say is not sent, and waits for the next week.
    """
    now = timezone.now()
    sent = 0
    for subscription in Subscription.objects.filter(sent__lte=now - _WEEK).select_related("person"):
        text = digest(subscription, address)
        if text:
            name = subscription.get_theme_display()
            send_mail(f"Lessons this week: {name}", text, None, [subscription.person.email])
            sent += 1
        Subscription.objects.filter(pk=subscription.pk).update(sent=now)
    return sent


def digest(subscription: Subscription, address: str) -> str:
    """What one digest says; empty where nothing changed and nothing is late."""
    readable = Lesson.objects.for_reader(subscription.person).filter(theme=subscription.theme)
    changed = readable.filter(changed__gt=subscription.sent).order_by("-changed")
    late = Assignment.objects.for_reader(subscription.person).overdue().filter(note__lessons__in=readable).distinct()
    parts = []
    if changed:
        parts += [
            "What changed:",
            *(
                f"- {each.title} ({each.get_state_display().lower()}): {address}{each.get_absolute_url()}"
                for each in changed
            ),
        ]
    if late:
        parts += [
            "Late:",
            *(
                f"- {each.organisation}, action note {each.note}, due {each.due:%d %B %Y}"
                for each in late.select_related("note", "organisation")
            ),
        ]
    if parts:
        parts += ["", f"To end this email: {address}{reverse('lessons')}?theme={subscription.theme}"]
    return "\n".join(parts)
