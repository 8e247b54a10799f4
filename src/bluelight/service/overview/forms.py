"""The form that asks for an edition."""

from __future__ import annotations

from django import forms


class FreezeForm(forms.Form):
    """What to call it."""

    name = forms.CharField(
        label="What is the edition called?",
        help_text="People will cite it by this name. Up to 60 letters and digits, such as 2026 autumn.",
        max_length=60,
        error_messages={"required": "Enter what the edition is called"},
    )
