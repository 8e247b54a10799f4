"""Full-text search, behind one thin function: the only module that knows which index holds the words.

SQLite's FTS5 holds one row per collaboration, whose rowid is the collaboration's key; words are stemmed, so that
"stations" finds "station". What a reader types never reaches FTS5 as syntax: each word goes in as a quoted string.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connection
from django.db.models import FloatField, QuerySet
from django.db.models.expressions import RawSQL

if TYPE_CHECKING:
    from bluelight.service.register.models import Collaboration

_Q = TypeVar("_Q", bound=QuerySet[Any, Any])

MAX_WORDS = 20
_WORD = re.compile(r"[^\W_]+")

CREATE = """
CREATE VIRTUAL TABLE register_search USING fts5(
    name, partners, summary, points, claims, tokenize = 'porter unicode61 remove_diacritics 2'
)
"""
DROP = "DROP TABLE register_search"

_MATCH = "SELECT rowid FROM register_search WHERE register_search MATCH %s"
# An entry that has every word in its name comes first; then a word in the name counts most, then in the partners'
# names, the summary, the lessons, the claims.
_RANK = f"""(
    SELECT bm25(register_search, 10.0, 5.0, 3.0, 1.0, 1.0) - 1000 * (register_search.rowid IN ({_MATCH}))
    FROM register_search WHERE register_search MATCH %s AND register_search.rowid = register_collaboration.id
)"""


def matching(queryset: _Q, text: str) -> _Q:
    """The collaborations that hold every word of `text`, annotated with `rank`, lowest first best.

    Words are tried whole; where nothing holds them all, as beginnings ("ambulan" finds "ambulance"). A text without a
    word in it ("*(") finds nothing.
    """
    words = _WORD.findall(text.lower())[:MAX_WORDS]
    if not words:
        return queryset.none()
    query = _whole(words)
    if not _any(query):
        query = _begun(words)
    found = queryset.filter(pk__in=RawSQL(_MATCH, [query]))
    return found.annotate(rank=RawSQL(_RANK, [f"name : ({query})", query], output_field=FloatField()))


def _whole(words: list[str]) -> str:
    """Every word, anywhere."""
    return " AND ".join(f'"{word}"' for word in words)


def _begun(words: list[str]) -> str:
    """Every word as the beginning of one.

    The index holds stems, so a half-typed word may be longer than the stem it belongs to ("ambulanc" and "ambul"):
    some letters fewer are tried too.
    """
    tries = [
        [f'"{word}"*', *(f'"{word[:length]}"' for length in range(len(word) - 1, max(3, len(word) - 6), -1))]
        for word in words
    ]
    return " AND ".join(f"({' OR '.join(each)})" for each in tries)


def _any(query: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"{_MATCH} LIMIT 1", [query])
        return cursor.fetchone() is not None


def index(collaborations: Iterable[Collaboration]) -> None:
    """Put collaborations' words into the index in place of those they had. Call it after every write."""
    texts = {each.pk: _texts(each) for each in collaborations}
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM register_search WHERE rowid = %s", [[key] for key in texts])
        cursor.executemany(
            "INSERT INTO register_search (rowid, name, partners, summary, points, claims) "
            "VALUES (%s, %s, %s, %s, %s, %s)",
            [[key, *words] for key, words in texts.items()],
        )


def _texts(collaboration: Collaboration) -> list[str]:
    """What the index holds of a collaboration, the words that count most first."""
    return [
        collaboration.name,
        " ".join(f"{partner.name} {partner.area}" for partner in collaboration.partners.all()),
        f"{collaboration.summary} {collaboration.region} {collaboration.theme}",
        " ".join(point.text for point in collaboration.points.all()),
        " ".join(f"{claim.statement} {claim.measure}" for claim in collaboration.claims.all()),
    ]
