"""The background job that works an attached evaluation out."""

from __future__ import annotations

import math

from django.core.mail import send_mail
from django_tasks import task

from bluelight.errors import BluelightError
from bluelight.evaluation.result import Evaluation
from bluelight.service.core import jobs
from bluelight.service.evaluations import services
from bluelight.service.evaluations.files import Files, as_folder
from bluelight.service.evaluations.history import history_of
from bluelight.service.evaluations.models import Attached, State
from bluelight.service.mail import site

SAME = 1e-9


@task()
def work_out(key: str) -> None:
    """Work it out from its files, and hold it against the result that was sent with them, where one was."""
    row = Attached.objects.filter(pk=key, state=State.WAITING).first()
    if row is None:
        return  # it was discarded, or another job has done it
    try:
        found = _worked_out(row)
        if row.sent:
            _same(bytes(row.sent), found)
    except Exception as error:
        services.fail(row, jobs.reason(error, f"Evaluation {row.pk}"))
    else:
        services.finish(row, found)


@task()
def tell_author(key: str) -> None:
    """Send its author an email that it is published, or returned and why; nothing where it has gone on meanwhile."""
    found = Attached.objects.filter(pk=key, state__in=(State.PUBLISHED, State.RETURNED)).first()
    step = found and found.steps.filter(after=found.state).last()
    if found and step and found.author.email:
        what = found.get_state_display()
        why = f"The reviewer says:\n\n{step.why}\n" if step.why else ""
        said = f"The evaluation “{found}” is {what.lower()}:\n\n{site()}{found.get_absolute_url()}\n\n{why}"
        send_mail(f"{what}: {found}", said, None, [found.author.email])


def _worked_out(row: Attached) -> Evaluation:
    from bluelight.documents.evaluation import write_evaluation
    from bluelight.evaluation import evaluate, load_case

    with as_folder(files_of(row)) as path:
        case = load_case(path)
        found = evaluate(case, history_of(row, case))
    write_evaluation(found, row.folder)
    return found


def files_of(row: Attached) -> Files:
    """The files as they are kept."""
    return Files(*(bytes(part) for part in (row.protocol, row.panel, row.treatment, row.log, row.sent)))


def _same(sent: bytes, found: Evaluation) -> None:
    """Refuse figures that were sent and are not those worked out here. The rating may differ: it knows more here."""
    try:
        theirs = Evaluation.model_validate_json(sent)
    except ValueError:
        raise BluelightError(
            "The result.json that was sent is no result of an evaluation. Send the files without it."
        ) from None
    for name in ("protocol", "panel", "treatment"):
        if getattr(theirs.asked, f"{name}_sha256") != getattr(found.asked, f"{name}_sha256"):
            raise BluelightError(
                f"The result.json that was sent is of another {name}. Evaluate these files again, and send that result."
            )
    for name in ("effect", "low", "high", "p_value"):
        first, second = getattr(theirs.estimate, name), getattr(found.estimate, name)
        if (first is None) != (second is None) or not math.isclose(first or 0, second or 0, rel_tol=SAME, abs_tol=SAME):
            raise BluelightError(
                f"The result.json that was sent says {name} {first}, and working it out here gives {second}. Evaluate "
                "the files again with this version, and send that result."
            )
    if theirs.verdict != found.verdict:
        raise BluelightError(f"The result that was sent says {theirs.verdict}, and here it is {found.verdict}.")
