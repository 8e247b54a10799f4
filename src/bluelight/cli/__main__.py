"""`python -m bluelight.cli`."""

from __future__ import annotations

import sys

from bluelight.cli import main

sys.exit(main())
