"""Django forms in the form of GOV.UK Frontend: labels, hints and errors belong to their fields."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.template.loader import render_to_string


class Everything(forms.Form):
    """One field of each kind that pages use."""

    name = forms.CharField(
        help_text="As on the door.", widget=forms.TextInput(attrs={"class": "govuk-input--width-10"})
    )
    note = forms.CharField(widget=forms.Textarea)
    number = forms.IntegerField(min_value=1)
    area = forms.ChoiceField(choices=[("a", "Here"), ("b", "There")])
    moves = forms.MultipleChoiceField(choices=[("x", "Share"), ("y", "Close")], widget=forms.CheckboxSelectMultiple)
    when = forms.ChoiceField(choices=[("n", "Now"), ("l", "Later")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="I am sure")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.fixture
def wrong() -> str:
    return str(Everything({"name": "", "number": "0"}))


def test_every_control_has_the_class_of_its_kind(wrong: str) -> None:
    for kind in ("input", "textarea", "select", "checkboxes__input", "radios__input"):
        assert f'class="govuk-{kind}' in wrong
    assert 'class="govuk-input govuk-input--width-10 govuk-input--error"' in wrong
    hidden = re.search(r'<input type="hidden"[^>]*>', wrong)
    assert hidden
    assert "class" not in hidden[0]


def test_every_control_has_its_label(wrong: str) -> None:
    ids = set(re.findall(r'<(?:input(?! type="hidden")|select|textarea)[^>]* id="([^"]+)"', wrong))
    assert len(ids) == 9
    assert set(re.findall(r'<label[^>]* for="([^"]+)"', wrong)) == ids
    assert re.findall(r"<legend[^>]*>(\w+)", wrong) == ["Moves", "When"]


def test_hints_and_errors_are_described(wrong: str) -> None:
    described = {each for found in re.findall(r'aria-describedby="([^"]+)"', wrong) for each in found.split()}
    assert {"id_name_helptext", "id_name_error", "id_moves_error", "id_sure_error"} <= described
    for each in described:
        assert wrong.count(f'id="{each}"') == 1
    assert wrong.count("Error:") == 7


def test_nothing_is_in_error_before_it_is_sent() -> None:
    fresh = str(Everything())
    assert "error" not in fresh
    assert 'value="a"' in fresh


def test_the_summary_links_each_error_to_its_field(wrong: str) -> None:
    form = Everything({"number": "0"})
    summary = render_to_string("components/error_summary.html", {"form": form})
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert len(targets) == 7
    assert all(f'id="{target}"' in wrong for target in targets)
    assert render_to_string("components/error_summary.html", {"form": Everything()}).strip() == ""
