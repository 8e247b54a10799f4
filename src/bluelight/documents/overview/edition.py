"""An edition of the register: its facts as they were on a day, under a name to cite them by."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bluelight.register import Register
from bluelight.register.overview import Changes, Overview, changes, overview
from bluelight.register.quality import Quality, quality
from bluelight.register.standard import to_json

# A document of more collaborations than this would be hundreds of sheets: it counts them, and tables beside it list
# them.
LISTED = 1_000


@dataclass(frozen=True)
class Edition:
    """A register as it was on a day, under a name to cite it by, and the edition before it where there is one."""

    name: str
    made: date
    register: Register
    before: Edition | None = None

    @cached_property
    def counts(self) -> Overview:
        """What is counted of it."""
        return overview(self.register)

    @cached_property
    def changes(self) -> Changes | None:
        """What changed since the edition before; None for the first."""
        return changes(self.before.register, self.register) if self.before else None

    @cached_property
    def quality(self) -> list[Quality]:
        """How complete its entries are, publisher by publisher."""
        return quality(self.register)

    @property
    def listed(self) -> bool:
        """Whether a document of it names every collaboration, as one of a very large register cannot."""
        return len(self.register.collaborations) <= LISTED

    @cached_property
    def standard(self) -> bytes:
        """Its facts as the open standard writes them."""
        return to_json(self.register).encode()

    @cached_property
    def digest(self) -> str:
        """A name for exactly these facts: the SHA-256 of how the open standard writes them."""
        return hashlib.sha256(self.standard).hexdigest()

    @property
    def citation(self) -> str:
        """How to cite it."""
        return f"Bluelight register, edition {self.name}, {day(self.made)}, sha256 {self.digest[:16]}"


def day(when: date) -> str:
    """A day written out."""
    return f"{when.day} {when:%B %Y}"
