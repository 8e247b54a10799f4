"""A simulated day or year told unit by unit and call by call, as tables for other programs and for pictures."""

from bluelight.response.trace.replication import Replication, Window, replicate
from bluelight.response.trace.tables import Trace, trace
from bluelight.response.trace.write import FORMATS, check_folder, write_trace

__all__ = ["FORMATS", "Replication", "Trace", "Window", "check_folder", "replicate", "trace", "write_trace"]
