"""Every example of the README is run, as written, in an empty folder."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
# `make` sets up the machine and runs this suite: continuous integration does both, a test cannot.
MAKE = {"make demo", "make test"}
# All that it checks is checked once, by tests/validation: here one part of it, to see that it can be written so.
VALIDATE = "bluelight validate --quiet"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def examples() -> list[str]:
    return [block.strip() for block in blocks("sh") if block.strip() not in MAKE]


def environment(tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
    }


def test_both_commands_of_the_project_are_there() -> None:
    written = {line for block in blocks("sh") for line in block.strip().splitlines()}
    assert written >= MAKE
    targets = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(re.search(rf"^{command.removeprefix('make ')}:", targets, flags=re.MULTILINE) for command in MAKE)


@pytest.mark.parametrize("example", examples())
def test_command_line_example_runs(example: str, tmp_path: Path) -> None:
    for command in example.splitlines():
        words = [*command.split(), "appraisal"] if command == VALIDATE else command.split()
        done = subprocess.run(
            words, cwd=tmp_path, env=environment(tmp_path), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}: {done.stderr}"
    if "--out out" in example and example.startswith("bluelight run"):
        assert {p.name for p in (tmp_path / "out").iterdir()} >= {"report.html", "results.json"}


def test_python_example_runs(tmp_path: Path) -> None:
    [code] = blocks("python")
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Hertfordshire" in done.stdout
    assert (tmp_path / "out" / "report.html").exists()


def test_every_linked_file_exists() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
    broken = [
        f"{page.relative_to(ROOT)} -> {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert broken == []
