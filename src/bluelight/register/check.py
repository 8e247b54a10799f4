"""What makes rows a register: every entry is well formed, and they fit together. Knows no file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bluelight.errors import InputError, Problem
from bluelight.register.model import Collaboration, Evaluation, Organisation, Pair, Realised

_PROMISE_AND_DELIVERY = (["forecast", "realised"],)
_FORECAST_AGAIN = (["forecast", "forecast"], ["forecast", "profiled"])

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Register:
    """Every collaboration, organisation, pair and evaluation, in the order of their files.

    `realised` are the figures that evaluations set beside claims.
    """

    collaborations: tuple[Collaboration, ...]
    organisations: tuple[Organisation, ...]
    pairs: tuple[Pair, ...]
    evaluations: tuple[Evaluation, ...] = ()
    realised: tuple[Realised, ...] = ()

    @cached_property
    def collaboration(self) -> dict[str, Collaboration]:
        """Collaborations by slug."""
        return {entry.slug: entry for entry in self.collaborations}

    @cached_property
    def organisation(self) -> dict[str, Organisation]:
        """Organisations by slug."""
        return {entry.slug: entry for entry in self.organisations}


@dataclass(frozen=True)
class Fault:
    """One thing wrong: `place` is the list, the number in it, and the way down to the field."""

    place: tuple[str | int, ...]
    entry: str
    what: str
    remedy: str

    @property
    def column(self) -> str | None:
        """The way down to the field, parted by points."""
        return ".".join(map(str, self.place[2:])) or None


Lists = Mapping[str, Sequence[Any]]
# The lists of a register, in their order, and what each holds.
LISTS: dict[str, type[BaseModel]] = {
    "collaborations": Collaboration,
    "organisations": Organisation,
    "pairs": Pair,
    "evaluations": Evaluation,
    "realised": Realised,
}


def build(lists: Lists, tell: Callable[[Fault], Problem], known: Collection[str] = ()) -> Register:
    """The register of raw entries under the names of `LISTS`, of which any may be left out.

    `known` are slugs of organisations that need not be among them. Raises `InputError` with every problem, as `tell`
    puts it.
    """
    faults: list[Fault] = []
    parsed: dict[str, Any] = {
        name: tuple(_parse(name, lists.get(name, ()), model, faults)) for name, model in LISTS.items()
    }
    found = Register(**parsed)
    if not faults:
        faults += _fit(found, known)
    if faults:
        raise InputError(map(tell, faults))
    return found


def _parse(kind: str, rows: Sequence[Any], model: type[Model], faults: list[Fault]) -> Iterator[Model]:
    for number, row in enumerate(rows):
        try:
            yield model.model_validate(row)
        except ValidationError as error:
            slug = row.get("slug", row.get("collaboration")) if isinstance(row, Mapping) else None
            entry = str(slug)[:160] if slug else f"entry {number + 1}"
            for item in error.errors(include_url=False):
                what = item["msg"].removeprefix("Value error, ").rstrip(".")
                remedy = "See docs/register.md for the fields and their codes."
                faults.append(Fault((kind, number, *item["loc"]), entry, f"{what}.", remedy))


def _fit(register: Register, known: Collection[str]) -> Iterable[Fault]:
    """What only shows when the lists are read together."""
    yield from _twice("collaborations", [entry.slug for entry in register.collaborations])
    yield from _twice("organisations", [entry.slug for entry in register.organisations])
    organisations = {entry.slug for entry in register.organisations} | set(known)
    for number, entry in enumerate(register.collaborations):
        for part, partner in enumerate(entry.partners):
            if partner.slug is not None and partner.slug not in organisations:
                yield Fault(
                    ("collaborations", number, "partners", part, "slug"),
                    entry.slug,
                    f"partner {partner.organisation} has the unknown slug {partner.slug}.",
                    "Use the slug of an organisation of the register, or none.",
                )
        yield from _pairs_of(number, entry)
    yield from _pairs(register)
    yield from _evaluations(register)


def _twice(kind: str, slugs: Sequence[str]) -> Iterable[Fault]:
    seen = Counter[str]()
    for number, slug in enumerate(slugs):
        seen[slug] += 1
        if seen[slug] > 1:
            yield Fault((kind, number, "slug"), slug, f"{slug} is there already.", "Give each entry its own slug.")


def _pairs_of(number: int, entry: Collaboration) -> Iterable[Fault]:
    """A pair is a promise and what came, or (ending -rf) a promise and a later promise: never an outturn."""
    by_pair: dict[str, list[int]] = {}
    for part, claim in enumerate(entry.claims):
        if claim.pair is not None:
            by_pair.setdefault(claim.pair, []).append(part)
    for pair, parts in by_pair.items():
        states = sorted(entry.claims[part].state for part in parts)
        if states not in (_FORECAST_AGAIN if pair.endswith("-rf") else _PROMISE_AND_DELIVERY):
            yield Fault(
                ("collaborations", number, "claims", parts[0], "pair"),
                entry.slug,
                f"the claims of pair {pair} are {', '.join(states)}.",
                "A pair is a forecast and what was realised; ending -rf, a forecast and a later forecast or profile.",
            )


def _pairs(register: Register) -> Iterable[Fault]:
    entries = register.collaboration
    own_pairs = {entry.slug: {claim.pair for claim in entry.claims} for entry in register.collaborations}
    seen: set[tuple[str, str]] = set()
    for number, pair in enumerate(register.pairs):
        entry = entries.get(pair.collaboration)
        if entry is None:
            field, what = "collaboration", f"there is no collaboration {pair.collaboration}."
            remedy = "Use the slug of a collaboration of the register."
        elif pair.pair is not None and pair.pair not in own_pairs[entry.slug]:
            field, what = "pair", f"{entry.slug} has no claims paired as {pair.pair}."
            remedy = "Use the pair of two of its claims, or leave it empty."
        elif pair.theme != entry.theme:
            field, what = "theme", f"the theme of {entry.slug} is {entry.theme}."
            remedy = "Give the pair the theme of its collaboration."
        elif (entry.slug, pair.measure) in seen:
            field, what = "measure", f"{entry.slug} has a pair of this measure already."
            remedy = "Name the measure more exactly, or take one of the two out."
        else:
            seen.add((entry.slug, pair.measure))
            continue
        yield Fault(("pairs", number, field), pair.collaboration, what, remedy)


def _evaluations(register: Register) -> Iterable[Fault]:
    entries = register.collaboration
    own: dict[str, str] = {}
    for number, found in enumerate(register.evaluations):
        if found.collaboration not in entries:
            what = f"there is no collaboration {found.collaboration}."
            remedy = "Use the slug of a collaboration of the register."
            yield Fault(("evaluations", number, "collaboration"), found.id, what, remedy)
        elif found.id in own:
            remedy = "Give each evaluation a number of its own."
            yield Fault(("evaluations", number, "id"), found.id, f"{found.id} is there already.", remedy)
        own[found.id] = found.collaboration
    seen: set[tuple[str, str]] = set()
    for number, realised in enumerate(register.realised):
        slug = realised.collaboration
        entry = entries.get(slug)
        if own.get(realised.evaluation) != slug or entry is None:
            field, what = "evaluation", f"{slug} has no evaluation {realised.evaluation}."
        elif realised.claim not in {claim.id for claim in entry.claims}:
            field, what = "claim", f"{slug} has no claim {realised.claim[:160]}."
        elif (realised.evaluation, realised.claim) in seen:
            field, what = "claim", f"{realised.evaluation} says twice what came of {realised.claim}."
        else:
            seen.add((realised.evaluation, realised.claim))
            continue
        remedy = "Name an evaluation and a claim of the collaboration, each pair of them once."
        yield Fault(("realised", number, field), slug, what, remedy)
