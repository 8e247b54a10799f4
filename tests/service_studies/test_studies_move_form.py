"""Moves of every kind are added with plain fields, and refused in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import Client
from tests.studies.call_takers import with_call_takers

from bluelight.area import Area
from bluelight.options import KINDS
from bluelight.service.areas import places
from bluelight.service.studies import move_text, services
from bluelight.service.studies.files import content_of, study_from_content, text_of
from bluelight.service.studies.models import Study
from bluelight.service.studies.move_forms import MoveForm, needs_words

AMOUNT = "40000, 60000, 90000; assumed; a reviewer"


@pytest.fixture
def area(study: Study) -> Area:
    return places.area(study.area)


def form_for(study: Study, area: Area, kind: str, **said: Any) -> MoveForm:
    """The form of a kind for the study's last option, sent with these values and what else it starts with."""
    content = content_of(study.toml)
    option = content["option"][-1]
    blank = MoveForm(None, kind=kind, option=option, content=content, area=area)
    sent = QueryDict(mutable=True)
    for name in blank.fields:
        value = said.get(name, blank[name].value())
        if value is not None:
            sent.setlist(name, [str(v) for v in value] if isinstance(value, list) else [str(value)])
    return MoveForm(sent, kind=kind, option=option, content=content, area=area)


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_field_of_every_kind_is_asked_for_in_its_own_words(kind: str, study: Study, area: Area) -> None:
    form = form_for(study, area, kind)
    asked = set(KINDS[kind].model_fields) - {"kind", "needs", "excludes"}
    assert asked <= set(form.fields)
    for name in asked:
        assert str(form.fields[name].help_text).startswith(KINDS[kind].model_fields[name].description or "")
    assert form.asks


@pytest.mark.parametrize(
    ("kind", "said", "holds"),
    [
        (
            "shared_posts",
            {"services": ["police", "fire"], "posts": "a director of finance", "saving": f"police: {AMOUNT}"},
            {"services": ["police", "fire"], "posts": ["a director of finance"], "saving_delay_years": 1},
        ),
        (
            "merge_support",
            {
                "services": ["police", "fire"],
                "function": "payroll",
                "posts_given_up": "police: 2.5\nfire: 1",
                "saving": f"fire: {AMOUNT}; prices of 2023/24; needs governance",
            },
            {"posts_given_up": {"police": 2.5, "fire": 1.0}, "function": "payroll"},
        ),
        (
            "prevention",
            {"services": ["fire"], "incident_types": "house_fire", "reduction": "0.02, 0.05, 0.1; assumed; a reviewer"},
            {"incident_types": ["house_fire"]},
        ),
        ("governance", {"services": ["police", "fire"], "model": "mayor"}, {"model": "mayor"}),
    ],
)
def test_a_move_is_made_of_what_was_typed(
    kind: str, said: dict[str, Any], holds: dict[str, Any], study: Study, area: Area
) -> None:
    form = form_for(study, area, kind, **said)
    form.is_valid()
    kept = {name: errors for name, errors in form.errors.items() if "needs" not in str(errors)}
    if kind == "merge_support":  # its amount needs a change of who governs, which the option does not have
        assert "governance" in str(form.errors)
        return
    assert kept == {}
    table = form.changed_content()["option"][-1]["move"][-1]
    assert {name: table[name] for name in holds} == holds
    assert study_from_content(form.changed_content()).options


def test_what_cannot_be_done_is_said_beside_its_field(study: Study, area: Area) -> None:
    form = form_for(study, area, "shared_posts", services=["police"], posts="a chief", saving="police 4")
    assert not form.is_valid()
    assert "does not say for whom" in str(form.errors["saving"])
    alone = form_for(study, area, "shared_posts", services=["police"], posts="a chief")
    assert not alone.is_valid()
    assert "one service alone cannot share a post" in str(alone.errors["services"]).lower()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("5", "is not an amount"),
        ("9, 5, 1; assumed; a reviewer", "not in rising order"),
        ("1, 2, 3; guessed; a reviewer", "basis"),
        ("x, 2, 3; assumed; a reviewer", "is not an amount"),
    ],
)
def test_an_amount_that_is_none_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        move_text.stated(text)


def test_an_amount_says_its_prices_and_its_need() -> None:
    found = move_text.stated(f"{AMOUNT}; prices of 2023/24; needs governance")
    assert (found.low, found.mode, found.high) == (40_000, 60_000, 90_000)
    assert (found.price_year, found.needs_governance) == ("2023/24", True)


def test_moves_that_need_one_another_say_so(study: Study, area: Area) -> None:
    option = {
        "move": [
            {"kind": "co_respond", "id": "help"},
            {"kind": "governance", "services": ["police", "fire"], "model": "mayor", "needs": ["help"]},
        ]
    }
    (said,) = needs_words(option, area)
    assert " needs “" in said


