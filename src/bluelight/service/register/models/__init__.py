"""The register in the database: the same words and shapes as `bluelight.register`, with history.

Rows are written through `services.py` only, so that history and the search index cannot be forgotten.
"""

from __future__ import annotations

from bluelight.service.register.models.collaborations import Collaboration, Version
from bluelight.service.register.models.conflicts import Conflict
from bluelight.service.register.models.evaluations import Evaluation, Realised
from bluelight.service.register.models.organisations import Organisation
from bluelight.service.register.models.parts import Claim, Pair, Partner, Point, Source

__all__ = [
    "Claim",
    "Collaboration",
    "Conflict",
    "Evaluation",
    "Organisation",
    "Pair",
    "Partner",
    "Point",
    "Realised",
    "Source",
    "Version",
]
