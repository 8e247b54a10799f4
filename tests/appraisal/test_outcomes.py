from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluelight.appraisal import load_parameters, outcomes
from bluelight.errors import BluelightError


def arrest(**fields: Any) -> Any:
    values = {"incidents_per_year": 1000, "change_min": -1.0, "change_low": -1.0, "change_high": -1.0}
    return outcomes("cardiac_arrest_survival", **(values | {"price_year": "2024/25"} | fields))


def test_a_minute_sooner_at_a_cardiac_arrest() -> None:
    # O'Keeffe 2011: 30 of 1,161 survived (2.58%); odds 1.24 (1.04 to 1.48) a minute give 3.18% (2.68 to 3.78).
    found = arrest()
    base = 1000 * 30 / 1161
    assert base + found.change == pytest.approx(31.8, abs=0.05)
    assert base + found.low == pytest.approx(26.8, abs=0.05)
    assert base + found.high == pytest.approx(37.8, abs=0.05)
    assert found.value is None
    assert found.value_source is None
    assert "never" in found.warning


def test_a_local_base_share_replaces_the_studys() -> None:
    assert arrest(base_share=0.08).change > arrest().change
    with pytest.raises(BluelightError, match="base share"):
        arrest(base_share=1.2)


@given(
    st.lists(st.floats(-3, 3), min_size=3, max_size=3).map(sorted),
    st.floats(0, 1e4),
)
def test_the_interval_holds_the_estimate_and_every_end(changes: list[float], incidents: float) -> None:
    low, middle, high = changes
    found = arrest(incidents_per_year=incidents, change_min=middle, change_low=low, change_high=high)
    assert found.low <= found.change <= found.high
    for one in (low, high):
        certain = arrest(incidents_per_year=incidents, change_min=one, change_low=one, change_high=one)
        assert found.low <= certain.low
        assert certain.high <= found.high


def test_later_means_fewer_survivors_and_no_change_means_none() -> None:
    assert arrest(change_min=1.0, change_low=1.0, change_high=1.0).high < 0
    assert arrest(change_min=0.0, change_low=0.0, change_high=0.0).change == 0


def test_a_minute_sooner_at_dwelling_fires() -> None:
    found = outcomes(
        "dwelling_fire_deaths",
        incidents_per_year=1000,
        change_min=-1.0,
        change_low=-2.0,
        change_high=0.0,
        price_year="2010",
    )
    assert found.change == pytest.approx(0.35)
    assert (found.low, found.high) == (None, None)  # the study's abstract gives no interval, so neither do we
    assert found.value == pytest.approx(0.35 * 1_632_892)
    assert found.value_low is None
    assert "Swedish" in found.note


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"change_low": 1.0}, "outside its interval"),
        ({"incidents_per_year": -1}, "not negative"),
        ({"change_min": float("nan")}, "finite"),
    ],
)
def test_nonsense_is_refused(fields: dict[str, Any], says: str) -> None:
    with pytest.raises(BluelightError, match=says):
        arrest(**fields)


def test_an_unknown_relation_is_refused() -> None:
    with pytest.raises(BluelightError, match="cardiac_arrest_survival, dwelling_fire_deaths"):
        outcomes("luck", incidents_per_year=1, change_min=0, change_low=0, change_high=0, price_year="2024")


VF = {"incidents_per_year": 100, "change_min": -1.0, "change_low": -1.0, "change_high": -1.0, "price_year": "2024"}


def test_a_relation_read_in_a_copy_is_refused_unless_accepted_by_name() -> None:
    with pytest.raises(BluelightError, match="unverified"):
        outcomes("cardiac_arrest_survival_logistic", **VF, response_min=9.0)
    accepted = {"accept_unverified": ["cardiac_arrest_survival_logistic"]}
    found = outcomes("cardiac_arrest_survival_logistic", **VF, **accepted, response_min=9.0)
    assert found.unverified
    # De Maio 2003: shares of 0.059 at 8 minutes and 0.036 at 10, so 0.046 at 9.
    assert found.change == pytest.approx(100 * (0.0587 - 0.0458), abs=0.02)
    assert found.low is None
    with pytest.raises(BluelightError, match="response today"):
        outcomes("cardiac_arrest_survival_logistic", **VF, **accepted)


def test_what_was_read_where_it_was_published_is_not_marked() -> None:
    assert not arrest().unverified


def test_what_is_only_remembered_or_of_unclear_licence_does_not_ship() -> None:
    parameters = load_parameters()
    names = " ".join(
        f"{item.id} {item.source.title}"
        for item in (*parameters.response_outcomes.relations, *parameters.values.values())
    ).lower()
    assert not [word for word in ("larsen", "waalewijn", "gmca", "unit cost database") if word in names]


def test_the_value_that_acts_by_default_is_verified() -> None:
    parameters = load_parameters()
    for relation in parameters.response_outcomes.relations:
        if relation.value_id is not None:
            assert parameters.values[relation.value_id].verified


def test_a_value_read_in_a_copy_puts_no_price_on_an_outcome_unless_accepted_by_name() -> None:
    shipped = load_parameters()
    relations = tuple(
        relation.model_copy(update={"value_id": "fatality_prevented_2020"}) if relation.value_id else relation
        for relation in shipped.response_outcomes.relations
    )
    copied = shipped.model_copy(
        update={"response_outcomes": shipped.response_outcomes.model_copy(update={"relations": relations})}
    )
    assert not copied.values["fatality_prevented_2020"].verified
    unpriced = outcomes("dwelling_fire_deaths", **VF, parameters=copied)
    assert (unpriced.value, unpriced.value_source, unpriced.unverified) == (None, None, False)
    accepted = outcomes("dwelling_fire_deaths", **VF, parameters=copied, accept_unverified=["fatality_prevented_2020"])
    assert accepted.value
    assert accepted.unverified
