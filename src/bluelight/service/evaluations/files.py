"""The files of an evaluation as somebody sent them: parts or a zip, held to a size, and read as a case."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from bluelight.errors import BluelightError, InputError, Problem
from bluelight.evaluation import Case, Protocol, load_case
from bluelight.evaluation.protocol import read_protocol

MOST_FILE, MOST_IN_ZIP = 5_000_000, 20_000_000
MOST_MEMBERS = 100
MOST_WORK = 30_000_000  # permutations x units x periods


@dataclass(frozen=True)
class Files:
    """The files to the byte. Without `panel` and `treatment` it is a protocol alone."""

    protocol: bytes
    panel: bytes = b""
    treatment: bytes = b""
    log: bytes = b""
    sent: bytes = b""

    @property
    def whole(self) -> bool:
        """Whether the data are there."""
        return bool(self.panel and self.treatment)


def from_zip(file: IO[bytes], name: str) -> Files:
    """The files of a folder that `bluelight evaluate` worked on, whatever folder they lie in.

    Nothing is unpacked to disk. Raises InputError for what is no such folder.
    """
    try:
        with zipfile.ZipFile(file) as opened:
            return _members(opened, name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise InputError([Problem(name, f"cannot be read as a zip: {error}.", "Make the zip anew.")]) from None


def _members(opened: zipfile.ZipFile, name: str) -> Files:
    members = [info for info in opened.infolist() if not info.is_dir() and PurePosixPath(info.filename).name]
    if len(members) > MOST_MEMBERS:
        what = f"holds {len(members):,} files."
        raise InputError([Problem(name, what, "Zip protocol, panel, treatment and result alone.")])
    protocols = [info for info in members if info.filename.endswith(".toml")]
    if len(protocols) != 1:
        what = f"holds {len(protocols)} files ending in .toml, and one is the protocol."
        raise InputError([Problem(name, what, "Zip the folder of one evaluation.")])
    folder = PurePosixPath(protocols[0].filename).parent
    by_name = {str(PurePosixPath(info.filename)): info for info in members}

    def read(wanted: str, most: int = MOST_IN_ZIP) -> bytes:
        info = by_name.get(str(folder / wanted))
        if info is None:
            return b""
        with opened.open(info) as part:
            content = part.read(most + 1)
        if len(content) > most:
            what = f"holds {wanted}, which is larger than {most // 1_000_000} MB."
            raise InputError([Problem(name, what, "Keep the outcomes that are asked of.")])
        return content

    raw = read(PurePosixPath(protocols[0].filename).name, MOST_FILE)
    asked = protocol_of(Files(raw))
    found = Files(
        raw,
        read(asked.panel),
        read(asked.treatment, MOST_FILE),
        read(f"{PurePosixPath(protocols[0].filename).stem}.log", MOST_FILE),
        read("result.json") or _anywhere(opened, members, "result.json"),
    )
    missing = [
        wanted for wanted, there in ((asked.panel, found.panel), (asked.treatment, found.treatment)) if not there
    ]
    if missing:
        what = f"has no {missing[0]} beside the protocol that names it."
        raise InputError([Problem(name, what, "Zip the folder whole.")])
    return found


def _anywhere(opened: zipfile.ZipFile, members: list[zipfile.ZipInfo], wanted: str) -> bytes:
    """A file whatever folder it lies in: results are often written to one of their own."""
    for info in members:
        if PurePosixPath(info.filename).name == wanted:
            with opened.open(info) as part:
                return part.read(MOST_IN_ZIP)
    return b""


def protocol_of(files: Files) -> Protocol:
    """The protocol. Raises InputError with every problem of it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "protocol.toml"
        path.write_bytes(files.protocol)
        protocol, _ = read_protocol(path)
    for key in ("panel", "treatment"):
        named = getattr(protocol, key)
        if Path(named).name != named or "\\" in named or named in ("protocol.toml", "protocol.log", "result.json"):
            what = f"names {named[:60]!r}, which is no plain name of a file of its own."
            raise InputError([Problem("protocol.toml", what, f"Write {key}.csv, or leave it out.", column=key)])
    if protocol.panel == protocol.treatment:
        remedy = "Give each a file of its own."
        raise InputError([Problem("protocol.toml", "names one file as both tables.", remedy, column="treatment")])
    return protocol


@contextmanager
def as_folder(files: Files) -> Iterator[Path]:
    """The path of the protocol in a folder of its own that holds the files under the names that it gives them."""
    protocol = protocol_of(files)
    with tempfile.TemporaryDirectory() as named:
        folder = Path(named)
        path = folder / "protocol.toml"
        path.write_bytes(files.protocol)
        (folder / protocol.panel).write_bytes(files.panel)
        (folder / protocol.treatment).write_bytes(files.treatment)
        if files.log:
            (folder / "protocol.log").write_bytes(files.log)
        yield path


def case_of(files: Files) -> Case:
    """The case, checked as far as it can be before it is worked out.

    Raises InputError with every problem of the files, NotEnoughError where no method fits, BluelightError where it is
    too large to be worked out here.
    """
    from bluelight.evaluation.run import ready

    with as_folder(files) as path:
        case = load_case(path)
    ready(case)
    work = case.protocol.permutations * len(case.panel.units) * case.last
    if work > MOST_WORK:
        raise BluelightError(
            f"{case.protocol.permutations:,} permutations of {len(case.panel.units):,} units over {case.last:,} "
            f"periods come to {work:,}, more than this service works out ({MOST_WORK:,}). Ask for fewer permutations "
            "in the protocol, or keep fewer units and periods in the panel."
        )
    return case
