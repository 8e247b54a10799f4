"""Writers of the load: programs that send a change over HTTP, and the reviewer who publishes it; nothing may be lost.

`python -m benchmarks.load_writers tokens DIR COUNT` prints, a line each, the token of an organisation and an address of
entries that it takes part in; `... write DIR PORT SECONDS` takes such lines on standard input, one writer for each, and
prints what was published and how long the request took; `... lost DIR` takes those lines and prints what is not there.
"""

from __future__ import annotations

import http.client
import json
import random
import sys
import threading
import time
from pathlib import Path
from typing import Any

EVERY_S = 5.0
_ENTRIES_EACH = 200
_READ_ALONE = {"pairs", "evaluations", "realised"}  # which programs are told and cannot write


def tokens(count: int) -> None:
    """A token for each of the organisations that share most, with entries that no other of them takes part in."""
    from django.db.models import Count

    from bluelight.service.accounts.models import User
    from bluelight.service.accounts.services import make_token
    from bluelight.service.register.models import Collaboration, Organisation

    User.objects.create_user("publisher@example.org", "publisher@example.org", role="reviewer")
    shared = Organisation.objects.public().annotate(n=Count("partnerships")).order_by("-n", "pk")
    taken: set[str] = set()
    for organisation in shared[:count]:
        name = f"{organisation.slug}@example.org"
        by = User.objects.create_user(name, name)
        by.organisations.add(organisation)
        entries = Collaboration.objects.public().shared_by(organisation).order_by("pk")
        slugs = [slug for slug in entries.values_list("slug", flat=True) if slug not in taken][:_ENTRIES_EACH]
        taken.update(slugs)
        print(json.dumps([make_token(organisation, "load", days=1, by=by), slugs]))


def write(port: int, seconds: float) -> None:
    """One thread for each line of standard input."""
    threads = [
        threading.Thread(target=_writer, args=(number, port, seconds, *json.loads(line)))
        for number, line in enumerate(sys.stdin)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _writer(number: int, port: int, seconds: float, token: str, slugs: list[str]) -> None:
    until = time.monotonic() + seconds
    time.sleep(random.Random(number).uniform(0, EVERY_S))
    turn = 0
    while time.monotonic() < until:
        begin = time.perf_counter()
        slug = slugs[turn % len(slugs)]
        mark = f"Written by {number}, turn {turn}."
        try:
            taken = _send_and_publish(port, token, slug, mark)
            print(json.dumps([slug, mark, taken]), flush=True)
        except Exception as error:  # an error of the load, whatever it is
            print(json.dumps([slug, "", repr(error)]), flush=True)
        turn += 1
        time.sleep(max(0.0, EVERY_S - (time.perf_counter() - begin)))


def _send_and_publish(port: int, token: str, slug: str, mark: str) -> float:
    """Send a change as a program does, then publish it as a reviewer does. Milliseconds of the request."""
    from bluelight.service.accounts.models import User
    from bluelight.service.contributions import services
    from bluelight.service.contributions.models import Revision

    path = f"/api/v1/collaborations/{slug}"
    _, entry = _ask(port, "GET", path)
    changed = {name: value for name, value in entry.items() if name not in _READ_ALONE} | {"summary": mark}
    begin = time.perf_counter()
    status, found = _ask(port, "PUT", path, json.dumps(changed), {"Authorization": f"Bearer {token}"})
    taken = (time.perf_counter() - begin) * 1000
    if status != 202:
        raise RuntimeError(f"{path} answered {status}: {found}")
    reviewer = User.objects.get(username="publisher@example.org")
    revision = Revision.objects.select_related("collaboration").get(pk=found["revision"])
    services.take_up(revision, reviewer)
    services.publish(revision, reviewer, why="Load", lock=revision.lock, against=revision.collaboration.version)
    return taken


def _ask(port: int, method: str, path: str, body: str = "", headers: dict[str, str] | None = None) -> tuple[int, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, body or None, {"Content-Type": "application/json", **(headers or {})})
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()


def lost() -> None:
    """What was published last of each entry must be what it says, and what was published before a version of it."""
    from bluelight.service.register.models import Collaboration, Version

    marks: dict[str, list[str]] = {}
    for line in sys.stdin:
        slug, mark, _ = json.loads(line)
        marks.setdefault(slug, []).append(mark)
    for slug, written in marks.items():
        entry = Collaboration.objects.get(slug=slug)
        kept = [
            version.content["summary"] for version in Version.objects.filter(collaboration=entry).order_by("number")
        ]
        if entry.summary != written[-1] or kept[-len(written) :] != written:
            print(slug)


if __name__ == "__main__":
    from bluelight.service.running.start import set_up_django

    set_up_django(Path(sys.argv[2]))
    if sys.argv[1] == "tokens":
        tokens(int(sys.argv[3]))
    elif sys.argv[1] == "write":
        write(int(sys.argv[3]), float(sys.argv[4]))
    else:
        lost()
