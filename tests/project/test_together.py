"""Tests that share something run in one process, each once."""

from collections.abc import Iterator

import pytest
from tests.together import group

ran: list[str] = []


@pytest.fixture(scope="module", autouse=True)
def alone(request: pytest.FixtureRequest) -> Iterator[None]:
    """All that was chosen of this file ran here, in whichever process that is."""
    yield
    assert len(ran) == sum(item.path == request.path for item in request.session.items)


@pytest.mark.parametrize("time", range(4))
def test_the_tests_of_a_file_run_in_one_process(time: int) -> None:
    ran.append(f"time {time}")


def test_what_shares_a_browser_is_one_group() -> None:
    ran.append("groups")
    assert group("tests/browser/test_browser_loop.py::test_a[b::c]") == "browser"
    assert group("tests/travel/test_travel_times.py::test_a") == "travel/test_travel_times.py"
