"""Maps drawn from an area's own shapes: no tiles, nothing fetched, small enough to sit in a report."""

from bluelight.documents.maps.change import change_map
from bluelight.documents.maps.ground import ground_map, ground_svg, hospital_svg, hospitals_svg
from bluelight.documents.maps.overlap import overlap_map
from bluelight.documents.maps.sites import site_map
from bluelight.documents.maps.waits import waiting_class, waiting_map, where_calls_wait

__all__ = [
    "change_map",
    "ground_map",
    "ground_svg",
    "hospital_svg",
    "hospitals_svg",
    "overlap_map",
    "site_map",
    "waiting_class",
    "waiting_map",
    "where_calls_wait",
]
