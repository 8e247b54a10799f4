"""Just enough of a PDF reader for tests: what the file says of itself and of its structure."""

from __future__ import annotations

import re
import zlib
from collections import Counter

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def opened(pdf: bytes) -> bytes:
    """The file with its compressed parts after it."""
    parts = [pdf]
    for found in _STREAM.finditer(pdf):
        try:
            parts.append(zlib.decompress(found[1]))
        except zlib.error:
            continue
    return b"\n".join(parts)


def structure(pdf: bytes) -> Counter[str]:
    """How many elements of each type the structure tree holds."""
    return Counter(name.decode() for name in re.findall(rb"/Type/StructElem/S/(\w+)", opened(pdf)))


def alternatives(pdf: bytes) -> list[str]:
    """The texts that stand for pictures, in the structure tree."""
    whole = opened(pdf)
    return [_text(whole, found.end()) for found in re.finditer(rb"/S/Figure/P \d+ 0 R/Alt\s*", whole)]


def _text(whole: bytes, at: int) -> str:
    """The string that starts here: in hexadecimal, or in brackets that may hold brackets."""
    if whole[at : at + 1] == b"<":
        content = bytes.fromhex(whole[at + 1 : whole.index(b">", at)].decode())
    else:
        end, depth = at, 0
        for found in re.compile(rb"\\.|[()]", re.DOTALL).finditer(whole, at):
            depth += {b"(": 1, b")": -1}.get(found[0], 0)
            end = found.start()
            if depth == 0:
                break
        content = re.sub(rb"\\([0-7]{3}|.)", _unescaped, whole[at + 1 : end], flags=re.DOTALL)
    return content[2:].decode("utf-16-be") if content.startswith(b"\xfe\xff") else content.decode("latin-1")


def _unescaped(found: re.Match[bytes]) -> bytes:
    said = found[1]
    if said.isdigit():
        return bytes([int(said, 8)])
    return {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}.get(said, said)
