"""Writing the register into the database: the only module that does.

Every write goes through here, so that it has its history and the search index knows it.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from bluelight import register as facts
from bluelight.register.ratings import evidence
from bluelight.service.accounts.models import User
from bluelight.service.register import bulk, reading, rows, search, versions
from bluelight.service.register.models import Collaboration, Evaluation, Organisation, Realised
from bluelight.service.register.summary import summary

Fields = Mapping[str, Any]
Value = TypeVar("Value")

_AT_A_TIME = 500


@dataclass
class Loaded:
    """How many rows a load made, changed and took away, and the collaborations they belong to."""

    made: int = 0
    changed: int = 0
    removed: int = 0
    collaborations: set[int] = field(default_factory=set)
    reason: str = ""

    @property
    def nothing(self) -> bool:
        """Whether everything was there already."""
        return not (self.made or self.changed or self.removed)


@transaction.atomic
def load_register(register: facts.Register | None = None, *, reason: str = "", by: User | None = None) -> Loaded:
    """Bring the database to what the register says; the one that ships, unless another is given.

    Only what differs is written, so a second load of the same register writes nothing and leaves no history. The parts
    of a collaboration (partners, claims, sources, points, pairs, evaluations) become those of the register, but for
    evaluations whose data are kept here; a collaboration or organisation that the register does not name stays as it
    is. All of it is written or nothing. `reason` goes into the history of every row, and with `by` into the version
    that each entry touched is kept as.
    """
    register = register or facts.load_register()
    loaded = Loaded(reason=reason)
    for bodies in batched(register.organisations):
        _bring(Organisation, {o.slug: rows.organisation(o) for o in bodies}, loaded)
    organisations = dict(Organisation.objects.public().values_list("slug", "pk")) | _by_name()
    beside: dict[str, list[facts.Pair | facts.Evaluation | facts.Realised]] = {}
    told: list[facts.Pair | facts.Evaluation | facts.Realised]
    told = [*register.pairs, *register.evaluations, *register.realised]
    for each in told:
        beside.setdefault(each.collaboration, []).append(each)
    evaluated = set(Evaluation.objects.filter(kept=True).values_list("collaboration__slug", flat=True))
    for some in batched(register.collaborations):
        wanted_entries = {c.slug: rows.collaboration(c) for c in some}
        for slug in evaluated & wanted_entries.keys():
            wanted_entries[slug]["evidence"] = "evaluated"
        collaborations = _bring(Collaboration, wanted_entries, loaded)
        organisations |= _name_others(some, organisations, loaded)
        for model, wanted in rows.parts(some, beside, organisations, collaborations).items():
            _bring_parts(model, wanted, set(collaborations.values()), loaded)
    for keys in batched(sorted(loaded.collaborations)):
        settle(keys, why=reason, by=by)
    return loaded


def settle(keys: Collection[int], *, why: str = "", by: User | None = None) -> None:
    """What follows from a write to these collaborations or their parts: index, summary, version. A batch at a time.

    None of it is a fact of the register, so it has no history of its own: the parts that changed have theirs.
    """
    entries = list(reading.in_parts(Collaboration.objects.filter(pk__in=keys)))
    search.index(entries)
    numbers = versions.keep(entries, why=why, by=by)
    now = timezone.now()
    followed = []
    for entry in entries:
        parts: list[Any] = [entry.partners, entry.claims, entry.sources, entry.pairs, entry.evaluations, entry.came]
        said = summary(*(each.all() for each in parts))
        followed.append((entry.pk, {**said, "changed": now, "version": numbers[entry.pk]}))
    bulk.update(Collaboration, followed)


def last_evaluation(entry: Collaboration) -> int:
    """The highest number that an evaluation of this entry has ever had here."""
    keys = Evaluation.history.filter(collaboration=entry).values_list("key", flat=True)
    return max((int(key.rsplit("-", 1)[1]) for key in keys), default=0)


@transaction.atomic
def keep_evaluation(
    entry: Collaboration, found: facts.Evaluation, came: Sequence[facts.Realised], *, why: str, by: User
) -> None:
    """Put an evaluation, and what it says came of claims, beside the rest of an entry: no file can take it away."""
    there = entry.evaluations.count()
    for model, told in ((Evaluation, [found]), (Realised, came)):
        for position, fields in enumerate(rows.beside(told)):
            row: Any = model(**fields, collaboration=entry, position=there + position, kept=True)
            row._change_reason = why or None
            row.save()
    _evidence(entry, why=why, by=by)


@transaction.atomic
def take_back_evaluation(entry: Collaboration, key: str, *, why: str, by: User) -> None:
    """Take an evaluation out of an entry with everything that it said."""
    for row in (*entry.evaluations.filter(key=key), *entry.came.filter(evaluation=key)):
        row._change_reason = why or None  # type: ignore[attr-defined]
        row.delete()
    _evidence(entry, why=why, by=by)


def _evidence(entry: Collaboration, *, why: str, by: User) -> None:
    """What the entry says of its evidence follows from its evaluations, by rule."""
    row = Collaboration.objects.for_page().get(pk=entry.pk)
    row.evidence, rule = evidence(row.evidence, reading.evaluations(row))
    row._change_reason = rule  # type: ignore[attr-defined]
    row.save(update_fields=["evidence"])
    settle([row.pk], why=f"{rule} {why}".strip(), by=by)


def _by_name() -> dict[str, int]:
    """Organisations that are only known as somebody's partner, or the one that each was found to be."""
    others = Organisation.objects.filter(kind=Organisation.Kind.OTHER).values_list("name", "pk", "merged_into")
    return {rows.named(name): merged or key for name, key, merged in others}


