"""Starting Bluelight in a browser: the demo (server and worker together), or the server alone."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import FrameType

from bluelight.errors import BluelightError
from bluelight.service.running import checks, lock

HOST = "127.0.0.1"
MOST_SENT = 50_000_000  # bytes of one request: what is larger is refused by its announced length, unread
PATIENCE_S = 8  # how long a worker may take to leave its job before it is killed

Say = Callable[[str], None]


def demo(folder: Path, port: int, *, browser: bool, say: Say) -> None:
    """Serve Bluelight on this machine, with a worker, until stopped by Ctrl-C or SIGTERM."""
    with stop_signals(), _prepared(folder, HOST, port, say, no_worker=True) as bound:
        from bluelight.service.studies.services import request_first_runs

        request_first_runs()
        with _worker_process(folder):
            _serve(bound, lambda: _announce(f"http://{HOST}:{port}/", browser, say))
    say(f"Stopped. What you made is kept in {folder}")


def serve(folder: Path, host: str, port: int, *, say: Say) -> None:
    """Serve Bluelight alone; `bluelight worker` on the same folder runs its jobs."""
    with stop_signals(), _prepared(folder, host, port, say, no_worker=False) as bound:
        _serve(bound, lambda: _announce(f"http://{host}:{port}/", False, say))


def worker(folder: Path, *, say: Say) -> None:
    """Run background jobs until stopped."""
    checks.check_folder(folder)
    lock.check_no_worker(folder)
    set_up_django(folder)
    checks.check_database(folder)
    _migrate(folder)
    from bluelight.service.running.worker import work

    say("Waiting for studies to run. Ctrl-C stops.")
    work(folder)


@contextmanager
def _prepared(folder: Path, host: str, port: int, say: Say, *, no_worker: bool) -> Iterator[socket.socket]:
    """Check everything, then make the folder ready; nothing is written where a check fails."""
    with checks.free_port(host, port) as bound:
        checks.check_folder(folder)
        if no_worker:
            lock.check_no_worker(folder)
        set_up_django(folder)
        checks.check_database(folder)
        say(f"Getting {folder} ready ...")
        _migrate(folder)
        _load()
        yield bound


def open_folder(folder: Path) -> None:
    """Make a folder ready for a command that reads or writes its database; an empty one is started empty."""
    checks.check_folder(folder)
    set_up_django(folder)
    checks.check_database(folder)
    _migrate(folder)


def set_up_django(folder: Path) -> None:
    """Point Django at the folder. Nothing that reads its settings may have been imported before."""
    os.environ["BLUELIGHT_DATA"] = str(folder.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "bluelight.service.settings"
    import django

    django.setup()


def _migrate(folder: Path) -> None:
    from django.core.management import call_command

    folder.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)


def _load() -> None:
    """Load what ships: register, lessons, working group, studies. What is there already stays as it is."""
    from bluelight.service.group.shipped import load_shipped_group
    from bluelight.service.lessons.services import identify_from_register
    from bluelight.service.register.services import load_shipped_register
    from bluelight.service.studies.services import load_shipped_studies

    load_shipped_register()
    identify_from_register()
    load_shipped_group()
    load_shipped_studies()


def _serve(bound: socket.socket, ready: Callable[[], None]) -> None:
    import waitress

    from bluelight.service.wsgi import application

    for talker in ("waitress.queue", "django.request"):  # a busy moment or a mistyped address is no news
        logging.getLogger(talker).setLevel(logging.ERROR)
    server = waitress.create_server(
        application, sockets=[bound], threads=6, ident=None, max_request_body_size=MOST_SENT
    )
    host, port = bound.getsockname()[:2]
    threading.Thread(target=_when_answered, args=(f"http://{host}:{port}/", ready), daemon=True).start()
    try:
        server.run()  # returns on KeyboardInterrupt, having let its threads finish
    finally:
        server.close()


def _when_answered(address: str, ready: Callable[[], None]) -> None:
    """Ask for the first page until it comes, then say so."""
    for _ in range(120):
        try:
            with urllib.request.urlopen(address, timeout=30):
                break
        except urllib.error.HTTPError:
            break
        except OSError:
            threading.Event().wait(0.1)
    ready()
    for page in ("areas", "studies"):  # what takes long to import, before anybody asks for it
        import_module(f"bluelight.service.{page}.views")


def _announce(address: str, browser: bool, say: Say) -> None:
    say(f"Bluelight is at {address}  (Ctrl-C stops it)")
    if browser and _has_display():
        webbrowser.open(address)


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@contextmanager
def stop_signals() -> Iterator[None]:
    """Let SIGTERM and SIGINT end the block as Ctrl-C does, once: a second one does not cut the stopping short."""

    def stop(signum: int, frame: FrameType | None) -> None:
        for known in (signal.SIGINT, signal.SIGTERM):
            signal.signal(known, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {known: signal.signal(known, stop) for known in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    except KeyboardInterrupt:
        pass
    finally:
        for known, handler in before.items():
            signal.signal(known, handler)


@contextmanager
def _worker_process(folder: Path) -> Iterator[None]:
    """A worker in a process of its own, which ends with the block, and by itself should this process be killed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bluelight.service.running.child", str(folder)],
        stdin=subprocess.PIPE,  # closed when this process ends, however it ends
        start_new_session=True,  # a Ctrl-C in the terminal reaches this process alone, which then stops the worker
    )
    try:
        yield
        if process.poll() not in (None, 0):
            raise BluelightError("The worker stopped by itself; what it said is above. Start Bluelight again.")
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.stdin:
        process.stdin.close()
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
