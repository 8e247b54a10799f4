"""Uploads that are too large are cut off while they arrive, so that they fill neither memory nor disk."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler

MOST_BYTES = 6_000_000


class Limited(TemporaryFileUploadHandler):
    """Takes files into a temporary file, up to so many bytes in one request."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """A new request."""
        self.taken = 0
        super().handle_raw_input(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece, or stop."""
        self.taken += len(raw_data)
        if self.taken > MOST_BYTES:
            raise StopUpload(connection_reset=False)
        super().receive_data_chunk(raw_data, start)
