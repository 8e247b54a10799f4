"""Every command explains itself, and the page about them tells the truth."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from bluelight.cli import main

ROOT = Path(__file__).resolve().parents[2]


def every_command(
    group: click.Group = main, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from every_command(command, (*path, name))
        else:
            yield (*path, name), command


COMMANDS = {" ".join(path): command for path, command in every_command()}


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_help_shows_an_example(name: str) -> None:
    shown = CliRunner().invoke(main, [*name.split(), "--help"])
    assert shown.exit_code == 0
    assert f"Example: bluelight {name}" in re.sub(r"\s+", " ", shown.output)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_can_be_quiet(name: str) -> None:
    assert "--quiet" in {flag for parameter in COMMANDS[name].params for flag in parameter.opts}


def test_the_page_describes_every_command_and_option_and_no_other() -> None:
    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    described = {
        heading: set(re.findall(r"`(--[a-z-]+)", body))
        for heading, body in re.findall(
            r"^## `bluelight ([a-z ]+)[^`]*`\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL
        )
    }
    real = {
        name.strip(): {
            flag for p in command.params if isinstance(p, click.Option) for flag in p.opts if flag.startswith("--")
        }
        for name, command in COMMANDS.items()
    }
    assert {name.strip(): flags for name, flags in described.items()} == real


def test_an_unknown_command_exits_2_in_one_line() -> None:
    shown = CliRunner().invoke(main, ["integrate"])
    assert shown.exit_code == 2
    assert "integrate" in shown.output
    assert "Traceback" not in shown.output
