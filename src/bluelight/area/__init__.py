"""What a place has: the area pack, loaded and checked."""

from bluelight.area.load import AreaSummary, check_area, list_areas, load_area
from bluelight.area.model import Area

__all__ = ["Area", "AreaSummary", "check_area", "list_areas", "load_area"]
