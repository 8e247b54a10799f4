"""Rules that not every area uses: one file each, and none of them costs anything where it is off."""

from __future__ import annotations
