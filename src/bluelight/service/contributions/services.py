"""Every write to revisions, and what comes of them in the register. Each is a step with who, when and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from pydantic import ValidationError

from bluelight import register as facts
from bluelight.errors import BluelightError
from bluelight.register.ratings import evidence
from bluelight.service.accounts.audit import record
from bluelight.service.accounts.models import User
from bluelight.service.contributions import content as contents
from bluelight.service.contributions import pairs
from bluelight.service.contributions.models import Revision, State, Step, Upload
from bluelight.service.contributions.personal import redacted
from bluelight.service.contributions.tasks import tell_author
from bluelight.service.contributions.told import pairs_of
from bluelight.service.core import jobs
from bluelight.service.lessons.services import identify_from_register
from bluelight.service.register import reading, services
from bluelight.service.register.models import Collaboration, Organisation
from bluelight.service.register.rows import slug_for


class ChangedError(BluelightError):
    """Somebody else wrote in between. `now` is what they wrote."""

    def __init__(self, now: Any = None) -> None:
        self.now = now
        super().__init__("Somebody else changed this while you had it open. Look at what it says now, then try again.")


@transaction.atomic
def begin(key: UUID, organisation: Organisation, by: User, entry: Collaboration | None = None) -> Revision:
    """A new revision, of a published entry or of none. Asking twice with one key is asking once.

    An entry that the organisation is changing already gives that revision.
    """
    there = Revision.objects.filter(pk=key, author=by).first()
    if there is None and entry is not None:
        there = Revision.objects.unfinished().filter(collaboration=entry, organisation=organisation).first()
    if there is not None:
        return there
    if entry is None:
        content, base = contents.blank(organisation), 0
    else:
        last = entry.versions.first()
        content, base = (last.content, last.number) if last else ({}, 0)
    made = Revision.objects.create(
        pk=key, collaboration=entry, organisation=organisation, author=by, content=content, base=base
    )
    Step.objects.create(revision=made, after=State.DRAFT, who=by)
    return made


@transaction.atomic
def change(revision: Revision, section: str, value: Any, *, seen: str) -> None:
    """Write one section, if it still is what the form was filled from. The same change twice is one change.

    Raises ChangedError, with what the section says now, where somebody wrote something else in between.
    """
    row = _locked(revision)
    now = row.content.get(section)
    if section == "claims":
        value = pairs.settled(value)
    if now == value:
        return
    if contents.fingerprint(now) != seen:
        raise ChangedError(now)
    _write(row, {**row.content, section: value})


def _locked(revision: Revision) -> Revision:
    return Revision.objects.select_for_update().get(pk=revision.pk)


def _write(row: Revision, content: contents.Content) -> None:
    row.content, row.lock, row.changed = content, row.lock + 1, timezone.now()
    row.save(update_fields=["content", "lock", "changed"])


def _step(row: Revision, allowed: set[str], after: State, by: User, why: str = "") -> None:
    if row.state not in allowed:
        raise BluelightError(f"This is {row.get_state_display().lower()}, so that cannot be done. Reload the page.")
    Step.objects.create(revision=row, before=row.state, after=after, who=by, why=why)
    row.state, row.changed = after, timezone.now()
    row.save(update_fields=["state", "changed"])


@transaction.atomic
def submit(revision: Revision, by: User, *, why: str, lock: int) -> None:
    """Hand it in, as it was when its answers were checked."""
    row = _locked(revision)
    if row.state == State.SUBMITTED:
        return  # a double click
    if row.lock != lock:
        raise ChangedError
    missing = contents.missing(row.content, row.organisation)
    if missing:
        raise BluelightError("It cannot be handed in yet. " + ". ".join(missing.values()) + ".")
    _step(row, {State.DRAFT, State.RETURNED}, State.SUBMITTED, by, why)


def keep_upload(rows: list[dict[str, Any]], organisation: Organisation, by: User) -> Upload:
    """Keep what a workbook said until its rows are chosen."""
    return Upload.objects.create(organisation=organisation, author=by, rows=rows)


@transaction.atomic
def take_rows(upload: Upload, chosen: set[int], by: User) -> int:
    """Make drafts of the chosen rows: all of them, or none where one has something wrong. Once only; how many."""
    row = Upload.objects.select_for_update().get(pk=upload.pk)
    wanted = [each for each in row.rows if each["row"] in chosen]
    if row.taken is not None:
        return len(wanted)  # a double click
    wrong = [str(each["row"]) for each in wanted if each["problems"]]
    if wrong or not wanted:
        what = f"Something is wrong with row {', '.join(wrong)}." if wrong else "No row was chosen."
        raise BluelightError(f"{what} Nothing was taken. Choose rows that have nothing wrong with them.")
    for each in wanted:
        entry, base = _changed(each, row.organisation)
        made = Revision.objects.create(
            collaboration=entry, organisation=row.organisation, author=by, content=each["content"], base=base
        )
        Step.objects.create(revision=made, after=State.DRAFT, who=by, why=f"From row {each['row']} of a spreadsheet")
    row.taken = timezone.now()
    row.save(update_fields=["taken"])
    return len(wanted)


def _changed(row: dict[str, Any], organisation: Organisation) -> tuple[Collaboration | None, int]:
    """The published entry that a row of a workbook changes, if it changes one, and the version that it began from."""
    slug, base = row.get("entry"), row.get("base", 0)
    if not slug:
        return None, 0
    entry = Collaboration.objects.of_organisations([organisation]).filter(slug=slug, version=base).first()
    if entry is None or Revision.objects.unfinished().filter(collaboration=entry, organisation=organisation).exists():
        raise BluelightError(
            f"The entry of row {row['row']} was changed since the spreadsheet was sent, or is being changed. Nothing "
            "was taken. Download your published entries again."
        )
    return entry, base


@transaction.atomic
def hand_in(revision: Revision, content: contents.Content, by: User, *, why: str) -> Revision:
    """Write all of it and hand it in, as a program does; what a program handed in before is replaced.

    Raises BluelightError where a reviewer has it in hand, or where something is missing.
    """
    row = _locked(revision)
    if row.state == State.SUBMITTED and row.content != content:
        _step(row, {State.SUBMITTED}, State.DRAFT, by, why)
    if row.state != State.SUBMITTED:
        if not row.open_to_author:
            raise BluelightError(
                f"This is {row.get_state_display().lower()}. Wait for the reviewer, then send it again."
            )
        _write(row, content)
        submit(row, by, why=why, lock=row.lock)
    return _locked(revision)


@transaction.atomic
def discard(revision: Revision, by: User) -> None:
    """Withdraw it before it is published."""
    _step(_locked(revision), {State.DRAFT, State.RETURNED, State.SUBMITTED}, State.WITHDRAWN, by)


@transaction.atomic
def recall(revision: Revision, by: User) -> None:
    """Take it back to change it, while no reviewer has begun to read it."""
    _step(_locked(revision), {State.SUBMITTED}, State.DRAFT, by, "Taken back to change it")


@transaction.atomic
def take_up(revision: Revision, by: User) -> None:
    """A reviewer begins to read it; from now on its author cannot change it."""
    row = _locked(revision)
    last = row.steps.last()
    if row.state == State.IN_REVIEW and last and last.who_id == by.pk:
        return  # a double click
    _step(row, {State.SUBMITTED}, State.IN_REVIEW, by)


@transaction.atomic
def give_back(revision: Revision, by: User, *, why: str) -> None:
    """Return it to its author, with reasons."""
    if not why.strip():
        raise BluelightError("Say why it is returned, so that its author knows what to do.")
    row = _locked(revision)
    _step(row, {State.IN_REVIEW}, State.RETURNED, by, why)
    jobs.enqueue(tell_author, str(row.pk))


@transaction.atomic
def redact(revision: Revision, by: User, texts: set[str]) -> None:
    """Take texts out of it. What they were is kept nowhere; that something was taken out is."""
    row = _locked(revision)
    if row.state != State.IN_REVIEW:
        raise BluelightError("Take it up for review first.")
    if texts:
        _write(row, redacted(row.content, texts))
        said = f"Redacted {len(texts)} {'text' if len(texts) == 1 else 'texts'}"
        Step.objects.create(revision=row, before=row.state, after=row.state, who=by, why=said)


@transaction.atomic
def publish(revision: Revision, by: User, *, why: str, lock: int, against: int) -> Collaboration:
    """Make it the published version.

    `lock` and `against` are the counts of the revision and of the published version that the reviewer has read.

    Raises ChangedError where either was written since, BluelightError where the reviewer is its author.
    """
    row = _locked(revision)
    if row.author_id == by.pk:
        raise BluelightError("You wrote this yourself. Another reviewer has to read and publish it.")
    entry = row.collaboration
    if row.lock != lock or (entry.version if entry else 0) != against:
        raise ChangedError
    taken = set(Collaboration.objects.values_list("slug", flat=True)) if entry is None else set()
    slug = entry.slug if entry else slug_for(row.content["name"], taken, "collaboration")
    try:
        fact = contents.fact_of(row.content, slug)
    except ValidationError as error:
        what = "; ".join(item["msg"].removeprefix("Value error, ") for item in error.errors(include_url=False))
        raise BluelightError(f"This cannot be published as it is: {what}. Correct it, or return it.") from None
    if wrong := pairs.faults(row.content["claims"]):
        raise BluelightError(f"This cannot be published as it is. {'. '.join(wrong)}. Return it.")
    told = _pairs(entry, fact, row.organisation) if entry else pairs_of(fact, (), None, row.organisation.name)
    evaluated, came = reading.evaluated(entry, fact) if entry else ((), ())
    fact = fact.model_copy(update={"evidence": evidence(fact.evidence, evaluated)[0]})
    services.load_register(facts.Register((fact,), (), told, evaluated, came), reason=why[:100], by=by)
    made = Collaboration.objects.get(slug=slug)
    identify_from_register(made)
    made.owner, made.confirmed_on = row.organisation, timezone.localdate()
    made.save(update_fields=["owner", "confirmed_on"])
    row.collaboration, row.content = made, contents.entry(row.content, slug)
    row.save(update_fields=["collaboration", "content"])
    _step(row, {State.IN_REVIEW}, State.PUBLISHED, by, why)
    record("published", who=by, about=slug, version=Collaboration.objects.get(slug=slug).version)
    jobs.enqueue(tell_author, str(row.pk))
    return made


def _pairs(entry: Collaboration, fact: facts.Collaboration, by: Organisation) -> tuple[facts.Pair, ...]:
    last = entry.versions.first()
    there = [reading.pair(entry, row) for row in entry.pairs.all()]
    return pairs_of(fact, there, last.content if last else None, by.name)


@transaction.atomic
def judge(entry: Collaboration, by: User, grades: Mapping[int, str], *, why: str, seen: int) -> None:
    """Give pairs of an entry, by their keys, other grades; the version `seen` must be the entry's. Twice is once."""
    row = Collaboration.objects.select_for_update().get(pk=entry.pk)
    differing = [pair for pair in row.pairs.filter(pk__in=grades) if pair.grade != grades[pair.pk]]
    if not differing:
        return
    if row.version != seen:
        raise BluelightError("The entry was changed while you had it open. Read it again, then judge its figures.")
    for pair in differing:
        pair.grade = grades[pair.pk]
        pair._change_reason = why[:100]  # type: ignore[attr-defined]
        pair.save(update_fields=["grade"])
    services.settle([row.pk], why=why, by=by)
    record("judged pairs", who=by, about=row.slug, why=why, measures=[pair.measure for pair in differing])


