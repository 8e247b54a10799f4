"""How long it takes to get there."""

from bluelight.travel.times import TravelTimes, travel_times

__all__ = ["TravelTimes", "travel_times"]
