"""What every file of the project keeps to."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def test_lock_files_name_no_registry() -> None:
    for lock in tracked("*.lock", "*package-lock.json"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in re.sub(r'"(url|homepage|funding)": "[^"]*"', "", text), lock


def test_every_direct_requirement_is_locked() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    dev = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")

    def name(requirement: str) -> str:
        return re.split(r"[\[<>=]", requirement)[0].lower()

    assert [r for r in project["project"]["dependencies"] if f"\n{name(r)}==" not in f"\n{runtime}"] == []
    assert [r for r in project["dependency-groups"]["dev"] if f"\n{name(r)}==" not in f"\n{dev}"] == []


def test_sources_have_no_conflict_marks_and_end_in_a_newline() -> None:
    for source in tracked("*.py", "*.md", "*.toml", "*.html"):
        text = source.read_text(encoding="utf-8")
        assert not re.search(r"^(<{7}|>{7}) ", text, flags=re.MULTILINE), source
        assert text == "" or text.endswith("\n"), source
