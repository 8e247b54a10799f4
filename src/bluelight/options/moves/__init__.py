"""One file for each kind of move; `bluelight.options.registry` lists them."""
