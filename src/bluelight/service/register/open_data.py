"""The whole register as a file of the open standard, and the standard's schema; a comparison as a file."""

from __future__ import annotations

import json
import threading
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import condition, require_safe

from bluelight import __version__
from bluelight.files import write_all
from bluelight.register import FORMATS
from bluelight.register.standard import schema
from bluelight.service.register import compare
from bluelight.service.register.exchange import published
from bluelight.service.register.stamps import register_stamp

_WRITING = threading.Lock()


@require_safe
@condition(etag_func=lambda request, form: f'"{form}-{register_stamp()}"')
def whole(request: HttpRequest, form: str) -> HttpResponse:
    """Everything that is published, as one file."""
    response = HttpResponse(_kept(form), content_type=FORMATS[form].media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="register.{form}"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _kept(form: str) -> bytes:
    """What is published as a file, written when it is first asked for after a change, and kept in the data folder.

    Writing it reads the whole register, so whoever asks meanwhile waits for it.
    """
    with _WRITING:
        folder = Path(settings.DATA_DIR) / "open-data"
        file = folder / f"{register_stamp()}-{__version__}.{form}"
        if not file.is_file():
            write_all(folder, {file.name: FORMATS[form].write(published())})
            for older in set(folder.glob(f"*.{form}")) - {file}:
                with suppress(OSError):  # somebody may still be reading it
                    older.unlink()
        return file.read_bytes()


@require_safe
def register_schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of the open standard."""
    text = json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"
    return HttpResponse(text, content_type="application/schema+json; charset=utf-8")


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """Up to four collaborations side by side."""
    response = HttpResponse(compare.as_csv(compare.chosen(request.GET)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="comparison.csv"'
    return response
