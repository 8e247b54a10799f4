"""The best plans of where a service's sites are: proven on a map, screened and raced in the simulation, and priced."""

from __future__ import annotations

from bluelight.studies.search.load import load_search
from bluelight.studies.search.results import SearchResults
from bluelight.studies.search.running import search
from bluelight.studies.search.settings import Search

__all__ = ["Search", "SearchResults", "load_search", "search"]
