"""An evaluation as people read it, and as machines do."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
from click.testing import CliRunner
from tests.evaluation.panels import autocorrelated, write_case

from bluelight.cli import main
from bluelight.documents.charts import effects
from bluelight.documents.evaluation import evaluation_document, write_evaluation
from bluelight.documents.model import Chart, Figure, Table, blocks_of
from bluelight.evaluation.result import Evaluation

ROOT = Path(__file__).resolve().parents[2]


def test_the_document_says_the_verdict_first_and_has_a_table_for_every_picture(evaluation):
    document = evaluation_document(evaluation)
    first = document.sections[0].blocks[0]
    assert first.text == evaluation.sentence
    charts = [block.chart for block in blocks_of(document.sections) if isinstance(block, Figure)]
    assert {"chart-trends", "chart-gap", "chart-placebo"} <= {chart.table.id for chart in charts}
    for chart in charts:
        assert isinstance(chart, Chart)
        assert "<path" in chart.svg
        assert len(chart.table.values()) > 1


def test_every_check_is_in_the_document(evaluation):
    tables = {b.id: b for b in blocks_of(evaluation_document(evaluation).sections) if isinstance(b, Table)}
    assert [row[0] for row in tables["checks"].rows] == [check.question for check in evaluation.checks]
    assert tables["protocol-table"].rows[-4][1] == evaluation.asked.protocol_sha256


def test_the_trends_part_by_the_effect(evaluation):
    """What is drawn is what is told: the mean gap after the start is the effect, up to the scale."""
    after = [point.treated - point.expected for point in evaluation.trends if point.after]
    assert np.mean(after) * evaluation.estimate.effect > 0
    if evaluation.design.method == "synthetic":
        assert (
            np.mean(after) == np.float64(evaluation.estimate.effect)
            or abs(np.mean(after) - evaluation.estimate.effect) < 1e-9
        )


def test_an_event_study_is_drawn_where_its_points_can_be_told_apart(evaluation):
    drawn = effects.event_study(evaluation)
    assert (drawn is None) == evaluation.design.method.endswith("series")


def test_all_formats_are_written_and_the_same_again(evaluation, tmp_path):
    first = [path.read_bytes() for path in write_evaluation(evaluation, tmp_path / "a")]
    second = [path.read_bytes() for path in write_evaluation(evaluation, tmp_path / "b")]
    assert first == second
    assert [content[:4] for content in first[1:]] == [b"<!do", b"%PDF", b"PK\x03\x04"]
    assert Evaluation.model_validate_json(first[0]) == evaluation


def test_the_published_schema_is_that_of_the_result():
    published = json.loads((ROOT / "docs" / "evaluation-schema.json").read_text(encoding="utf-8"))
    assert published == Evaluation.model_json_schema()


def a_case(folder, effect=-1.5, units=24):
    table = 10 + 0.2 * (autocorrelated(np.random.default_rng(3), units, 14, 0.4) - 10)
    table[0, 10:] += effect
    return write_case(folder, table, {0: 10})


def test_the_command_registers_then_evaluates(tmp_path):
    path = a_case(tmp_path)
    said = CliRunner().invoke(main, ["evaluate", str(path), "--register"])
    assert said.exit_code == 0
    assert "Registered protocol.toml" in said.output
    said = CliRunner().invoke(main, ["evaluate", str(path), "--out", str(tmp_path / "out"), "--formats", "html"])
    assert said.exit_code == 0
    assert "Mean wait got better" in said.output
    result = json.loads((tmp_path / "out" / "result.json").read_text(encoding="utf-8"))
    assert result["asked"]["registered"] is not None
    assert result["verdict"] == "better"


def test_the_command_shows_a_protocol_changed_after_the_data_were_seen(tmp_path):
    path = a_case(tmp_path)
    command = ["evaluate", str(path), "--out", str(tmp_path / "out"), "--formats", "html", "--quiet"]
    assert CliRunner().invoke(main, command).output == ""
    path.write_text(path.read_text(encoding="utf-8").replace("0.5", "0.4"), encoding="utf-8")
    assert CliRunner().invoke(main, command).exit_code == 0
    assert "The protocol did not come first" in (tmp_path / "out" / "evaluation.html").read_text(encoding="utf-8")


def test_what_cannot_be_evaluated_writes_nothing_and_is_not_held_to_have_been_seen(tmp_path):
    path = a_case(tmp_path, units=6)
    said = CliRunner().invoke(main, ["evaluate", str(path), "--out", str(tmp_path / "out")])
    assert said.exit_code == 2
    assert "What would be enough" in said.output
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "protocol.log").exists()


def test_an_unknown_format_is_refused_before_anything_is_done(tmp_path):
    path = a_case(tmp_path)
    said = CliRunner().invoke(main, ["evaluate", str(path), "--out", str(tmp_path / "out"), "--formats", "odt"])
    assert said.exit_code == 2
    assert "There is no format 'odt'" in said.output
    assert not (tmp_path / "protocol.log").exists()


def test_help_loads_no_estimator():
    heavy = "[n for n in sys.modules if n.split('.')[0] in ('diff_diff', 'statsmodels', 'numba', 'scipy')]"
    code = f"import sys, bluelight.cli, bluelight.evaluation; print({heavy}, 'bluelight.evaluation.run' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[] False"
