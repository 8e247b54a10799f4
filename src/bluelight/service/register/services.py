"""Writing the register into the database: the only module that does.

Every write goes through here, so that it has its history and the search index knows it.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from bluelight import register as facts
from bluelight.service.register import rows, search
from bluelight.service.register.models import Collaboration, Organisation

Fields = Mapping[str, Any]


@dataclass
class Loaded:
    """How many rows a load made, changed and took away, and the collaborations they belong to."""

    made: int = 0
    changed: int = 0
    removed: int = 0
    collaborations: set[int] = field(default_factory=set)

    @property
    def nothing(self) -> bool:
        """Whether everything was there already."""
        return not (self.made or self.changed or self.removed)


@transaction.atomic
def load_register(register: facts.Register | None = None) -> Loaded:
    """Bring the database to what the register says; the one that ships, unless another is given.

    Only what differs is written, so a second load of the same register writes nothing and leaves no history. The parts
    of a collaboration (partners, claims, sources, points, pairs) become those of the register; a collaboration or
    organisation that the register does not name stays as it is.
    """
    register = register or facts.load_register()
    loaded = Loaded()
    organisations = _bring(Organisation, {o.slug: rows.organisation(o) for o in register.organisations}, loaded)
    collaborations = _bring(Collaboration, {c.slug: rows.collaboration(c) for c in register.collaborations}, loaded)
    for model, wanted in rows.parts(register, organisations, collaborations).items():
        _bring_parts(model, wanted, set(collaborations.values()), loaded)
    # Not a fact of the register, so no history: the parts that changed have theirs.
    Collaboration.objects.filter(pk__in=loaded.collaborations).update(changed=timezone.now())
    for collaboration in Collaboration.objects.filter(pk__in=loaded.collaborations).for_page():
        search.index(collaboration)
    return loaded


def _bring(model: type[Organisation | Collaboration], wanted: Mapping[str, Fields], loaded: Loaded) -> dict[str, int]:
    """Make or change the rows of these slugs, and give the key of each."""
    manager = model._default_manager
    _write(model, {row.slug: row for row in manager.all()}, wanted, loaded)
    return dict(manager.filter(slug__in=wanted).values_list("slug", "pk"))


def _bring_parts(model: type[Model], wanted: Mapping[Hashable, Fields], within: set[int], loaded: Loaded) -> None:
    """Make, change and take away the parts of these collaborations. A part is the same part while its key is."""
    rows_now = model._default_manager.filter(collaboration__in=within)
    present = {rows.key(model, row): row for row in rows_now}
    _write(model, present, wanted, loaded)
    for key, row in present.items():
        if key not in wanted:
            _touch(row, loaded)
            row.delete()
            loaded.removed += 1


def _write(model: type[Model], present: Mapping[Any, Model], wanted: Mapping[Any, Fields], loaded: Loaded) -> None:
    new = [model(**fields) for key, fields in wanted.items() if key not in present]
    made = bulk_create_with_history(new, model) if new else []
    loaded.made += len(made)
    for row in made:
        _touch(row, loaded)
    for key, fields in wanted.items():
        row = present.get(key)
        if row is None or all(getattr(row, name) == value for name, value in fields.items()):
            continue
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()
        loaded.changed += 1
        _touch(row, loaded)


def _touch(row: Model, loaded: Loaded) -> None:
    """Remember whose words the search index must read again."""
    if isinstance(row, Collaboration):
        loaded.collaborations.add(row.pk)
    elif not isinstance(row, Organisation):
        loaded.collaborations.add(row.collaboration_id)  # type: ignore[attr-defined]
