"""The report: the board's answer first, every number from the results, nothing fetched."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from html.parser import HTMLParser

import pytest
from tests.documents.make_results import SERVICES, estimate, make_area, make_results, money

from bluelight.documents import build_report, render_report, words
from bluelight.documents.model import Chart, Document, Figure, Mark, Note, Section, Table, Text, blocks_of, plain
from bluelight.documents.sections.decision import decision, strongest
from bluelight.documents.zones import residents, waiting
from bluelight.studies.results import CallsAnswered, OptionResult, Results

RESULTS = make_results()
AREA = make_area()


@pytest.fixture(scope="module")
def document() -> Document:
    return build_report(RESULTS, AREA)


@pytest.fixture(scope="module")
def page() -> str:
    return render_report(RESULTS, AREA)


class Page(HTMLParser):
    """What a reader's machine would make of the page."""

    VOID = frozenset({"meta"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[int] = []
        self.ids: Counter[str] = Counter()
        self.targets: list[str] = []
        self.landmarks: Counter[str] = Counter()
        self.fetched: list[tuple[str, str]] = []
        self.tags: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "id" in found:
            self.ids[found["id"]] += 1
        if tag == "a":
            self.targets.append(found["href"])
        elif "href" in found or "src" in found:
            self.fetched.append((tag, found.get("href") or found["src"]))
        if tag in ("header", "main", "nav", "footer"):
            self.landmarks[tag] += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open.pop() == tag


def section(document: Document, id: str) -> Section:
    return next(b for b in blocks_of(document.sections) if isinstance(b, Section) and b.id == id)


def words_of(part: Section) -> str:
    """All words of a section, tables and charts included."""
    found: list[str] = []
    for block in blocks_of([part]):
        for value in vars(block).values():
            found += _texts(value)
    return " ".join(found)


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Chart):
        return [value.title, value.summary, *_texts(value.table)]
    if isinstance(value, tuple):
        return [text for part in value for text in _texts(part)]
    if isinstance(value, Section | Figure) or not hasattr(value, "__dataclass_fields__"):
        return []
    return [text for part in vars(value).values() for text in _texts(part)]


def test_the_page_is_well_formed_and_in_order(page: str) -> None:
    read = Page(page)
    assert read.open == []
    assert read.landmarks == Counter(header=1, main=1, nav=1, footer=1)
    assert read.headings[0] == 1
    assert read.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(read.headings, read.headings[1:], strict=False))
    assert [id for id, times in read.ids.items() if times > 1] == []
    assert 'lang="en-GB"' in page


def test_the_page_fetches_nothing_and_runs_nothing(page: str) -> None:
    read = Page(page)
    assert read.fetched == []
    assert not read.tags & {"script", "img", "iframe", "link", "object", "video"}
    assert "@import" not in page
    assert "url(http" not in page
    case = RESULTS.business_case
    assert case is not None
    cited = " ".join([*case.sources.values(), *(rule.source for rule in case.rules)])
    outside = {t for t in read.targets if t.startswith("http") and t not in cited}
    assert outside == {"https://example.org/plan?a=1&b=2"}


def test_every_link_in_the_page_leads_somewhere(page: str) -> None:
    read = Page(page)
    inside = [t[1:] for t in read.targets if t.startswith("#")]
    assert inside
    assert set(inside) <= set(read.ids)


def test_every_picture_is_xml_with_a_label(page: str) -> None:
    pictures = re.findall(r"<svg .*?</svg>", page, re.S)
    assert len(pictures) > 15
    for picture in pictures:
        assert ET.fromstring(picture).get("aria-label")


def test_every_figure_has_its_table_and_every_table_its_csv(page: str, document: Document) -> None:
    figures = re.findall(r"<figure>.*?</figure>", page, re.S)
    assert len(figures) == sum(isinstance(b, Figure) for b in blocks_of(document.sections))
    assert all("<table" in figure and 'href="data:text/csv' in figure for figure in figures)
    assert page.count("<table") == page.count('href="data:text/csv')


def test_the_five_cases_follow_the_answer_and_name_whoever_must_write_what_no_program_can(document: Document) -> None:
    order = [part.id for part in document.sections]
    cases = ["strategic", "economic", "commercial", "financial", "management", "statutory"]
    assert [id for id in order if id in cases] == cases
    case = RESULTS.business_case
    assert case is not None
    notes = {note.title for note in blocks_of(document.sections) if isinstance(note, Note)}
    assert {f"{gap.title}: to be written by {gap.by}" for gap in case.to_write} <= notes


def test_every_benefit_and_purchase_leads_to_its_line(page: str, document: Document) -> None:
    case = RESULTS.business_case
    assert case is not None
    read = Page(page)
    for item in (*case.benefits, *case.purchases):
        if item.line is not None:
            assert f"#line-{item.option}-{item.line}" in read.targets
    register = next(b for b in blocks_of(document.sections) if isinstance(b, Table) and b.id == "risks-table")
    strike, on_call, room = ([plain(cell) for cell in row] for row in register.rows)
    assert strike[4:7] == ["40%", "£500,000 (£300,000 to £700,000), 2024/25 prices", "£200,000"]
    assert strike[7].endswith("Left: 20% of £500,000 (£300,000 to £700,000), 2024/25 prices, so £100,000.")
    assert "costs" in strike[8]
    assert on_call[5:7] == ["two minutes later at night (serious, 4 of 5)", "0.4 of 5"]
    assert [marks_of(row[3]) for row in register.rows] == [[], ["default"], ["default"]]
    assert marks_of(register.rows[0][4]) == ["assumed"]
    assert room[4:] == ["not judged yet"] * 3 + ["nothing is stated", "not in the sums"]


def test_the_strategic_case_says_which_options_meet_each_objective(document: Document) -> None:
    table = next(b for b in blocks_of(document.sections) if isinstance(b, Table) and b.id == "objectives-table")
    changing = [option.name for option in RESULTS.options if not option.is_base]
    assert [plain(row[0]) for row in table.rows] == [f"Save. {name}" for name in changing]
    assert [plain(row[3]) for row in table.rows] == ["met"] * len(changing)


def marks_of(cell: Text) -> list[str]:
    return [part.text for part in ([] if isinstance(cell, str) else cell) if isinstance(part, Mark)]


def test_what_rests_on_an_unverified_relation_is_marked_and_those_that_do_not_act_are_offered(
    document: Document,
) -> None:
    tables = {b.id: b for b in blocks_of(document.sections) if isinstance(b, Table)}
    (effect,) = tables["societal"].rows
    assert marks_of(effect[0]) == ["unverified"]
    assert plain(effect[3]) == words.money_range(money(7_000_000, 5_000_000)).replace("saves", "gains")
    acts = {plain(row[0]).split(":")[0]: plain(row[1]) for row in tables["relations-table"].rows}
    assert acts["Survival, read"] == "yes"
    assert acts["Survival, copied"].startswith("yes, unverified")
    assert 'accept_unverified = ["offered"]' in acts["Survival, offered"]


def test_the_answer_comes_first(document: Document) -> None:
    assert document.sections[0].id == "decision"
    assert document.sections[1].id == "options"
    first = words_of(document.sections[0])
    for line in RESULTS.headline:
        assert line in first


def test_the_options_table_says_what_the_results_say(document: Document) -> None:
    table = next(b for b in blocks_of(document.sections) if isinstance(b, Table) and b.id == "options-table")
    people = residents(AREA)
    assert [plain(row[0]) for row in table.rows] == [option.name for option in RESULTS.options]
    for option, row in zip(RESULTS.options, table.rows, strict=True):
        cells = [plain(cell) for cell in row]
        for column, service in enumerate(SERVICES, start=1):
            response = option.response[service]
            if option.is_base:
                assert response.measures.mean_min is not None
                assert cells[column] == f"{words.duration(response.measures.mean_min.value, short=True)} today"
            else:
                assert response.change is not None
                assert cells[column] == words.time_change(response.change.mean_min)
        if not option.is_base:
            assert cells[4] == words.money_change(option.money.yearly_cash.p50)
            assert cells[5] == words.money_change(option.money.one_off.p50)
            assert cells[6] == words.money_range(option.money.npsv)
            slower = waiting(option, "fire", people)
            assert (f"{slower.slower} zones ({slower.slower_residents:,} residents)" in cells[7]) == (slower.slower > 0)


def test_a_report_without_residents_says_that_they_are_not_known() -> None:
    unknown = AREA.with_tables(zones=AREA.zones.assign(population=float("nan")))
    table = next(
        b
        for b in blocks_of(build_report(RESULTS, unknown).sections)
        if isinstance(b, Table) and b.id == "options-table"
    )
    told = [plain(row[7]) for row in table.rows]
    assert any("zones (residents not known) wait over a minute longer" in cell for cell in told)
    assert not any("nan" in cell for cell in told)


def test_the_options_download_holds_the_exact_numbers(document: Document) -> None:
    table = next(b for b in blocks_of(document.sections) if isinstance(b, Table) and b.id == "options-table")
    head, *rows = table.values()
    for option, row in zip(RESULTS.options, rows, strict=True):
        found = dict(zip(head, row, strict=True))
        assert found["npsv_p10_gbp"] == option.money.npsv.p10
        assert found["one_off_p50_gbp"] == option.money.one_off.p50
        change = option.response["fire"].change
        assert found["fire_change_min"] == (change.mean_min.value if change and change.mean_min else None)


def test_what_is_not_relied_on_is_marked_wherever_it_stands(document: Document) -> None:
    marked: dict[str, list[Text]] = {"options-table": [], "today-response": []}
    for block in blocks_of(document.sections):
        if isinstance(block, Table) and block.id in marked:
            for row in block.rows:
                marked[block.id] += [c for c in row if not isinstance(c, str) and "not relied on" in _mark_texts(c)]
    assert len(marked["options-table"]) == len(RESULTS.options) * 2
    assert len(marked["today-response"]) == 2
    for block in blocks_of(document.sections):
        if isinstance(block, Figure) and re.match("Police|Ambulance", block.chart.title):
            if "calibration" in block.chart.table.id:
                continue  # the figures that say why it is not relied on
            assert "(not relied on)" in block.chart.title


