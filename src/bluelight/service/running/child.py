"""The demo's worker, in a process that never outlives the demo: `python -m bluelight.service.running.child FOLDER`."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

from bluelight.service.running.start import PATIENCE_S, set_up_django


def _end_with_parent() -> None:
    """Wait for the other end of standard input to close, as it does however the parent ends; then stop."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE_S)
    os._exit(1)


if __name__ == "__main__":
    from bluelight.service.running.worker import work

    threading.Thread(target=_end_with_parent, daemon=True).start()
    set_up_django(Path(sys.argv[1]))
    work(Path(sys.argv[1]))
