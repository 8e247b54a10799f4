"""Data folders of before: what was migrated step by step stays, in the tables that a new folder has."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bluelight.service.database import FILE

# Takes the steps that were later put together one by one, as folders did before; then puts an organisation in, migrates
# as any start does, and says what of it is found.
SCRIPT = """
import sys
from pathlib import Path
from bluelight.service.running.start import open_folder, set_up_django
folder = Path(sys.argv[1])
set_up_django(folder)
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
executor = MigrationExecutor(connection)
executor.loader = loader = MigrationLoader(connection, replace_migrations=False)
steps = [node for node in loader.graph.leaf_nodes() if not loader.disk_migrations[node].replaces]
executor.migrate(steps)
with connection.cursor() as cursor:
    cursor.execute(
        "INSERT INTO register_organisation (id, slug, name, service, region, country, governance, governance_as_of,"
        " codes, aliases, note, kind) VALUES (7, 'kept', 'Kept', 'fire', 'x', 'x', '', '', '{}', '[]', '', 'listed')"
    )
connection.close()
open_folder(folder)
from bluelight.service.register.models import Organisation
print(Organisation.objects.get(slug="kept").name)
"""


def tables(folder: Path) -> dict[str, set[str]]:
    """What makes each table and index of a folder's database, in no order."""
    with closing(sqlite3.connect(folder / FILE)) as file:
        found = file.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {name: set(re.split(r', (?="|CONSTRAINT)', sql.partition("(")[2].removesuffix(")"))) for name, sql in found}


@pytest.mark.django_db  # whose tables a new folder has
def test_a_folder_that_took_every_step_goes_on_with_the_tables_of_a_new_one_by_commands(
    new_folder: Callable[[], Path], tmp_path: Path
) -> None:
    script = [sys.executable, "-c", SCRIPT, str(tmp_path)]
    said = subprocess.run(script, check=True, stdout=subprocess.PIPE, text=True).stdout
    assert said.strip() == "Kept"
    assert tables(tmp_path) == tables(new_folder())
