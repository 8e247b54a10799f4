"""Publish an evaluation in the data folder of a running Bluelight, whose worker works it out, and say its address."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from uuid import uuid4

from bluelight.service.running.start import set_up_django

FILES = Path(__file__).resolve().parents[1] / "data" / "evaluation"
ENTRY = "multi-agency-incident-transfer-mait"
FINDING = {
    "claim": f"{ENTRY}/benefit-1",
    "measure_class": "level",
    "factor": -1.0,
    "how": "A minute less of waiting is a minute gained.",
}


def publish() -> str:
    from tests.service_accounts.people import organisation, person

    from bluelight.service.evaluations import services
    from bluelight.service.evaluations.files import Files
    from bluelight.service.evaluations.models import Attached, State
    from bluelight.service.register.models import Collaboration

    entry, ours = Collaboration.objects.get(slug=ENTRY), organisation("hertfordshire-constabulary")
    author, reviewer = person("contributor", ours, name="author"), person("reviewer", name="reader")
    files = Files(*((FILES / name).read_bytes() for name in ("protocol.toml", "panel.csv", "treatment.csv")))
    row = services.attach(uuid4(), entry, ours, author, files)
    end = time.monotonic() + 90
    while row.state == State.WAITING and time.monotonic() < end:
        time.sleep(0.2)
        row = Attached.objects.get(pk=row.pk)
    assert row.state == State.DRAFT, (row.state, row.error)
    services.say(row, lock=row.lock, evaluator="independent", evaluator_name="", findings=[FINDING])
    row = Attached.objects.get(pk=row.pk)
    services.submit(row, author, why="", lock=row.lock)
    services.take_up(row, reviewer)
    address = row.get_absolute_url()
    services.publish(row, reviewer, why="Read with its data.", lock=row.lock, address=f"https://example.org{address}")
    return address


if __name__ == "__main__":
    set_up_django(Path(sys.argv[1]))
    print(publish())
