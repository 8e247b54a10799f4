"""Views imported when first asked for, so that the first page waits for neither the simulation nor the charts."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponseBase


class Later:
    """A view by the name of its module and its own; what it imports is imported with the first request for it."""

    def __init__(self, module: str, name: str) -> None:
        self.module, self.name = module, name

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Import the view where it has not been, and answer with it."""
        view = getattr(import_module(self.module), self.name)
        answer: HttpResponseBase = view(request, *args, **kwargs)
        return answer
