"""The service on this machine: demo, serve, worker."""

from __future__ import annotations

from pathlib import Path

import click

from bluelight.cli.base import data_option, folder, quiet_option, say_unless


@click.command()
@data_option
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to serve on.")
@click.option("--no-browser", is_flag=True, help="Open no browser.")
@quiet_option
def demo(data: Path | None, port: int, no_browser: bool, quiet: bool) -> None:
    """Open Bluelight in a browser on this machine: server and worker together. Ctrl-C stops both.

    Example: bluelight demo --data bluelight-data --port 8001
    """
    from bluelight.service.running.start import demo as start

    start(folder(data), port, browser=not no_browser, say=say_unless(quiet))


@click.command()
@data_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to serve on.")
@quiet_option
def serve(data: Path | None, host: str, port: int, quiet: bool) -> None:
    """Serve the pages alone; `bluelight worker` runs the studies.

    Example: bluelight serve --data /srv/bluelight --host 0.0.0.0 --port 8080
    """
    from bluelight.service.running.start import serve as start

    start(folder(data), host, port, say=say_unless(quiet))


@click.command()
@data_option
@quiet_option
def worker(data: Path | None, quiet: bool) -> None:
    """Run the studies that people ask for on the pages. Ctrl-C stops; a study cut short starts again next time.

    Example: bluelight worker --data /srv/bluelight
    """
    from bluelight.service.running.start import worker as start

    start(folder(data), say=say_unless(quiet))
