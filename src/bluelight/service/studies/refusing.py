"""Saying on a form what keeps a study from being run, beside the field it is about where there is one."""

from __future__ import annotations

from typing import Any

from django import forms
from pydantic import ValidationError

from bluelight.errors import InputError
from bluelight.service.studies.files import study_from_content


def refuse(form: forms.Form, column: str | None, said: str) -> None:
    """Say it beside the field of that name, or above the form where it has none."""
    form.add_error(column if column in form.fields else None, f"{said[:1].upper()}{said[1:]}")


def refuse_invalid(form: forms.Form, error: ValidationError) -> None:
    """Say what a model found wrong with the values of the form."""
    for item in error.errors(include_url=False):
        refuse(form, str(item["loc"][0]) if item["loc"] else None, item["msg"].removeprefix("Value error, "))


def refuse_study(form: forms.Form, content: dict[str, Any]) -> None:
    """Say what keeps the study that `content` says from being run: its parts, its money, its control rooms."""
    from bluelight.studies.checks import check_study

    try:
        check_study(study_from_content(content))
    except InputError as error:
        for problem in error.problems:
            refuse(form, problem.column, f"{problem.what} {problem.remedy}")
