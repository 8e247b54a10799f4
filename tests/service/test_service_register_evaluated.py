"""An evaluation in the register: beside the claim it speaks to, in its rating, in files and for programs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from tests.register.make_registers import with_evaluation

from bluelight.register import Register, load_register, observations
from bluelight.register.ratings import strongest
from bluelight.register.standard import to_json
from bluelight.service.register.evidence import gap_map, rated
from bluelight.service.register.exchange import compare, published
from bluelight.service.register.models import Collaboration, Evaluation
from bluelight.service.register.services import load_register as load
from bluelight.service.register.summary import claimed, rungs

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> Register:
    """One shipped entry whose first claim was evaluated."""
    shipped = load_register()
    entry = next(e for e in shipped.collaborations if any(c.state == "forecast" and c.amount for c in e.claims))
    claim = next(c for c in entry.claims if c.state == "forecast" and c.amount)
    part = replace(shipped, collaborations=(entry,), pairs=())
    return with_evaluation(part, claim.id, "better", (0.5, 0.2, 0.8), claim.unit or "GBP")


def test_it_stands_beside_the_claim_and_gives_it_its_rating(told: Register) -> None:
    load(told)
    entry = Collaboration.objects.get()
    page = Client().get(entry.get_absolute_url()).content.decode()
    assert "An independent evaluation" in page
    assert "A lower cost is a saving of as much." in page
    assert "Nobody has recorded both" not in page
    assert "How this is known" in page
    said = Client().get(f"/api/v1/collaborations/{entry.slug}").json()
    assert [found["id"] for found in said["evaluations"]] == [f"{entry.slug}/evaluation-1"]
    assert said["realised"][0]["claim"] == told.realised[0].claim
    assert observations(published()) == observations(told)


def test_lists_and_the_map_of_evidence_count_it_as_the_page_does_and_it_comes_first(told: Register) -> None:
    shipped = load_register()
    load(replace(shipped, collaborations=shipped.collaborations[:40], pairs=()))
    load(told)
    entry = Collaboration.objects.for_page().get(slug=told.evaluations[0].collaboration)
    claims = list(entry.claims.all())
    rated(entry, claims)
    slow = {kind: strongest([c.rating for c in claims if claimed(c) == kind]).rung for kind in map(claimed, claims)}  # type: ignore[attr-defined]
    assert rungs(entry.ratings) == slow
    assert "independent_evaluation" in slow.values()
    public = Collaboration.objects.public()
    assert public.sorted_by("evidence")[0] == entry
    on_map = [gap.rung for _, row in gap_map(public).rows for gap in row]
    assert on_map.count("independent_evaluation") == list(slow.values()).count("independent_evaluation")


def test_a_comparison_says_what_it_found_and_what_came_of_the_claim(told: Register) -> None:
    load(told)
    found = told.evaluations[0]
    page = Client().get("/compare/", {"entry": [found.collaboration]}).content.decode()
    assert "Rests on: an independent evaluation. Evaluated: " in page
    assert found.title in page


def test_a_file_takes_no_evaluation_away_whose_data_are_kept_here(told: Register) -> None:
    load(told)
    Evaluation.objects.update(kept=True)
    Collaboration.objects.get().came.update(kept=True)
    load(replace(told, evaluations=(), realised=()))
    assert published().evaluations == told.evaluations
    assert published().realised == told.realised
    assert published().collaborations[0].evidence == "evaluated"
    other = told.evaluations[0].model_copy(update={"effect": 7.0})
    load(replace(told, evaluations=(other,)))
    assert published().evaluations == told.evaluations
    assert to_json(replace(published(), collaborations=())) == to_json(replace(told, collaborations=()))


def test_registers_that_differ_in_an_evaluation_are_told_apart(told: Register) -> None:
    load(told)
    assert not compare(told).differing
    assert list(compare(replace(told, evaluations=(), realised=())).differing.values()) == [["evaluations", "realised"]]
