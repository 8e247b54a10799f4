"""Reads the results of an outline, so that a full business case can be set beside them."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from bluelight.errors import BluelightError
from bluelight.studies.results import Results

_NAME = "results.json"


def read_outline(path: str | Path) -> Results:
    """The results at a path, or in its folder. `BluelightError` where there are none that can be read."""
    place = Path(path)
    place = place / _NAME if place.is_dir() else place
    try:
        content = place.read_bytes()
    except OSError as error:
        what = f"The outline {place} cannot be read: {error.strerror}."
        raise BluelightError(f"{what} Give the results.json of its run, or the folder.") from None
    return parse_outline(content, str(place))


def parse_outline(content: bytes, called: str) -> Results:
    """The results that a file says. `BluelightError`, naming it as it is `called`, where it says none."""
    try:
        return Results.model_validate_json(content)
    except ValidationError:
        what = f"{called} is not the results.json of a run that this version understands."
        raise BluelightError(f"{what} Run the outline again, and give the results.json it writes.") from None


def check_outline(outline: Results, study: str, area: str) -> None:
    """`BluelightError` where an outline is of another area, so that nothing in it can be set beside this one."""
    if outline.study.area != area:
        raise BluelightError(
            f"The outline is of the area {outline.study.area!r}, and {study} is of {area!r}. "
            "Give the outline of the same area."
        )
