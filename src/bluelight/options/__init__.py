"""What could be shared: moves, each giving its change to an area, its line items, its risks and what it cannot see."""

from bluelight.options.base import Chance, Move, Risk, SiteChange, Touches
from bluelight.options.combine import apply_moves, check_moves, counterpart, expand
from bluelight.options.neighbours import NeighbourPair, find_neighbours, not_looked_at
from bluelight.options.overlap import RiskOverlap, overlapping_risk
from bluelight.options.registry import KINDS

__all__ = [
    "KINDS",
    "Chance",
    "Move",
    "NeighbourPair",
    "Risk",
    "RiskOverlap",
    "SiteChange",
    "Touches",
    "apply_moves",
    "check_moves",
    "counterpart",
    "expand",
    "find_neighbours",
    "not_looked_at",
    "overlapping_risk",
]
