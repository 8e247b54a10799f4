"""The settings of money, and whose money it is, are kept on the pages of a copy, and refused in words."""

from __future__ import annotations

import pytest
from django.test import Client

from bluelight.service.studies import services
from bluelight.service.studies.files import content_of, study_from_text
from bluelight.service.studies.models import Study


def test_the_settings_of_money_are_kept_and_what_is_as_usual_is_not_written(client: Client, study: Study) -> None:
    copy = services.copy_study(study)
    address = f"{copy.get_absolute_url()}settings/"
    form = client.get(address).context["form"]
    unverified = [id for id, _ in form.fields["accept_unverified"].choices]
    sent = {
        "price_year": "2023/24",
        "measure": "public",
        "optimism_bias_mitigation": "0.2",
        "mitigation_evidence": "a surveyed site",
        "range-shared-estate": ["saving", "receipt"],
        "accept_unverified": unverified,
    }
    answer = client.post(address, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    copy.refresh_from_db()
    money = study_from_text(copy.toml).money
    assert (money.price_year, money.measure, money.optimism_bias_mitigation) == ("2023/24", "public", 0.2)
    assert money.reference_ranges == {"shared-estate": ("saving", "receipt")}
    assert list(money.accept_unverified) == unverified
    again = client.get(address).context["form"]
    assert again["range-shared-estate"].value() == ["saving", "receipt"]
    assert client.post(address, {"measure": "cash"}).status_code == 302
    copy.refresh_from_db()
    assert content_of(copy.toml)["money"] == {"measure": "cash"} | {
        name: value for name, value in content_of(study.toml).get("money", {}).items() if name == "draws"
    }


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"optimism_bias_mitigation": "0.5"}, "evidence"),
        ({"price_year": "last year"}, "last year"),
        ({"inflation_percent": "2"}, "inflation"),
        ({"appraisal_years": "2"}, "greater than or equal to 3"),
    ],
)
def test_settings_that_cannot_be_are_refused_in_words(
    change: dict[str, str], says: str, client: Client, study: Study
) -> None:
    copy = services.copy_study(study)
    answer = client.post(f"{copy.get_absolute_url()}settings/", {"measure": "cash", **change})
    assert answer.status_code == 422
    assert says in str(answer.context["form"].errors)


GROUPS = {"median": "30000", "incomes": "All households: 33000\nTenants: 18000.5", "source": "a survey"}


def test_income_groups_are_stated_then_who_pays_and_both_are_taken_out(client: Client, study: Study) -> None:
    copy = services.copy_study(study)
    address = f"{copy.get_absolute_url()}incomes/"
    assert not any(name.startswith("payer-") for name in client.get(address).context["form"].fields)
    assert client.post(address, GROUPS).headers["Location"] == address
    form = client.get(address).context["form"]
    assert form["incomes"].value() == "All households: 33000\nTenants: 18000.5"
    assert [value for value, _ in form.fields["payer-police"].choices] == ["", "All households", "Tenants"]
    answer = client.post(address, {**GROUPS, "payer-police": "All households"})
    assert answer.status_code == 302, answer.context["form"].errors
    copy.refresh_from_db()
    money = study_from_text(copy.toml).money
    assert money.income_groups is not None
    assert money.income_groups.incomes == {"All households": 33_000, "Tenants": 18_000.5}
    assert money.payers == {"police": "All households"}
    assert client.post(address, {"median": "", "incomes": "", "source": ""}).status_code == 302
    copy.refresh_from_db()
    assert content_of(copy.toml) == {**content_of(study.toml), "study": content_of(copy.toml)["study"]}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"median": ""}, "Enter median income, or empty the others too"),
        ({"median": "0"}, "greater than 0"),
        ({"incomes": "Tenants 18000"}, "does not say for whom"),
        ({"incomes": "Tenants: many"}, "is not a number"),
        ({"incomes": "Tenants: -1"}, "not above 0"),
        ({"incomes": "Tenants: nan"}, "finite"),
        ({"payer-police": "Nobody"}, "Select a valid choice"),
        ({"incomes": "Tenants: 18000", "payer-police": "All households"}, "which income_groups does not have"),
    ],
)
def test_groups_that_cannot_be_are_refused_in_words(
    change: dict[str, str], says: str, client: Client, study: Study
) -> None:
    copy = services.copy_study(study)
    address = f"{copy.get_absolute_url()}incomes/"
    assert client.post(address, GROUPS).status_code == 302
    answer = client.post(address, {**GROUPS, **change})
    assert answer.status_code == 422
    assert says in str(answer.context["form"].errors)
