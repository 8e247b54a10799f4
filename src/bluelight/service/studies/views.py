"""Pages about studies."""

from django.shortcuts import render
from django.http import HttpRequest, HttpResponse


def study_list(request: HttpRequest) -> HttpResponse:
    return render(request, "studies/list.html", {})


study_page = edit = copy = run = progress = toml = report = download_report = download_results = change_map = study_list