@transaction.atomic
def withdraw(entry: Collaboration, by: User, *, why: str) -> None:
    """Take a published entry back. Its address says that it was, and why."""
    if not why.strip():
        raise BluelightError("Say why the entry is withdrawn: its address will say so.")
    entry.state, entry.withdrawn_on, entry.withdrawn_why = "withdrawn", timezone.localdate(), why
    entry._change_reason = why[:100]  # type: ignore[attr-defined]
    entry.save()
    record("withdrew", who=by, about=entry.slug, why=why)


@transaction.atomic
def restore(entry: Collaboration, by: User, *, why: str) -> None:
    """Publish a withdrawn entry again as it was. The same twice is once."""
    if not why.strip():
        raise BluelightError("Say why the entry is published again: the log will say so.")
    row = Collaboration.objects.select_for_update().get(pk=entry.pk)
    if row.state == Collaboration.State.PUBLISHED:
        return
    row.state, row.withdrawn_on, row.withdrawn_why = Collaboration.State.PUBLISHED, None, ""
    row._change_reason = why[:100]  # type: ignore[attr-defined]
    row.save()
    record("published again", who=by, about=entry.slug, why=why)


@transaction.atomic
def confirm(entry: Collaboration, by: User) -> None:
    """A partner says that the entry is right as it is."""
    entry.confirmed_on = timezone.localdate()
    entry._change_reason = "Confirmed"  # type: ignore[attr-defined]
    entry.save(update_fields=["confirmed_on"])
    record("confirmed", who=by, about=entry.slug)
