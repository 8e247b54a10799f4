"""Writes the schema of results.json where the documentation keeps it: python -m bluelight.studies.schema."""

from __future__ import annotations

import json
from pathlib import Path

from bluelight.studies.results import Results
from bluelight.studies.write import write_text


def schema_text() -> str:
    """The JSON schema of results.json."""
    return json.dumps(Results.model_json_schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    write_text(Path("docs/results-schema.json"), schema_text())
