"""Road networks: reading them, joining places to them, and how long it takes to drive from many places to many.

>>> network = read_osm("county.osm.pbf")          # or read_tables("nodes.csv", "arcs.csv")
>>> roads = prepare(network)                      # once
>>> times = roads.weigh()                         # once for every period of the day or set of closed roads
>>> sites = snap(network, names, lon, lat)
>>> seconds = times.between(sites, zones)
"""

from bluelight.travel.roads.isochrone import Isochrone, isochrone
from bluelight.travel.roads.network import Dropped, Network
from bluelight.travel.roads.osm import read_osm
from bluelight.travel.roads.snap import Snapped, snap
from bluelight.travel.roads.speeds import Speeds, load_speeds
from bluelight.travel.roads.tables import ArcColumns, NodeColumns, read_tables
from bluelight.travel.roads.times import Prepared, RoadTimes, Route, prepare

__all__ = [
    "ArcColumns",
    "Dropped",
    "Isochrone",
    "Network",
    "NodeColumns",
    "Prepared",
    "RoadTimes",
    "Route",
    "Snapped",
    "Speeds",
    "isochrone",
    "load_speeds",
    "prepare",
    "read_osm",
    "read_tables",
    "snap",
]
