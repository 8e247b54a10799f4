"""The database as a file of the open standard and back: to the byte, all or nothing, and with its history."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import models

from bluelight.register import Register, model, read_register, write_register
from bluelight.register import load_register as read_shipped
from bluelight.register.standard import canonical
from bluelight.service.register import models as tables
from bluelight.service.register.exchange import compare, published
from bluelight.service.register.services import load_register


@pytest.mark.django_db
@pytest.mark.usefixtures("register")
def test_the_shipped_register_goes_through_the_database() -> None:
    assert published() == canonical(read_shipped())


@pytest.mark.django_db
@pytest.mark.usefixtures("register")
def test_a_comparison_names_what_differs() -> None:
    shipped = read_shipped()
    first, second, *rest = shipped.collaborations
    given = replace(
        shipped,
        collaborations=(
            first.model_copy(update={"summary": "Other words."}),
            second.model_copy(update={"slug": "quite-new", "claims": ()}),
            *rest,
        ),
        pairs=tuple(pair for pair in shipped.pairs if pair.collaboration != second.slug),
    )
    found = compare(given)
    assert (found.new, found.differing) == (["quite-new"], {first.slug: ["summary"]})
    assert len(found.same) == len(rest)


@pytest.mark.django_db
def test_history_says_why() -> None:
    shipped = read_shipped()
    new = shipped.collaborations[0].model_copy(update={"slug": "quite-new", "claims": ()})
    part = Register((new,), shipped.organisations, ())
    load_register(part, reason="imported from a.csv")
    changed = new.model_copy(update={"name": "Another name", "lessons": ()})
    load_register(replace(part, collaborations=(changed,)), reason="imported from b.csv")
    row = tables.Collaboration.objects.get(slug=changed.slug)
    assert [h.history_change_reason for h in row.history.all()] == ["imported from b.csv", "imported from a.csv"]
    reasons = {h.history_change_reason for h in tables.Point.history.filter(history_type="-")}
    assert reasons == {"imported from b.csv"}


LENGTHS = [
    (tables.Organisation, model.Organisation, {"governance": model.Governance.model_fields["type"]}),
    (tables.Collaboration, model.Collaboration, {}),
    (tables.Partner, model.Partner, {"name": model.Partner.model_fields["organisation"]}),
    (tables.Claim, model.Claim, {"key": model.Claim.model_fields["id"]}),
    (tables.Source, model.Source, {}),
    (tables.Pair, model.Pair, {}),
]


@pytest.mark.parametrize(("table", "shape", "others"), LENGTHS)
def test_whatever_meets_the_standard_fits_the_database(
    table: type[models.Model], shape: type[model._Entry], others: dict[str, object]
) -> None:
    properties = shape.model_json_schema()["properties"]
    named = {"key": "id", "name": "organisation"} if table is not tables.Organisation else {}
    checked = 0
    for column in table._meta.fields:
        said = properties.get(column.name) or properties.get(named.get(column.name, ""))
        if said is None or not isinstance(column, models.CharField):
            continue
        kinds = said.get("anyOf", [said])
        for kind in kinds:
            if kind.get("type") == "string" and "enum" not in kind and "pattern" not in kind:
                assert kind["maxLength"] <= (column.max_length or 0), column
                checked += 1
    assert checked >= 1 or table is tables.Source


def command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bluelight.cli", "register", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={name: value for name, value in os.environ.items() if not name.startswith("BLUELIGHT_DATA")},
    )


def test_the_commands_carry_a_register_from_folder_to_folder(new_folder: Callable[[], Path], tmp_path: Path) -> None:
    shipped = write_register(read_shipped(), tmp_path / "shipped.csv")
    data, out = new_folder(), tmp_path / "out.csv"
    said = command("import", shipped, "--data", data)
    assert (said.returncode, said.stderr) == (0, "")
    assert "173 collaborations" in said.stdout
    assert command("export", "--out", out, "--data", data, "--quiet").stdout == ""
    assert out.read_bytes() == shipped.read_bytes()
    checked = command("check", shipped, "--data", data).stdout
    assert "add 0 collaborations, change 0 and leave 173" in checked
    assert "A result and not promises alone: 75 of 173 entries" in checked

    broken = tmp_path / "broken.csv"
    broken.write_bytes(shipped.read_bytes().replace(b",shared-estate,", b",magic,", 1))
    refused = command("import", broken, "--data", data)
    assert refused.returncode == 2
    assert "broken.csv, row " in refused.stderr
    assert "column theme: not in the codelist" in refused.stderr


def test_an_empty_folder_is_an_empty_register_and_stays_so_where_an_import_is_refused(
    new_folder: Callable[[], Path], tmp_path: Path
) -> None:
    data = new_folder()
    part = Register(read_shipped().collaborations[:1], (), ())
    file = write_register(part, tmp_path / "part.json")
    refused = command("import", file, "--data", data)
    assert refused.returncode == 2
    assert "unknown slug gwent-police" in refused.stderr
    out = tmp_path / "out.json"
    assert command("export", "--out", out, "--data", data).returncode == 0
    assert read_register(out) == Register((), (), ())
