"""The lessons as an Atom feed, all of them or those of a theme."""

from __future__ import annotations

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from bluelight.register import codelists
from bluelight.service.lessons.models import Lesson


class LessonsFeed(Feed[Lesson, str]):
    """The fifty public lessons that changed last."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *args: object, **kwargs: object) -> str:
        """The theme asked for, empty for all."""
        theme = request.GET.get("theme", "")
        if theme and theme not in codelists.THEMES:
            raise Http404("There is no such theme.")
        return theme

    def title(self, theme: str) -> str:
        """What the feed is called."""
        return f"Lessons: {codelists.THEMES[theme]}" if theme else "Lessons"

    def link(self, theme: str) -> str:
        """The page it is a feed of."""
        return reverse("lessons") + (f"?theme={theme}" if theme else "")

    def items(self, theme: str) -> list[Lesson]:
        """The lessons."""
        public = Lesson.objects.public()
        return list((public.filter(theme=theme) if theme else public).order_by("-changed", "-pk")[:50])

    def item_title(self, item: Lesson) -> str:
        """The lesson in one line."""
        return item.title

    def item_description(self, item: Lesson) -> str:
        """How far it is, and what it says."""
        return f"{item.get_state_display()}. {item.text}"

    def item_updateddate(self, item: Lesson) -> datetime:
        """When it last changed."""
        return item.changed
