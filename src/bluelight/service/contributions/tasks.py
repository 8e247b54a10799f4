"""The background job that tells an author what became of what they handed in."""

from __future__ import annotations

from django.core.mail import send_mail
from django_tasks import task

from bluelight.service.contributions.models import Revision, State
from bluelight.service.mail import site


@task()
def tell_author(key: str) -> None:
    """Send an email that it is published, or returned and why; nothing where it has gone on meanwhile."""
    found = Revision.objects.filter(pk=key, state__in=(State.RETURNED, State.PUBLISHED)).first()
    step = found and found.steps.filter(after=found.state).last()
    if not found or not step or not found.author.email:
        return
    if found.state == State.PUBLISHED and found.collaboration:
        subject, what, where = "Published", "is published. Anyone may read it", found.collaboration.get_absolute_url()
    else:
        subject, what, where = (
            "Returned",
            "is returned to you. Change it and hand it in again",
            found.get_absolute_url(),
        )
    why = f"The reviewer says:\n\n{step.why}\n\n" if step.why else ""
    said = f"“{found}”, which you handed in for {found.organisation.name}, {what}:\n\n{site()}{where}\n\n{why}"
    send_mail(f"{subject}: {found}", said, None, [found.author.email])
