"""Pages for reviewers about organisations that were only named: which of them may be the same, and merging two."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bluelight.service.accounts.gates import reviewers
from bluelight.service.core.paging import page_of
from bluelight.service.register import merging
from bluelight.service.register.models import Organisation
from bluelight.service.register.namesakes import Names

_ANOTHER = ""


class MergeForm(forms.Form):
    """Which organisation it is: one with a name like its own, or another by its name."""

    into = forms.ChoiceField(
        label="Which organisation is it?",
        widget=forms.RadioSelect,
        required=False,
    )
    name = forms.CharField(
        label="The name of the other organisation",
        help_text="As the register names it. Leave it empty where you chose one above.",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, likely: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["into"]
        field.choices = [*((each.slug, each.name) for each in likely), (_ANOTHER, "Another one")]
        if not likely:
            del self.fields["into"]

    def clean(self) -> dict[str, Any]:
        """The organisation, under `organisation`."""
        said = super().clean() or {}
        name, slug = said.get("name", ""), said.get("into", _ANOTHER)
        if slug and name:
            self.add_error("name", "Choose one above, or write the name of another one, not both")
        elif not slug and not name:
            self.add_error("name", "Write the name of the organisation that it is")
        elif not self.errors:
            kept = Organisation.objects.unmerged()
            found = kept.filter(slug=slug) if slug else kept.filter(name__iexact=name).order_by("-kind")
            said["organisation"] = found.last()
            if said["organisation"] is None:
                self.add_error("name", "There is no organisation of that name. Write it as the register does")
        return said


@reviewers
@never_cache
@require_safe
def others(request: HttpRequest) -> HttpResponse:
    """Which partners does the register not list, and which of them may be the same?"""
    merged = "merged" in request.GET
    asked = Organisation.objects.merged().select_related("merged_into") if merged else Organisation.objects.others()
    found = page_of(request, asked.with_collaborations().order_by("name"), size=50)
    names = Names([] if merged else Organisation.objects.by_their_names())
    shown = {"list": found, "merged": merged, "rows": [(each, names.like(each)) for each in found.page]}
    return render(request, "contributions/others.html", shown)


@reviewers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def other(request: HttpRequest, slug: str) -> HttpResponse:
    """Is it an organisation that is here already?"""
    user: Any = request.user
    found = get_object_or_404(Organisation.objects.filter(kind=Organisation.Kind.OTHER), slug=slug)
    if request.method == "POST" and "part" in request.POST:
        merging.part(found, user)
        messages.success(request, f"{found.name} stands by itself again.")
        return redirect("others")
    likely = Names(Organisation.objects.by_their_names()).like(found)
    form = MergeForm(request.POST if request.method == "POST" else None, likely=likely)
    if form.is_valid():
        into = form.cleaned_data["organisation"]
        merging.merge(found, into, user)
        messages.success(request, f"{found.name} is now {into.name}.")
        return redirect("others")
    shown = {
        "organisation": found,
        "form": form,
        "listed": Organisation.objects.public(),
        "collaborations": found.partnerships.select_related("collaboration").order_by("collaboration__name")[:20],
    }
    return render(request, "contributions/merge.html", shown, status=422 if form.errors else 200)
