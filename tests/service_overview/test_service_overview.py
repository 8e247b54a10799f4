"""The overview on pages: the register counted now, editions that never change, and any two compared."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django_tasks_db.models import DBTaskResult
from tests.service_accounts.people import person, signed_in

from bluelight.errors import BluelightError
from bluelight.register import Register
from bluelight.register import load_register as read_register
from bluelight.register.overview import changes, overview
from bluelight.service.contributions.services import withdraw
from bluelight.service.overview import tasks, views
from bluelight.service.overview.models import Edition, Order
from bluelight.service.overview.reading import drawn, facts_of
from bluelight.service.overview.ready import ready, ready_of
from bluelight.service.overview.services import make_edition, resume_orders
from bluelight.service.overview.today import today
from bluelight.service.register.exchange import published
from bluelight.service.register.models import Collaboration
from bluelight.service.register.services import load_register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few")]

DAY = date(2026, 11, 22)


def change(**fields: object) -> None:
    shipped = read_register()
    first = shipped.collaborations[0].model_copy(update=fields)
    load_register(type(shipped)((first,), shipped.organisations, ()))


def test_the_page_counts_the_register_as_it_is(client: Client, few: Register) -> None:
    page = client.get("/overview/").content.decode()
    assert "12 collaborations are on record today" in page
    assert "No edition has been made yet" in page
    live = sum(entry.status.value == "live" for entry in few.collaborations)
    assert client.get("/overview/").context["counts"].headlines[0].count == live
    change(status=read_register().collaborations[0].status.model_copy(update={"value": "ended"}))
    assert client.get("/overview/").context["counts"].headlines[0].count == live - 1


def test_an_edition_is_frozen(client: Client) -> None:
    edition, new = make_edition("2026 autumn", DAY)
    assert new
    before = {path.name: path.read_bytes() for path in edition.folder.iterdir()}
    change(name="Another name")
    again, new = make_edition("2026 autumn", date(2027, 1, 1))
    assert (again, new, again.made) == (edition, False, DAY)
    assert {path.name: path.read_bytes() for path in edition.folder.iterdir()} == before
    page = client.get("/overview/2026-autumn/").content.decode()
    assert "12 collaborations as they were on 22 November 2026" in page
    assert edition.citation in page


def test_what_changed_since_is_told(client: Client) -> None:
    make_edition("one", DAY)
    change(name="Another name", lessons=("A lesson.",))
    second, _ = make_edition("two", DAY)
    assert second.before == Edition.objects.get(slug="one")
    change(status=read_register().collaborations[0].status.model_copy(update={"value": "ended"}))
    assert "Another name</a>: name, lessons" in client.get("/overview/two/").content.decode()
    assert "Told otherwise, or in more detail (1)" in client.get("/overview/two/").content.decode()
    now = client.get("/overview/").content.decode()
    assert "Since edition two" in now
    assert "Live before, Ended after" in now
    compared = client.get("/overview/compare/", {"from": "two", "to": "one"}).content.decode()
    assert "From two to one" in compared
    assert read_register().collaborations[0].name in compared
    assert (
        client.get("/overview/compare/", {"from": "one", "to": "one"}).content.decode().count("Nothing changed.") == 1
    )
    assert client.get("/overview/compare/", {"from": "zzz"}).status_code == 404
    table = client.get("/overview/compare/changes.csv", {"from": "one", "to": "two"})
    assert table.content == (second.folder / "changes.csv").read_bytes()
    assert b",Another name,,,name lessons\n" in table.content
    assert client.get("/overview/compare/changes.csv", {"from": "one"}).status_code == 404


def test_of_many_changes_a_page_shows_the_first_and_a_table_has_all(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_edition("one", DAY)
    monkeypatch.setattr(views, "MOST", 2)
    reviewer = person("reviewer")
    for entry in Collaboration.objects.all()[:3]:
        withdraw(entry, reviewer, why="It never was")
    make_edition("two", DAY)
    page = client.get("/overview/two/").content.decode()
    assert "Withdrawn (3)" in page
    assert "These are the first 2; the table has them all." in page
    table = client.get("/overview/compare/changes.csv", {"from": "one", "to": "two"}).content
    assert table.count(b"\nwithdrawn,") == 3


def test_what_pages_show_of_an_edition_is_ready_and_made_again_where_it_is_gone() -> None:
    edition, _ = make_edition("one", DAY)
    file, whole = edition.folder.parent / "one.ready.json", ready_of(facts_of(edition))
    assert ready(edition) == whole
    assert whole.tallies == overview(published()).tallies
    kept = file.read_bytes()
    for content in (None, b"", b"[]", b'{"form": 0}', kept.replace(edition.digest.encode(), b"0" * 64)):
        file.unlink() if content is None else file.write_bytes(content)
        assert ready(edition) == whole
        assert file.read_bytes() == kept


def test_what_the_database_counts_is_what_reading_every_entry_counts(few: Register) -> None:
    assert today(None).tallies == overview(published()).tallies
    make_edition("one", DAY)
    change(status=read_register().collaborations[0].status.model_copy(update={"value": "ended"}))
    gone = Collaboration.objects.get(slug=few.collaborations[1].slug)
    withdraw(gone, person("reviewer"), why="It never was")
    edition = Edition.objects.get()
    now = today(edition)
    assert now.tallies == overview(published()).tallies
    assert now.changes == changes(drawn(edition).register, published())
    assert (now.size, now.changed, now.compared) == (11, 2, 2)


def test_its_files_are_given_out_and_no_other(client: Client) -> None:
    edition, _ = make_edition("one", DAY)
    for path in edition.folder.iterdir():
        response = client.get(f"/overview/one/{path.name}")
        assert response.status_code == 200
        assert b"".join(response) == path.read_bytes()
        assert ("sandbox" in response.headers.get("Content-Security-Policy", "")) == (path.name == "overview.html")
    assert client.get("/overview/one/secret_key").status_code == 404
    assert client.get("/overview/none/overview.pdf").status_code == 404


def test_facts_that_were_changed_unseen_are_refused(client: Client, tmp_path: Path) -> None:
    edition, _ = make_edition("one", DAY)
    file = edition.folder / "register.json"
    file.write_bytes(file.read_bytes().replace(b"2015", b"2016"))
    page = client.get("/overview/one/")
    assert page.status_code == 400
    assert "is not what this edition was made of" in page.content.decode()


@pytest.mark.parametrize("name", ["", "...", "compare", "x" * 61])
def test_a_name_that_is_none_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(BluelightError, match="cannot name an edition"):
        make_edition(name, DAY)
    assert list(tmp_path.iterdir()) == []


def test_two_names_that_read_alike_are_not_confused() -> None:
    make_edition("2026 autumn", DAY)
    with pytest.raises(BluelightError, match="reads like edition"):
        make_edition("2026, autumn", DAY)


def freeze(client: Client, name: str) -> HttpResponse:
    return client.post("/overview/freeze/", {"name": name}, follow=True)


def test_a_reviewer_has_the_worker_freeze_an_edition(client: Client) -> None:
    reviewer = signed_in(person("reviewer"), second_step=True)
    assert "/overview/freeze/" in reviewer.get("/overview/").content.decode()
    assert "/overview/freeze/" not in client.get("/overview/").content.decode()
    assert "Edition 2026 autumn is being made" in freeze(reviewer, "2026  autumn").content.decode()
    freeze(reviewer, "2026 autumn")
    (order,) = Order.objects.all()
    assert "waiting for the worker" in reviewer.get("/overview/freeze/").content.decode()
    tasks.freeze.func(order.pk)
    tasks.freeze.func(order.pk)
    order.refresh_from_db()
    assert order.edition == Edition.objects.get()
    assert client.get("/overview/2026-autumn/").status_code == 200
    assert "waiting for the worker" not in reviewer.get("/overview/freeze/").content.decode()


@pytest.mark.parametrize(
    ("name", "said"), [("", "Enter what"), ("...", "cannot name an edition"), ("one", "There is an edition")]
)
def test_an_edition_that_cannot_be_made_is_refused_on_its_form(name: str, said: str) -> None:
    make_edition("one", DAY)
    page = freeze(signed_in(person("reviewer"), second_step=True), name)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not Order.objects.exists()


def test_an_edition_that_could_not_be_made_says_why(data_folder: Path) -> None:
    reviewer = signed_in(person("reviewer"), second_step=True)
    freeze(reviewer, "one")
    (data_folder / "editions").write_text("in the way")
    tasks.freeze.func(Order.objects.get().pk)
    page = reviewer.get("/overview/freeze/").content.decode()
    assert "not made." in page
    assert "cannot be written" in page
    assert not Edition.objects.exists()


def test_an_order_that_lost_its_worker_is_queued_again() -> None:
    freeze(signed_in(person("reviewer"), second_step=True), "one")
    DBTaskResult.objects.all().delete()
    resume_orders()
    resume_orders()
    assert [str(job.pk) for job in DBTaskResult.objects.ready()] == [Order.objects.get().task]
