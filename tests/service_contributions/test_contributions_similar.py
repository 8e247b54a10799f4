"""Whoever writes an entry is offered what is there already."""

from __future__ import annotations

import pytest
from tests.service_contributions.conftest import Somebody
from tests.service_contributions.test_contributions_flow import begin, fill

from bluelight.service.lessons.models import Lesson
from bluelight.service.lessons.services import identify_from_register
from bluelight.service.register.models import Collaboration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register")]


def test_what_sounds_like_it_is_offered_while_somebody_writes(contributor: Somebody) -> None:
    identify_from_register()
    revision = begin(contributor.client)
    at = revision.get_absolute_url()
    assert "that sound" not in contributor.client.get(at).content.decode()
    known = Collaboration.objects.get(slug="derbyshire-nottinghamshire-joint-fire-control")
    other = Collaboration.objects.public().exclude(pk=known.pk).filter(points__kind="lesson")[0]
    lesson = other.points.filter(kind="lesson")[0]
    fill(contributor.client, f"{at}name/", {"value": known.name})
    fill(contributor.client, f"{at}summary/", {"value": f"{known.summary} {lesson.text}"})
    page = contributor.client.get(at)
    assert page.context["entries"][0] == known
    assert lesson.text in {each.text for each in page.context["lessons"]}
    assert "it is better to change that entry" in page.content.decode()
    hidden = Lesson.objects.filter(text=lesson.text)
    hidden.update(public=False)
    assert lesson.text not in {each.text for each in contributor.client.get(at).context["lessons"]}
