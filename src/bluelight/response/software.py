"""What the figures of a simulation depend on besides its inputs: this code and the packages under it."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("bluelight", "dask", "distributed", "numba", "numpy", "pandas", "scipy")
"""Those that must be the same wherever a part of one study is simulated."""

PARTS = ("errors.py", "area", "travel", "response")  # of this package: what a simulation runs


@dataclass(frozen=True)
class Software:
    """Versions by package, and a digest of the code itself: two copies of one version may differ."""

    versions: tuple[tuple[str, str | None], ...]
    source: str

    @property
    def packages(self) -> dict[str, str | None]:
        """Version by package, None where it is not installed."""
        return dict(self.versions)

    def apart(self, other: Software) -> list[str]:
        """How another copy differs from this one, a sentence for each difference."""
        found = apart(self.packages, other.packages)
        if not found and self.source != other.source:
            found = ["its Bluelight has the same version and other code"]
        return found


@cache
def software() -> Software:
    """The software of this process."""
    sha = hashlib.sha256()
    home = Path(__file__).parents[1]
    for path in sorted(
        path for part in PARTS for path in [home / part, *(home / part).rglob("*.py")] if path.is_file()
    ):
        sha.update(path.relative_to(home).as_posix().encode())
        sha.update(path.read_bytes().replace(b"\r\n", b"\n"))
    versions = {"python": ".".join(map(str, sys.version_info)), **{name: _version(name) for name in PACKAGES}}
    return Software(tuple(of_packages(versions).items()), sha.hexdigest())


def of_packages(said: Mapping[str, str | None]) -> dict[str, str | None]:
    """The versions that matter of those said: of Python the first two numbers, of packages all."""
    python = ".".join((said.get("python") or "").split(".")[:2])
    return {"python": python, **{name: said.get(name) for name in PACKAGES}}


def apart(ours: Mapping[str, str | None], theirs: Mapping[str, str | None]) -> list[str]:
    """A sentence for each package of ours that is not the same with them."""
    return [
        f"{name} is {theirs.get(name) or 'not installed'}, here {mine or 'not installed'}"
        for name, mine in ours.items()
        if theirs.get(name) != mine
    ]


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
