"""Full-text search, behind one thin function: the only module that knows which index holds the words.

SQLite's FTS5 and PostgreSQL's tsvector hold one row per collaboration. Both stem words by Porter's algorithm and know
no stop words, so that "stations" finds "station" on either. What a reader types never reaches an index as syntax: it is
cut into words, and words in double quotes must stand side by side.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.db import connection
from django.db.models import FloatField, QuerySet
from django.db.models.expressions import RawSQL

from bluelight.register import codelists

_Q = TypeVar("_Q", bound=QuerySet[Any, Any])

MAX_WORDS = 20
_MOST_INDEXED = 200_000  # characters of each kind of text
_FEW = 500  # as many as are rather looked up one by one than found among all
_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r'"([^"]*)"?')

Phrase = tuple[str, ...]


class _Index(Protocol):
    """What each database's index is asked: every query is made of phrases, of one word or several."""

    found: str
    rank: str

    def whole(self, phrases: Sequence[Phrase]) -> str: ...

    def begun(self, words: Sequence[str]) -> str: ...

    def in_name(self, phrases: Sequence[Phrase]) -> str: ...

    def joined(self, asked: Asked) -> tuple[list[str], list[str]]: ...

    def ranked(self, asked: Asked) -> tuple[str, list[str]]: ...

    put: str
    remove: str


class _Fts5:
    create = (
        "CREATE VIRTUAL TABLE register_search USING fts5("
        "name, partners, summary, points, claims, tokenize = 'porter unicode61 remove_diacritics 2')",
    )
    drop = ("DROP TABLE register_search",)
    found = "SELECT rowid FROM register_search WHERE register_search MATCH %s"
    # An entry that has every word in its name comes first; then a word in the name counts most, then in the partners'
    # names, the summary, the lessons, the claims.
    rank = f"bm25(register_search, 10.0, 5.0, 3.0, 1.0, 1.0) - 1000 * (register_collaboration.id IN ({found}))"
    put = "INSERT INTO register_search (rowid, name, partners, summary, points, claims) VALUES (%s, %s, %s, %s, %s, %s)"
    remove = "DELETE FROM register_search WHERE rowid = %s"

    @staticmethod
    def whole(phrases: Sequence[Phrase]) -> str:
        return " AND ".join(f'"{" ".join(phrase)}"' for phrase in phrases)

    @staticmethod
    def begun(words: Sequence[str]) -> str:
        tries = [[f'"{word}"*', *(f'"{shorter}"' for shorter in _shorter(word))] for word in words]
        return " AND ".join(f"({' OR '.join(each)})" for each in tries)

    def in_name(self, phrases: Sequence[Phrase]) -> str:
        return f"name : ({self.whole(phrases)})"

    def joined(self, asked: Asked) -> tuple[list[str], list[str]]:
        # The sign: look for the words first.
        join = "register_collaboration.id = +register_search.rowid"
        return ["register_search MATCH %s", join], [asked.query]

    def ranked(self, asked: Asked) -> tuple[str, list[str]]:
        return self.rank, [asked.in_name]


class _Tsvector:
    create = (
        "CREATE TEXT SEARCH DICTIONARY bluelight_porter (TEMPLATE = snowball, LANGUAGE = porter)",
        "CREATE TEXT SEARCH CONFIGURATION bluelight (COPY = simple)",
        "ALTER TEXT SEARCH CONFIGURATION bluelight ALTER MAPPING REPLACE simple WITH bluelight_porter",
        "CREATE TABLE register_search (collaboration_id bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX register_search_words ON register_search USING gin (words)",
    )
    drop = (
        "DROP TABLE register_search",
        "DROP TEXT SEARCH CONFIGURATION bluelight",
        "DROP TEXT SEARCH DICTIONARY bluelight_porter",
    )
    found = "SELECT collaboration_id FROM register_search WHERE words @@ to_tsquery('bluelight', %s)"
    rank = """-1000 * (register_search.words @@ to_tsquery('bluelight', %s))::int
        - ts_rank('{0.1, 0.3, 0.5, 1.0}', register_search.words, to_tsquery('bluelight', %s))"""
    put = """INSERT INTO register_search (collaboration_id, words) VALUES (%s,
        setweight(to_tsvector('bluelight', %s), 'A') || setweight(to_tsvector('bluelight', %s), 'B')
        || setweight(to_tsvector('bluelight', %s), 'C') || setweight(to_tsvector('bluelight', %s), 'D')
        || setweight(to_tsvector('bluelight', %s), 'D'))"""
    remove = "DELETE FROM register_search WHERE collaboration_id = %s"

    @staticmethod
    def whole(phrases: Sequence[Phrase], weight: str = "") -> str:
        return " & ".join(f"({' <-> '.join(f'{word}{weight}' for word in phrase)})" for phrase in phrases)

    @staticmethod
    def begun(words: Sequence[str]) -> str:
        tries = [[f"{word}:*", *_shorter(word)] for word in words]
        return " & ".join(f"({' | '.join(each)})" for each in tries)

    def in_name(self, phrases: Sequence[Phrase]) -> str:
        return self.whole(phrases, ":A")

    def joined(self, asked: Asked) -> tuple[list[str], list[str]]:
        return ["register_search.collaboration_id = register_collaboration.id"], []

    def ranked(self, asked: Asked) -> tuple[str, list[str]]:
        return self.rank, [asked.in_name, asked.query]


