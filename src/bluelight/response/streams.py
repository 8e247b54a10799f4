"""Random numbers, each in a stream of its own, so that changing one thing never changes the luck of another."""

from __future__ import annotations

import zlib

import numpy as np

# The number of each purpose is part of every seed: never renumber, only add.
PURPOSES = {
    "calls": 1,
    "care": 2,
    "item": 3,
    "availability": 4,
    "patrol": 5,
    "vehicle": 6,
    "spates": 7,
    "turnout": 8,
    "answering": 11,
    "contacts": 12,
}


def key_of(name: str) -> int:
    """A number for an identifier that does not depend on where its row stands in a table."""
    return zlib.crc32(name.encode())


def stream(seed: int, replication: int, purpose: str, *key: int) -> np.random.Generator:
    """The generator for one purpose of one replication (Philox, seeded through numpy's SeedSequence)."""
    return np.random.Generator(
        np.random.Philox(np.random.SeedSequence(seed, spawn_key=(replication, PURPOSES[purpose], *key)))
    )
