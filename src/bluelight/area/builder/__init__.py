"""Area packs from what a service has: one command and a column mapping."""

from bluelight.area.builder.mapping import Mapping, read_mapping
from bluelight.area.builder.pack import build_pack
from bluelight.area.builder.work import Built, Drive, Driven, Inputs

__all__ = ["Built", "Drive", "Driven", "Inputs", "Mapping", "build_pack", "read_mapping"]
