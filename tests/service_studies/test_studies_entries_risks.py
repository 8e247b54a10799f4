"""Risks are stated on the pages of a copy, refused in words, and taken out again."""

from __future__ import annotations

from django.test import Client
from tests.service_studies.test_studies_entries import RISK

from bluelight.service.studies import services
from bluelight.service.studies.files import content_of, study_from_text
from bluelight.service.studies.models import Study


def test_a_risk_is_stated_and_taken_out_and_what_shipped_stays(client: Client, study: Study) -> None:
    copy = services.copy_study(study)
    address = f"{copy.get_absolute_url()}risks/"
    assert "Risks that the moves bring" in client.get(address).content.decode()
    answer = client.post(address, RISK)
    assert answer.status_code == 302, answer.context["form"].errors
    copy.refresh_from_db()
    (risk,) = study_from_text(copy.toml).risks
    assert (risk.id, risk.likelihood, risk.severity, risk.options) == ("the-joint-room-fails", 0.1, 5, ("next-door",))
    assert risk.impact is not None
    assert risk.impact.high == 300_000
    assert "The joint room fails." in client.get(address).content.decode()
    assert client.post(address, {"remove": risk.id}).status_code == 302
    copy.refresh_from_db()
    assert content_of(copy.toml)["risks"] == []
    assert client.get(f"{study.get_absolute_url()}risks/").status_code == 403


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(client: Client, study: Study) -> None:
    copy = services.copy_study(study)
    for change, says in (
        ({"likelihood": "1.5"}, "Input should be less than or equal to 1"),
        ({"severity": ""}, "has no severity"),
        ({"organisation": ""}, "Its impact is money and nobody"),
        ({"year": "2090"}, "outside the appraisal"),
        ({"impact": "much"}, "is not an amount"),
        ({"what": ""}, "Enter what"),
    ):
        answer = client.post(f"{copy.get_absolute_url()}risks/", {**RISK, **change})
        assert answer.status_code == 422
        assert says in answer.content.decode(), (change, answer.context["form"].errors)
    copy.refresh_from_db()
    assert "risks" not in content_of(copy.toml)


def test_an_option_taken_out_takes_its_risks_with_it(client: Client, study: Study) -> None:
    copy = services.copy_study(study)
    client.post(f"{copy.get_absolute_url()}risks/", RISK)
    form = client.get(f"{copy.get_absolute_url()}edit/").context["form"]
    sent = {name: value for name in form.fields if (value := form[name].value())}
    sent.pop("option-0-name")
    assert client.post(f"{copy.get_absolute_url()}edit/", sent).status_code == 302
    copy.refresh_from_db()
    assert study_from_text(copy.toml).risks == ()


def test_a_risk_of_a_move_is_judged_from_its_assumed_likelihood_and_leaves_the_list(
    client: Client, study: Study
) -> None:
    copy = services.copy_study(study)
    address = f"{copy.get_absolute_url()}risks/"
    risk = client.get(address).context["standing"][0]
    page = client.get(address, {"judge": risk.statement})
    assert page.context["form"]["what"].value() == risk.statement
    assert page.context["form"]["severity"].value() == risk.severity
    assert "Put what you judge in their place" in page.content.decode()
    judged = {"what": risk.statement, "likelihood": "0.2", "source": "a workshop", "people": "x", "severity": "2"}
    assert client.post(address, {**judged, "basis": "assumed"}).status_code == 302
    copy.refresh_from_db()
    assert study_from_text(copy.toml).risks[0].what == risk.statement
    assert risk.statement not in [left.statement for left in client.get(address).context["standing"]]