@pytest.mark.django_db
def test_the_pages_add_a_move_to_a_copy_and_never_to_what_shipped(client: Client, study: Study) -> None:
    copy = services.copy_study(study)
    address = f"/studies/{copy.slug}/moves/add/"
    assert "Kind of move" in client.get(address).content.decode()
    option = content_of(copy.toml)["option"][-1]["id"]
    wanted = {"kind": "governance", "option": option}
    page = client.get(address, wanted)
    assert page.status_code == 200
    assert "never taken to be nothing" in page.content.decode()
    sent = client.post(
        f"{address}?kind=governance&option={option}",
        {"services": ["police", "fire"], "model": "mayor", "asset_type": "equipment_development"},
    )
    assert sent.status_code == 302
    copy.refresh_from_db()
    assert content_of(copy.toml)["option"][-1]["move"][-1]["model"] == "mayor"
    assert client.get(address, {"kind": "no-such"}).status_code == 422
    bad = client.post(f"{address}?kind=governance&option={option}", {"model": "mayor"})
    assert bad.status_code == 422
    Study.objects.filter(pk=copy.pk).update(shipped=True)
    assert client.get(address).status_code == 403


@pytest.mark.parametrize(
    ("saving", "words"),
    [
        ("police: 9, 5, 1; assumed; a reviewer", "not in rising order"),
        (f"police: {AMOUNT}; prices of 1890/91", "is outside the price index"),
        ("police: €40000, €60000, €90000; assumed; a reviewer", "one currency, pounds"),
        ("police: 40000, 60000, 90000 EUR; assumed; a reviewer", "one currency, pounds"),
    ],
)
def test_money_that_cannot_be_counted_is_refused_on_the_form(saving: str, words: str, study: Study, area: Area) -> None:
    form = form_for(study, area, "shared_posts", services=["police", "fire"], posts="a chief", saving=saving)
    assert not form.is_valid()
    assert words in str(form.errors)


def test_moves_that_need_one_another_in_a_circle_are_refused_on_the_form(study: Study, area: Area) -> None:
    content = content_of(study.toml)
    option = content["option"][-1]
    option["move"] = [{"kind": "co_respond", "id": "engines", "needs": ["chief"]}]
    sent = QueryDict(mutable=True)
    sent.update({"id": "chief", "posts": "a chief", "asset_type": "equipment_development"})
    sent.setlist("services", ["police", "fire"])
    sent.setlist("needs", ["engines"])
    form = MoveForm(sent, kind="shared_posts", option=option, content=content, area=area)
    assert not form.is_valid()
    assert "in a circle back to it" in str(form.errors)


def test_one_figure_alone_takes_its_range_from_what_became_of_promises() -> None:
    assert move_text.stated("60000; assumed; a reviewer").range().asks


def test_what_stops_the_money_is_said_on_the_form_of_the_study_and_nothing_is_kept(
    client: Client, study: Study
) -> None:
    copy = services.copy_study(study)
    content = content_of(copy.toml)
    content["money"] = {**content.get("money", {}), "price_year": "2024/25"}
    post = {"kind": "shared_posts", "services": ["police", "fire"], "posts": ["chief"]}
    amount = {"low": 1, "mode": 2, "high": 3, "basis": "assumed", "source": "x", "price_year": "1890/91"}
    content["option"][-1]["move"].append({**post, "saving": {"fire": amount}})
    services.change_study(copy, name=copy.name, toml=text_of(content))
    address = f"{copy.get_absolute_url()}edit/"
    form = client.get(address).context["form"]
    sent = {name: value for name in form.fields if (value := form[name].value())}
    answer = client.post(address, {**sent, "name": "Another"})
    assert answer.status_code == 422
    assert "is outside the price index" in answer.content.decode()
    copy.refresh_from_db()
    assert copy.name != "Another"


def test_fewer_call_takers_than_the_work_needs_are_refused_beside_their_share(
    settings: Any, littleham: Path, tmp_path: Path, study: Study
) -> None:
    settings.AREA_FOLDERS = [str(with_call_takers(littleham, tmp_path / "littleham"))]
    places.read_again()
    area = places.area(study.area)
    joint = {"services": ["police", "fire"], "site": "C2", "transfer_s": "0"}
    form = form_for(study, area, "join_control_rooms", **joint, call_takers_share="0.25")
    assert not form.is_valid()
    assert "hours of work a week for 336 of its call-takers. Give it more" in str(form.errors["call_takers_share"])
    assert form_for(study, area, "join_control_rooms", **joint, call_takers_share="0.5").is_valid()
