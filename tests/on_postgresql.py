"""The tests of the service, all of them, on a real PostgreSQL that is started for them: `make test-postgresql`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.postgresql import postgresql, programs

ROOT = Path(__file__).resolve().parents[1]
# Commands and servers on folders of their own say nothing of this database.
LEFT_OUT = "not commands and not empty_folder and not what_its_schema_says and not answered_by_the_schema"


def main(arguments: list[str]) -> int:
    """How pytest ended, with what was asked of it on the command line."""
    bin = programs()
    if bin is None:
        print("No PostgreSQL server here. On Debian and Ubuntu: apt install postgresql", file=sys.stderr)
        return 1
    folders = sorted(path.relative_to(ROOT) for path in (ROOT / "tests").glob("service*"))
    with postgresql(bin) as address:
        return subprocess.run(
            [sys.executable, "-m", "pytest", "--numprocesses=logical", "-k", LEFT_OUT, *map(str, folders), *arguments],
            cwd=ROOT,
            env={**os.environ, "BLUELIGHT_DATABASE": address},
            check=False,
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
