"""From files to a published evaluation that changes the entry, the claim and the reference class, and back."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.service_accounts.people import organisation, person, signed_in
from tests.service_evaluations.conftest import FOLDER, Somebody

from bluelight.register import observations
from bluelight.register.standard import to_json
from bluelight.register.table import from_csv, to_csv
from bluelight.service.evaluations import services
from bluelight.service.evaluations.files import Files
from bluelight.service.evaluations.models import Attached, Look, State
from bluelight.service.evaluations.tasks import tell_author, work_out
from bluelight.service.lessons.models import Lesson
from bluelight.service.register.exchange import published
from bluelight.service.register.models import Collaboration

pytestmark = pytest.mark.django_db

FINDING = {
    "claim": "one-room/benefit-1",
    "measure_class": "level",
    "factor": "−1",  # as the page says it
    "how": "A minute less is a minute gained.",
}


def sent(client: Client, files: Files, **changed: bytes) -> Any:
    said = {
        name: SimpleUploadedFile(f"{name}.csv", content)
        for name, content in {**vars(files), **changed}.items()
        if content
    }
    form = {"organisation": "littleham-fire", "key": str(uuid4()), **said}
    return client.post("/evaluations/attach/one-room/", form)


def attached(client: Client, files: Files) -> Attached:
    answer = sent(client, files)
    assert answer.status_code == 302, answer.content.decode()
    return Attached.objects.get(pk=answer.headers["Location"].split("/")[2])


def worked_out(client: Client, files: Files) -> Attached:
    row = attached(client, files)
    assert row.state == State.WAITING
    work_out.func(str(row.pk))
    row.refresh_from_db()
    assert row.state == State.DRAFT, row.error
    return row


def fill(client: Client, address: str, said: dict[str, str], at: str = "") -> Any:
    page = client.get(at or address)
    assert page.status_code == 200, page.content.decode()
    lock = re.search(r'name="lock" value="(\d+)"', page.content.decode())
    return client.post(address, {"lock": lock[1] if lock else "", **said})


def handed_in(client: Client, files: Files) -> Attached:
    row = worked_out(client, files)
    at = row.get_absolute_url()
    refused = fill(client, f"{at}submit/", {}, at)
    assert refused.status_code == 400
    assert "Say who did the evaluation" in refused.content.decode()
    fill(client, f"{at}evaluator/", {"evaluator": "independent", "evaluator_name": "University of Littleham"})
    assert fill(client, f"{at}claims/", FINDING).status_code == 302
    assert fill(client, f"{at}submit/", {"why": "Ready."}, at).status_code == 302
    return row


def publish(reviewer: Client, row: Attached) -> None:
    at = row.get_absolute_url()
    assert str(row.pk) in reviewer.get("/review/").content.decode()
    reviewer.post(f"{at}take-up/")
    assert fill(reviewer, f"{at}decide/", {"publish": "yes", "why": "Read."}, at).status_code == 302


@pytest.fixture
def row(entry: Collaboration, contributor: Somebody, reviewer: Somebody, files: Files) -> Attached:
    """A published evaluation."""
    made = handed_in(contributor.client, files)
    publish(reviewer.client, made)
    made.refresh_from_db()
    return made


def test_an_evaluation_is_sent_worked_out_read_published_and_changes_what_the_register_says(
    row: Attached, entry: Collaboration, files: Files
) -> None:
    page = Client().get(row.get_absolute_url()).content.decode()
    assert "Mean wait got better: −1.49 minutes" in page
    assert page.count("<svg") >= 4
    entry.refresh_from_db()
    assert (entry.evidence, entry.version) == ("evaluated", 2)
    assert (entry.ratings, entry.evaluated) == (" response-time=independent_evaluation ", 1)
    assert "An evaluation is published with its protocol and data." in entry.versions.first().why
    on_entry = Client().get(entry.get_absolute_url()).content.decode()
    assert "1.49 minutes (95% interval 1.04 to 1.94 minutes)" in on_entry
    assert "An independent evaluation" in on_entry
    assert entry.claims.get().amount == 2.0
    told = published()
    assert [(e.id, e.verdict, e.maryland, e.evaluator_name) for e in told.evaluations] == [
        ("one-room/evaluation-1", "better", 3, "University of Littleham")
    ]
    seen = observations(told)[0]
    assert (seen.grade, seen.measure_class) == ("EVALUATION", "level")
    assert (seen.low, seen.high) == (pytest.approx(0.52, abs=0.005), pytest.approx(0.97, abs=0.005))
    assert to_json(from_csv(to_csv(told), "a.csv")) == to_json(told)
    for name, content in (("protocol.toml", files.protocol), ("panel.csv", files.panel)):
        assert Client().get(f"{row.get_absolute_url()}{name}").content == content
    assert Client().get(f"{row.get_absolute_url()}evaluation.pdf").content.startswith(b"%PDF")


def test_the_zip_holds_all_that_is_needed_to_work_it_out_again_and_is_taken_as_it_is(
    row: Attached, contributor: Somebody
) -> None:
    again = Client().get(f"{row.get_absolute_url()}evaluation.zip").content
    form = {"organisation": "littleham-fire", "key": str(uuid4()), "folder": SimpleUploadedFile("a.zip", again)}
    answer = contributor.client.post("/evaluations/attach/one-room/", form)
    second = Attached.objects.get(pk=answer.headers["Location"].split("/")[2])
    work_out.func(str(second.pk))
    second.refresh_from_db()
    assert second.state == State.DRAFT, second.error
    assert json.loads(second.result)["estimate"] == json.loads(row.result)["estimate"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda said: said["estimate"].update(effect=-3.0), "says effect -3.0, and working it out here gives"),
        (lambda said: said.update(verdict="worse"), "says worse, and here it is better"),
        (lambda said: said["asked"].update(panel_sha256="0" * 64), "is of another panel"),
        (lambda said: said.pop("estimate"), "is no result of an evaluation"),
    ],
)
def test_figures_that_are_not_those_worked_out_here_are_refused(
    change: Any, says: str, entry: Collaboration, contributor: Somebody, files: Files
) -> None:
    told = json.loads((FOLDER / "result.json").read_text(encoding="utf-8"))
    change(told)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in ("protocol.toml", "panel.csv", "treatment.csv"):
            made.write(FOLDER / name, f"mine/{name}")
        made.writestr("mine/out/result.json", json.dumps(told))
    form = {
        "organisation": "littleham-fire",
        "key": str(uuid4()),
        "folder": SimpleUploadedFile("a.zip", out.getvalue()),
    }
    at = contributor.client.post("/evaluations/attach/one-room/", form).headers["Location"]
    work_out.func(at.split("/")[2])
    assert says in contributor.client.get(at).content.decode()
    assert Attached.objects.get().state == State.FAILED


def test_a_protocol_registered_first_is_said_to_be_so(
    entry: Collaboration, contributor: Somebody, files: Files
) -> None:
    made = attached(contributor.client, replace(files, panel=b"", treatment=b""))
    assert made.state == State.REGISTERED
    data = {name: SimpleUploadedFile(name, getattr(files, name)) for name in ("panel", "treatment")}
    assert contributor.client.post(f"{made.get_absolute_url()}files/", data).status_code == 302
    work_out.func(str(made.pk))
    made.refresh_from_db()
    asked = json.loads(made.result)["asked"]
    assert asked["registered"]
    assert not asked["changed_after_seen"]


def test_a_protocol_changed_after_the_data_were_seen_is_shown_whoever_looked_before(
    entry: Collaboration, contributor: Somebody, reviewer: Somebody, files: Files
) -> None:
    first = worked_out(contributor.client, files)
    assert "Are you sure" in contributor.client.get(f"{first.get_absolute_url()}discard/").content.decode()
    contributor.client.post(f"{first.get_absolute_url()}discard/")
    other = replace(files, protocol=files.protocol.replace(b"smallest_effect = 0.5", b"smallest_effect = 0.1"))
    second = handed_in(contributor.client, other)
    assert json.loads(second.result)["rating"]["maryland"] == 2
    publish(reviewer.client, second)
    page = Client().get(second.get_absolute_url()).content.decode()
    assert "changed after the data had been evaluated" in page
    assert published().evaluations[0].protocol == "changed"
    assert "changed after the data" in Client().get(entry.get_absolute_url()).content.decode()
    assert Look.objects.count() == 2


def test_returned_with_reasons_it_is_changed_and_handed_in_again(
    entry: Collaboration, contributor: Somebody, reviewer: Somebody, files: Files
) -> None:
    made = handed_in(contributor.client, files)
    at = made.get_absolute_url()
    assert contributor.client.get(f"{at}files/").status_code == 404
    reviewer.client.post(f"{at}take-up/")
    assert fill(reviewer.client, f"{at}decide/", {"return": "yes"}, at).status_code == 400
    fill(reviewer.client, f"{at}decide/", {"return": "yes", "why": "Which factor?"}, at)
    assert "Which factor?" in contributor.client.get(at).content.decode()
    tell_author.call(str(made.pk))
    (told,) = mail.outbox
    assert (told.subject, told.to) == (f"Returned: {made}", [contributor.user.email])
    assert "Which factor?" in str(told.body)
    assert fill(contributor.client, f"{at}claims/", {"remove": FINDING["claim"]}).status_code == 302
    assert fill(contributor.client, f"{at}submit/", {}, at).status_code == 302
    tell_author.call(str(made.pk))  # handed in again meanwhile: nothing to say
    publish(reviewer.client, made)
    tell_author.call(str(made.pk))
    assert [each.subject for each in mail.outbox] == [f"Returned: {made}", f"Published: {made}"]
    assert published().realised == ()


def test_nobody_publishes_their_own_and_nobody_what_they_have_not_read(
    entry: Collaboration, contributor: Somebody, reviewer: Somebody, files: Files, ours: Any
) -> None:
    reviewer.user.organisations.set([ours])
    own = handed_in(reviewer.client, files)
    at = own.get_absolute_url()
    reviewer.client.post(f"{at}take-up/")
    assert "Another reviewer has to" in fill(reviewer.client, f"{at}decide/", {"publish": "yes"}, at).content.decode()
    stale = reviewer.client.post(f"{at}decide/", {"publish": "yes", "lock": "1"})
    assert stale.status_code == 400
    assert not published().evaluations


def test_withdrawn_its_address_says_why_and_the_register_follows(
    row: Attached, entry: Collaboration, reviewer: Somebody
) -> None:
    at = row.get_absolute_url()
    assert reviewer.client.post(f"{at}withdraw/", {"why": " "}).status_code == 422
    reviewer.client.post(f"{at}withdraw/", {"why": "The panel was wrong."})
    gone = Client().get(at)
    assert gone.status_code == 410
    assert "The panel was wrong." in gone.content.decode()
    assert Client().get(f"{at}panel.csv").status_code == 404
    assert (published().evaluations, published().realised) == ((), ())
    entry.refresh_from_db()
    assert (entry.evidence, entry.ratings, entry.evaluated) == ("evaluation_mentioned", " response-time=plan ", 0)


def test_of_an_entry_that_is_withdrawn_an_evaluation_cannot_be_read_either(row: Attached, entry: Collaboration) -> None:
    Collaboration.objects.update(state="withdrawn")
    assert Client().get(row.get_absolute_url()).status_code == 410
    assert Client().get(f"{row.get_absolute_url()}panel.csv").status_code == 404


def test_until_it_is_published_only_its_organisation_and_reviewers_read_it(
    entry: Collaboration, contributor: Somebody, reviewer: Somebody, files: Files
) -> None:
    made = worked_out(contributor.client, files)
    at = made.get_absolute_url()
    colleague = signed_in(person("contributor", organisation("elsewhere"), name="colleague"))
    for client in (Client(), colleague, reviewer.client):
        assert client.get(at).status_code == 404
        assert client.get(f"{at}panel.csv").status_code == 404
    assert colleague.get("/evaluations/attach/one-room/").status_code == 404


def test_a_revision_of_the_entry_leaves_its_evaluation_and_a_claim_that_goes_takes_its_figure_along(
    row: Attached, entry: Collaboration
) -> None:
    from bluelight.service.register.services import load_register

    told = published()
    without = told.collaborations[0].model_copy(update={"claims": (), "evidence": "not_evaluated"})
    load_register(replace(told, collaborations=(without,), evaluations=(), realised=()))
    now = published()
    assert (len(now.evaluations), now.realised, now.collaborations[0].evidence) == (1, (), "evaluated")
    assert Client().get(row.get_absolute_url()).status_code == 200


def test_a_lesson_is_drawn_from_it(row: Attached, contributor: Somebody) -> None:
    page = contributor.client.get(f"/lessons/add/?evaluation={row.pk}").content.decode()
    assert str(row.pk) in page
    said = {
        "evaluation": str(row.pk),
        "more": "yes",
        "title": "Agree on the measure first",
        "text": "Waits were counted twice.",
        "origin": "project",
        "theme": "control-room",
        "services": "fire",
        "organisation": str(row.organisation_id),
    }
    assert contributor.client.post("/lessons/add/", said).status_code == 302
    lesson = Lesson.objects.get()
    assert (list(lesson.evaluations.all()), list(lesson.collaborations.all())) == ([row], [row.collaboration])
    assert row.title in contributor.client.get(lesson.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("part", "content", "says"),
    [
        ("panel", b"unit,period,outcome,value\nu0,2000,wait,ten\n", "row 2, column value: 'ten' is not a number."),
        ("panel", b"\x00\xff\xfe", "panel.csv"),
        ("treatment", b"unit,start\nu99,2010\n", "u99 is not in the panel"),
        ("treatment", b"", "Choose both the panel and the treatment"),
        ("protocol", b"", "Choose the protocol"),
        ("protocol", b"title = ", "is not TOML"),
        ("log", b"not a log\n", "holds a line that is not one of a protocol"),
        ("log", b'{"when":1,"event":"x","protocol":[],"panel":"","treatment":""}\n', "holds a line that is not one"),
    ],
)
def test_files_that_are_no_good_are_refused_and_nothing_is_kept(
    part: str, content: bytes, says: str, entry: Collaboration, contributor: Somebody, files: Files
) -> None:
    answer = sent(contributor.client, files, **{part: content})
    assert answer.status_code == 422
    assert says in answer.content.decode().replace("&#x27;", "'")
    assert not Attached.objects.exists()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b'panel = "../../secret_key"\n', "which is no plain name of a file"),
        (b'panel = "treatment.csv"\n', "names one file as both tables"),
        (b"permutations = 20000\n", "more than this service works out"),
    ],
)
def test_a_protocol_reaches_no_other_file_and_asks_for_no_endless_work(
    line: bytes, says: str, entry: Collaboration, contributor: Somebody, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bluelight.service.evaluations.files.MOST_WORK", 1_000_000)
    changed = files.protocol.replace(b"permutations = 200\n", b"") + line
    answer = sent(contributor.client, files, protocol=changed)
    assert answer.status_code == 422
    assert says in answer.content.decode()


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({}, "holds 0 files ending in .toml"),
        ({"a/protocol.toml": "", "b/protocol.toml": ""}, "holds 2 files ending in .toml"),
        ({"a/protocol.toml": "protocol"}, "has no panel.csv beside the protocol"),
        ({"a/protocol.toml": "protocol", "../panel.csv": "panel", "a/treatment.csv": "treatment"}, "has no panel.csv"),
        ({f"{n}.csv": "" for n in range(120)}, "holds 120 files"),
        (
            {"protocol.toml": "protocol", "panel.csv": "0" * 21_000_000},
            "larger than 20 MB",
        ),
    ],
)
def test_a_zip_that_is_no_evaluation_is_refused(
    members: dict[str, str], says: str, entry: Collaboration, contributor: Somebody, files: Files
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in members.items():
            made.writestr(name, getattr(files, part, part))
    assert says in sent(contributor.client, Files(b"", log=b""), folder=out.getvalue()).content.decode()
    assert "cannot be read as a zip" in sent(contributor.client, Files(b""), folder=b"PK\x03\x04x").content.decode()


def test_what_was_waiting_when_the_worker_stopped_is_worked_out_by_the_next(
    entry: Collaboration, contributor: Somebody, files: Files
) -> None:
    from django_tasks_db.models import DBTaskResult

    made = attached(contributor.client, files)
    DBTaskResult.objects.all().delete()
    services.resume()
    services.resume()
    assert DBTaskResult.objects.filter(task_path=work_out.module_path).count() == 1
    made.refresh_from_db()
    assert UUID(made.task) == DBTaskResult.objects.get().pk
