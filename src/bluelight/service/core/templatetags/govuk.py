"""Template tags and filters in the form of GOV.UK Frontend, known to every template without `{% load %}`."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def invalid(attrs: Mapping[str, object]) -> bool:
    """Whether Django marked the widget with these attributes as in error."""
    return str(attrs.get("aria-invalid", "")) == "true"


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*steps: str) -> dict[str, object]:
    """The way back: pairs of words and address, the last without an address being this page.

    `{% breadcrumbs "Register" "/register/" "Abertillery" %}`; Home is put first.
    """
    crumbs = [("Home", "/"), *zip(steps[0::2], [*steps[1::2], ""], strict=False)]
    return {"crumbs": crumbs}
