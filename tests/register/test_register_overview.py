"""The counts of an overview, checked one by one, and what changed between two registers."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from tests.register.make_registers import registers

from bluelight.register import Register, load_register
from bluelight.register.brief import brief, changes_between
from bluelight.register.model import Status
from bluelight.register.overview import Changes, changes, overview


def test_the_headlines_of_the_shipped_register_count_by_hand() -> None:
    register = load_register()
    found = {each.id: (each.count, each.base) for each in overview(register).tallies.headlines}
    entries = register.collaborations
    three = [e for e in entries if {"police", "fire", "ambulance"} <= {p.service for p in e.partners}]
    outcomes = {p.collaboration for p in register.pairs if p.grade in ("OUTTURN", "CLAIM", "INTERIM")}
    sharing = {p.slug for e in entries for p in e.partners} - {None}
    assert found == {
        "live": (sum(e.status.value == "live" for e in entries), 173),
        "sharing": (len(sharing), 102),
        "three": (len(three), 173),
        "outcomes": (len(outcomes), 173),
        "evaluated": (12, 173),
    }


@given(registers())
@settings(max_examples=20, deadline=None)
def test_themes_and_regions_part_the_register_and_nothing_is_lost_in_an_index(register: Register) -> None:
    found = overview(register)
    size = len(register.collaborations)
    assert sum(counts.collaborations for counts in found.tallies.by_theme.values()) == size
    assert sum(counts.collaborations for counts in found.tallies.by_region.values()) == size
    assert sum(found.tallies.theme_by_region.values()) == size
    assert {e.slug for entries in found.by_area.values() for e in entries} == {e.slug for e in register.collaborations}
    linked = {e.slug for e in register.collaborations if any(p.slug for p in e.partners)}
    assert {e.slug for _, entries in found.by_organisation for e in entries} == linked
    for counts in (*found.tallies.by_theme.values(), *found.tallies.by_service.values()):
        assert max(counts.live + counts.ended, counts.realised, counts.outcomes, counts.evaluated) <= (
            counts.collaborations
        )
    assert all(each.count <= each.base for each in found.tallies.headlines)


@given(registers(), registers())
@settings(max_examples=20, deadline=None)
def test_changes_tell_one_register_from_the_other(before: Register, after: Register) -> None:
    found, back = changes(before, after), changes(after, before)
    assert (found.added, found.gone) == (back.gone, back.added)
    assert [now for _, now in found.moved] == [then for then, _ in back.moved]
    assert changes(after, after).none
    same = {e.slug: e for e in before.collaborations} == {e.slug: e for e in after.collaborations}
    dates_alone = {(e.slug, e.status.value) for e in before.collaborations} == {
        (e.slug, e.status.value) for e in after.collaborations
    }
    assert found.none if same else (not found.none or dates_alone)
    assert told(changes_between(brief(before), brief(after))) == told(found)


def told(found: Changes) -> list[object]:
    """What a reader is told of changes."""
    return [
        [entry.slug for entry in found.added],
        [entry.name for entry in found.gone],
        [(then.status, now.slug, now.status) for then, now in found.moved],
        [(entry.name, set(fields)) for entry, fields in found.told_more],
    ]


def test_each_kind_of_change_is_told() -> None:
    register = load_register()
    first, second, third, *rest = register.collaborations
    after = replace(
        register,
        collaborations=(
            first.model_copy(update={"status": Status(value="ended", as_of="2026-11")}),
            second.model_copy(update={"summary": "Other words.", "claims": ()}),
            third.model_copy(update={"slug": "quite-new"}),
            *rest,
        ),
    )
    found = changes(register, after)
    assert [entry.slug for entry in found.added] == ["quite-new"]
    assert [entry.slug for entry in found.gone] == [third.slug]
    assert [(then.slug, now.status.value) for then, now in found.moved] == [(first.slug, "ended")]
    told_more = {entry.slug: fields for entry, fields in found.told_more}
    assert told_more == {second.slug: ("summary", "claims") if second.claims else ("summary",)}
