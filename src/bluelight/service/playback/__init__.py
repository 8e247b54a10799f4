"""A simulated day to watch: the map with units moving, the calls that wait, and the load by hour."""
