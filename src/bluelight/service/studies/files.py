"""Between the text of a study, as it is kept, and the study it says."""

from __future__ import annotations

import tomllib
from typing import Any

import tomli_w

from bluelight.area import list_areas
from bluelight.errors import InputError, Problem
from bluelight.service.areas import places
from bluelight.studies import Study, parse_study


def content_of(text: str) -> dict[str, Any]:
    """What the text of a study says, unchecked. InputError where it is not TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        remedy = "Copy the study it came from again."
        raise InputError([Problem("study.toml", f"is not TOML: {error}.", remedy)]) from None


def study_from_content(content: dict[str, Any]) -> Study:
    """The study, checked. InputError with every problem found."""
    about = dict(content.get("study", {}))
    area = about.get("area")
    shipped = {summary.id for summary in list_areas()}
    folder = places.folders().get(area) if isinstance(area, str) and area not in shipped else None
    if folder is not None:
        about["area"] = str(folder.resolve())
    return parse_study({**content, "study": about}, file="study.toml", folder=folder)


def study_from_text(text: str) -> Study:
    """The study that the text says, checked. InputError with every problem found."""
    return study_from_content(content_of(text))


def text_of(content: dict[str, Any]) -> str:
    """What a study says, as the text of a study.toml."""
    return tomli_w.dumps(content)
