"""A register as large as asked for: the shipped entries over and over, each with a slug and a name of its own."""

from __future__ import annotations

from itertools import cycle, islice

from bluelight.register import Claim, Collaboration, Register, load_register


def big_register(collaborations: int, claims_each: int | None = None) -> Register:
    """So many collaborations; with so many claims each, taken in turn from all that ship, or with their own."""
    shipped = load_register()
    claims = cycle([claim for entry in shipped.collaborations for claim in entry.claims])
    entries = []
    for number, entry in enumerate(islice(cycle(shipped.collaborations), collaborations)):
        own = entry.claims if claims_each is None else tuple(islice(claims, claims_each))
        entries.append(_copy(entry, number, own))
    return Register(tuple(entries), shipped.organisations, ())


def _copy(entry: Collaboration, number: int, claims: tuple[Claim, ...]) -> Collaboration:
    slug = f"{entry.slug}-{number}"
    numbered = [
        claim.model_copy(update={"id": f"{slug}/{claim.side}-{place}", "partner": None, "pair": None})
        for place, claim in enumerate(claims, start=1)
    ]
    return entry.model_copy(update={"slug": slug, "name": f"{entry.name} {number}", "claims": tuple(numbered)})