CREATE = {"sqlite": _Fts5.create, "postgresql": _Tsvector.create}
DROP = {"sqlite": _Fts5.drop, "postgresql": _Tsvector.drop}


def _index() -> _Index:
    return _Tsvector() if connection.vendor == "postgresql" else _Fts5()


@dataclass(frozen=True)
class Asked:
    """A text as the index is asked for it: what to hold, what to hold in the name; and what holds it, where few do."""

    query: str
    in_name: str
    few: tuple[int, ...] | None


def read(text: str) -> Asked | None:
    """What to ask for a text; None for one without a word in it ("*(").

    Words are tried whole; where nothing holds them all, as beginnings ("ambulan" finds "ambulance").
    """
    phrases = _phrases(text)
    if not phrases:
        return None
    kept = _index()
    query, in_name = kept.whole(phrases), kept.in_name(phrases)
    found = _first(kept, query)
    if not found:
        words = [word for phrase in phrases for word in phrase]
        query, in_name = kept.begun(words), kept.in_name([(word,) for word in words])
        found = _first(kept, query)
    return Asked(query, in_name, found if len(found) <= _FEW else None)


def matching(queryset: _Q, asked: Asked) -> _Q:
    """The collaborations that hold every word and phrase asked for."""
    return queryset.filter(pk__in=RawSQL(_index().found, [asked.query]) if asked.few is None else asked.few)


def ranked(queryset: _Q, asked: Asked) -> _Q:
    """What `matching` found annotated with `rank`, lowest first best; for a list: no query can hold this one within.

    Joined to the index, so that an entry is ranked where its words are found and not looked up again for it.
    """
    kept = _index()
    where, params = kept.joined(asked)
    found: Any = queryset.extra(tables=["register_search"], where=where, params=params)
    ranked: _Q = found.annotate(rank=RawSQL(*kept.ranked(asked), output_field=FloatField()))
    return ranked


def _phrases(text: str) -> list[Phrase]:
    """The words of a text, each alone, and those in double quotes together."""
    found: list[Phrase] = [tuple(_words(quoted)) for quoted in _QUOTED.findall(text)]
    found += [(word,) for word in _words(_QUOTED.sub(" ", text))]
    kept: list[Phrase] = []
    left = MAX_WORDS
    for phrase in found:
        if phrase[:left]:
            kept.append(phrase[:left])
            left -= len(kept[-1])
    return kept


def _words(text: str) -> list[str]:
    """Words as both indexes hold them: small letters without accents, and digits."""
    if not text.isascii():
        text = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return _WORD.findall(text.lower())


def _shorter(word: str) -> list[str]:
    """Some letters fewer: the index holds stems, and a half-typed word may be longer than the stem it belongs to.

    "ambulanc" and "ambul".
    """
    return [word[:length] for length in range(len(word) - 1, max(3, len(word) - 6), -1)]


def _first(kept: _Index, query: str) -> tuple[int, ...]:
    """What holds it: all where few do, and one more than a few where many do."""
    with connection.cursor() as cursor:
        cursor.execute(f"{kept.found} LIMIT {_FEW + 1}", [query])
        return tuple(key for (key,) in cursor.fetchall())


def index(collaborations: Iterable[Any]) -> None:
    """Put collaborations' words into the index in place of those they had. Call it after every write."""
    kept = _index()
    texts = {each.pk: [" ".join(_words(text[:_MOST_INDEXED])) for text in _texts(each)] for each in collaborations}
    with connection.cursor() as cursor:
        cursor.executemany(kept.remove, [[key] for key in texts])
        cursor.executemany(kept.put, [[key, *words] for key, words in texts.items()])


def _texts(collaboration: Any) -> list[str]:
    """What the index holds of a collaboration, the words that count most first."""
    return [
        collaboration.name,
        " ".join(f"{partner.name} {partner.area}" for partner in collaboration.partners.all()),
        " ".join(
            [
                collaboration.summary,
                collaboration.region,
                collaboration.theme,
                *(getattr(collaboration, name) for name in codelists.EMMIE),
            ]
        ),
        " ".join(point.text for point in collaboration.points.all()),
        " ".join(f"{claim.statement} {claim.measure}" for claim in collaboration.claims.all()),
    ]
