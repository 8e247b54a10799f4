"""The little test area with call-takers in two rooms, as a pack of its own: four of the police have work for three."""

from __future__ import annotations

import shutil
from pathlib import Path

_KNOWN = "assumed,made up for tests,"
_TABLES = {
    "call_takers": (
        "service,weekdays,hour_from,hour_to,call_takers,basis,source,note",
        f"police,,00:00,24:00,4,{_KNOWN}",
        f"fire,,00:00,24:00,1,{_KNOWN}",
    ),
    "call_rooms": (
        "service,pooled,call_s,spread,sigma,basis,source,note",
        f"police,no,180,exponential,,{_KNOWN}",
        f"fire,no,180,exponential,,{_KNOWN}",
    ),
    "other_calls": (
        "contact,service,family,annual_count,call_s,priority,basis,source,note",
        f"enquiry,police,police,600000,120,2,{_KNOWN}",
    ),
}


def with_call_takers(littleham: Path, folder: Path) -> Path:
    """The pack in a new folder. A joint room with a quarter of its call-takers could never keep up."""
    shutil.copytree(littleham, folder)
    about = folder / "area.toml"
    named = "".join(f'{name} = ["{name}.csv"]\n' for name in _TABLES)
    about.write_text(about.read_text(encoding="utf-8").replace("[tables]\n", f"[tables]\n{named}"), encoding="utf-8")
    for name, rows in _TABLES.items():
        (folder / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder
