"""Signing in and out, the second step, invitations, one's own account."""

from __future__ import annotations

from typing import Any

import django_otp
import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, PasswordChangeView, PasswordResetConfirmView, PasswordResetView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_otp.plugins.otp_static.models import StaticToken

from bluelight.service.accounts import services
from bluelight.service.accounts.audit import record
from bluelight.service.accounts.forms import AcceptForm, CodeForm, SignInForm
from bluelight.service.accounts.gates import signed_in
from bluelight.service.accounts.models import ApiToken, Invitation, User
from bluelight.service.accounts.roles import needs_second_step, organisations_of
from bluelight.service.core.views import plain_page

FORM = "accounts/form.html"


class SignIn(LoginView):
    """Email address and password; then the second step, for whoever has or needs one."""

    form_class = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether single sign-on is offered, and whether it just failed."""
        offered = {"single_sign_on": bool(settings.OIDC_ISSUER), "refused": "refused" in self.request.GET}
        return super().get_context_data(**kwargs) | offered

    def get_success_url(self) -> str:
        """The second step first; the page that was asked for comes with it."""
        user = self.request.user
        if needs_second_step(user) or django_otp.user_has_device(user):
            return f"{reverse_lazy('second_step')}?{self.request.META.get('QUERY_STRING', '')}".rstrip("?")
        return super().get_success_url()


def locked_out(request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None) -> HttpResponse:
    """429: too many wrong passwords."""
    return plain_page(
        request,
        429,
        "Too many wrong passwords",
        "Nobody can sign in to this account from here for a quarter of an hour.",
        "If the password is lost, ask for a new one from the page on which you sign in.",
    )


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    logout(request)
    messages.success(request, "You are signed out.")
    return redirect("home")


class _Onward(LoginView):
    """Only for its rule of which addresses may come next."""


def _next(request: HttpRequest) -> str:
    view = _Onward()
    view.setup(request)
    return view.get_redirect_url() or str(reverse_lazy("account"))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """The code of the authenticator app."""
    user: Any = request.user
    if user.is_verified():
        return redirect(_next(request))
    if not django_otp.user_has_device(user):
        return redirect("second_step_set_up")
    form = CodeForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        django_otp.login(request, form.device)
        record("gave the second step", who=user, request=request)
        return redirect(_next(request))
    shown = {"form": form, "title": "Enter your code", "button": "Continue"}
    return render(request, FORM, shown, status=422 if form.is_bound else 200)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_step_set_up(request: HttpRequest) -> HttpResponse:
    """A new authenticator app. Whoever has one already gives its code first."""
    user: Any = request.user
    if django_otp.user_has_device(user) and not user.is_verified():
        return redirect("second_step")
    device = services.begin_second_step(user)
    wrong = False
    if request.method == "POST":
        code = request.POST.get("code", "").replace(" ", "")
        if device.verify_token(code):
            codes = services.finish_second_step(user, device)
            django_otp.login(request, device)
            return render(request, "accounts/recovery_codes.html", {"codes": codes})
        wrong = True
    picture = segno.make(device.config_url, micro=False).svg_data_uri(scale=5, border=4)
    shown = {"picture": picture, "secret": _grouped(device), "wrong": wrong}
    return render(request, "accounts/second_step.html", shown, status=422 if wrong else 200)


def _grouped(device: Any) -> str:
    from base64 import b32encode

    text = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


@signed_in
@never_cache
@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes."""
    user: Any = request.user
    if not user.is_verified():
        return redirect("second_step")
    return render(request, "accounts/recovery_codes.html", {"codes": services.renew_recovery_codes(user)})


@signed_in
@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Who am I here, and what may I do?"""
    user: Any = request.user
    return render(
        request,
        "accounts/account.html",
        {
            "person": user,
            "organisations": organisations_of(user),
            "second_step": django_otp.user_has_device(user),
            "codes_left": StaticToken.objects.filter(device__user=user).count(),
            "tokens": ApiToken.objects.for_reader(user).select_related("organisation"),
        },
    )


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Make the account that somebody was invited to."""
    found = Invitation.objects.of_secret(secret).first()
    if found is None:
        raise Http404("This invitation was used already, or is too old. Ask whoever invited you for another.")
    form = AcceptForm(User(username=found.email, email=found.email), request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = services.accept(found, name=form.cleaned_data["name"], password=form.cleaned_data["new_password1"])
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        return redirect("second_step_set_up" if needs_second_step(user) else "account")
    intro = f"You were invited as {found.get_role_display().lower()} with the address {found.email}."
    shown = {"form": form, "title": "Make your account", "button": "Make the account", "intro": intro}
    return render(request, FORM, shown, status=422 if form.is_bound else 200)


class ChangePassword(PasswordChangeView):
    """Another password."""

    template_name = FORM
    success_url = reverse_lazy("account")
    extra_context = {"title": "Change your password", "button": "Change the password"}

    def form_valid(self, form: Any) -> HttpResponse:
        """Change it, and write that down."""
        answer = super().form_valid(form)
        record("changed the password", who=form.user, request=self.request)
        messages.success(self.request, "Your password is changed.")
        return answer


class LostPassword(PasswordResetView):
    """Asks for a new password. Says the same whether or not there is such an account."""

    template_name = FORM
    email_template_name = "accounts/lost_password.txt"
    subject_template_name = "accounts/lost_password_subject.txt"
    success_url = reverse_lazy("sign_in")
    extra_context = {"title": "Ask for a new password", "button": "Send me an email"}

    def form_valid(self, form: Any) -> HttpResponse:
        """Send the email."""
        record("asked for a new password", about=form.cleaned_data["email"], request=self.request)
        messages.success(self.request, "If there is an account of that address, an email with a link is on its way.")
        return super().form_valid(form)


class NewPassword(PasswordResetConfirmView):
    """Sets the new password, from the link in the email."""

    template_name = "accounts/new_password.html"
    success_url = reverse_lazy("sign_in")
    extra_context = {"title": "Choose a new password", "button": "Set the password"}

    def form_valid(self, form: Any) -> HttpResponse:
        """Set it, and write that down."""
        record("set a new password", who=form.user, request=self.request)
        messages.success(self.request, "Your new password is set. Sign in with it.")
        return super().form_valid(form)
