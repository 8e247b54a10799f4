"""How tests share the cores: which run in one process, and which of them begin first."""

from __future__ import annotations

from pathlib import Path

import pytest

TESTS = Path(__file__).parent

# Folders whose tests share a browser, a server or a cluster: started once, in one process.
SHARED = ("response_cluster", "browser", "demo")
# What takes longest begins first, so that no core waits for it at the end.
LONGEST = (
    "response_cluster",
    "browser",
    "project/test_readme.py",
    "response/test_response_rules.py",
    "response/test_response_rules_area.py",
    "demo",
    "response_fitlog/test_fitlog_reference.py",
    "evaluation/test_evaluation_guide.py",
    "area_builder/test_build_travel.py",
    "studies/test_studies_moves.py",
    "validation",
)


def put_together(items: list[pytest.Item]) -> None:
    """Put the tests of a file, or of a folder that shares something, into one group, which one process runs."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item)))


def longest_first(items: list[pytest.Item]) -> None:
    """Let the groups that take longest begin first, the others in the order in which they come."""
    items.sort(key=_rank)


def _group(item: pytest.Item) -> str:
    path = item.path.relative_to(TESTS)
    return path.parts[0] if path.parts[0] in SHARED else path.as_posix()


def _rank(item: pytest.Item) -> int:
    path = item.path.relative_to(TESTS).as_posix()
    return next((rank for rank, name in enumerate(LONGEST) if path.startswith(name)), len(LONGEST))
