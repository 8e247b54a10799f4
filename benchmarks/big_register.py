"""A register as large as asked for: the shipped entries over and over, each with a slug and a name of its own.

`python -m benchmarks.big_register DIR LESSONS` adds so many lessons to the register in the service's folder DIR.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from bluelight.register import Claim, Collaboration, Pair, Register, codelists, load_register

# Of a hundred lessons, how many have come how far.
_STATES = {"identified": 50, "assessed": 20, "action": 10, "reported": 5, "learned": 12, "set_aside": 3}


def big_register(collaborations: int, claims_each: int | None = None) -> Register:
    """So many collaborations; with so many claims each, taken in turn from all that ship, or with their own."""
    shipped = load_register()
    claims = cycle([claim for entry in shipped.collaborations for claim in entry.claims])
    entries, pairs = [], []
    for number, entry in enumerate(islice(cycle(shipped.collaborations), collaborations)):
        own = entry.claims if claims_each is None else tuple(islice(claims, claims_each))
        entries.append(_copy(entry, number, own))
        pairs += [_pair(pair, entries[-1]) for pair in shipped.pairs if pair.collaboration == entry.slug]
    return Register(tuple(entries), shipped.organisations, tuple(pairs))


def _copy(entry: Collaboration, number: int, claims: tuple[Claim, ...]) -> Collaboration:
    slug = f"{entry.slug}-{number}"
    numbered = [
        claim.model_copy(update={"id": f"{slug}/{claim.side}-{place}", "partner": None, "pair": None})
        for place, claim in enumerate(claims, start=1)
    ]
    return entry.model_copy(update={"slug": slug, "name": f"{entry.name} {number}", "claims": tuple(numbered)})


def _pair(pair: Pair, entry: Collaboration) -> Pair:
    return pair.model_copy(update={"collaboration": entry.slug, "pair": None})


def add_lessons(count: int) -> None:
    """Lessons in every state, each of two texts that ship, with their steps, action notes and what is to be reported.

    Written as rows, not step by step, which would take an hour; a database set up by `set_up_django`.
    """
    from django.utils import timezone

    from bluelight.service.accounts.models import User
    from bluelight.service.lessons.models import ActionNote, Assignment, Lesson, Step
    from bluelight.service.lessons.services import keep_stems
    from bluelight.service.register.models import Collaboration as Entry
    from bluelight.service.register.models import Organisation

    draw, now = random.Random(1), timezone.now()
    reviewer = User.objects.create_user("reviewer@example.org", "reviewer@example.org", role="reviewer")
    entries = list(Entry.objects.values_list("pk", "theme")[:count])
    organisations = list(Organisation.objects.public())
    texts = [text for entry in load_register().collaborations for text in (*entry.lessons, *entry.barriers)]

    def notes() -> Iterator[ActionNote]:
        for number in range(1, max(2, count // 50)):
            due = now.date() + timedelta(days=draw.randint(-30, 300))
            yield ActionNote(
                year=2026, number=number, kind="action", text=draw.choice(texts), due=due, issued_by=reviewer
            )

    issued = ActionNote.objects.bulk_create(notes(), 500)

    def lessons() -> Iterator[Lesson]:
        states = [state for state, share in _STATES.items() for _ in range(share)]
        for number in range(count):
            state, text = draw.choice(states), f"{draw.choice(texts)} {draw.choice(texts)}"
            changed = now - timedelta(minutes=draw.randint(0, 500_000))
            yield Lesson(
                title=f"{text[:100]} {number}",
                text=text,
                origin=draw.choice(list(codelists.LESSON_ORIGINS)),
                theme=draw.choice(entries)[1],
                services=["fire"],
                state=state,
                public=draw.random() < 0.9,
                organisation=draw.choice(organisations),
                note=draw.choice(issued) if state in ("action", "reported", "learned") else None,
                changed=changed,
            )

    made = Lesson.objects.bulk_create(lessons(), 500)
    keep_stems(made)
    Step.objects.bulk_create((Step(lesson=each, state="identified", by=reviewer) for each in made), 500)
    links: Any = Lesson.collaborations.through
    links.objects.bulk_create(
        (links(lesson_id=each.pk, collaboration_id=draw.choice(entries)[0]) for each in made), 500
    )
    Assignment.objects.bulk_create(
        (
            Assignment(note=note, organisation=organisation, due=note.due, reported=draw.choice([None, now, now]))
            for note in issued
            for organisation in draw.sample(organisations, 5)
        ),
        500,
    )


if __name__ == "__main__":
    from bluelight.service.running.start import set_up_django

    set_up_django(Path(sys.argv[1]))
    add_lessons(int(sys.argv[2]))
