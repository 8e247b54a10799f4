"""Any search of the register as an Atom feed, by its address."""

from __future__ import annotations

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from bluelight.service.register import asking, words
from bluelight.service.register.models import Collaboration


class SearchFeed(Feed[Collaboration, asking.Question]):
    """The fifty entries of a search that came into the register or changed last."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *args: object, **kwargs: object) -> asking.Question:
        """What is asked; Http404 in words for what cannot be."""
        return asking.read(request.GET)

    def title(self, question: asking.Question) -> str:
        """What the feed is called."""
        return f"Register: {question.said}" if question.any else "Register"

    def link(self, question: asking.Question) -> str:
        """The page it is a feed of."""
        return reverse("register") + (f"?{question.query}" if question.any else "")

    def items(self, question: asking.Question) -> list[Collaboration]:
        """The entries."""
        public = Collaboration.objects.public().searched(question.text).matching(question.filters)
        return list(public.order_by("-changed", "name")[:50])

    def item_title(self, item: Collaboration) -> str:
        """Its name."""
        return item.name

    def item_description(self, item: Collaboration) -> str:
        """How far it is, and what it is."""
        return f"{words.named('theme', item.theme)}. {words.named('status', item.status)}. {item.summary}"

    def item_pubdate(self, item: Collaboration) -> datetime:
        """When it came into the register."""
        return item.added

    def item_updateddate(self, item: Collaboration) -> datetime:
        """When it last changed."""
        return item.changed
