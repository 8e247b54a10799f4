"""What was written down when: each protocol that was registered or used, kept beside it in a file that shows changes.

Every line of the log (`protocol.log` for `protocol.toml`) names the SHA-256 of the line before it, so that one taken
out or altered shows.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

from bluelight.errors import BluelightError
from bluelight.evaluation.case import Hashes

Event = Literal["registered", "evaluated"]


@dataclass(frozen=True)
class Entry:
    """One line: when, what was done, and the hashes of the files as they were."""

    when: str
    event: Event
    protocol: str
    panel: str
    treatment: str


@dataclass(frozen=True)
class History:
    """What the log says of a protocol.

    `registered` is when this very protocol was first registered; `changed` that data had been evaluated under another
    protocol before this one was first written down; `torn` that the log was altered.
    """

    entries: tuple[Entry, ...]
    registered: str | None
    changed: bool
    torn: bool


def note(path: Path, event: Event, hashes: Hashes, now: datetime | None = None) -> History:
    """Write down that a protocol was registered or used, unless its last line says so already, and tell its history.

    BluelightError where the log cannot be written.
    """
    file = path.parent / f"{path.stem}.log"
    lines = _lines(file)
    entries = tuple(_entry(line, file) for line in lines)
    told = (event, hashes.protocol, hashes.panel, hashes.treatment)
    last = entries[-1] if entries else None
    if last is None or (last.event, last.protocol, last.panel, last.treatment) != told:
        when = (now or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
        entry = Entry(when, event, hashes.protocol, hashes.panel, hashes.treatment)
        before = _sha(lines[-1]) if lines else ""
        lines.append(json.dumps({**vars(entry), "before": before}))
        entries = (*entries, entry)
        try:
            with file.open("a", encoding="utf-8") as out:
                out.write(f"{lines[-1]}\n")
        except OSError as error:
            raise BluelightError(f"{file}: cannot be written: {error.strerror}. Make its folder writable.") from None
    return history(entries, hashes.protocol, torn=not _whole(lines))


def read_log(file: Path) -> tuple[tuple[Entry, ...], bool]:
    """The lines of a log, none where there is no file, and whether each names the one before it as it stands.

    BluelightError where it is no log of a protocol.
    """
    lines = _lines(file)
    return tuple(_entry(line, file) for line in lines), _whole(lines)


def history(entries: tuple[Entry, ...], protocol: str, torn: bool) -> History:
    """What these entries say of the protocol with this hash."""
    mine = [number for number, entry in enumerate(entries) if entry.protocol == protocol]
    first = mine[0] if mine else len(entries)
    registered = next((e.when for e in entries if e.protocol == protocol and e.event == "registered"), None)
    changed = any(entry.event == "evaluated" for entry in entries[:first])
    return History(entries, registered if registered and not changed else None, changed, torn)


def _lines(file: Path) -> list[str]:
    try:
        return [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise BluelightError(f"{file}: cannot be read: {error}. Put it back as it was.") from None


def _entry(line: str, file: Path) -> Entry:
    try:
        content = json.loads(line)
        content.pop("before", None)
        found = Entry(**content)
        if not all(isinstance(value, str) for value in vars(found).values()) or found.event not in get_args(Event):
            raise ValueError
        return found
    except (ValueError, TypeError, AttributeError):
        what = f"{file}: holds a line that is not one of a protocol's history."
        raise BluelightError(f"{what} Put it back as it was.") from None


def _whole(lines: list[str]) -> bool:
    """Whether each line names the one before it as it stands."""
    named = [json.loads(line).get("before") for line in lines]
    return not lines or named == ["", *(_sha(line) for line in lines[:-1])]


def _sha(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()
