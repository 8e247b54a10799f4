"""The container of a workbook that somebody uploaded: a zip of XML parts, looked through before any of it is read.

Refused as a whole is what is too big, no workbook, or more than a workbook of plain cells. No part is unpacked further
than it says it is long, and all of them together no further than MOST_UNPACKED.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import IO

from bluelight.errors import InputError, Problem

MOST_BYTES = 5_000_000
MOST_UNPACKED = 25_000_000
_MOST_PARTS = 100
_NEEDED = {"[content_types].xml", "xl/workbook.xml"}
# What runs, or fetches, or hides something.
_MORE_THAN_CELLS = ("vbaproject", "externallink", "embeddings", "activex", "connections", "querytables", "oleobject")
# Others unpack a few bytes to gigabytes at one go.
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_PIECE = 65_536
_DECLARED = re.compile(r"""^<\?xml[^>]*\bencoding\s*=\s*["']([^"']*)""")
_ENCODINGS = {"utf-8", "utf8", "us-ascii", "ascii", "utf-16"}


def refused(name: str, what: str, remedy: str) -> InputError:
    """The file as a whole is no good."""
    return InputError([Problem(name[:100] or "The file", what, remedy)])


def check(file: IO[bytes], name: str) -> None:
    """Look through the container. Raises InputError for what is not a plain workbook."""
    file.seek(0, io.SEEK_END)
    if file.tell() > MOST_BYTES:
        raise refused(name, f"is larger than {MOST_BYTES // 1_000_000} MB.", "Send fewer rows at a time.")
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as parts:
            infos = parts.infolist()
            _check_list(infos, name)
            for info in infos:
                _check_text(_unpacked(parts, info), info.filename.lower(), name)
    except InputError:
        raise
    except Exception:  # not a zip, a torn one, one with a password, or one that lies about itself
        raise refused(name, "is not a workbook.", "Use the template, and save it as .xlsx.") from None


def _check_list(infos: list[zipfile.ZipInfo], name: str) -> None:
    """Refuse by the table of contents alone, before anything is unpacked."""
    if len(infos) > _MOST_PARTS or sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise refused(name, "unpacks to more than a workbook of this kind may hold.", "Send fewer rows.")
    names = [info.filename.lower() for info in infos]
    if not set(names) >= _NEEDED:
        raise refused(name, "is not a workbook.", "Use the template, and save it as .xlsx.")
    if any(part in each for each in names for part in _MORE_THAN_CELLS):
        raise refused(name, "holds macros, links or embedded files.", "Copy the cells into the template.")
    if len(set(names)) < len(names) or any(".." in each or "\\" in each or each.startswith("/") for each in names):
        raise refused(name, "holds a part twice, or one outside of it.", "Copy the cells into the template.")
    if any(info.compress_type not in _METHODS for info in infos):
        raise refused(name, "is packed in a way that no spreadsheet packs.", "Use the template, and save it as .xlsx.")


def _unpacked(parts: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """A part, piece by piece: one that is longer than it says is not unpacked at one go."""
    with parts.open(info) as part:
        return b"".join(iter(lambda: part.read(_PIECE), b""))


def _check_text(content: bytes, part: str, name: str) -> None:
    """Refuse declarations that have an XML reader fetch or multiply something, in whatever encoding they hide."""
    if not part.endswith((".xml", ".rels")):
        return
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    said = _DECLARED.match(text)
    if "\0" in text or (said and said[1].lower() not in _ENCODINGS):
        raise refused(name, "holds text in another encoding than UTF-8.", "Use the template, and save it as .xlsx.")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise refused(name, "holds declarations that a workbook has no need of.", "Use the template.")
