"""How tests share the cores: which run in one process, and which of them begin first."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# Folders whose tests share a browser, a server or a cluster: started once, in one process.
SHARED = ("response_cluster", "browser", "demo")
# What takes longest begins first, so that no core waits for it at the end.
LONGEST = (
    "browser",
    "response/test_response_rules.py",
    "project/test_readme.py",
    "response_cluster",
    "demo",
    "response_trace/test_trace.py",
    "validation",
    "evaluation/test_evaluation_guide.py",
    "service_accounts/test_accounts_permissions.py",
    "service_studies/test_studies_services.py",
    "service_evaluations",
    "service/test_service_register_exchange.py",
    "service/test_service_register_api.py",
    "service_playback",
    "service_contributions",
    "studies/test_studies_case.py",
    "response_fitlog",
    "evaluation",
    "response",
)


class Together(LoadScopeScheduling):
    """Gives the tests of a file, or of a folder that shares something, to one process.

    By the marks of `--dist=loadgroup` nothing is grouped under pytest 9.2 (pytest-xdist's issue 1386).
    """

    def __init__(self, config: pytest.Config, log: Producer | None = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False  # they come in the order that is meant

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)


def group(nodeid: str) -> str:
    """The name of the group that a test belongs to: its file, or its folder where that shares something."""
    path = _within_tests(nodeid)
    return path.parts[0] if path.parts[0] in SHARED else str(path)


def longest_first(items: list[pytest.Item]) -> None:
    """Let the groups that take longest begin first, the others in the order in which they come."""
    items.sort(key=_rank)


def _rank(item: pytest.Item) -> int:
    path = str(_within_tests(item.nodeid))
    return next((rank for rank, name in enumerate(LONGEST) if path.startswith(name)), len(LONGEST))


def _within_tests(nodeid: str) -> PurePosixPath:
    return PurePosixPath(nodeid.partition("::")[0]).relative_to("tests")
