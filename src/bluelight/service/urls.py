"""Every address of the web service."""

from __future__ import annotations

from django.urls import include, path

from bluelight.service.contributions.api import api

urlpatterns = [
    path("", include("bluelight.service.core.urls")),
    path("", include("bluelight.service.accounts.urls")),
    path("", include("bluelight.service.contributions.urls")),
    path("", include("bluelight.service.register.urls")),
    path("evaluations/", include("bluelight.service.evaluations.urls")),
    path("api/v1/", api.urls),
    path("overview/", include("bluelight.service.overview.urls")),
    path("lessons/", include("bluelight.service.lessons.urls")),
    path("following/", include("bluelight.service.following.urls")),
    path("group/", include("bluelight.service.group.urls")),
    path("", include("bluelight.service.searches.urls")),
    path("areas/", include("bluelight.service.areas.urls")),
    path("studies/", include("bluelight.service.studies.urls")),
]

handler400 = "bluelight.service.core.views.bad_request"
handler403 = "bluelight.service.core.views.permission_denied"
handler404 = "bluelight.service.core.views.page_not_found"
handler500 = "bluelight.service.core.views.server_error"
