"""Addresses of accounts."""

from __future__ import annotations

from django.urls import path

from bluelight.service.accounts import people, views
from bluelight.service.later import Later

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-in/organisation/", Later("bluelight.service.accounts.oidc", "start"), name="single_sign_on"),
    path(
        "sign-in/organisation/back/", Later("bluelight.service.accounts.oidc", "back"), name="single_sign_on_callback"
    ),
    path("sign-in/second-step/", views.second_step, name="second_step"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("lost-password/", views.LostPassword.as_view(), name="lost_password"),
    path("lost-password/<uidb64>/<token>/", views.NewPassword.as_view(), name="new_password"),
    path("invitations/<str:secret>/", views.invitation, name="invitation"),
    path("account/", views.account, name="account"),
    path("account/password/", views.ChangePassword.as_view(), name="change_password"),
    path("account/second-step/", views.second_step_set_up, name="second_step_set_up"),
    path("account/recovery-codes/", views.recovery_codes, name="recovery_codes"),
    path("account/tokens/", people.make_token, name="make_token"),
    path("account/tokens/<int:key>/end/", people.revoke_token, name="revoke_token"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/invitations/<int:key>/end/", people.end_invitation, name="end_invitation"),
    path("people/<int:key>/", people.person, name="person"),
    path("people/audit/", people.audit, name="audit"),
]
