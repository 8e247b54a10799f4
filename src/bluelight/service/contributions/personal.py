"""What looks like personal data in a text: pointed out to a reviewer, who decides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

REDACTED = "[redacted]"
_PATTERNS = {
    "an email address": r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    "a telephone number": r"(?<![\d/-])(?:\+44\s?|\(?0)\d{2,4}\)?[\s-]?\d{3,4}[\s-]?\d{3,4}(?!\d)",
    "a National Insurance number": r"\b[A-CEGHJ-PR-TW-Z]{2}\s?(?:\d{2}\s?){3}[A-D]\b",
    "a postcode": r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b",
    "a date of birth": r"(?i:\b(?:born|date of birth|dob)\b)\D{0,12}\d{1,2}[/. -]\w{1,9}[/. -]\d{2,4}",
    "a name with a title": r"\b(?:Mr|Mrs|Ms|Miss|Dr|PC|DC|DS|DI|Sgt|Sergeant|Constable|Firefighter|Paramedic)\.?"
    r"\s[A-Z][a-z]+(?:\s[A-Z][a-z]+)?",
}
_ANY = {what: re.compile(pattern) for what, pattern in _PATTERNS.items()}
# Addresses of pages hold digits and letters of every kind.
_PASSED_OVER = {"url", "source_url", "slug", "id"}


@dataclass(frozen=True)
class Finding:
    """Something that looks like personal data."""

    what: str
    text: str


def findings(content: Any) -> list[Finding]:
    """Everything in a content that looks like personal data, each text once."""
    found = [
        Finding(what, match[0])
        for text in _texts(content)
        for what, pattern in _ANY.items()
        for match in pattern.finditer(text)
    ]
    return list(dict.fromkeys(found))


def redacted(value: Any, texts: set[str]) -> Any:
    """The same content with these texts taken out of it wherever they stand."""
    if isinstance(value, str):
        for text in texts:
            value = value.replace(text, REDACTED)
        return value
    if isinstance(value, list):
        return [redacted(each, texts) for each in value]
    if isinstance(value, dict):
        return {name: each if name in _PASSED_OVER else redacted(each, texts) for name, each in value.items()}
    return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            if name not in _PASSED_OVER:
                yield from _texts(each)
