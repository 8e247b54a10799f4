import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bluelight.errors import InputError
from bluelight.register import load_register
from bluelight.register.load import REGISTER_FOLDER


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = Path(shutil.copytree(REGISTER_FOLDER, tmp_path / "register"))
    entries = json.loads((copy / "collaborations.json").read_text(encoding="utf-8"))
    few = [entry for entry in entries if entry["slug"] in ("thames-valley-fire-control", "police-scotland-i6")]
    (copy / "collaborations.json").write_text(json.dumps(few), encoding="utf-8")
    lines = (copy / "pairs.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if line.startswith(("collaboration,", "thames-valley-fire", "police-scotland-i6"))]
    (copy / "pairs.csv").write_text("".join(kept), encoding="utf-8")
    return copy


def change(folder: Path, edit: Callable[[list[dict[str, Any]]], None], name: str = "collaborations.json") -> None:
    entries = json.loads((folder / name).read_text(encoding="utf-8"))
    edit(entries)
    (folder / name).write_text(json.dumps(entries), encoding="utf-8")


def complaint(folder: Path) -> str:
    with pytest.raises(InputError) as raised:
        load_register(folder)
    return str(raised.value)


def test_a_folder_of_the_same_files_loads(folder: Path) -> None:
    register = load_register(folder)
    assert len(register.collaborations) == 2
    assert len(register.pairs) == 3


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (lambda entries: entries[0].update(theme="magic"), "column theme: police-scotland-i6: not in the codelist"),
        (lambda entries: entries[0]["status"].update(value="dead"), "column status.value"),
        (lambda entries: entries[0].pop("summary"), "Field required"),
        (lambda entries: entries[0].update(colour="blue"), "Extra inputs"),
        (lambda entries: entries[0]["sources"][0].update(url="ftp://x.org/a"), "sources.0.url"),
        (lambda entries: entries[0]["sources"][0].update(url="javascript:alert(1)"), "sources.0.url"),
        (lambda entries: entries[0].update(sources=[]), "at least 1 item"),
        (lambda entries: entries[0]["claims"][0].update(state="hoped"), "claims.0.state"),
        (lambda entries: entries[0]["claims"][0].update(partner="Nobody"), "falls on 'Nobody', which is not a partner"),
        (lambda entries: entries[0]["claims"][0].update(amount=5, amount_max=1), "amount_max needs an amount"),
        (lambda entries: entries[0]["claims"][0].update(amount=float("inf")), "finite number"),
        (lambda entries: entries[0]["claims"][1].update(id=entries[0]["claims"][0]["id"]), "two claims have the id"),
        (lambda entries: entries[0].update(slug="Not A Slug"), "column slug"),
        (lambda entries: entries.append(entries[0]), "police-scotland-i6 is there already"),
        (lambda entries: entries[0]["partners"][0].update(slug="nowhere-police"), "unknown slug nowhere-police"),
        (lambda entries: entries[0]["claims"][1].update(state="forecast"), "the claims of pair i6-savings"),
        (lambda entries: entries.pop(0), "pairs.csv, row 2, column collaboration: there is no collaboration"),
        (lambda entries: entries.append("entry"), "entry 3"),
    ],
)
def test_a_bad_entry_is_named(folder: Path, edit: Callable[[list[dict[str, Any]]], None], says: str) -> None:
    change(folder, edit)
    assert says in complaint(folder)


def test_every_problem_of_every_file_is_reported_at_once(folder: Path) -> None:
    change(folder, lambda entries: entries[0].update(theme="magic"))
    change(folder, lambda entries: entries[3].update(service="navy"), "organisations.json")
    pairs = (folder / "pairs.csv").read_text(encoding="utf-8").replace("OUTTURN", "HEARSAY")
    (folder / "pairs.csv").write_text(pairs, encoding="utf-8")
    message = complaint(folder)
    assert "collaborations.json, column theme" in message
    assert "organisations.json, column service: merseyside-police" in message
    assert "pairs.csv, row 2, column grade" in message


def test_a_missing_or_broken_file_is_named(folder: Path) -> None:
    (folder / "organisations.json").unlink()
    (folder / "collaborations.json").write_text("[{", encoding="utf-8")
    (folder / "pairs.csv").write_bytes(b"collaboration,theme\n\xff\xfe,x\n")
    message = complaint(folder)
    assert "organisations.json: is missing" in message
    assert "collaborations.json: is not valid JSON" in message
    assert "pairs.csv: is not a CSV file in UTF-8" in message


def test_a_file_that_is_not_a_list_is_refused(folder: Path) -> None:
    (folder / "collaborations.json").write_text("{}", encoding="utf-8")
    assert "is not a list of entries" in complaint(folder)


def test_a_pair_that_its_entry_does_not_know_is_refused(folder: Path) -> None:
    pairs = (folder / "pairs.csv").read_text(encoding="utf-8").replace("tvfc-date", "other-date")
    (folder / "pairs.csv").write_text(pairs, encoding="utf-8")
    assert "has no claims paired as other-date" in complaint(folder)
