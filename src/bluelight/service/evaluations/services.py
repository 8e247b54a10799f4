"""Every write to attached evaluations, and what comes of them in the register; each is a step with who and why."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from bluelight.errors import BluelightError
from bluelight.evaluation import Case
from bluelight.evaluation.result import Evaluation
from bluelight.service.accounts.audit import record
from bluelight.service.accounts.models import User
from bluelight.service.contributions.services import ChangedError
from bluelight.service.core import jobs
from bluelight.service.evaluations import facts
from bluelight.service.evaluations.files import Files, case_of, protocol_of
from bluelight.service.evaluations.history import log_of, sha
from bluelight.service.evaluations.models import Attached, Look, State, Step
from bluelight.service.register import services as register
from bluelight.service.register.models import Collaboration, Organisation


def attach(key: UUID, entry: Collaboration, organisation: Organisation, by: User, files: Files) -> Attached:
    """Keep what was sent, and have it worked out; a protocol without data is registered. Asking twice is asking once.

    Raises InputError or BluelightError where the files are no good; nothing is kept then.
    """
    there = Attached.objects.filter(pk=key, author=by).first()
    if there is not None:
        return there
    case, title = _checked(files)
    with transaction.atomic():
        made = Attached.objects.create(
            pk=key, collaboration=entry, organisation=organisation, author=by, title=title, protocol=files.protocol
        )
        _send(made, files, case, by)
    return made


def send(attached: Attached, by: User, files: Files) -> None:
    """Put other files in the place of those sent before, and have them worked out. That it was done is kept.

    Raises as `attach` does.
    """
    case, title = _checked(files)
    with transaction.atomic():
        row = _locked(attached)
        if not row.open_to_author:
            raise _out_of_turn(row)
        row.title = title
        _send(row, files, case, by)


def _checked(files: Files) -> tuple[Case | None, str]:
    log_of(files.log)
    protocol = protocol_of(files)
    return (case_of(files) if files.whole else None), protocol.title[:200]


def _send(row: Attached, files: Files, case: Case | None, by: User) -> None:
    row.protocol, row.panel, row.treatment = files.protocol, files.panel, files.treatment
    row.log, row.sent, row.result, row.error = files.log, files.sent, "", ""
    row.lock += 1
    row.save()
    outcome = case.protocol.outcome if case else protocol_of(files).outcome
    hashes = {"protocol": sha(files.protocol), "panel": sha(files.panel), "treatment": sha(files.treatment)}
    if case is None:
        Look.objects.create(attached=row, event="registered", outcome=outcome, protocol=hashes["protocol"])
        return _step(row, State.REGISTERED, by)
    Look.objects.create(attached=row, event="evaluated", outcome=outcome, **hashes)
    _step(row, State.WAITING, by)
    _enqueue(row)
    return None


def _enqueue(row: Attached) -> None:
    from bluelight.service.evaluations.tasks import work_out

    row.task = jobs.enqueue(work_out, str(row.pk))
    row.save(update_fields=["task"])


def _locked(attached: Attached) -> Attached:
    return Attached.objects.select_for_update().get(pk=attached.pk)


def _step(row: Attached, after: State, by: User | None, why: str = "") -> None:
    row.state, row.changed = after, timezone.now()
    row.save(update_fields=["state", "changed"])
    Step.objects.create(attached=row, after=after, who=by, why=why)


def _move(attached: Attached, allowed: set[str], after: State, by: User, why: str = "") -> Attached:
    row = _locked(attached)
    if row.state not in allowed:
        raise _out_of_turn(row)
    _step(row, after, by, why)
    return row


def _out_of_turn(row: Attached) -> BluelightError:
    said = row.get_state_display().lower()
    return BluelightError(f"This evaluation is {said}, so that cannot be done. Reload the page.")


@transaction.atomic
def finish(attached: Attached, found: Evaluation) -> None:
    """It was worked out."""
    row = _locked(attached)
    if row.state == State.WAITING:
        row.result = found.to_json()
        row.save(update_fields=["result"])
        _step(row, State.DRAFT, None)


@transaction.atomic
def fail(attached: Attached, why: str) -> None:
    """It could not be worked out, for the reason given."""
    row = _locked(attached)
    if row.state == State.WAITING:
        row.error = why
        row.save(update_fields=["error"])
        _step(row, State.FAILED, None)


@transaction.atomic
def resume() -> None:
    """Put what lost its worker back in the queue. Called by the only worker, before it takes its first job."""
    waiting = jobs.waiting()
    for row in Attached.objects.filter(state=State.WAITING):
        if row.task not in waiting:
            _enqueue(row)


@transaction.atomic
def say(attached: Attached, *, lock: int, **said: Any) -> None:
    """Write whom it is by (`evaluator`, `evaluator_name`) or which claims it speaks to (`findings`).

    Raises ChangedError where somebody wrote in between.
    """
    row = _locked(attached)
    if row.state not in {State.DRAFT, State.RETURNED, State.IN_REVIEW}:
        raise _out_of_turn(row)
    if row.lock != lock:
        raise ChangedError
    for name, value in said.items():
        setattr(row, name, value)
    row.lock += 1
    row.save(update_fields=["lock", *said])


@transaction.atomic
def submit(attached: Attached, by: User, *, why: str, lock: int) -> None:
    """Hand it in, as it was when its answers were checked."""
    row = _locked(attached)
    if row.state == State.SUBMITTED:
        return  # a double click
    if row.lock != lock:
        raise ChangedError
    if not row.evaluator:
        raise BluelightError("Say who did the evaluation before it is handed in.")
    facts.of(row)
    _move(row, {State.DRAFT, State.RETURNED}, State.SUBMITTED, by, why)


@transaction.atomic
def discard(attached: Attached, by: User) -> None:
    """Take it back before it is published. That its data were looked at stays known."""
    allowed: set[str] = {State.REGISTERED, State.FAILED, State.DRAFT, State.RETURNED, State.SUBMITTED}
    _move(attached, allowed, State.DISCARDED, by)


@transaction.atomic
def take_up(attached: Attached, by: User) -> None:
    """A reviewer begins to read it; from now on its author cannot change it."""
    _move(attached, {State.SUBMITTED}, State.IN_REVIEW, by)


@transaction.atomic
def give_back(attached: Attached, by: User, *, why: str) -> None:
    """Return it to its author, with reasons."""
    if not why.strip():
        raise BluelightError("Say why it is returned, so that its author knows what to do.")
    _move(attached, {State.IN_REVIEW}, State.RETURNED, by, why)


@transaction.atomic
def publish(attached: Attached, by: User, *, why: str, lock: int, address: str) -> None:
    """Publish it with its protocol and data at an address, and let the register know by its rules.

    Raises ChangedError where it was written since the reviewer read it, BluelightError where the reviewer is its
    author, the entry is withdrawn, or a claim that it speaks to is gone.
    """
    row = _locked(attached)
    if row.author_id == by.pk:
        raise BluelightError("You attached this yourself. Another reviewer has to read and publish it.")
    if row.lock != lock:
        raise ChangedError
    if row.collaboration.state != Collaboration.State.PUBLISHED:
        raise BluelightError("The entry it belongs to is withdrawn, so it cannot be published. Return it.")
    _move(row, {State.IN_REVIEW}, State.PUBLISHED, by, why)
    row = _locked(attached)
    used = Attached.objects.filter(collaboration=row.collaboration).aggregate(last=Max("number"))["last"] or 0
    row.number = max(used, register.last_evaluation(row.collaboration)) + 1
    row.save(update_fields=["number"])
    found, came = facts.of(row, address=address)
    register.keep_evaluation(row.collaboration, found, came, why=why[:100], by=by)
    record("published an evaluation", who=by, about=found.id)


@transaction.atomic
def withdraw(attached: Attached, by: User, *, why: str) -> None:
    """Take a published one back. Its address says that it was, and why; the register forgets what it said."""
    if not why.strip():
        raise BluelightError("Say why the evaluation is withdrawn: its address will say so.")
    row = _move(attached, {State.PUBLISHED}, State.WITHDRAWN, by, why)
    row.withdrawn_on, row.withdrawn_why = timezone.localdate(), why
    row.save(update_fields=["withdrawn_on", "withdrawn_why"])
    register.take_back_evaluation(row.collaboration, facts.key_of(row), why=why[:100], by=by)
    record("withdrew an evaluation", who=by, about=facts.key_of(row), why=why)
