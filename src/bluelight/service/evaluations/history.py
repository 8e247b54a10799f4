"""Whether a question came before its answer: what this service saw itself, and the log that its authors kept."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

from bluelight.errors import BluelightError
from bluelight.evaluation import Case
from bluelight.evaluation.seen import Entry, History, history, read_log
from bluelight.service.evaluations.models import Attached, Look


def history_of(attached: Attached, case: Case) -> History:
    """What is known of the protocol of an attached evaluation, everything in the order in which it happened.

    Raises BluelightError where the authors' log is none.
    """
    looks = Look.objects.bearing_on(attached, case.protocol.outcome, case.hashes.panel)
    seen = [
        Entry(look.when.strftime("%Y-%m-%dT%H:%M:%SZ"), look.event, look.protocol, look.panel, look.treatment)  # type: ignore[arg-type]
        for look in looks
    ]
    theirs, whole = log_of(bytes(attached.log))
    entries = tuple(sorted([*theirs, *seen], key=lambda entry: entry.when))
    return history(entries, case.hashes.protocol, torn=not whole)


def log_of(log: bytes) -> tuple[tuple[Entry, ...], bool]:
    """The lines of a log, and whether each names the one before it as it stands. BluelightError for what is no log."""
    if not log:
        return (), True
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "protocol.log"
        file.write_bytes(log)
        try:
            return read_log(file)
        except BluelightError as error:
            raise BluelightError(str(error).replace(f"{folder}/", "")) from None


def sha(content: bytes) -> str:
    """SHA-256, as the history names files; of nothing, nothing."""
    return hashlib.sha256(content).hexdigest() if content else ""
