"""Every load keeps what it published as a version; a withdrawn entry is published no more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bluelight.register import load_register as read_register
from bluelight.register.model import Collaboration as Fact
from bluelight.service.register.models import Collaboration, Version
from bluelight.service.register.services import load_register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register")]

SLUG = "athena-police-intelligence-system"


def test_every_entry_begins_with_version_one_which_says_what_the_entry_says() -> None:
    facts = read_register().collaboration
    kept = {version.collaboration.slug: version for version in Version.objects.select_related("collaboration")}
    assert set(kept) == set(facts)
    assert {version.number for version in kept.values()} == {1}
    for slug, version in kept.items():
        assert Fact.model_validate(version.content) == facts[slug]


def test_a_changed_fact_is_the_next_version_and_the_last_one_stays() -> None:
    register = read_register()
    before = register.collaboration[SLUG]
    after = before.model_copy(update={"summary": "Another account."})
    others = tuple(entry for entry in register.collaborations if entry.slug != SLUG)
    load_register(replace(register, collaborations=(*others, after)), reason="The report came out.")
    entry = Collaboration.objects.get(slug=SLUG)
    assert entry.version == 2
    assert [(v.number, v.content["summary"], v.why) for v in entry.versions.all()] == [
        (2, "Another account.", "The report came out."),
        (1, before.summary, ""),
    ]
    assert Version.objects.count() == len(register.collaborations) + 1


def test_a_withdrawn_entry_is_not_among_the_public_ones() -> None:
    Collaboration.objects.filter(slug=SLUG).update(state="withdrawn")
    assert not Collaboration.objects.public().filter(slug=SLUG).exists()
    assert Collaboration.objects.withdrawn().get().slug == SLUG
