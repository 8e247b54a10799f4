"""A register with nothing in it says what will be there."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/", "The newest reports of what others did will stand here."),
        ("/register/", "The register is empty. It will list every collaboration"),
        ("/organisations/", "There are no organisations yet."),
    ],
)
def test_an_empty_page_says_what_will_be_there_and_how(client: Client, path: str, said: str) -> None:
    page = client.get(path).content.decode()
    assert said in page
    assert "bluelight demo" in page
