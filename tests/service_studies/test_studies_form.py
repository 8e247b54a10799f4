"""What the form offers, and what it makes of what was ticked."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bluelight.area import Area
from bluelight.options import check_moves
from bluelight.service.areas import places
from bluelight.service.studies import choices
from bluelight.service.studies.files import content_of, study_from_content
from bluelight.service.studies.forms import StudyForm
from bluelight.service.studies.models import Study


@pytest.fixture
def area(study: Study) -> Area:
    return places.area(study.area)


def data_of(form: StudyForm, **changes: Any) -> QueryDict:
    """What a browser would send of the form as it stands."""
    sent = QueryDict(mutable=True)
    for name in form.fields:
        value = changes.get(name, form[name].value())
        sent.setlist(name, value if isinstance(value, list) else [value])
    return sent


def form_for(study: Study, area: Area, data: QueryDict | None = None) -> StudyForm:
    content = content_of(study.toml)
    return StudyForm(data, content=content, area=area, choices=choices.offered(area, content))


def test_sent_as_it_stands_it_says_the_same_study(study: Study, area: Area) -> None:
    form = form_for(study, area, data_of(form_for(study, area)))
    assert form.is_valid(), form.errors
    before, after = (study_from_content(c) for c in (content_of(study.toml), form.changed_content()))
    assert after.about == before.about.model_copy(update={"area": after.about.area})
    assert after.money == before.money
    assert [(o.id, o.name) for o in after.options] == [(o.id, o.name) for o in before.options]
    for one, other in zip(before.options, after.options, strict=True):
        moves = [choices.key_of(m) for move in one.moves for m in move.expand(area)]
        assert sorted(map(choices.key_of, other.moves)) == sorted(moves)


def test_neighbours_found_are_offered_with_how_far_and_what_is_not_seen(study: Study, area: Area) -> None:
    offered = choices.offered(area, content_of(study.toml))
    shares = [choice for choice in offered if choice.group == "Share a site"]
    assert shares
    assert all("km apart" in choice.hint for choice in shares)
    assert any("cannot see" in choice.hint for choice in shares)
    assert len({choice.key for choice in offered}) == len(offered)
    assert choices.left_out(area)


def test_the_year_of_a_move_is_kept(study: Study, area: Area) -> None:
    content = content_of(study.toml)
    content["option"][2]["move"][0]["year"] = 2030
    offered = choices.offered(area, content)
    blank = StudyForm(None, content=content, area=area, choices=offered)
    form = StudyForm(data_of(blank), content=content, area=area, choices=offered)
    assert form.is_valid(), form.errors
    assert form.changed_content()["option"][2]["move"][0]["year"] == 2030


def test_an_option_is_added_with_a_closure_and_another_taken_out(study: Study, area: Area) -> None:
    site, _ = choices.can_close(area)[0]
    changes = {"option-0-name": "", "option-2-name": "Close one", "option-2-close": site}
    form = form_for(study, area, data_of(form_for(study, area), **changes))
    assert form.is_valid(), form.errors
    made = form.changed_content()["option"]
    assert [option["id"] for option in made] == ["as-is", "co-respond", "close-one"]
    assert made[-1]["move"] == [{"kind": "close_site", "site": site}]


def test_moves_that_were_not_offered_are_refused(study: Study, area: Area) -> None:
    forged = '{"kind":"share_site","host":"nowhere","site":"nothing"}'
    form = form_for(study, area, data_of(form_for(study, area), **{"option-0-moves": [forged]}))
    assert not form.is_valid()
    assert "not among those offered" in str(form.errors)


def test_two_moves_that_pull_one_site_two_ways_are_refused_in_words(study: Study, area: Area) -> None:
    blank = form_for(study, area)
    [pair] = [c for c in blank.choices if c.group == "Share a site"][:1]
    leaving = choices.move_of(pair.key).site  # type: ignore[attr-defined]
    changes = {"option-0-moves": [pair.key], "option-0-close": leaving}
    form = form_for(study, area, data_of(blank, **changes))
    assert not form.is_valid()
    assert "cannot be done" in str(form.errors["option-0-moves"])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(picked=st.data())
def test_whatever_is_ticked_ends_in_errors_or_in_a_study_that_can_be_run(
    study: Study, area: Area, picked: st.DataObject
) -> None:
    blank = form_for(study, area)
    keys = [choice.key for choice in blank.choices]
    sites = [site for site, _ in choices.can_close(area)]
    changes: dict[str, Any] = {"replications": picked.draw(st.sampled_from(["2", "7", "0", "x", ""]))}
    for number in range(len(blank.options)):
        changes[f"option-{number}-name"] = picked.draw(st.sampled_from(["", "One", "Two", " "]))
        changes[f"option-{number}-moves"] = picked.draw(st.lists(st.sampled_from(keys), unique=True))
        changes[f"option-{number}-close"] = picked.draw(st.sampled_from(["", *sites]))
        changes[f"option-{number}-units_to"] = picked.draw(st.sampled_from(["", *sites]))
    form = form_for(study, area, data_of(blank, **changes))
    if form.is_valid():
        made = study_from_content(form.changed_content())
        assert len(made.options) > 1
        assert all(check_moves(area, option.moves) == [] for option in made.options)
    else:
        assert form.errors
