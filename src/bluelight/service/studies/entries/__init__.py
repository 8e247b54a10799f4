"""The kinds of entry that a study states, by the last part of the address of their pages."""

from __future__ import annotations

from bluelight.service.studies.entries import caps, evaluations, objectives, owners, risks
from bluelight.service.studies.entries.base import EntryKind

ENTRIES: dict[str, EntryKind] = {
    "objectives": objectives.KIND,
    "risks": risks.KIND,
    "owners": owners.KIND,
    "caps": caps.KIND,
    "evaluations": evaluations.KIND,
}
