"""Pages that play a simulated day of an area, or of an option of a study that was run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from bluelight.documents import charts
from bluelight.documents.maps import ground_map
from bluelight.documents.maps.drawing import frame_of
from bluelight.documents.model import Chart
from bluelight.errors import BluelightError
from bluelight.service.areas import places
from bluelight.service.playback import years
from bluelight.service.playback.day import Day, day_of, load_by_hour, rules_of
from bluelight.service.playback.stills import STILL_HOURS, legend, said_at, still, still_height
from bluelight.service.playback.tables import hours
from bluelight.service.playback.tracks import day_json
from bluelight.service.studies.files import content_of
from bluelight.service.studies.finding import study_or_404
from bluelight.service.studies.models import Run, Study

PICKS = {
    "most-waiting": "the day with the most calls waiting at once",
    "longest-wait": "the day with the longest wait for a free vehicle",
    "usual": "a usual day",
}


@dataclass(frozen=True)
class Shown:
    """Whose day is shown: what is simulated, the addresses of its parts, and what the page calls it."""

    source: years.Source
    kwargs: dict[str, Any]  # of the addresses
    prefix: str  # of their names
    title: str

    def address(self, name: str, replication: int = 0, **more: int) -> str:
        """The address of a part; of another than the first replication, which people count from 1."""
        found = reverse(f"{self.prefix}_{name}", kwargs={**self.kwargs, **more})
        return f"{found}?replication={replication + 1}" if replication else found


def _area(identifier: str) -> Shown:
    if identifier not in places.folders():
        raise Http404(f"There is no area called {identifier}. See the list of areas for those there are.")
    source = years.of_area(identifier)
    return Shown(source, {"identifier": identifier}, "area_playback", source.area.name)


def _run_of(slug: str) -> tuple[Study, Run]:
    study = study_or_404(slug)
    run = study.runs.done().first()
    if run is None:
        raise Http404(f"{study.name} has not been run yet, so there is no day to show. Run it from its page.")
    return study, run


def _option(slug: str, option: str) -> Shown:
    study, run = _run_of(slug)
    try:
        source = years.of_option(run.toml, option)
    except BluelightError as error:
        raise Http404(f"{study.name} cannot be played: {error}") from None
    return Shown(source, {"slug": slug, "option": option}, "option_playback", source.option)


@require_safe
def area_page(request: HttpRequest, identifier: str) -> HttpResponse:
    """A simulated day in an area as it is today."""
    shown = _area(identifier)
    more = {"area": shown.source.area, "command": identifier}
    return render(request, "playback/page.html", {**_page(request, shown), **more})


@require_safe
def option_page(request: HttpRequest, slug: str, option: str) -> HttpResponse:
    """A simulated day under an option of a study."""
    study, run = _run_of(slug)
    shown = _option(slug, option)
    more = {
        "area": shown.source.area,
        "study": study,
        "options": _options(run),
        "option": option,
        "command": f"{slug}.toml --option {option}",
    }
    return render(request, "playback/page.html", {**_page(request, shown), **more})


@require_safe
def study_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of the option that is asked for; business as usual where none is."""
    _, run = _run_of(slug)
    options = [option for option, _ in _options(run)]
    wanted = request.GET.get("option", options[0])
    if wanted not in options:
        raise Http404(f"The study has no option called {wanted}. Choose one of those on its page.")
    asked = request.GET.copy()
    asked.pop("option", None)
    return redirect(reverse("option_playback", args=[slug, wanted]) + (f"?{asked.urlencode()}" if asked else ""))


def _options(run: Run) -> list[tuple[str, str]]:
    """The options of a study as it was run: id and name."""
    return [(option["id"], option["name"]) for option in content_of(run.toml)["option"]]


def _page(request: HttpRequest, shown: Shown) -> dict[str, Any]:
    replication = _replication(request, shown.source)
    year = years.year(shown.source, replication)
    wanted = request.GET.get("day", "most-waiting")
    if wanted == "number":
        wanted = request.GET.get("number", "")
    chosen = _day_number(wanted, year)
    day = _day(shown.source, replication, chosen)
    figures = year.figures.to_dict("records")[chosen - 1]
    most_at = int(figures["most_waiting_at_min"])
    load = load_by_hour(day)
    frame = frame_of(shown.source.area)
    return {
        "title": shown.title,
        "day": chosen,
        "days": shown.source.days,
        "replication": replication,
        "replications": shown.source.replications,
        "rules": rules_of(shown.source.area),
        "wanted": wanted,
        "picks": [(key, said, getattr(year.picks, key.replace("-", "_"))) for key, said in PICKS.items()],
        "picked": PICKS.get(wanted),
        "calls": int(figures["calls"]),
        "most_waiting": int(figures["most_waiting"]),
        "most_waiting_at": f"{most_at // 60:02d}:{most_at % 60:02d}",
        "start": max(most_at - 30, 0) * 60,
        "longest_wait": float(figures["longest_wait_min"]),
        "services": list(load),
        "legend": legend(shown.source.area, list(load)),
        "height": round(frame.height),
        "unknown": int((year.journeys.origin < 0).sum()),
        "hours": hours(day),
        "charts": _charts(shown.source, replication, chosen),
        "data": shown.address("day", replication, day=chosen),
        "ground": shown.address("ground"),
        "stills": [(shown.address("still", replication, day=chosen, hour=h), said_at(day, h)) for h in STILL_HOURS],
        "still_height": still_height(day),
    }


def _day_number(wanted: str, year: years.Year) -> int:
    if wanted in PICKS:
        return int(getattr(year.picks, wanted.replace("-", "_")))
    last = year.replication.calls.days
    if not wanted.isdecimal() or not 1 <= int(wanted) <= last:
        raise Http404(f"There is no day {wanted}. Choose a day from 1 to {last}.")
    return int(wanted)


def _replication(request: HttpRequest, source: years.Source) -> int:
    """The replication asked for, counted from 0; people count from 1."""
    wanted = request.GET.get("replication", "1")
    if not wanted.isascii() or not wanted.isdecimal() or not 1 <= int(wanted[:9]) <= source.replications:
        raise Http404(f"There is no simulated year {wanted}. Choose one from 1 to {source.replications}.")
    return int(wanted) - 1


@lru_cache(maxsize=8)
def _day(source: years.Source, replication: int, number: int) -> Day:
    return day_of(years.year(source, replication), number)


@lru_cache(maxsize=16)
def _charts(source: years.Source, replication: int, number: int) -> list[Chart]:
    day = _day(source, replication, number)
    load = load_by_hour(day)
    return [
        charts.queue_by_minute(day.waiting.tolist(), f"day {number}"),
        *(charts.load_by_hour(service, found) for service, found in load.items()),
    ]


Part = Callable[..., HttpResponse]


def _kept(find: Callable[..., Shown], content_type: str) -> Callable[[Callable[..., bytes]], Part]:
    """A view of a part that is the same whenever it is asked for: sent once, then only said to be unchanged."""

    def decorate(make: Callable[..., bytes]) -> Part:
        @require_safe
        @wraps(make)
        def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            numbers = {name: kwargs.pop(name) for name in ("day", "hour") if name in kwargs}
            shown = find(**kwargs)
            if not 1 <= numbers.get("day", 1) <= shown.source.days:
                raise Http404(f"There is no day {numbers['day']}. Choose a day from 1 to {shown.source.days}.")
            if numbers.get("hour", 0) not in STILL_HOURS:
                raise Http404("There is no picture of that hour.")
            replication = _replication(request, shown.source)
            tag = f'"{shown.source.key}-{"-".join(map(str, (replication, *numbers.values())))}"'
            answer = get_conditional_response(request, etag=tag)
            if answer is None:
                answer = HttpResponse(make(shown, replication, **numbers), content_type=content_type)
            answer.headers["ETag"] = tag
            patch_cache_control(answer, max_age=300, private=True)
            return answer

        return view

    return decorate


def _ground(shown: Shown, replication: int) -> bytes:
    return ground_map(shown.source.area, frame_of(shown.source.area)).encode()


def _json(shown: Shown, replication: int, day: int) -> bytes:
    return day_json(_day(shown.source, replication, day))


def _still(shown: Shown, replication: int, day: int, hour: int) -> bytes:
    return still(_day(shown.source, replication, day), hour)


area_ground = _kept(_area, "image/svg+xml")(_ground)
area_day = _kept(_area, "application/json")(_json)
area_still = _kept(_area, "image/svg+xml")(_still)
option_ground = _kept(_option, "image/svg+xml")(_ground)
option_day = _kept(_option, "application/json")(_json)
option_still = _kept(_option, "image/svg+xml")(_still)
