"""Django forms in the form of GOV.UK Frontend."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class GovukRenderer(TemplatesSetting):
    """Renders every form and field through `templates/django/forms/`, which carry GOV.UK Frontend's classes."""

    form_template_name = "django/forms/govuk_form.html"
    field_template_name = "django/forms/govuk_field.html"
