"""The background job that tells organisations what was assigned to them."""

from __future__ import annotations

from django.core.mail import send_mail
from django.template.defaultfilters import date
from django_tasks import task

from bluelight.service.accounts.models import User
from bluelight.service.lessons.models import ActionNote
from bluelight.service.mail import site


@task()
def tell_assigned(key: str) -> None:
    """Send an email about an action note to the contributors of each organisation that has not reported on it."""
    note = ActionNote.objects.get(pk=key)
    writers = User.objects.filter(is_active=True).exclude(email="")
    for assignment in note.assignments.filter(reported=None).select_related("organisation"):
        readers = sorted(writers.filter(organisations=assignment.organisation_id).values_list("email", flat=True))
        if readers:
            said = (
                f"{note.get_kind_display()}: {note.text}\n\n{assignment.organisation} is to report by "
                f"{date(assignment.due, 'j F Y')}:\n\n{site()}{assignment.get_absolute_url()}\n"
            )
            send_mail(f"Action note {note}, for {assignment.organisation}", said, None, readers)
