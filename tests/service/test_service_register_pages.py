"""What the register's pages say, and how little they ask of the database."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from bluelight.service.lessons.models import Lesson
from bluelight.service.lessons.services import identify_from_register
from bluelight.service.register import words
from bluelight.service.register.models import Claim, Collaboration, Organisation, Pair
from bluelight.service.register.promises import promise
from bluelight.service.register.templatetags.facts import when

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register")]


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()).replace("&#x27;", "'"))


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/", 6),
        ("/register/", 11),
        ("/register/?q=control", 12),
        ("/register/?sort=evidence&theme=control-room&service=fire", 11),
        ("/register/athena-police-intelligence-system/", 11),
        ("/organisations/", 2),
        ("/organisations/essex-police/", 6),
    ],
)
def test_a_page_asks_the_database_few_things(
    client: Client, django_assert_max_num_queries: Any, path: str, most: int
) -> None:
    with django_assert_max_num_queries(most):
        client.get(path)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/register/",
        "/register/?q=fire&sort=best",
        "/register/?service=fire&claimed=cost&outcome=recorded",
        "/evidence/",
        "/lessons/",
        "/lessons/all/",
        "/lessons/feed.atom",
        "/overview/",
        "/api/v1/collaborations",
    ],
)
def test_a_page_asks_no_more_of_a_large_register_than_of_a_small_one(client: Client, path: str) -> None:
    identify_from_register()
    large = asked(client, path)
    kept = Collaboration.objects.filter(outcomes__gt=0, services__contains=" fire ", ratings__contains=" cost=")[:22]
    Collaboration.objects.exclude(pk__in=[entry.pk for entry in kept]).update(state="withdrawn")
    Lesson.objects.exclude(pk__in=list(Lesson.objects.values_list("pk", flat=True)[:25])).delete()
    assert asked(client, path) == large


def asked(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_every_collaboration_has_its_page(client: Client) -> None:
    for collaboration in Collaboration.objects.all():
        response = client.get(collaboration.get_absolute_url())
        assert response.status_code == 200, collaboration.slug


def test_every_organisation_has_its_page_with_its_collaborations(client: Client) -> None:
    for organisation in Organisation.objects.all()[:20]:
        page = client.get(organisation.get_absolute_url())
        shared = Collaboration.objects.filter(partners__organisation=organisation).distinct()
        assert {c.pk for c in page.context["list"].page} == {c.pk for c in shared}


def test_claims_are_kept_apart_and_all_shown(client: Client) -> None:
    for collaboration in Collaboration.objects.filter(claims__isnull=False).distinct()[:30]:
        context = client.get(collaboration.get_absolute_url()).context
        shown: list[Claim] = []
        for side in ("benefits", "costs"):
            for name, claims in context[side]:
                assert {words.named("state", claim.state) for claim in claims} == {name}
                assert {claim.side for claim in claims} == {side.removesuffix("s")}
                shown += claims
        assert {c.pk for c in shown} == {c.pk for c in collaboration.claims.all()}


def test_what_is_not_recorded_is_said_so(client: Client) -> None:
    page = text(client, "/register/abertillery-tri-service-station/")
    assert "Not evaluated" in page
    assert "Live, date not recorded" in page
    assert "No benefits recorded." in page
    assert "Nobody has recorded both what was promised and what came of it." in page


def test_promise_stands_against_delivery(client: Client) -> None:
    page = client.get("/register/derbyshire-nottinghamshire-joint-fire-control/").content.decode()
    assert "71% of what was forecast." in page
    assert 'aria-label="Saving per year: forecast £350,000, came to £250,000. 71% of what was forecast."' in page


def test_a_pair_that_cannot_be_compared_has_no_finding_and_no_line() -> None:
    pairs = list(Pair.objects.filter(grade="NOT COMPARABLE"))
    assert len(pairs) == 11
    for pair in pairs:
        shown = promise(pair)
        assert shown.finding == ""
        assert shown.dots is None


def test_a_second_forecast_is_never_called_an_outcome() -> None:
    for pair in Pair.objects.filter(grade="REFORECAST"):
        shown = promise(pair)
        assert not shown.is_outcome
        assert shown.came_label == "Later forecast"
        assert "forecast" in shown.finding or pair.ratio is None


def test_dots_stand_where_their_figures_are() -> None:
    for pair in Pair.objects.all():
        dots = promise(pair).dots
        if dots is None:
            continue
        first, second = dots
        assert 3 <= first.percent <= 97
        assert 3 <= second.percent <= 97
        assert pair.forecast_amount is not None
        assert pair.realised_amount is not None
        ratio = (second.percent - 3) / (first.percent - 3)
        assert ratio == pytest.approx(pair.realised_amount / pair.forecast_amount, abs=0.02)


def test_a_day_is_on_and_a_month_or_a_year_is_in() -> None:
    assert [when(text) for text in ("2016", "2016-05", "2016-05-31")] == ["in 2016", "in May 2016", "on 31 May 2016"]


def test_home_gives_each_door_its_number(client: Client) -> None:
    page = text(client, "/")
    with_outcome = {pair.collaboration_id for pair in Pair.objects.with_outcome()}
    assert "Learn 173 collaborations on record" in page
    assert f"{len(with_outcome)} of 173 have both a promise and an outcome on record" in page
    assert client.get("/register/?outcome=recorded").context["list"].total == len(with_outcome)


def test_a_promised_date_is_the_figure(client: Client) -> None:
    claim = Claim.objects.get(collaboration__slug="emergency-services-network", unit="date")
    page = client.get("/register/emergency-services-network/").content.decode()
    assert claim.amount is None
    assert f"<strong>{claim.period}</strong>" in page


def test_a_search_without_result_says_what_to_try(client: Client) -> None:
    assert "Nothing in the register meets all of that." in text(client, "/register/?q=zyzzyva")


@pytest.mark.parametrize(
    ("low", "high", "unit", "said"),
    [
        (350000, None, "GBP", "£350,000"),
        (4423000, None, "GBP", "£4.423 million"),
        (9.3e9, None, "GBP", "£9.3 billion"),
        (1234567, None, "GBP", "£1,234,567"),
        (348884.9, None, "GBP", "£348,884.9"),
        (1e6, 2.5e6, "GBP", "£1 million to £2.5 million"),
        (12, None, "% lower running cost", "12% lower running cost"),
        (3, 5, "medical calls", "3 to 5 medical calls"),
        (None, None, "GBP", "not recorded"),
        (0, None, "GBP", "£0"),
        (7, 7, "", "7"),
    ],
)
def test_figures_are_said_as_recorded(low: float | None, high: float | None, unit: str, said: str) -> None:
    assert words.amount(low, high, unit) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2016", "2016"),
        ("2016-05", "May 2016"),
        ("2016-05-31", "31 May 2016"),
        ("2014 (summer)", "2014 (summer)"),
        ("2016-13", "2016-13"),
    ],
)
def test_dates_are_said_as_near_as_recorded(written: str, said: str) -> None:
    assert words.date(written) == said
