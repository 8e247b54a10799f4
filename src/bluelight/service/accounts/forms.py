"""Signing in, the second step, accepting an invitation, inviting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django_otp import devices_for_user, match_token

from bluelight.service.accounts.models import Role, User
from bluelight.service.register.models import Organisation


class SignInForm(AuthenticationForm):
    """Email address and password. Says the same whichever of them is wrong."""

    error_messages = {
        "invalid_login": "That email address and password do not belong together, or the account is closed",
        "inactive": "That email address and password do not belong together, or the account is closed",
    }

    def __init__(self, request: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = "Email address"
        self.fields["username"].widget.attrs.update({"autocomplete": "email", "type": "email"})
        # Django would put the reader in the form at once, past the heading and the link that skips to it.
        self.fields["username"].widget.attrs.pop("autofocus", None)
        self.fields["username"].error_messages["required"] = "Enter your email address"
        self.fields["password"].error_messages["required"] = "Enter your password"

    def clean_username(self) -> str:
        """Addresses are kept in small letters."""
        return str(self.cleaned_data["username"]).strip().lower()


class CodeForm(forms.Form):
    """A code of the authenticator app, or a recovery code."""

    code = forms.CharField(
        label="Code",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "class": "govuk-input--width-10"}),
        help_text="The six digits that your authenticator app shows, or one of your recovery codes.",
        error_messages={"required": "Enter the code"},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user, self.device = user, None
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        """A code that is right; a used or mistyped one is not."""
        code = self.cleaned_data["code"].replace(" ", "").lower()
        self.device = match_token(self.user, code)
        if self.device is None:
            waiting = [d for d in devices_for_user(self.user) if not d.verify_is_allowed()[0]]
            why = "Too many wrong codes: wait a moment, then try the next code" if waiting else "That code is not right"
            raise forms.ValidationError(why)
        return str(code)


class AcceptForm(SetPasswordForm):  # type: ignore[type-arg]
    """A name and a password for a new account."""

    name = forms.CharField(
        label="Your name",
        max_length=150,
        help_text="Reviewers see it. It is not published.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your name"},
    )
    field_order = ["name", "new_password1", "new_password2"]


class RoleForm(forms.Form):
    """What somebody may do, and for whom."""

    role = forms.ChoiceField(label="Role", choices=Role.choices, widget=forms.RadioSelect)
    organisations = forms.ModelMultipleChoiceField(
        label="Organisations they write for",
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisations"].queryset = Organisation.objects.public()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A contributor writes for somebody."""
        cleaned = super().clean() or {}
        if cleaned.get("role") == Role.CONTRIBUTOR and not cleaned.get("organisations"):
            self.add_error("organisations", "Choose at least one organisation that the contributor writes for")
        return cleaned


class InviteForm(RoleForm):
    """Whom to invite, as what."""

    email = forms.EmailField(label="Email address", error_messages={"required": "Enter an email address"})
    field_order = ["email", "role", "organisations"]


class PersonForm(RoleForm):
    """What somebody may do from now on."""

    is_active = forms.BooleanField(label="The account is open", required=False)
    lost_second_step = forms.BooleanField(
        label="They lost their authenticator app and their recovery codes: let them set up another",
        help_text="Make sure that it is them who ask, by another way than email.",
        required=False,
    )


class TokenForm(forms.Form):
    """A token for a program."""

    name = forms.CharField(
        label="What will use it", max_length=100, error_messages={"required": "Enter what will use the token"}
    )
    organisation = forms.ModelChoiceField(label="Organisation it writes for", queryset=Organisation.objects.none())
    days = forms.TypedChoiceField(
        label="Ends after", choices=[(30, "30 days"), (90, "90 days"), (365, "a year")], coerce=int
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
