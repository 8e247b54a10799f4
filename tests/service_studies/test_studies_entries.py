"""Objectives, risks, owners, caps and plans to evaluate are stated on the pages of a copy, and refused in words."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from bluelight.register.codelists import THEMES
from bluelight.service.studies import services
from bluelight.service.studies.entries import ENTRIES
from bluelight.service.studies.entries.owners import OWNED
from bluelight.service.studies.files import content_of, study_from_text
from bluelight.service.studies.models import Study
from bluelight.studies.evaluations import sentence_of
from bluelight.studies.owners import NOT_LINES

OBJECTIVE = {
    "text": "Fire engines reach people as soon as today.",
    "measure": "mean response of fire engines",
    "factor": "affordability",
    "figure": "response_fire",
    "at_most": "0",
}
OWNER = {"of": "shared-estate", "organisation": "fire", "who": "Littleham Fire: head of property"}
CAP = {
    "group": "back-office",
    "cap": "400000",
    "price_year": "2024/25",
    "source": "the two finance directors",
    "moves": ["share_site"],
}
RISK = {
    "what": "The joint room fails.",
    "likelihood": "0.1",
    "basis": "assumed",
    "source": "a workshop",
    "impact": "50000, 120000, 300000; assumed; a workshop",
    "organisation": "fire",
    "people": "nobody answers",
    "severity": "5",
    "options": ["next-door"],
}
PLAN = {
    "benefit": "response",
    "organisation": "fire",
    "indicator": "mean response to dwelling fires",
    "unit": "minutes",
    "smallest_effect": "0.25",
    "mean": "7.8",
    "spread": "0.3",
    "memory": "0.5",
    "frequency": "year",
    "periods": "12",
    "treated": "1",
    "comparators": "43",
    "source": "fire statistics",
}
SAID: dict[str, dict[str, Any]] = {
    "objectives": OBJECTIVE,
    "risks": RISK,
    "owners": OWNER,
    "caps": CAP,
    "evaluations": PLAN,
}


@pytest.mark.parametrize("kind", list(ENTRIES))
def test_one_more_is_stated_acts_and_is_taken_out(kind: str, client: Client, study: Study) -> None:
    copy = services.copy_study(study)
    address = f"{copy.get_absolute_url()}{kind}/"
    assert "The study states none yet" in client.get(address).content.decode()
    before = content_of(copy.toml)
    answer = client.post(address, SAID[kind])
    assert answer.status_code == 302, answer.context["form"].errors
    copy.refresh_from_db()
    made = study_from_text(copy.toml)
    assert [o.at_most for o in made.case.objectives] == ([0.0] if kind == "objectives" else [])
    assert [o.factor for o in made.case.objectives] == (["affordability"] if kind == "objectives" else [])
    assert made.owners == ({"shared-estate": {"fire": OWNER["who"]}} if kind == "owners" else {})
    assert [cap.cap for cap in made.money.overlap_groups] == ([400_000] if kind == "caps" else [])
    assert [risk.likelihood for risk in made.risks] == ([0.1] if kind == "risks" else [])
    assert [plan.about.comparators for plan in made.evaluations] == ([43] if kind == "evaluations" else [])
    ((key, title, said),) = client.get(address).context["entries"]
    assert title
    assert said
    assert client.post(address, {"remove": key}).status_code == 302
    copy.refresh_from_db()
    assert ENTRIES[kind].form.entries(content_of(copy.toml)) == []
    assert content_of(copy.toml)["option"] == before["option"]
    assert client.get(f"{study.get_absolute_url()}{kind}/").status_code == 403


@pytest.mark.parametrize(
    ("kind", "change", "says"),
    [
        ("objectives", {"at_most": ""}, "Its figure needs one target"),
        ("objectives", {"text": ""}, "Enter what is to be achieved"),
        ("evaluations", {"comparators": "0"}, "Others to compare with must be above 0"),
        ("evaluations", {"spread": ""}, "Enter its spread"),
        ("evaluations", {"memory": "1.5"}, "less than 1"),
        ("evaluations", {"periods": "twelve"}, "is not a whole number"),
        ("owners", {"of": "luck"}, "Select a valid choice"),
        ("caps", {"cap": "-1"}, "greater than 0"),
        ("caps", {"moves": ["merge_support"]}, "is in no line"),
        ("caps", {"moves": []}, "Tick at least one of moves"),
        ("caps", {"price_year": "1890/91"}, "1890/91"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    kind: str, change: dict[str, Any], says: str, client: Client, study: Study
) -> None:
    copy = services.copy_study(study)
    answer = client.post(f"{copy.get_absolute_url()}{kind}/", {**SAID[kind], **change})
    assert answer.status_code == 422
    assert says in answer.content.decode(), answer.context["form"].errors
    text = copy.toml
    copy.refresh_from_db()
    assert copy.toml == text


def test_the_same_is_not_stated_twice(client: Client, study: Study) -> None:
    copy = services.copy_study(study)
    address = f"{copy.get_absolute_url()}caps/"
    assert [client.post(address, CAP).status_code for _ in range(2)] == [302, 422]


def test_an_owner_named_again_takes_the_place_of_the_last(client: Client, study: Study) -> None:
    copy = services.copy_study(study)
    for who in ("the head of property", "the head of estates"):
        assert client.post(f"{copy.get_absolute_url()}owners/", {**OWNER, "who": who}).status_code == 302
    copy.refresh_from_db()
    assert study_from_text(copy.toml).owners == {"shared-estate": {"fire": "the head of estates"}}


def test_a_plan_says_what_was_not_said_to_be_assumed_and_one_by_a_protocol_is_told_as_such(
    client: Client, study: Study
) -> None:
    copy = services.copy_study(study)
    address = f"{copy.get_absolute_url()}evaluations/"
    assert client.post(address, PLAN).status_code == 302
    copy.refresh_from_db()
    (plan,) = study_from_text(copy.toml).evaluations
    assert "memory of 0.5, assumed" in sentence_of(plan)
    assert client.post(address, PLAN).status_code == 422
    assert client.post(address, {**PLAN, "indicator": "share within ten minutes"}).status_code == 302
    told = ENTRIES["evaluations"].told({"benefit": "saving", "protocol": "plan/protocol.toml"})
    assert told == ("Saving", "By the protocol plan/protocol.toml, which came with the study file.")


def test_every_thing_that_has_an_owner_is_offered() -> None:
    assert set(OWNED) == set(THEMES) | set(NOT_LINES)
