"""docs/contributing-walk.md shows every picture of the walk, and each is there and small."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WALK = ROOT / "docs" / "images" / "walk"


def test_every_picture_of_the_walk_is_shown_is_recorded_by_the_walk_and_is_small() -> None:
    page = (ROOT / "docs" / "contributing-walk.md").read_text(encoding="utf-8")
    shown = re.findall(r"!\[[^\]]{20,}\]\(images/walk/([\w-]+)\.png\)", page)
    kept = {path.stem: path for path in WALK.iterdir()}
    assert sorted(shown) == sorted(kept)
    recorded = (ROOT / "tests" / "browser" / "test_browser_contributing.py").read_text(encoding="utf-8")
    assert sorted(set(re.findall(r'picture\(\w+, "([\w-]+)"\)', recorded))) == sorted(kept)
    sizes = [path.stat().st_size for path in kept.values()]
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in kept.values())
    assert max(sizes) < 60_000
    assert sum(sizes) < 800_000
