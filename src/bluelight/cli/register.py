"""The register as files of the open standard: export, import, join, check."""

from __future__ import annotations

from pathlib import Path

import click

from bluelight.cli.base import A_FILE, data_option, folder, quiet_option, say_unless


@click.group()
def register() -> None:
    """The register as files of the open standard (JSON or CSV): export, import, join, check."""


@register.command("export")
@click.option("--out", type=A_FILE, required=True, help="File to write; its name ends in .json or .csv.")
@data_option
@quiet_option
def export_register(out: Path, data: Path | None, quiet: bool) -> None:
    """Write what the register publishes as one file of the open standard. The same register gives the same bytes.

    Example: bluelight register export --out register.json
    """
    from bluelight.register.exchange import format_of, write_register

    format_of(out)
    _open(data)
    from bluelight.service.register.exchange import published

    found = published()
    write_register(found, out)
    say_unless(quiet)(f"Wrote {_size(len(found.collaborations))} to {out}.")


@register.command("import")
@click.argument("file", type=A_FILE)
@data_option
@quiet_option
def import_register(file: Path, data: Path | None, quiet: bool) -> None:
    """Bring the register to what a file of the open standard says: all of it, or nothing where anything is wrong.

    What the register has under the same slug becomes as in the file, and its history keeps what it was. What the file
    does not name stays.

    Example: bluelight register import register.csv --data bluelight-data
    """
    from bluelight.register.exchange import format_of

    format_of(file)
    _open(data)
    from bluelight.service.register.exchange import read
    from bluelight.service.register.services import load_register

    given = read(file)
    loaded = load_register(given, reason=f"imported from {file.name}"[:100])
    say_unless(quiet)(
        f"Read {_size(len(given.collaborations))}: {loaded.made} rows made, {loaded.changed} changed, "
        f"{loaded.removed} taken away."
    )


@register.command("join")
@click.argument("address")
@data_option
@quiet_option
def join_register(address: str, data: Path | None, quiet: bool) -> None:
    """Add what another register publishes and this one has not. What both tell differently is shown, never overwritten.

    Example: bluelight register join https://register.example.org
    """
    _open(data)
    from bluelight.service.register.exchange import join

    say = say_unless(quiet)
    found = join(address)
    say(f"Added {_size(len(found.new))} from {address}; {len(found.same)} were here already, the same.")
    if found.differing:
        say(f"{_size(len(found.differing))} told differently there, and left as here:")
        for slug, fields in found.differing.items():
            say(f"  {slug}: {', '.join(fields)}")
        say("A reviewer takes it or leaves it, field by field, at /review/conflicts/ of the service.")


@register.command("check")
@click.argument("file", type=A_FILE)
@click.option("--data", type=A_FILE, help="Folder of a register: say also what an import into it would do.")
@quiet_option
def check_register(file: Path, data: Path | None, quiet: bool) -> None:
    """Check a file of the open standard and say how complete the entries of each publisher are. Writes nothing.

    Example: bluelight register check register.csv
    """
    from bluelight.register.exchange import format_of, read_register
    from bluelight.register.quality import quality

    say = say_unless(quiet)
    format_of(file)
    if data is None:
        given = read_register(file)
    else:
        _open(data)
        from bluelight.service.register.exchange import compare, read

        given = read(file)
        found = compare(given)
        say(f"An import would add {_size(len(found.new))}, change {len(found.differing)} and leave {len(found.same)}.")
        for slug, fields in found.differing.items():
            say(f"  {slug}: {', '.join(fields)}")
    say(f"{file.name} meets the standard: {_size(len(given.collaborations))}.")
    for report in quality(given):
        say(f"Publisher: {report.publisher}. {_size(report.entries)}, {report.claims} claims.")
        for measure in report.measures:
            say(f"  {measure.what}: {measure.met} of {measure.base} {measure.of}")


def _size(count: int) -> str:
    return f"{count} collaboration{'' if count == 1 else 's'}"


def _open(data: Path | None) -> None:
    from bluelight.service.running.start import open_folder

    open_folder(folder(data))


@click.command()
@click.option("--edition", required=True, metavar="NAME", help="Name to cite it by, such as 2026-autumn.")
@click.option("--out", type=A_FILE, help="Folder to write its files into as well.")
@data_option
@quiet_option
def overview(edition: str, out: Path | None, data: Path | None, quiet: bool) -> None:
    """Freeze the register as it is today under a name, and write the national overview: HTML, PDF, DOCX and open data.

    An edition never changes: asked for again, it is written as it was made.

    Example: bluelight overview --edition 2026-autumn --out out/
    """
    from datetime import date

    from bluelight.files import write_all

    _open(data)
    from bluelight.service.overview.services import make_edition
    from bluelight.service.register.services import load_shipped_register

    load_shipped_register()
    made, new = make_edition(edition, date.today())
    say = say_unless(quiet)
    say(f"{'Made' if new else 'There is already'} edition {made.name} of {made.made}: {made.citation}")
    if out is not None:
        write_all(out, {file.name: file.read_bytes() for file in sorted(made.folder.iterdir())})
        say(f"Wrote its files to {out}.")