def _mark_texts(cell: Text) -> str:
    return " ".join(part.text for part in cell if isinstance(part, Mark)) if not isinstance(cell, str) else ""


def test_the_answer_leaves_out_services_the_model_misses(document: Document) -> None:
    best = strongest(RESULTS)
    assert best is not None
    co_respond_first = RESULTS.model_copy(
        update={
            "options": [
                RESULTS.options[0],
                RESULTS.options[2].model_copy(update={"money": best.money}),
            ],
            "headline": [],
        }
    )
    first = words_of(decision(co_respond_first, AREA))
    assert "54 seconds" not in first  # the ambulance change, which is not relied on
    assert "No detectable change" in first  # the fire change, which is
    assert "Nothing above rests on the police and ambulance response" in first


def test_who_waits_longer_is_not_claimed_where_no_service_can_be_trusted() -> None:
    def off(option: OptionResult) -> OptionResult:
        response = {s: r.model_copy(update={"in_headline": False}) for s, r in option.response.items()}
        return option.model_copy(update={"response": response})

    first = words_of(decision(RESULTS.model_copy(update={"options": [off(o) for o in RESULTS.options]}), AREA))
    assert "not known, as the model is off for every service today" in first
    assert "3 zones" not in first
    assert "12 seconds slower" not in first.replace(RESULTS.headline[1], "")


def test_an_assumed_figure_leads_to_its_basis_and_source(page: str) -> None:
    mark = re.search(r'<a class="mark" href="#(line-next-door-saving)" title="([^"]*)">assumed</a>', page)
    assert mark is not None
    row = re.search(rf'<tr role="row" id="{mark[1]}">.*?</tr>', page, re.S)
    assert row is not None
    assert "assumed" in row[0]
    assert "Unit cost list 2024" in row[0]


def test_value_to_society_stands_apart_from_cash(document: Document) -> None:
    societal = words_of(section(document, "society"))
    assert "Cardiac arrest survivors" in societal
    assert "Cardiac arrest survivors" not in words_of(section(document, "money"))
    assert "not cash" in societal


def test_nothing_said_of_limits_is_lost(document: Document) -> None:
    everything = " ".join(words_of(part) for part in document.sections)
    for exclusion in RESULTS.exclusions:
        assert exclusion in everything
    for assumption in RESULTS.assumptions:
        assert assumption.statement in everything
        assert assumption.replace_with in everything
    for option in RESULTS.options:
        for move in option.moves:
            assert move.sentence in everything
            for item in (*move.unseen, *(risk.statement for risk in move.risks)):
                assert item in everything
        for item in option.money.not_counted:
            assert item in everything


def test_it_can_be_run_again_from_what_it_says(document: Document) -> None:
    said = words_of(section(document, "again"))
    for needed in (
        RESULTS.study.area_digest,
        str(RESULTS.study.seed),
        RESULTS.bluelight_version,
        RESULTS.study.discounting,
    ):
        assert needed in said


def test_no_option_worth_its_money_is_said_to_be_so() -> None:
    only_loss = RESULTS.model_copy(update={"options": [RESULTS.options[0], RESULTS.options[2]]})
    first = words_of(decision(only_loss, AREA))
    assert "No option is more likely than not to pay for itself in 10 years" in first
    assert "has the best chance: 2 in 100" in first


def test_the_option_named_first_is_worth_most_of_those_that_likely_save() -> None:
    best = strongest(RESULTS)
    assert best is not None
    assert best.id == "next-door"


def test_how_soon_calls_are_answered_is_told_only_where_calls_wait() -> None:
    results, area = make_results(), make_area()
    assert '"calls_answered"' not in results.model_dump_json()
    assert "calls-answered" not in render_report(results, area)
    ten = CallsAnswered(
        room="police+fire",
        services=["police", "fire"],
        calls="all",
        calls_per_year=400_000,
        within_10s=estimate(0.87, 0.01),
        mean_wait_s=estimate(9.4, 0.2),
        p95_wait_s=estimate(41, 2),
        busy=estimate(0.72, 0.01),
    )
    options = [option.model_copy(update={"calls_answered": [ten]}) for option in results.options]
    told = results.model_copy(update={"options": options})
    assert Results.model_validate_json(told.model_dump_json()) == told
    page = render_report(told, area)
    assert "police and fire control room, all calls" in page
    assert "9.4\N{NO-BREAK SPACE}s" in page


def test_business_as_usual_alone_still_makes_a_report() -> None:
    alone = RESULTS.model_copy(update={"options": [RESULTS.options[0]], "ranking": None, "business_case": None})
    read = Page(render_report(alone, AREA))
    assert read.open == []


def test_the_same_results_give_the_same_bytes(page: str) -> None:
    assert render_report(make_results(), make_area()) == page


def test_hostile_names_stay_words() -> None:
    name = '"><script>alert(1)</script>'
    read = Page(render_report(make_results(name), make_area(name)))
    assert read.open == []
    assert "script" not in read.tags
