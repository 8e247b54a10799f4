"""`bluelight serve` for real, on a folder of its own, for tests of what goes over the wire."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def served(folder: Path, **environment: str) -> Iterator[str]:
    """The address of a server with the shipped register in it, unless the folder holds another."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "bluelight.cli", "serve", "--data", str(folder), "--port", str(port), "--quiet"],
        env={**os.environ, **environment},
        stderr=subprocess.PIPE,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, server)
        yield address
    finally:
        server.terminate()
        server.communicate(timeout=30)


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode}: {server.communicate()[1].decode()}")
        try:
            with urllib.request.urlopen(f"{address}/register/", timeout=30):
                return
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"the server answered {error.code}") from None
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not answer")
