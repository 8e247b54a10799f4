"""A PostgreSQL server of one's own for a while: Debian's programs, a new folder, loopback alone, no trace left."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STARTING_S = 60


def programs() -> Path | None:
    """The folder of the newest PostgreSQL server's programs, None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    named = shutil.which("initdb")
    return Path(named).resolve().parent if named else None


@contextmanager
def postgresql(bin: Path, *, safe: bool = False) -> Iterator[str]:
    """The address of an empty database, as BLUELIGHT_DATABASE takes it; a safe one waits for the disk at each write."""
    owner = _owner()
    folder = Path(tempfile.mkdtemp(prefix="bluelight-postgresql-"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    try:
        if owner is not None:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        user = {} if owner is None else {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
        made = [str(bin / "initdb"), "-D", str(folder / "data"), "-U", "bluelight", "-A", "trust", "-E", "UTF8"]
        subprocess.run([*made, "--locale=C", "--no-sync"], check=True, capture_output=True, cwd=folder, **user)
        options = ["-k", str(folder), "-h", "127.0.0.1", "-p", str(port), *([] if safe else ["-c", "fsync=off"])]
        server = subprocess.Popen(
            [str(bin / "postgres"), "-D", str(folder / "data"), *options],
            cwd=folder,
            stderr=subprocess.DEVNULL,
            **user,
        )
        try:
            address = f"postgresql://bluelight@127.0.0.1:{port}/postgres"
            _wait(address, server)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _owner() -> pwd.struct_passwd | None:
    """Somebody other than root, whom the server refuses to run as."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("there is no user other than root to run PostgreSQL as")


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    import psycopg

    for _ in range(STARTING_S * 10):
        if server.poll() is not None:
            raise RuntimeError(f"PostgreSQL ended with {server.returncode}")
        try:
            psycopg.connect(address, connect_timeout=5).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise RuntimeError("PostgreSQL did not answer")
