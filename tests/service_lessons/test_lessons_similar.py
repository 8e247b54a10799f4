"""Lessons that sound alike are those of the slow way: compare the stems of every lesson with those of one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from bluelight.service.lessons import services, similar
from bluelight.service.lessons.models import Lesson, Stem
from bluelight.service.lessons.similar import sounding_like, stems_of

WORDS = ["handset", "flooding", "channel", "programme", "exercise", "commander", "rendezvous", "police", "hot"]
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)


def keep(said: list[str]) -> list[Lesson]:
    lessons = Lesson.objects.bulk_create([Lesson(title=text, text="-", origin="exercise") for text in said])
    services.keep_stems(lessons)
    return lessons


def slow(lesson: Lesson, least: int) -> list[int]:
    wanted = set(stems_of(lesson))
    shared = [(len(wanted & set(stems_of(other))), other.pk) for other in Lesson.objects.exclude(pk=lesson.pk)]
    return [key for n, key in sorted(shared, reverse=True) if n >= max(1, min(least, len(wanted)))]


class AnyLessons(TestCase):
    @given(st.lists(texts, min_size=1, max_size=8), texts, st.integers(1, 3))
    @settings(max_examples=20, deadline=None)
    def test_are_found_as_the_slow_way_finds_them(self, said: list[str], asked: str, least: int) -> None:
        kept = keep(said)
        for lesson in (kept[0], Lesson(title=asked, text="")):
            assert sounding_like(lesson, least=least) == slow(lesson, least)


@pytest.mark.django_db
def test_words_that_many_lessons_hold_are_looked_at_last(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = keep(
        ["handset channel commander", *["exercise flooding channel"] * 4, "handset commander exercise flooding"]
    )
    monkeypatch.setattr(similar, "_LOOKED_AT", 5)
    asked = Lesson(title="handset commander channel exercise flooding", text="")
    assert sounding_like(asked, least=2) == [kept[-1].pk, kept[0].pk]
    assert len(slow(asked, 2)) == 6


@pytest.mark.django_db(transaction=True)
def test_lessons_kept_before_are_found_too() -> None:
    before, after = [("lessons", "0003_evaluations")], [("lessons", "0004_stems")]
    executor = MigrationExecutor(connection)
    executor.migrate(before)
    try:
        old = executor.loader.project_state(before).apps.get_model("lessons", "Lesson")
        kept = old.objects.create(title="handset channel commander", text="-", origin="exercise")
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(after)
    assert set(Stem.objects.values_list("lesson", "stem")) == {(kept.pk, s) for s in ("handse", "channe", "comman")}
