"""Who takes patients to hospital."""

from __future__ import annotations

CONVEYING_KINDS = frozenset({"dsa"})  # kinds of unit that take patients to hospital
