"""What the office formats share: zipped XML that must be the same bytes for the same content."""

from __future__ import annotations

import io
import re
import zipfile

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DATES = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
_CORE = "docProps/core.xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment a zip file can name


def printable(text: str) -> str:
    """The text without the characters that XML may not hold."""
    return _FORBIDDEN.sub("", text)


def undated(office_file: bytes) -> bytes:
    """The same office file with no trace of when it was made: neither in its properties nor in its zip entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(office_file)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == _CORE:
                content = _DATES.sub(b"", content)
            kept = zipfile.ZipInfo(entry.filename, date_time=_EPOCH)
            kept.compress_type = zipfile.ZIP_DEFLATED
            kept.external_attr = 0o644 << 16
            new.writestr(kept, content)
    return out.getvalue()
