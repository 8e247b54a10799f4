"""1,000 spreadsheets made to do harm, sent through the page: each refused in words, nothing written, little memory.

Sent by Django's test client to the views, in a process of its own, so that its peak memory is theirs and not that of
making the files. A file of which only a row is wrong comes back as rows to choose from, and choosing the row must be
refused.
"""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.peak import peak_bytes
from benchmarks.registry import Row

COUNT = 1_000
MEGABYTES = 500
_PAGE = "/contribute/spreadsheet/"


def run() -> list[Row]:
    """How many of them were refused, how many wrote anything, and the most memory held."""
    from benchmarks.hostile_files import hostile_files

    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.hostile", folder]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as worker:
            assert worker.stdin
            assert worker.stdout
            for kind, content in hostile_files(COUNT):
                worker.stdin.write(struct.pack("<20sL", kind.encode(), len(content)) + content)
            worker.stdin.close()
            refused, wrote, peak = (float(text) for text in worker.stdout.read().split())
    return [
        Row("hostile spreadsheets: refused in words", refused, f"of {COUNT}", "all", refused == COUNT),
        Row("hostile spreadsheets: wrote something", wrote, f"of {COUNT}", "none", wrote == 0),
        Row("hostile spreadsheets: most memory", peak / 1e6, "MB", f"at most {MEGABYTES}", peak <= MEGABYTES * 1e6),
    ]


def faults(client: Any, organisation: str, files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bool, bool]]:
    """Each file's kind, whether it was refused in words, and whether anything was written."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    for kind, content in files:
        before = _written()
        file = SimpleUploadedFile("hostile.xlsx", content)
        told = _told(client, client.post(_PAGE, {"organisation": organisation, "file": file}))
        yield kind, any(told), _written() != before


def _told(client: Any, answer: Any) -> list[str]:
    """What the page says is wrong; nothing where a row could be taken."""
    if answer.status_code == 302:
        at = answer.headers["Location"]
        page = client.get(at).content.decode()
        if client.post(at, {"row": re.findall(r'id="row-(\d+)"', page)}).status_code != 400:
            return []
        return re.findall(r"<li>([^<]*, row \d+.*?|[^<]* is missing)</li>", page)
    if answer.status_code != 422:
        return []
    return re.findall(r"<li>(.*?)</li>", answer.content.decode().split("Nothing was taken")[-1].split("</ul>")[0])


def _written() -> list[int]:
    """How much there is of what a spreadsheet could write."""
    from bluelight.service.contributions.models import Revision, Step
    from bluelight.service.register.models import Collaboration, Organisation, Version

    return [model._default_manager.count() for model in (Revision, Step, Collaboration, Organisation, Version)]


def _sent() -> Iterator[tuple[str, bytes]]:
    while head := sys.stdin.buffer.read(24):
        kind, size = struct.unpack("<20sL", head)
        yield kind.rstrip(b"\0").decode(), sys.stdin.buffer.read(size)


def _work(folder: Path) -> None:
    from bluelight.service.running.start import open_folder

    open_folder(folder)
    from django.conf import settings
    from django.test import Client

    from bluelight.service.accounts.models import User
    from bluelight.service.register.models import Organisation

    settings.ALLOWED_HOSTS = ["testserver"]
    body = Organisation.objects.create(slug="ours", name="Littleham Fire", service="fire", region="Wales")
    user = User.objects.create_user("c@example.org", "c@example.org", role="contributor")
    user.organisations.set([body])
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    refused = wrote = 0
    for kind, told, written in faults(client, body.slug, _sent()):
        refused += told
        wrote += written
        if written or not told:
            print(f"{kind}: {'wrote something' if written else 'was not refused'}", file=sys.stderr)
    print(refused, wrote, peak_bytes())


if __name__ == "__main__":
    _work(Path(sys.argv[1]))
