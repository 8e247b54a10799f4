"""The best plans of where a service's sites are: asked for, searched in the background, and read."""
