"""What the pages of the task list have in common: a form with one answer, in the words of the open standard."""

from __future__ import annotations

from typing import Any

from django import forms
from pydantic import BaseModel, ValidationError

from bluelight.service.contributions.content import Content

DATE_HINT = "As near as you know: 2019, 2019-05 or 2019-05-31. Leave it empty where it is not recorded."
AREA = forms.Textarea(attrs={"rows": 5})


class AnswerForm(forms.Form):
    """A page with one answer. `answer` is what goes into the content, `filled` what the form shows of it.

    `number` is the place of the answer among several; None for a new one.
    """

    def __init__(self, *args: Any, content: Content, number: int | None = None, **kwargs: Any) -> None:
        self.content, self.number = content, number
        super().__init__(*args, **kwargs)

    @classmethod
    def filled(cls, value: Any) -> dict[str, Any]:
        """The fields that show a value; each of its parts under its own name."""
        return {name: "" if part is None else part for name, part in dict(value).items()}

    def answer(self) -> Any:
        """The value that the fields say; None where nothing is recorded."""
        return {name: None if value in ("", None) else value for name, value in self.cleaned_data.items()}

    def around(self, several: list[Any]) -> list[Any]:
        """The things of the section, which have the answer among them, as the answer changes the others."""
        return several


class Checked(AnswerForm):
    """A page whose answer has several parts, checked as the open standard wants them."""

    model: type[BaseModel]

    def checked(self) -> Any:
        """What is held against the model."""
        return self.answer()

    def clean(self) -> dict[str, Any]:
        """Say what is wrong at the field where it is wrong."""
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                self.model.model_validate(self.checked())
            except ValidationError as error:
                for item in error.errors(include_url=False):
                    name = str(item["loc"][0]) if item["loc"] else None
                    what = item["msg"].removeprefix("Value error, ")
                    self.add_error(name if name in self.fields else None, _plain(name, what))
        return cleaned


def _plain(name: str | None, what: str) -> str:
    if name in {"as_of", "published"}:
        return "Enter a year, a month or a day, such as 2019, 2019-05 or 2019-05-31"
    if name in {"url", "source_url"}:
        return "Enter an address that starts with http:// or https://"
    return what[:1].upper() + what[1:]
