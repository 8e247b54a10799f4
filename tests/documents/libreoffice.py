"""LibreOffice as a second reader of workbooks: it works every formula out anew."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tests.conftest import missing

# LibreOffice trusts what a file says its formulas come to, unless it is told not to.
_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""


def recalculated(folder: Path, workbooks: dict[str, bytes]) -> dict[str, Path]:
    """The workbooks by name as LibreOffice computes them, whatever they say of themselves."""
    program = os.environ.get("BLUELIGHT_SOFFICE") or shutil.which("soffice")
    if program is None:
        missing("No LibreOffice to work the formulas out.", "On Debian and Ubuntu: apt install libreoffice-calc-nogui.")
        raise AssertionError
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_RECALCULATE)
    for name, content in workbooks.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    out = folder / "out"
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx"]
    sources = [str(folder / f"{name}.xlsx") for name in workbooks]
    subprocess.run([*command, "--outdir", str(out), *sources], check=True, capture_output=True, timeout=120)
    return {name: out / f"{name}.xlsx" for name in workbooks}
