"""The quality report counts what it says, by publisher."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from tests.register.make_registers import registers

from bluelight.register import Register, load_register
from bluelight.register.quality import NOT_NAMED, quality


def test_the_shipped_register_has_one_report_and_its_counts() -> None:
    (report,) = quality(load_register())
    assert (report.publisher, report.entries, report.claims) == (NOT_NAMED, 173, 416)
    met = {measure.what: (measure.met, measure.base) for measure in report.measures}
    assert met["Forecast, profiled or realised"] == (321, 416)
    assert met["An evaluation is mentioned"] == (12, 173)


def test_each_publisher_has_its_own_and_the_unnamed_come_last() -> None:
    register = load_register()
    first, second, *rest = register.collaborations
    named = [first.model_copy(update={"publisher": "B"}), second.model_copy(update={"publisher": "a"})]
    reports = quality(replace(register, collaborations=(*named, *rest)))
    assert [(report.publisher, report.entries) for report in reports] == [("a", 1), ("B", 1), (NOT_NAMED, 171)]


@given(registers())
@settings(max_examples=30, deadline=None)
def test_reports_part_the_register(register: Register) -> None:
    reports = quality(register)
    assert sum(report.entries for report in reports) == len(register.collaborations)
    assert sum(report.claims for report in reports) == sum(len(entry.claims) for entry in register.collaborations)
    assert all(0 <= measure.met <= measure.base for report in reports for measure in report.measures)
