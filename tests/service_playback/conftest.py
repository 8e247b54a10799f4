"""The study of the little test area, to be run and played."""

from __future__ import annotations

from tests.service_studies.conftest import page_alone, study

__all__ = ["page_alone", "study"]