def _name_others(entries: Sequence[facts.Collaboration], known: Mapping[str, int], loaded: Loaded) -> dict[str, int]:
    """Make an organisation of kind other of each partner that is neither listed nor known by its name."""
    new = {
        rows.named(partner.organisation): partner
        for entry in entries
        for partner in entry.partners
        if partner.slug is None and rows.named(partner.organisation) not in known
    }
    if not new:
        return {}
    taken = set(Organisation.objects.values_list("slug", flat=True))
    wanted = {}
    for partner in new.values():
        slug = rows.slug_for(partner.organisation, taken, "organisation")
        taken.add(slug)
        wanted[slug] = rows.other(partner.organisation, partner.service, slug)
    return dict(zip(new, _bring(Organisation, wanted, loaded).values(), strict=True))


def load_shipped_register() -> None:
    """Load the register that ships into one that never held anything: what people made of it since is theirs."""
    if not Collaboration.history.exists():
        load_register()


def batched(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    """So many at a time: no database takes a list of any length."""
    for start in range(0, len(values), _AT_A_TIME):
        yield values[start : start + _AT_A_TIME]


def _bring(model: type[Organisation | Collaboration], wanted: Mapping[str, Fields], loaded: Loaded) -> dict[str, int]:
    """Make or change the rows of these slugs, and give the key of each."""
    there = model._default_manager.filter(slug__in=wanted)
    _write(model, {row.slug: row for row in there}, wanted, loaded)
    keys = dict(there.values_list("slug", "pk"))
    return {slug: keys[slug] for slug in wanted}


def _bring_parts(model: type[Model], wanted: Mapping[Hashable, Fields], within: set[int], loaded: Loaded) -> None:
    """Make, change and take away the parts of these collaborations. A part is the same part while its key is."""
    rows_now = model._default_manager.filter(collaboration__in=within)
    present = {rows.key(model, row): row for row in rows_now}
    kept = {key for key, row in present.items() if getattr(row, "kept", False)}
    present = {key: row for key, row in present.items() if key not in kept}
    wanted = {key: fields for key, fields in wanted.items() if key not in kept}
    # First what goes, so that what comes may take its place.
    for key, row in present.items():
        if key not in wanted:
            _touch(row, loaded)
            row._change_reason = loaded.reason or None  # type: ignore[attr-defined]
            row.delete()
            loaded.removed += 1
    _write(model, present, wanted, loaded)


def _write(model: type[Model], present: Mapping[Any, Model], wanted: Mapping[Any, Fields], loaded: Loaded) -> None:
    new = [fields for key, fields in wanted.items() if key not in present]
    made = bulk.create_with_history(model, new, loaded.reason or None) if new else []
    loaded.made += len(made)
    differing = [
        _with(present[key], fields)
        for key, fields in wanted.items()
        if key in present and any(getattr(present[key], name) != value for name, value in fields.items())
    ]
    if differing:
        names = list(next(iter(wanted.values())))
        bulk_update_with_history(differing, model, names, default_change_reason=loaded.reason or None)
    loaded.changed += len(differing)
    if issubclass(model, Collaboration):
        loaded.collaborations.update(made)
    elif not issubclass(model, Organisation):
        loaded.collaborations.update(fields["collaboration_id"] for fields in new)
    for row in differing:
        _touch(row, loaded)


def _with(row: Model, fields: Fields) -> Model:
    for name, value in fields.items():
        setattr(row, name, value)
    return row


def _touch(row: Model, loaded: Loaded) -> None:
    """Remember whose words the search index must read again."""
    if isinstance(row, Collaboration):
        loaded.collaborations.add(row.pk)
    elif not isinstance(row, Organisation):
        loaded.collaborations.add(row.collaboration_id)  # type: ignore[attr-defined]
