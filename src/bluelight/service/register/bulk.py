"""Writing many rows at once, each with its first row of history: a register of 20,000 entries has 300,000 of them.

Does what `bulk_create_with_history` does without an object for each row, for models whose history keeps nothing of its
own beside the moment, the reason and the user. Within a transaction only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models
from django.db.models import Field, Model
from django.utils import timezone

Fields = Mapping[str, Any]
Row = tuple[Any, ...]

# Fields whose values a database takes as they are.
_PLAIN = (models.CharField, models.TextField, models.FloatField, models.IntegerField, models.BooleanField)
_HISTORY = ("history_date", "history_type", "history_change_reason", "history_user_id")


def create(model: type[Model], wanted: Sequence[Fields]) -> list[int]:
    """Make a row of each of these fields; the keys."""
    return [key for key, *_ in _created(model, wanted)]


def create_with_history(model: type[Model], wanted: Sequence[Fields], why: str | None) -> list[int]:
    """Make a row of each of these fields, and the first row of its history; the keys."""
    made = _created(model, wanted)
    history: Any = model.history.model  # type: ignore[attr-defined]
    columns, tracked = _columns(model), [field.column for field in history.tracked_fields]
    places = [columns.index(column) for column in tracked]
    user = history.get_default_history_user(model())
    moment = _reader(history._meta.get_field("history_date"))({"history_date": timezone.now()})
    told = (moment, "+", why, user and user.pk)
    put(history, [*tracked, *_HISTORY], [(*(row[place] for place in places), *told) for row in made])
    return [key for key, *_ in made]


def update(model: type[Model], rows: Sequence[tuple[int, Fields]]) -> None:
    """Give rows, by their keys, new values of fields, the same ones in each; without history."""
    if not rows:
        return
    fields: list[Any] = [model._meta.get_field(name) for name in rows[0][1]]
    readers = [_reader(field) for field in fields]
    new = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
    statement = f"UPDATE {_quoted(model._meta.db_table)} SET {new} WHERE {_quoted(_columns(model)[0])} = %s"
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(*(read(given) for read in readers), key) for key, given in rows])


def _created(model: type[Model], wanted: Sequence[Fields]) -> list[Row]:
    """The rows made, as they are in the table."""
    readers = [_reader(field) for field in model._meta.concrete_fields if not field.primary_key]
    keys = _keys(model, len(wanted))
    made = [(key, *(read(given) for read in readers)) for key, given in zip(keys, wanted, strict=True)]
    put(model, _columns(model), made)
    return made


def _columns(model: type[Model]) -> list[str]:
    """The columns of its table, the key first."""
    fields: list[Any] = sorted(model._meta.concrete_fields, key=lambda field: not field.primary_key)
    return [field.column for field in fields]


def _reader(field: Field[Any, Any]) -> Callable[[Fields], Any]:
    """What a field's column is to hold of given fields."""
    name, default = field.attname, field.get_default
    if isinstance(field, (*_PLAIN, models.ForeignKey)):
        return lambda given: given[name] if name in given else default()
    return lambda given: field.get_db_prep_save(given[name] if name in given else default(), connection)


def _keys(model: type[Model], count: int) -> Iterable[int]:
    """So many keys that no row has or ever had."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(sequence, [_quoted(table), _columns(model)[0], count])
            return [key for (key,) in cursor.fetchall()]
        # Whoever writes to SQLite is alone in it.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        (last,) = cursor.fetchone() or (0,)
        return range(last + 1, last + 1 + count)


def put(model: type[Model], columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Put rows of these columns into the table of a model, their values as the database takes them."""
    table, named = _quoted(model._meta.db_table), ", ".join(map(_quoted, columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO {table} ({named}) VALUES ({', '.join(['%s'] * len(columns))})", rows)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
