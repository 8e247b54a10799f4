"""Whether Bluelight is right: checks against theory, published figures and other programs, as a table."""

from bluelight.validation.check import Check
from bluelight.validation.parts import PARTS
from bluelight.validation.report import run_parts, validate

__all__ = ["PARTS", "Check", "run_parts", "validate"]
